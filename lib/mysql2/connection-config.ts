import type { Readable } from 'node:stream';
import { CLIENT } from '../index';
import { Charsets } from './charsets';
import type { DateType } from './decoding';
import { withUri } from './connection-uri';
import { meantName } from './misspelling';
import { checkValues, OPTION_RULES, SSL_RULES, warn, wrongOption } from './option-values';
import type { ConnectionOptions, DecodeOptions } from './options';
import { type OneIdentity, oneIdentity } from './ssl-identity';

const DEFAULT_PORT = 3306;
const DEFAULT_CONNECT_TIMEOUT = 10_000;
const DEFAULT_PREPARED_STATEMENTS = 16_000;

/** Of mysql2's options, those that have no effect here; none of them is worth a warning. */
const WITHOUT_EFFECT = [
  'clientFlags',
  'debug',
  'disableEval',
  'enableKeepAlive',
  'isServer',
  'keepAliveInitialDelay',
  'maxPacketSize',
  'pool',
];
/** Options of pools, which a connection takes too. */
const OF_POOLS = [
  'connectionLimit',
  'maxIdle',
  'idleTimeout',
  'queueLimit',
  'waitForConnections',
  'resetOnRelease',
];
const NOT_OF_CONNECTIONS = [...WITHOUT_EFFECT, ...OF_POOLS, 'uri', 'password1', 'Promise'];
/** What stands in Prisma's URLs, which programs and other ORMs share with it: not misspelt. */
const OF_PRISMA = ['connection_limit', 'connect_timeout'];
/** What cannot be done here: to go on without it would be to do something else than was asked for. */
const IMPOSSIBLE = [
  'authPlugins',
  'authSwitchHandler',
  'stream',
  'passwordSha1',
  'password2',
  'password3',
];

/** Flags that mysql2 asks for unless told, as far as they change anything. */
const USUAL_FLAGS = ['FOUND_ROWS', 'IGNORE_SPACE', 'LOCAL_FILES'];

/** The options of a connection with their defaults: a plain object that `createConnection` takes again. */
export class ConnectionConfig {
  /** Host name or address; localhost, by TCP, unless given. */
  host: string;
  /** TCP port, 3306 unless given. */
  port: number;
  /** The local address to connect from. */
  localAddress?: string;
  /** Path of the server's unix socket, in place of host and port. */
  socketPath?: string;
  /** Account name. */
  user?: string;
  /** The account's password. */
  password?: string;
  /** The default database. */
  database?: string;
  /** For the whole of connecting, in milliseconds; 10000 unless given. */
  connectTimeout: number;
  /** What LOAD DATA LOCAL reads in place of the file that the server names. */
  infileStreamFactory?: (path: string) => Readable;
  /** BIGINT that is no safe integer as text. */
  supportBigNumbers: boolean;
  /** With `supportBigNumbers`: BIGINT as text always. */
  bigNumberStrings: boolean;
  /** DECIMAL as a number. */
  decimalNumbers: boolean;
  /** Dates as text: all of them, or those of the types that are named. */
  dateStrings: boolean | DateType[];
  /** Taken for mysql2's sake: errors have the lines that await in any case. */
  trace: boolean;
  /** Objects never become `name = value` pairs. */
  stringifyObjects: boolean;
  /** The zone of dates: 'local', 'Z' or '+hh:mm'. */
  timezone: string;
  /** Puts values into a text in place of `format`. */
  queryFormat?: (sql: string, values: unknown, timezone?: string) => string;
  /** TLS that proves the server's identity; false without, though mysql2's types do not say so. */
  ssl?: OneIdentity;
  /** Allows several statements in one text. */
  multipleStatements: boolean;
  /** Rows are arrays. */
  rowsAsArray: boolean;
  /** `:name` placeholders with an object of values. */
  namedPlaceholders: boolean;
  /** Rows have an object for each table, or names joined with the table's by this text. */
  nestTables?: boolean | string;
  /** Makes values of cells. */
  typeCast: NonNullable<DecodeOptions['typeCast']>;
  /** Lets plugins send the password as it is, by a TLS that proves the server. */
  enableCleartextPlugin: boolean;
  /** A collation, or a character set. */
  charset?: string;
  /** The id of a collation. */
  charsetNumber: number;
  /** Compresses the traffic. */
  compress: boolean;
  /** CLIENT flags by name. */
  flags: string[];
  /** What `performance_schema.session_connect_attrs` shows. */
  connectAttributes: Readonly<Record<string, string>>;
  /** Prepared statements that a connection keeps. */
  maxPreparedStatements: number;
  /** JSON as text. */
  jsonStrings: boolean;
  /** `end()` of a pool's connection ends it, in place of giving it back. */
  gracefulEnd: boolean;

  constructor(given: ConnectionOptions | string) {
    const options = withUri(given);
    checkValues(options, OPTION_RULES);
    this.host = options.host || 'localhost';
    this.port = Number(options.port) || DEFAULT_PORT;
    this.connectTimeout = Number(options.connectTimeout ?? DEFAULT_CONNECT_TIMEOUT);
    this.supportBigNumbers = Boolean(options.supportBigNumbers);
    this.bigNumberStrings = Boolean(options.bigNumberStrings);
    this.decimalNumbers = Boolean(options.decimalNumbers);
    this.dateStrings = dateStringsOf(options.dateStrings);
    this.trace = options.trace !== false;
    this.stringifyObjects = Boolean(options.stringifyObjects);
    this.timezone = timezoneOf(options.timezone);
    this.multipleStatements = Boolean(options.multipleStatements);
    this.rowsAsArray = Boolean(options.rowsAsArray);
    this.namedPlaceholders = Boolean(options.namedPlaceholders);
    this.typeCast = options.typeCast ?? true;
    this.enableCleartextPlugin = Boolean(options.enableCleartextPlugin);
    this.charsetNumber = charsetNumberOf(options);
    this.compress = Boolean(options.compress);
    this.flags = flagsOf(options.flags);
    this.connectAttributes = options.connectAttributes ?? {};
    this.maxPreparedStatements = Number(
      options.maxPreparedStatements ?? DEFAULT_PREPARED_STATEMENTS,
    );
    this.jsonStrings = Boolean(options.jsonStrings);
    this.gracefulEnd = Boolean(options.gracefulEnd);
    Object.assign(this, optionalOf(options));
    checkNames(options, Object.keys(this));
  }

  /** A config of its own with the same options. */
  copy(): ConnectionConfig {
    return Object.assign(new ConnectionConfig({}), this);
  }
}

/** What may be undefined: its properties are there all the same, as in mysql2. */
function optionalOf(options: ConnectionOptions): object {
  const { localAddress, socketPath, infileStreamFactory, queryFormat, nestTables } = options;
  return {
    localAddress,
    socketPath,
    user: options.user || undefined,
    password: options.password || options.password1 || undefined,
    database: options.database || undefined,
    infileStreamFactory,
    queryFormat,
    ssl: sslOf(options.ssl),
    nestTables,
    charset: options.charset,
  };
}

const dateStringsOf = (given: DecodeOptions['dateStrings']): boolean | DateType[] =>
  Array.isArray(given) ? [...(given as readonly DateType[])] : Boolean(given);

/** Whether a connection asks for a CLIENT flag: one of the usual ones unless taken away. */
export function hasFlag({ flags }: ConnectionConfig, name: string): boolean {
  if (USUAL_FLAGS.includes(name) && !flags.includes(`-${name}`)) return true;
  return flags.includes(name);
}

/** Whether a text may hold several statements. */
export const mayHoldSeveral = (config: ConnectionConfig): boolean =>
  config.multipleStatements || hasFlag(config, 'MULTI_STATEMENTS');

function flagsOf(flags: ConnectionOptions['flags']): string[] {
  const list = typeof flags === 'string' ? flags.toUpperCase().split(/\s*,+\s*/) : (flags ?? []);
  for (const name of list) {
    const isKnown = name === '' || Object.hasOwn(CLIENT, name.replace(/^[-+]/, ''));
    if (!isKnown) warn(`Ignoring the flag ${name}, which clients do not have`);
  }
  return list.filter(Boolean);
}

/** A `+` comes as a space out of a URL. */
function timezoneOf(timezone: string | undefined): string {
  if (!timezone) return 'local';
  if (/^(?:local|Z|[ +-]\d\d:\d\d)$/.test(timezone)) return timezone.replace(' ', '+');
  warn(`Ignoring the timezone ${timezone}: it is 'local', 'Z' or '+hh:mm'. UTC is taken.`);
  return 'Z';
}

function sslOf(ssl: ConnectionOptions['ssl']): OneIdentity | false {
  if (typeof ssl === 'string') {
    throw wrongOption(`Unknown SSL profile '${ssl}': give its certificates as ssl.ca`);
  }
  if (typeof ssl === 'boolean' || !ssl) return ssl === true ? {} : false;
  checkValues(ssl, SSL_RULES);
  return { ...oneIdentity(ssl), rejectUnauthorized: ssl.rejectUnauthorized !== false };
}

function charsetNumberOf({ charset, charsetNumber }: ConnectionOptions): number {
  if (!charset) return charsetNumber || Charsets['UTF8MB4_UNICODE_CI']!;
  const number = Charsets[charset.toUpperCase()];
  if (number === undefined) throw wrongOption(`Unknown charset '${charset}'`);
  return number;
}

function checkNames(options: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || known.includes(name)) continue;
    if (IMPOSSIBLE.includes(name)) throw wrongOption(`The option ${name} of mysql2 is not there`);
    if (NOT_OF_CONNECTIONS.includes(name)) continue;
    const meant = meantName(name, [...known, ...NOT_OF_CONNECTIONS]);
    if (meant !== undefined && !OF_PRISMA.includes(name)) {
      throw wrongOption(`There is no option ${name}. Did you mean ${meant}?`);
    }
    warn(`Ignoring the option ${name}, which connections do not have`);
  }
}
