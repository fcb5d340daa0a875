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
  hosts?: readonly (string | { host?: string; port?: number; unixSocket?: string })[];
  readTimeout?: number;
  writeTimeout?: number;
  charset?: string;
  collation?: string;
  sqlMode?: string;
  sessionTimezone?: string;
  initCommand?: string | readonly string[];
  compress?: boolean | 'zlib' | 'zstd';
  compressionLevel?: number;
  ssl?: boolean | SslOptions;
  sslMode?: TlsMode;
  tlsVersion?: string | readonly string[];
  authPlugin?: string;
  pluginDir?: string;
  serverPublicKeyPath?: string;
  getServerPublicKey?: boolean;
  enableCleartextPlugin?: boolean;
  localInfile?: boolean;
  localInfileDir?: string;
  clientFlag?: number;
  interactive?: boolean;
  ignoreSpace?: boolean;
  connectAttributes?: Readonly<Record<string, string>>;
  bindAddress?: string;
  maxAllowedPacket?: number;
  fetchWarnings?: boolean;
  /** Decoders by FIELD_TYPE and encoders by class, which win over the driver's own. */
  conv?: Conv;
  /** Placeholders: `?` and `:name` ('default'), or MySQLdb's `%s` and `%(name)s` ('format'). */
  paramstyle?: 'default' | 'format';
}

export type TlsMode = 'DISABLED' | 'PREFERRED' | 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY';
export interface SslOptions {
  ca?: string | Buffer;
  caPath?: string;
  cert?: string | Buffer;
  key?: string | Buffer;
  passphrase?: string;
  cipher?: string;
  ciphersuites?: string;
  crl?: string | Buffer;
  crlPath?: string;
}
export type Pem = { readonly path: string } | { readonly text: string };
export interface TlsOptions {
  readonly mode: TlsMode;
  readonly ca: Pem | undefined;
  readonly caPath: string | undefined;
  readonly cert: Pem | undefined;
  readonly key: Pem | undefined;
  readonly passphrase: Secret | undefined;
  readonly cipher: string | undefined;
  readonly ciphersuites: string | undefined;
  readonly crl: Pem | undefined;
  readonly crlPath: string | undefined;
  readonly versions: string | undefined;
}
/** The options about values; a cursor may have its own. */
export type CursorOptions = Pick<
  ConnectOptions,
  'timezone' | 'bigint' | 'decimal' | 'dates' | 'zeroDates' | 'json' | 'conv'
>;

/** Those after validation. */
export type ConversionOptions = Pick<ResolvedOptions, keyof CursorOptions>;

export interface ConnectTarget {
  readonly host: string | undefined;
  readonly port: number;
  readonly unixSocket: string | undefined;
}

/** Options after validation, with every default in place. */
export interface ResolvedOptions extends Required<
  Pick<
    ConnectOptions,
    | 'connectTimeout'
    | 'autocommit'
    | 'multiStatements'
    | 'foundRows'
    | 'timezone'
    | 'bigint'
    | 'decimal'
    | 'dates'
    | 'zeroDates'
    | 'json'
    | 'paramstyle'
    | 'readTimeout'
    | 'writeTimeout'
    | 'charset'
    | 'getServerPublicKey'
    | 'enableCleartextPlugin'
    | 'localInfile'
    | 'clientFlag'
    | 'interactive'
    | 'ignoreSpace'
    | 'connectAttributes'
    | 'maxAllowedPacket'
    | 'fetchWarnings'
  >
> {
  readonly targets: readonly ConnectTarget[];
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  readonly database: string | undefined;
  readonly cursorClass: CursorKind;
  readonly collation: string | undefined;
  readonly sqlMode: string | undefined;
  readonly sessionTimezone: string | undefined;
  readonly initCommand: readonly string[];
  readonly compress: false | 'zlib' | 'zstd';
  readonly compressionLevel: number | undefined;
  readonly tls: TlsOptions;
  readonly authPlugin: string | undefined;
  readonly pluginDir: string | undefined;
  readonly serverPublicKeyPath: string | undefined;
  readonly localInfileDir: string | undefined;
  readonly bindAddress: string | undefined;
  readonly conv: ResolvedConv;
}
