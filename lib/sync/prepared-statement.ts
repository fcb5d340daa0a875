import { closedStatement } from '../cursor-checks';
import type { TupleRow } from '../cursor-kinds';
import type { CancelOptions } from '../options/execute-options';
import type { Params } from '../sql/param-style';
import type { SyncConnection } from './connection';
import type { SyncCursor } from './cursor';

/** A prepared statement of a sync connection: as the async one, but every call waits for its result. */
export class SyncPreparedStatement implements Disposable {
  /** The text that was given. */
  readonly sql: string;
  readonly #connection: SyncConnection;
  readonly #release: () => void;
  #closed = false;

  /** Statements are made by `conn.prepare()`. @internal */
  constructor(connection: SyncConnection, sql: string, release: () => void) {
    this.#connection = connection;
    this.sql = sql;
    this.#release = release;
  }

  /** Executes it on a new cursor, and returns the cursor. */
  execute<Row = TupleRow>(params?: Params, options?: CancelOptions): SyncCursor<Row> {
    return this.#open.execute<Row>(this.sql, params, { ...options, prepared: true });
  }

  /** The rows of a query. */
  fetchall<Row = TupleRow>(params?: Params, options?: CancelOptions): Row[] {
    return this.#open.fetchall<Row>(this.sql, params, { ...options, prepared: true });
  }

  /** The first row of a query, null when there is none. */
  fetchone<Row = TupleRow>(params?: Params, options?: CancelOptions): Row | null {
    return this.#open.fetchone<Row>(this.sql, params, { ...options, prepared: true });
  }

  /** Has the server forget it. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#release();
  }

  /** As {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  get #open(): SyncConnection {
    if (this.#closed) throw closedStatement();
    return this.#connection;
  }
}
