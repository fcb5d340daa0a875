import type { AsyncCanceller } from './cancel/async-canceller';
import { asyncCanceller } from './cancel/make-canceller';
import type { Connection } from './connection';
import { CursorBase } from './cursor-base';
import { checkedCount } from './cursor-checks';
import type { CursorKind } from './cursor-kinds';
import type { TraceAttributes } from './diagnostics/attributes';
import {
  setRowsOf,
  traceMany,
  traceProcedure,
  traceStatement,
} from './diagnostics/traced-statements';
import type { Conversion } from './operations/conversion';
import type { ManyRows } from './operations/many-rows';
import type { ProcedureName } from './operations/call-procedure';
import { RowList } from './operations/many-rows';
import type { Operation } from './operations/operation';
import { checkCancelNames } from './options/check-cancel-options';
import type { CancelOptions, ExecuteManyOptions, ExecuteOptions } from './options/execute-options';
import type { Session } from './operations/session';
import { arrowTable, checkArrow } from './rows/arrow-table';
import type { ResultColumns } from './rows/result-columns';
import type { Params } from './sql/param-style';

/** A cursor of an async connection (PEP 249, "Cursor Objects"). */
export class AsyncCursor<Row> extends CursorBase<Row> implements AsyncDisposable {
  readonly #connection: Connection;

  /** Cursors are made by `conn.cursor()`. @internal */
  constructor(
    connection: Connection,
    session: Session,
    kind: CursorKind<Row>,
    conversion: Conversion,
  ) {
    super(session, kind, conversion);
    this.#connection = connection;
  }

  /** The connection that made it (PEP 249, optional extensions). */
  get connection(): Connection {
    return this.#connection;
  }

  /**
   * Executes a statement; results that are left of the one before are dropped.
   * @param params an array for `?`, an object for `:name`; without it the text goes verbatim
   * @returns `rowcount`
   */
  async execute(sql: string, params?: Params, options?: ExecuteOptions): Promise<number | bigint> {
    const trace = traceStatement(this.session, sql, params, options);
    if (trace === undefined) return this.#execute(sql, params, options);
    const finish = (attributes: TraceAttributes): void => setRowsOf(attributes, this);
    return trace.promise(() => this.#execute(sql, params, options), finish);
  }

  /**
   * Executes a statement for each of the rows. An INSERT or REPLACE with one row of VALUES goes as
   * statements of many rows, each within the server's max_allowed_packet, and on MariaDB an UPDATE or
   * DELETE of one table is executed for many rows at once; any other statement is sent once a row.
   * @param rows an array, or any iterable or async iterable, of arrays or objects of parameters
   * @returns rows that were changed by all of them together
   * @throws what a statement failed with; `rowIndex` or `rowRange` tells the row, `affectedRows` what
   *   the statements before did
   */
  async executemany(
    sql: string,
    rows: ManyRows,
    options?: ExecuteManyOptions,
  ): Promise<number | bigint> {
    const traced = traceMany(this.session, sql, rows, options);
    if (traced === undefined) return this.#executemany(sql, rows, options);
    const { trace, ...told } = traced;
    return trace.promise(() => this.#executemany(sql, rows, told.options), told.finish);
  }

  /**
   * Calls a stored procedure, `proc` or `database.proc`. Its results are fetched as those of
   * `execute`; the first is there, `nextset` goes on.
   * @returns the arguments, with the values that OUT and INOUT parameters have got (PEP 249)
   */
  async callproc(
    name: ProcedureName,
    args: readonly unknown[] = [],
    options?: CancelOptions,
  ): Promise<readonly unknown[]> {
    const trace = traceProcedure(this.session, name);
    if (trace === undefined) return this.#callproc(name, args, options);
    return trace.promise(() => this.#callproc(name, args, options));
  }

  /** The next row, null at the end. */
  async fetchone(): Promise<Row | null> {
    return this.rowAtHand() ?? (await this.#fetch(1))[0] ?? null;
  }

  /** The next rows, `arraysize` of them unless told; fewer at the end. */
  async fetchmany(size?: number): Promise<Row[]> {
    return this.#fetch(checkedCount(size ?? this.arraysize));
  }

  /**
   * The rows that are here, without a wait; of a stream that has none here, those that come next. An
   * empty array at the end. It is the fastest way through a stream, with the least kept in memory.
   */
  async fetchBatch(): Promise<Row[]> {
    const rows = this.batchToFetch();
    return Array.isArray(rows) ? rows : this.#run(rows);
  }

  /** All rows that are left. */
  async fetchall(): Promise<Row[]> {
    return this.#fetch(Infinity);
  }

  /**
   * The rows that are left, as columns (a ColumnCursor or SSColumnCursor): typed arrays, with no value
   * of JavaScript for a cell. A ColumnCursor gives its whole result; after the end there are no rows.
   * @param size an SSColumnCursor reads whole batches until there are this many rows, so that there
   *   may be some more; all rows unless given
   * @throws NotSupportedError on a cursor for rows; DataError for a zero date in a column of dates
   *   unless `zeroDates` is 'null'
   */
  async fetchColumns(size?: number): Promise<ResultColumns> {
    const columns = this.columnsToFetch(size);
    return 'columns' in columns ? columns : this.#runOn(columns);
  }

  /**
   * As `fetchColumns`, as a Table of the package apache-arrow, which has to be installed. Its arrays
   * are those of the columns; only dates of milliseconds and the values of `conv` are copied.
   * @throws NotSupportedError when apache-arrow is not there
   */
  async fetchArrow<Table = unknown>(size?: number): Promise<Table> {
    checkArrow();
    return arrowTable(await this.fetchColumns(size)) as Table;
  }

  /** Goes on to the statement's next result; false when there is none. */
  async nextset(): Promise<boolean> {
    const there = this.goToNextSet();
    return typeof there === 'boolean' ? there : this.#runOn(there);
  }

  /** Drops what is left of the results. The cursor cannot be used again. */
  async close(): Promise<void> {
    if (this.leavesRows) await this.#drop(this.closing());
    this.closeAtOnce();
  }

  /** As {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The rows that are left, one by one. Leaving the loop early drops the rest of a stream. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    try {
      for (;;) {
        const row = this.rowAtHand() ?? (await this.#fetch(1))[0];
        if (row === undefined) return;
        yield row;
      }
    } finally {
      if (this.leavesRows) await this.#drop(this.dropping());
    }
  }

  #execute(
    sql: string,
    params: Params | undefined,
    options: ExecuteOptions | undefined,
  ): Promise<number | bigint> {
    const canceller = this.#canceller(sql, options);
    return this.#run(this.executing(sql, params, options, canceller), canceller);
  }

  #executemany(
    sql: string,
    rows: ManyRows,
    options: ExecuteManyOptions | undefined,
  ): Promise<number | bigint> {
    const list = Array.isArray(rows) ? new RowList(rows as Params[]) : undefined;
    const canceller = this.#canceller(sql, options);
    const done = this.#run(this.executingMany(sql, list ?? rows, options), canceller);
    list?.detach();
    return done;
  }

  #callproc(
    name: ProcedureName,
    args: readonly unknown[],
    options: CancelOptions | undefined,
  ): Promise<readonly unknown[]> {
    if (options !== undefined) checkCancelNames(options);
    const canceller = this.#canceller(undefined, options);
    return this.#run(this.callingProcedure(name, args), canceller);
  }

  #run<T>(operation: Operation<T>, canceller?: AsyncCanceller): Promise<T> {
    return this.connection.run(operation, this, canceller);
  }

  /** Runs what goes on with a stream, whose statement may be cancelled. */
  #runOn<T>(operation: Operation<T>): Promise<T> {
    return this.#run(operation, this.streamCanceller as AsyncCanceller | undefined);
  }

  #drop(operation: Operation<void>): Promise<void> {
    return this.#runOn(operation).catch((error: unknown) => this.notDropped(error));
  }

  #canceller(
    sql: string | undefined,
    options: CancelOptions | undefined,
  ): AsyncCanceller | undefined {
    const canceller = asyncCanceller(this.session, this, sql, options);
    if (canceller === undefined) return undefined;
    const endStream = (): Promise<void> => this.#run(nothing(), canceller);
    canceller.endStream = endStream;
    return canceller;
  }

  async #fetch(count: number): Promise<Row[]> {
    const rows = this.rowsToFetch(count);
    return Array.isArray(rows) ? rows : this.#runOn(rows);
  }
}

/** What an operation does that is only there to be cancelled. */
function* nothing(): Operation<void> {}
