import type { Readable } from 'node:stream';
import type { SslOptions as TlsFiles, TlsVersion } from '../index';
import type { TypeCast } from './type-cast';

/** What is decided by a connection, and by each of its queries anew. */
export interface DecodeOptions {
  /** Makes values of cells: a function called with each, true for the usual ones, false for Buffers. */
  typeCast?: TypeCast | undefined;
  /** Rows are arrays. */
  rowsAsArray?: boolean | undefined;
  /** Rows have an object for each table, or names joined with the table's by this text. */
  nestTables?: boolean | string | undefined;
  /** Dates as text: all of them, or those of the types that are named. */
  dateStrings?: boolean | readonly ('TIMESTAMP' | 'DATETIME' | 'DATE')[] | undefined;
  /** BIGINT that is no safe integer as text. */
  supportBigNumbers?: boolean | undefined;
  /** With `supportBigNumbers`: BIGINT as text always. */
  bigNumberStrings?: boolean | undefined;
  /** DECIMAL as a number. */
  decimalNumbers?: boolean | undefined;
  /** JSON as text. */
  jsonStrings?: boolean | undefined;
  /** 'local', 'Z' or '+hh:mm'. */
  timezone?: string | undefined;
}

/** What `query` and `execute` take in place of a text. */
export interface QueryOptions extends DecodeOptions {
  sql: string;
  values?: unknown;
  /** Milliseconds until the query fails with PROTOCOL_SEQUENCE_TIMEOUT; the server goes on with it. */
  timeout?: number | undefined;
  /** `:name` placeholders with an object of values. */
  namedPlaceholders?: boolean | undefined;
  /** What LOAD DATA LOCAL reads in place of the file that the server names. */
  infileStreamFactory?: ((path: string) => Readable) | undefined;
}

/** TLS as mysql2 takes it: the contents of files, in the names of Node's `tls`. */
export interface SslOptions {
  ca?: TlsFiles['ca'] | undefined;
  cert?: string | Buffer | undefined;
  key?: string | Buffer | undefined;
  passphrase?: string | undefined;
  ciphers?: string | undefined;
  /** False takes any certificate. */
  rejectUnauthorized?: boolean | undefined;
  /** Also checks that the certificate is for the host. */
  verifyIdentity?: boolean | undefined;
  minVersion?: string | undefined;
  maxVersion?: string | undefined;
}

/** What `createConnection` takes. An option that is not known is warned of, as in mysql2. */
export interface ConnectionOptions extends DecodeOptions {
  uri?: string | undefined;
  host?: string | undefined;
  port?: number | string | undefined;
  socketPath?: string | undefined;
  localAddress?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
  /** The same as `password`. */
  password1?: string | undefined;
  database?: string | undefined;
  /** A collation, or a character set. */
  charset?: string | undefined;
  charsetNumber?: number | undefined;
  connectTimeout?: number | undefined;
  ssl?: string | boolean | SslOptions | undefined;
  compress?: boolean | undefined;
  /** CLIENT flags by name; `-NAME` takes one of the usual ones away. */
  flags?: string | readonly string[] | undefined;
  multipleStatements?: boolean | undefined;
  namedPlaceholders?: boolean | undefined;
  stringifyObjects?: boolean | undefined;
  infileStreamFactory?: ((path: string) => Readable) | undefined;
  queryFormat?: ((sql: string, values: unknown, timezone: string) => string) | undefined;
  connectAttributes?: Readonly<Record<string, string>> | undefined;
  maxPreparedStatements?: number | undefined;
  enableCleartextPlugin?: boolean | undefined;
  gracefulEnd?: boolean | undefined;
  trace?: boolean | undefined;
  /** The class of the promises of `mysql2/promise`. */
  Promise?: unknown;
}

/** What `createPool` takes. */
export interface PoolOptions extends ConnectionOptions {
  /** Connections at most, 10 unless given; 0 for any number. */
  connectionLimit?: number | string | undefined;
  /** Idle connections that are kept for longer than `idleTimeout`; all unless given. */
  maxIdle?: number | undefined;
  /** Milliseconds, 60000 unless given. */
  idleTimeout?: number | undefined;
  /** Requests that may wait, 0 (unless given) for any number. */
  queueLimit?: number | undefined;
  /** False refuses where all connections are taken; true unless given. */
  waitForConnections?: boolean | undefined;
  /** Undoes what was set in a session when its connection comes back. */
  resetOnRelease?: boolean | undefined;
}

export type { TlsVersion };
