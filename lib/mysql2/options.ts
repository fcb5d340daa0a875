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
  /** The statement. */
  sql: string;
  /** Values for the placeholders. */
  values?: unknown;
  /** Milliseconds after which the query is ended on the server, and fails with PROTOCOL_SEQUENCE_TIMEOUT. */
  timeout?: number | undefined;
  /** Aborting it ends the query on the server, and fails it with ERR_MYSQLDB_ABORTED; mysql2 has none. */
  signal?: AbortSignal | undefined;
  /** `:name` placeholders with an object of values. */
  namedPlaceholders?: boolean | undefined;
  /** What LOAD DATA LOCAL reads in place of the file that the server names. */
  infileStreamFactory?: ((path: string) => Readable) | undefined;
}

/** TLS as mysql2 takes it: the contents of files, in the names of Node's `tls`. */
export interface SslOptions {
  /** The authorities to trust. */
  ca?: TlsFiles['ca'] | undefined;
  /** The client's certificate, with what signed it; an array has one. */
  cert?: string | Buffer | readonly string[] | readonly Buffer[] | undefined;
  /** The private key of `cert`; an array has one. */
  key?: string | Buffer | readonly string[] | readonly Buffer[] | undefined;
  /** The lists of revoked certificates; an array has one. */
  crl?: string | readonly string[] | undefined;
  /** Refused: give `cert` and `key`. */
  pfx?: string | undefined;
  /** What `key` is encrypted with. */
  passphrase?: string | undefined;
  /** Ciphers of TLS 1.2, in OpenSSL's notation. */
  ciphers?: string | undefined;
  /** False takes any certificate. */
  rejectUnauthorized?: boolean | undefined;
  /** Also checks that the certificate is for the host. */
  verifyIdentity?: boolean | undefined;
  /** The oldest version: 'TLSv1.2' or 'TLSv1.3'. */
  minVersion?: string | undefined;
  /** The newest version: 'TLSv1.2' or 'TLSv1.3'. */
  maxVersion?: string | undefined;
}

/** Makes the text of a statement and its values. mysql2's types say that it gives nothing. */
export type QueryFormat = (sql: string, values: unknown, timezone: string) => string | void;

/** What pools take, and connections pass over. */
export interface PoolLimits {
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
}

/** Options of mysql2 that have no effect here. */
export interface OptionsWithoutEffect {
  /** Prints packets in mysql2. */
  debug?: unknown;
  /** How rows are made is the driver's. */
  disableEval?: boolean | undefined;
  /** Of the socket, which is the client library's. */
  enableKeepAlive?: boolean | undefined;
  /** Passwords of servers before 4.1. */
  insecureAuth?: boolean | undefined;
  /** Of the socket, too. */
  keepAliveInitialDelay?: number | undefined;
}

/** What `createConnection` takes. An option that is not known is warned of; one that is misspelt is refused. */
export interface ConnectionOptions extends DecodeOptions, PoolLimits, OptionsWithoutEffect {
  /** A `mysql://` URL; what is given beside it wins. */
  uri?: string | undefined;
  /** Host name or address; localhost, by TCP, unless given. */
  host?: string | undefined;
  /** TCP port, 3306 unless given. */
  port?: number | string | undefined;
  /** Path of the server's unix socket, in place of host and port. */
  socketPath?: string | undefined;
  /** The local address to connect from. */
  localAddress?: string | undefined;
  /** Account name. */
  user?: string | undefined;
  /** The account's password. */
  password?: string | undefined;
  /** The same as `password`. */
  password1?: string | undefined;
  /** The default database. */
  database?: string | undefined;
  /** A collation, or a character set. */
  charset?: string | undefined;
  /** The id of a collation. */
  charsetNumber?: number | undefined;
  /** For the whole of connecting, in milliseconds; 10000 unless given. */
  connectTimeout?: number | undefined;
  /** TLS that proves the server's identity. */
  ssl?: string | boolean | SslOptions | undefined;
  /** Compresses the traffic. */
  compress?: boolean | undefined;
  /** CLIENT flags by name; `-NAME` takes one of the usual ones away. */
  flags?: string | readonly string[] | undefined;
  /** Allows several statements in one text. */
  multipleStatements?: boolean | undefined;
  /** `:name` placeholders with an object of values. */
  namedPlaceholders?: boolean | undefined;
  /** Objects never become `name = value` pairs. */
  stringifyObjects?: boolean | undefined;
  /** What LOAD DATA LOCAL reads in place of the file that the server names. */
  infileStreamFactory?: ((path: string) => Readable) | undefined;
  /** Puts values into a text in place of `format`. */
  queryFormat?: QueryFormat | undefined;
  /** What `performance_schema.session_connect_attrs` shows. */
  connectAttributes?: Readonly<Record<string, string>> | undefined;
  /** Prepared statements that a connection keeps. */
  maxPreparedStatements?: number | undefined;
  /** Lets plugins send the password as it is, by a TLS that proves the server. */
  enableCleartextPlugin?: boolean | undefined;
  /** `end()` of a pool's connection ends it, in place of giving it back. */
  gracefulEnd?: boolean | undefined;
  /** Taken for mysql2's sake: errors have the lines that await in any case. */
  trace?: boolean | undefined;
  /** The class of the promises of `mysql2/promise`. */
  Promise?: unknown;
}

/** What `createPool` takes. */
export interface PoolOptions extends ConnectionOptions {
  /** Undoes what was set in a session when its connection comes back. */
  resetOnRelease?: boolean | undefined;
}

export type { TlsVersion };
