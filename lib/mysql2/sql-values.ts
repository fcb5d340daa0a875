/** Values as SQL text, with the rules of mysql2: https://sidorares.github.io/node-mysql2/docs */

import { placeholdersOf, type QuoteMode, takesAssignment, USUAL_QUOTES } from './sql-scanner';

/** A value that says itself what it is as SQL: what {@link raw} gives. */
export interface SqlText {
  /** The text. */
  toSqlString(): string;
}

interface Manner {
  /** 'local', 'Z' or '+hh:mm': the zone of dates. */
  readonly timezone: string;
  readonly mode: QuoteMode;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

const NEEDS_ESCAPE = /[\0\b\t\n\r\x1a"'\\]/;
const ESCAPED = new RegExp(NEEDS_ESCAPE, 'g');

function quote(text: string, { noBackslashEscapes }: QuoteMode): string {
  if (noBackslashEscapes) return `'${text.replaceAll("'", "''")}'`;
  // Most texts have nothing to escape.
  if (!NEEDS_ESCAPE.test(text)) return `'${text}'`;
  return `'${text.replace(ESCAPED, (character) => ESCAPES[character]!)}'`;
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** Minutes ahead of UTC; what is no offset counts as UTC. */
export function offsetMinutes(timezone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+\- ])(\d\d):?(\d\d)?$/.exec(timezone) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** A date as DATETIME(3) has it: `2024-02-29 12:00:00.000`; undefined for an invalid one. */
export function dateText(date: Date, timezone: string): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  if (timezone === 'local') {
    const year = String(date.getFullYear()).padStart(4, '0');
    const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
    const day = `${year}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
    const minute = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
    return `${day} ${minute}:${twoDigits(date.getSeconds())}.${milliseconds}`;
  }
  const wall = new Date(date.getTime() + offsetMinutes(timezone) * 60_000);
  return wall.toISOString().replace('T', ' ').replace('Z', '');
}

/** Of another realm, too. */
const isDate = (value: object): value is Date =>
  value instanceof Date || Object.prototype.toString.call(value) === '[object Date]';

const isSqlText = (value: object): value is SqlText =>
  'toSqlString' in value && typeof value.toSqlString === 'function';

/** Plain objects, Maps and what else has properties and no SQL of its own. */
function isRecord(value: object): boolean {
  return !(
    Array.isArray(value) ||
    value instanceof Set ||
    value instanceof Uint8Array ||
    isDate(value) ||
    isSqlText(value)
  );
}

function assignments(value: object, manner: Manner): string {
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries
    .filter(([, item]) => typeof item !== 'function')
    .map(([key, item]) => `${escapeId(String(key))} = ${valueText(item, manner)}`)
    .join(', ');
}

function listText(list: Iterable<unknown>, manner: Manner): string {
  const items = [];
  for (const item of list) {
    const isList = Array.isArray(item) || item instanceof Set;
    items.push(isList ? `(${listText(item, manner)})` : valueText(item, manner));
  }
  return items.join(', ');
}

/** A value where a value stands: an object is its text there, and never SQL. */
function valueText(value: unknown, manner: Manner): string {
  if (value === undefined || value === null) return 'NULL';
  if (typeof value !== 'object') {
    const isText = typeof value === 'string' || typeof value === 'function';
    return isText || typeof value === 'symbol' ? quote(String(value), manner.mode) : String(value);
  }
  if (isDate(value)) {
    const text = dateText(value, manner.timezone);
    return text === undefined ? 'NULL' : `'${text}'`;
  }
  if (Array.isArray(value) || value instanceof Set) return listText(value, manner);
  if (value instanceof Uint8Array) {
    return `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`;
  }
  if (isSqlText(value)) return String(value.toSqlString());

  return quote(String(value), manner.mode);
}

/**
 * A value as SQL text, quoted. An object becomes `name = value` pairs, unless `stringifyObjects` is
 * given: `format` and `query` tell by the place whether that may be, so prefer them.
 * @param timezone of dates: 'local', 'Z' or '+hh:mm'
 */
export function escape(
  value: unknown,
  stringifyObjects?: boolean,
  timezone = 'local',
  mode: QuoteMode = USUAL_QUOTES,
): string {
  const manner = { timezone, mode };
  const expands = stringifyObjects === undefined || stringifyObjects === null;
  return expands && typeof value === 'object' && value !== null && isRecord(value)
    ? assignments(value, manner)
    : valueText(value, manner);
}

/**
 * A name, or an array of names, in backticks; `table.column` is two names.
 * @param forbidQualified takes a point as a part of the name
 */
export function escapeId(value: unknown, forbidQualified?: boolean): string {
  if (Array.isArray(value)) return value.map((name) => escapeId(name, forbidQualified)).join(', ');
  const name = String(value).replaceAll('`', '``');
  // JSON paths have points: `data->$.name`.
  if (forbidQualified || name.includes('->')) return `\`${name}\``;
  return `\`${name.replaceAll('.', '`.`')}\``;
}

/**
 * A statement with its values in place of `?`, and names in place of `??`. A plain object becomes
 * `name = value` pairs only where SQL takes assignments, as behind SET, and never when
 * `stringifyObjects` is true; elsewhere it is its text.
 */
export function format(
  sql: string,
  values?: unknown,
  stringifyObjects?: boolean,
  timezone = 'local',
  mode: QuoteMode = USUAL_QUOTES,
): string {
  if (values === undefined || values === null) return sql;
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  if (list.length === 0) return sql;
  const manner = { timezone, mode };
  let text = '';
  let end = 0;
  placeholdersOf(sql, mode).every(({ at, length }, i) => {
    if (i >= list.length) return false;
    const value = list[i];
    text += sql.slice(end, at);
    end = at + length;
    if (length === 2) text += escapeId(value);
    else if (typeof value !== 'object' || value === null || stringifyObjects || !isRecord(value)) {
      text += valueText(value, manner);
    } else {
      text += takesAssignment(sql, at, mode)
        ? assignments(value, manner)
        : valueText(value, manner);
    }
    return true;
  });
  return text + sql.slice(end);
}

/** SQL text that goes into a statement as it is. Never make it of what a user has given. */
export function raw(sql: string): SqlText {
  if (typeof sql !== 'string') throw new TypeError('argument sql must be a string');
  return { toSqlString: () => sql };
}
