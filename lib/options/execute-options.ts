/** A piece of a local file: text as UTF-8, or bytes as they are. */
export type InfilePiece = string | Uint8Array;

/** The contents of the file that LOAD DATA LOCAL reads: all of it, or piece by piece. */
export type InfileSource = InfilePiece | Iterable<InfilePiece> | AsyncIterable<InfilePiece>;

/** How the work of one call is ended before it is done. */
export interface CancelOptions {
  /**
   * Ends the statement on the server when it is aborted, and the call by an error of the name
   * 'AbortError'; what still waits for its turn is never sent. For async connections.
   */
  signal?: AbortSignal;
  /**
   * Ends the statement on the server after so many milliseconds, from the call on and until the last row
   * was read, and the call by an error of the name 'TimeoutError'; 0 is for ever.
   */
  timeout?: number;
}

/** What one execution of a statement may be told. */
export interface ExecuteOptions extends CancelOptions {
  /**
   * The contents of the file that LOAD DATA LOCAL asks for, whatever its name: text, bytes, or an
   * iterable of those; async connections take async iterables and streams too. A function gives it for
   * the name that the server asks for. It takes the connect option `localInfile`.
   */
  infile?: InfileSource | ((name: string) => InfileSource);
  /**
   * Goes by the binary protocol: prepared once on this connection, then executed with the values; as
   * the connect option `prepared` unless given.
   */
  prepared?: boolean | 'auto';
}

/** How far an `executemany` has come. */
export interface ManyProgress {
  /** Rows that were sent so far. */
  readonly rows: number;
  /** Rows that were inserted, changed or deleted so far. */
  readonly affectedRows: number | bigint;
  /** Statements that were sent so far. */
  readonly statements: number;
  /** Bytes of the last statement. */
  readonly bytes: number;
}

/** What one `executemany` may be told. */
export interface ExecuteManyOptions extends CancelOptions {
  /** Called after each statement that was sent; what it throws ends the load. */
  onProgress?: (progress: ManyProgress) => void;
}

/** Whom `changeUser` logs in; what is left out is as it was when the connection was opened. */
export interface ChangeUserOptions {
  /** Account name. */
  user?: string;
  /** The account's password; none unless given, when another `user` is. */
  password?: string;
  /** The default database from then on. */
  database?: string;
}
