/**
 * The types of the native addon, and nothing else: `load.ts` is the only file that loads it.
 *
 * One rule holds for every command of a {@link NativeSession}: it reports through
 * {@link NativeSession.onEvent}, zero or more times with rows and once with `done` set. A sync
 * session does all of that before the call returns; an async one may, when no wait was needed.
 */

/** How a session waits: on the calling thread, or in the event loop. */
export type WaitMode = 'inline' | 'loop';

/** What the C++ side reports as an error; `errors.ts` makes the exception of it. */
export interface NativeError {
  /** Of a refused login over TCP: a plugin that would have sent the password was not let. */
  readonly keptPassword?: true;
  /** Of a command that found the connection lost: nothing of it was sent. */
  readonly unsent?: true;
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
  /** When present, the message is bytes of this character set of the server, one a character. */
  readonly charset?: string;
}

/** Certificates or a key: a PEM file's path, or the PEM text itself. */
export type NativePem = { readonly path: string } | { readonly text: string };

/** Indexes are the C++ side's numbers, in the order of strictness. */
export const TLS_MODES = [
  'DISABLED',
  'PREFERRED',
  'REQUIRED',
  'VERIFY_CA',
  'VERIFY_IDENTITY',
] as const;

export interface NativeTlsOptions {
  /** An index of {@link TLS_MODES}. */
  readonly mode: number;
  readonly ca: NativePem | undefined;
  readonly caPath: string | undefined;
  readonly cert: NativePem | undefined;
  readonly key: NativePem | undefined;
  readonly passphrase: string | undefined;
  readonly crl: NativePem | undefined;
  readonly crlPath: string | undefined;
  /** Ciphers of TLS 1.2, and those of TLS 1.3. */
  readonly cipher: string | undefined;
  readonly ciphersuites: string | undefined;
  /** As 'TLSv1.2,TLSv1.3'. */
  readonly versions: string | undefined;
}

/** Indexes are the C++ side's numbers. */
export const COMPRESSIONS = ['none', 'zlib', 'zstd'] as const;

/** Connect options after validation: every field present, times in milliseconds, sizes in bytes. */
export interface NativeConnectOptions {
  readonly host: string | undefined;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly unixSocket: string | undefined;
  readonly connectTimeout: number;
  readonly readTimeout: number;
  readonly writeTimeout: number;
  readonly clientFlag: number;
  readonly maxAllowedPacket: number;
  readonly bindAddress: string | undefined;
  readonly tls: NativeTlsOptions;
  /** An index of {@link COMPRESSIONS}. */
  readonly compression: number;
  readonly compressionLevel: number;
  readonly localInfile: boolean;
  readonly authPlugin: string | undefined;
  readonly pluginDir: string | undefined;
  readonly serverPublicKeyPath: string | undefined;
  readonly getServerPublicKey: boolean;
  /** Whether plugins may send the password as it is. */
  readonly clearPasswords: boolean;
  /** Names and values in turn. */
  readonly attributes: readonly string[];
  /** Statements that prepare the session: one is enough, the next is for a server that refuses it. */
  readonly setup: readonly string[];
}

/** Commands without a result set; the values are the C++ side's numbers. */
export const CommandKind = {
  ping: 0,
  reset: 1,
  changeUser: 2,
  selectDatabase: 3,
  statistics: 4,
  debug: 5,
  multiStatementsOn: 6,
  multiStatementsOff: 7,
} as const;

export interface NativeCommand {
  readonly kind: (typeof CommandKind)[keyof typeof CommandKind];
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
}

/** What the server announced of the session, where it and the client have session tracking. */
export interface TrackedState {
  /** System variables by name, as far as the server was asked to track them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The default database, once it changed. */
  readonly schema?: string;
  /** The global transaction ids of the last commit, when `session_track_gtids` is on (MySQL). */
  readonly gtids?: string;
  /** The statements that would begin a transaction like the open one elsewhere. */
  readonly transactionCharacteristics?: string;
  /** What the open transaction has done so far, eight letters; as 'T_______' after its begin. */
  readonly transactionState?: string;
}

/** What is known of an open session without asking the server. */
export interface NativeSessionInfo {
  readonly threadId: number;
  readonly serverVersion: string;
  readonly hostInfo: string;
  /** The character set of the text that the client sends, as the session has it now. */
  readonly charset: string;
  readonly serverStatus: number;
  /** The socket's file descriptor. */
  readonly socket: number;
  readonly protocolVersion: number;
  /** CLIENT bits of the server; MariaDB's own ones lie above bit 31. */
  readonly serverCapabilities: bigint;
  readonly clientFlag: number;
  /** An index of {@link COMPRESSIONS}. */
  readonly compression: number;
  readonly tlsCipher?: string;
  /** Undefined with libmysqlclient also where there is TLS. */
  readonly tlsVersion?: string;
  readonly tracked: TrackedState;
}

/** How the statement of a session is ended from outside; times in milliseconds. */
export interface NativeKillOrder {
  /** From now on. */
  readonly delay: number;
  /** Within so long after the delay the statement has to end; 0 is for ever. */
  readonly patience: number;
  /** How the server is asked; undefined when it cannot be, so that the session is cut. */
  readonly by: NativeKillWay | undefined;
}

export interface NativeKillWay {
  readonly options: NativeConnectOptions;
  /** A statement that affects one row on the session's own server. */
  readonly check: string;
  readonly kill: string;
}

export interface NativeKillReport {
  /** A kill was sent: the statement's answer may not be the whole one. */
  readonly sent: boolean;
  /** The statement could not be ended: a sync session's socket was shut, an async one must be. */
  readonly cut: boolean;
  /** Why it could not; undefined when there was no way to ask. */
  readonly error?: NativeError;
}

/**
 * Called with the session as `this`. `narrow`, `wide`, `bytes` and `side` belong to the rows that
 * stand in the scratch buffer; `metadata` describes a result shape that is seen for the first time;
 * `text` is what the server said of the statement, or the name of the local file that it asks for.
 */
export type NativeEvent = (
  this: NativeSession,
  narrow: string | undefined,
  wide: string | undefined,
  bytes: ArrayBuffer | undefined,
  side: readonly (string | ArrayBuffer)[] | undefined,
  metadata: ArrayBuffer | undefined,
  error: NativeError | undefined,
  text: string | undefined,
) => void;

export interface NativeSession {
  /** By which the functions of the addon call it. */
  readonly number: number;
  connect(options: NativeConnectOptions): void;
  /**
   * How the results of the statements from here on are packed (`rows/decoding.ts`).
   * @param packing bits of `Packing`
   * @param rawRules pairs of a FIELD_TYPE and a mask of flags
   */
  setPacking(packing: number, rawRules: Uint32Array): void;
  /**
   * As {@link NativeAddon.execute}, for a statement that may ask for a local file. Events then ask for
   * it, and `feed` gives a piece of it each time.
   */
  executeInfile(sql: string | Uint8Array, streaming: boolean): void;
  /** A piece of the local file, null at its end, undefined when it is not to be had. */
  feed(piece: Uint8Array | string | null | undefined): void;
  /** Prepares a statement, and calls it by a number from then on. */
  prepare(name: number, sql: string): void;
  /**
   * As {@link NativeAddon.executePrepared}, but rows, if there are any, stay on the server, and the
   * session is idle: the status has SERVER_STATUS_CURSOR_EXISTS then.
   */
  openCursor(name: number, bytes: Uint8Array, start: number, end: number): void;
  /** So many of these rows; SERVER_STATUS_LAST_ROW_SENT in the status says that none are left. */
  fetchCursor(name: number, rows: number): void;
  /**
   * Executes a prepared statement that has no result set for many rows of parameters
   * (`convert/bulk-packer.ts`), which are copied; only with `ClientCapabilities.bulkRows`.
   */
  executeRows(
    name: number,
    rows: number,
    capacity: number,
    kinds: Uint8Array,
    cells: Uint8Array,
    text: Uint8Array,
  ): void;
  closeStatement(name: number): void;
  /**
   * Sends statements whose answers `readAnswers` reads, in one write if possible; more may follow. With
   * libmysqlclient it is one statement, and its answer is read at once.
   */
  send(statements: readonly (string | Uint8Array)[]): void;
  /**
   * Reads the answers of the oldest statements that were sent; `streaming`, of one, as for `execute`.
   * Events bring the answers in the {@link NativeAddon.answers} before their rows, but the last: that is
   * the command's outcome. It may come early, as when an answer is an error.
   */
  readAnswers(count: number, streaming: boolean): void;
  /** Ends a running `readAnswers` with the answer that it reads now. */
  readNoMore(): void;
  /** Whether `sendReset` may be called now: not with prepared statements, TLS, compression or libmysqlclient. */
  resetsAhead(): boolean;
  /**
   * Sends the reset of the session and a statement for the new one in one write; `readAnswers` reads the
   * answers of both.
   */
  sendReset(statement: string): void;
  run(command: NativeCommand): void;
  fetch(): void;
  /** Drops the rows that are left of the current result. */
  discard(): void;
  nextResult(streaming: boolean): void;
  /** Says goodbye to the server and frees everything; no event follows. */
  close(): void;
  /** Cuts the connection, also under a running command, which then reports an error. */
  destroy(): void;
  info(): NativeSessionInfo;
  /** The server's end of a TCP connection at rest, as numbers; undefined for a unix socket. */
  peer(): { readonly address: string; readonly port: number } | undefined;
  /** Whether the server has closed a connection at rest; known before the event loop hears of it. */
  peerIsGone(): boolean;
  /**
   * Has a thread end the statement that runs, or comes next. False when the system has no thread left.
   * @param onEnd of an async session: gets the report, some time after `endKiller`
   */
  startKiller(order: NativeKillOrder, onEnd?: (report: NativeKillReport) => void): boolean;
  /** The statement has ended: what is on its way is waited for. A sync session gets the report. */
  endKiller(): NativeKillReport | undefined;
}

/** What the C client library that the addon runs on can do, beyond what all of them can. */
export interface ClientCapabilities {
  /** libmariadb or libmysqlclient. */
  readonly flavor: 'mariadb' | 'mysql';
  /** Whether a statement can be sent without reading its answer. */
  readonly separateSend: boolean;
  /** Whether a statement can be executed for many rows at once (MariaDB's bulk protocol). */
  readonly bulkRows: boolean;
  /** Whether `sslMode: 'VERIFY_CA'` is there: a certificate verified without the host's name. */
  readonly verifyCa: boolean;
  /** Whether `ssl.key` may be encrypted with `ssl.passphrase`. */
  readonly keyPassphrase: boolean;
  /** Whether `conn.tls.version` is known. */
  readonly tlsVersion: boolean;
  /** Whether `extendedType` of a MariaDB server's columns is known, by which its JSON is parsed. */
  readonly extendedTypes: boolean;
}

export interface NativeAddon {
  /** The version of the C client library that the addon runs on. */
  readonly clientInfo: string;
  readonly capabilities: ClientCapabilities;
  /** Filled before every event: the header and the packed rows (`rows/batch-layout.ts`). */
  readonly scratch: ArrayBuffer;
  /** What `readAnswers` brings, beside the header (`rows/batch-layout.ts`). */
  readonly answers: ArrayBuffer;
  /** Filled in place of the rows when they are packed as columns (`rows/batch-layout.ts`). */
  readonly columns: ArrayBuffer;
  readonly Session: new (mode: WaitMode) => NativeSession;
  /** Sends a statement on a session; with `streaming`, rows come by `fetch`, one batch a call. */
  execute(session: number, sql: string | Uint8Array, streaming: boolean): void;
  /**
   * As `execute`, for a prepared statement and a block of parameters (`convert/bind-params.ts`), from
   * `start` to `end` of `bytes`.
   */
  executePrepared(
    session: number,
    name: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    streaming: boolean,
  ): void;
  /** The one function that receives the events of all sessions of this environment. */
  setEventHandler(handler: NativeEvent): void;
}
