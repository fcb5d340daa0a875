import type { Connection } from './connection';
import type { AsyncCursor } from './cursor';
import type { TupleRow } from './cursor-kinds';
import { closedStatement } from './cursor-checks';
import type { CancelOptions } from './options/execute-options';
import type { Params } from './sql/param-style';

/**
 * A statement that the server has prepared and keeps so until it is closed: made by `conn.prepare`.
 * After a reset of the connection, or a change of the database, it is prepared again when it is next
 * executed. https://dev.mysql.com/doc/refman/9.0/en/sql-prepared-statements.html
 */
export class PreparedStatement implements AsyncDisposable {
  /** The text that was given. */
  readonly sql: string;
  readonly #connection: Connection;
  readonly #release: () => Promise<void>;
  #closing: Promise<void> | undefined;

  /** Statements are made by `conn.prepare()`. @internal */
  constructor(connection: Connection, sql: string, release: () => Promise<void>) {
    this.#connection = connection;
    this.sql = sql;
    this.#release = release;
  }

  /** Executes it on a new cursor, and returns the cursor. */
  async execute<Row = TupleRow>(
    params?: Params,
    options?: CancelOptions,
  ): Promise<AsyncCursor<Row>> {
    return this.#open.execute<Row>(this.sql, params, { ...options, prepared: true });
  }

  /** The rows of a query. */
  async fetchall<Row = TupleRow>(params?: Params, options?: CancelOptions): Promise<Row[]> {
    return this.#open.fetchall<Row>(this.sql, params, { ...options, prepared: true });
  }

  /** The first row of a query, null when there is none. */
  async fetchone<Row = TupleRow>(params?: Params, options?: CancelOptions): Promise<Row | null> {
    return this.#open.fetchone<Row>(this.sql, params, { ...options, prepared: true });
  }

  /** Has the server forget it. Calling it again waits for the same end. */
  close(): Promise<void> {
    return (this.#closing ??= this.#release());
  }

  /** As {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #open(): Connection {
    if (this.#closing !== undefined) throw closedStatement();
    return this.#connection;
  }
}
