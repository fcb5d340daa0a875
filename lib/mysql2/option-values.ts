/** Wrong values of options: what mysql2 passes over would look set and not be. */

/** What an option takes. */
interface Rule {
  /** In words, for the error. */
  readonly takes: string;
  readonly fits: (value: unknown) => boolean;
}

/** Digits too, as they come from the environment and from a URI. */
const isWhole = (value: unknown, least: number, most: number): boolean => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || number < least || number > most) return false;
  return Number.isInteger(number) || number === Infinity;
};

const LONGEST_TIMER = 2 ** 31 - 1;

const rule = (takes: string, fits: Rule['fits']): Rule => ({ takes, fits });
const count = rule('a whole number', (value) => isWhole(value, 0, Infinity));
const duration = rule(`milliseconds, a whole number up to ${LONGEST_TIMER}`, (value) =>
  isWhole(value, 0, LONGEST_TIMER),
);
// An empty text counts as not given here, as for host and user.
const port = rule('a port, 1 to 65535', (value) => value === '' || isWhole(value, 1, 65_535));
const text = rule('a string', (value) => typeof value === 'string');
const truth = rule('true or false', (value) => [true, false, 0, 1].includes(value as boolean));
const callable = rule('a function', (value) => typeof value === 'function');
const record = rule('an object', (value) => typeof value === 'object');

const DATE_TYPES: readonly unknown[] = ['DATE', 'DATETIME', 'TIMESTAMP'];

/** Of options of values, which a query has too. */
const OF_VALUES: Readonly<Record<string, Rule>> = {
  bigNumberStrings: truth,
  dateStrings: rule("true, false or an array of 'DATE', 'DATETIME' and 'TIMESTAMP'", (value) =>
    Array.isArray(value) ? value.every((type) => DATE_TYPES.includes(type)) : truth.fits(value),
  ),
  decimalNumbers: truth,
  jsonStrings: truth,
  nestTables: rule('true, false or a string', (value) => truth.fits(value) || text.fits(value)),
  namedPlaceholders: truth,
  rowsAsArray: truth,
  supportBigNumbers: truth,
  timezone: text,
  typeCast: rule('true, false or a function', (value) => truth.fits(value) || callable.fits(value)),
};

/** Of connections and pools. */
export const OPTION_RULES: Readonly<Record<string, Rule>> = {
  ...OF_VALUES,
  charset: text,
  compress: truth,
  connectAttributes: record,
  connectTimeout: duration,
  connectionLimit: count,
  database: text,
  enableCleartextPlugin: truth,
  flags: rule('a string or an array of strings', (value) =>
    Array.isArray(value) ? value.every(text.fits) : text.fits(value),
  ),
  gracefulEnd: truth,
  host: text,
  idleTimeout: count,
  infileStreamFactory: callable,
  localAddress: text,
  maxIdle: count,
  maxPreparedStatements: rule('a whole number of at least 1', (value) =>
    isWhole(value, 1, Infinity),
  ),
  multipleStatements: truth,
  password: text,
  password1: text,
  port,
  queryFormat: callable,
  queueLimit: count,
  resetOnRelease: truth,
  socketPath: text,
  ssl: rule('true, false or an object', (value) =>
    ['string', 'boolean', 'object'].includes(typeof value),
  ),
  stringifyObjects: truth,
  uri: text,
  user: text,
  waitForConnections: truth,
};

export const SSL_RULES: Readonly<Record<string, Rule>> = {
  rejectUnauthorized: truth,
  verifyIdentity: truth,
};

/** Of a statement. */
export const QUERY_RULES: Readonly<Record<string, Rule>> = {
  ...OF_VALUES,
  infileStreamFactory: callable,
  timeout: duration,
};

/** Of clusters of pools. */
export const CLUSTER_RULES: Readonly<Record<string, Rule>> = {
  canRetry: truth,
  defaultSelector: rule("'RR', 'RANDOM' or 'ORDER'", (value) =>
    ['RR', 'RANDOM', 'ORDER'].includes(String(value).toUpperCase()),
  ),
  removeNodeErrorCount: count,
  restoreNodeTimeout: count,
};

/**
 * Looks at the values that have a rule; undefined and null count as not given.
 * @throws TypeError for the first that does not fit; it does not show the value
 */
export function checkValues(options: object, rules: Readonly<Record<string, Rule>>): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined || value === null || !Object.hasOwn(rules, name)) continue;
    const { takes, fits } = rules[name]!;
    if (!fits(value)) throw wrongOption(`The option ${name} takes ${takes}, not ${kindOf(value)}`);
  }
}

/** An error about the options that were given. */
export function wrongOption(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_MYSQLDB_OPTION' });
}

function kindOf(value: unknown): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Array.isArray(value)) return 'this array';
  return `this ${typeof value}`;
}

const warned = new Set<string>();

/** Each text once: a pool makes many connections with the same options. */
export function warn(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  process.emitWarning(text, 'MysqldbWarning');
}
