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
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
  /** When present, the message is bytes of this character set of the server, one a character. */
  readonly charset?: string;
}

/** Connect options after validation: every field present, times in milliseconds. */
export interface NativeConnectOptions {
  readonly host: string | undefined;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly unixSocket: string | undefined;
  readonly connectTimeout: number;
  readonly clientFlag: number;
  /** Statements that prepare the session: one is enough, the next is for a server that refuses it. */
  readonly setup: readonly string[];
}

/** What is known of an open session without asking the server. */
export interface NativeSessionInfo {
  readonly threadId: number;
  readonly serverVersion: string;
  readonly hostInfo: string;
  /** The character set of the text that the client sends, as the session has it now. */
  readonly charset: string;
  /** The session's sql_mode as the server last reported it; undefined when it never did. */
  readonly sqlMode: string | undefined;
  readonly serverStatus: number;
}

/**
 * Called with the session as `this`. `narrow`, `wide`, `bytes` and `side` belong to the rows that
 * stand in the scratch buffer; `metadata` describes a result shape that is seen for the first time.
 */
export type NativeEvent = (
  this: NativeSession,
  narrow: string | undefined,
  wide: string | undefined,
  bytes: ArrayBuffer | undefined,
  side: readonly (string | ArrayBuffer)[] | undefined,
  metadata: ArrayBuffer | undefined,
  error: NativeError | undefined,
) => void;

export interface NativeSession {
  connect(options: NativeConnectOptions): void;
  /**
   * How the results of the statements from here on are packed (`rows/decoding.ts`).
   * @param packing bits of `Packing`
   * @param rawRules pairs of a FIELD_TYPE and a mask of flags
   */
  setPacking(packing: number, rawRules: Uint32Array): void;
  /** Sends a statement; with `streaming`, rows come by `fetch`, one batch a call. */
  execute(sql: string | Uint8Array, streaming: boolean): void;
  fetch(): void;
  /** Drops the rows that are left of the current result. */
  discard(): void;
  nextResult(streaming: boolean): void;
  /** Says goodbye to the server and frees everything; no event follows. */
  close(): void;
  /** Cuts the connection, also under a running command, which then reports an error. */
  destroy(): void;
  info(): NativeSessionInfo;
}

export interface NativeAddon {
  /** The version of the C client library that the addon runs on. */
  readonly clientInfo: string;
  /** Filled before every event: the header and the packed rows (`rows/batch-layout.ts`). */
  readonly scratch: ArrayBuffer;
  readonly Session: new (mode: WaitMode) => NativeSession;
  /** The one function that receives the events of all sessions of this environment. */
  setEventHandler(handler: NativeEvent): void;
}
