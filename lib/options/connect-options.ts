import type { CursorKind } from '../cursor-kinds';
import type { Conv, ResolvedConv } from './conv';
import type { Secret } from './secret';

/** What `connect` and `connectSync` take; each may also stand in the query of a `mysql://` URL. */
export interface ConnectOptions {
  /** Host name or address. `localhost` (the default) means the server's unix socket, as in the C client. */
  host?: string;
  /** TCP port, 3306 unless given. */
  port?: number;
  /** Account name; the operating system's user unless given. */
  user?: string;
  password?: string;
  /** The default database (schema). */
  database?: string;
  /** Path of the server's unix socket; wins over host and port. */
  unixSocket?: string;
  /** For the whole of connecting: name, socket and handshake. Milliseconds, 10000 unless given, 0 for ever. */
  connectTimeout?: number;
  /** False, as PEP 249 says, unless given. Null leaves the server's own setting. */
  autocommit?: boolean | null;
  /** Allows several statements, separated by semicolons, in one text. Off: an injection then stays small. */
  multiStatements?: boolean;
  /** UPDATE reports the rows that matched, not the rows that changed. */
  foundRows?: boolean;
  /** The kind of cursor that `cursor()` makes unless told; Cursor when absent. */
  cursorClass?: CursorKind;
  /** The zone of DATETIME and TIMESTAMP values: 'local' (default), 'Z', '+hh:mm' or an IANA name. */
  timezone?: string;
  /** BIGINT: a number when it is safe, else a bigint ('auto', default); always one; or text. */
  bigint?: 'auto' | 'bigint' | 'number' | 'string';
  /** DECIMAL as exact text (default) or as a number. */
  decimal?: 'string' | 'number';
  /** DATETIME and TIMESTAMP as Date (default) or as exact text. */
  dates?: 'date' | 'string';
  /** What stands for zero and partial dates: their text (default), null, or an error. */
  zeroDates?: 'string' | 'null' | 'error';
  /** JSON columns parsed (default) or as text. */
  json?: 'parse' | 'string';
  /** Decoders by FIELD_TYPE and encoders by class, which win over the driver's own. */
  conv?: Conv;
  /** Placeholders: `?` and `:name` ('default'), or MySQLdb's `%s` and `%(name)s` ('format'). */
  paramstyle?: 'default' | 'format';
}

/** The options about values; a cursor may have its own. */
export type CursorOptions = Pick<
  ConnectOptions,
  'timezone' | 'bigint' | 'decimal' | 'dates' | 'zeroDates' | 'json' | 'conv'
>;

/** Those after validation. */
export type ConversionOptions = Pick<ResolvedOptions, keyof CursorOptions>;

/** Options after validation, with every default in place. */
export interface ResolvedOptions extends Required<
  Omit<
    ConnectOptions,
    'host' | 'user' | 'password' | 'database' | 'unixSocket' | 'cursorClass' | 'conv'
  >
> {
  readonly host: string | undefined;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  readonly database: string | undefined;
  readonly unixSocket: string | undefined;
  readonly cursorClass: CursorKind;
  readonly conv: ResolvedConv;
}
