import type { CursorKind } from './cursor-kinds';
import { type ColumnDescription, describe } from './description';
import { InterfaceError, ProgrammingError } from './errors';
import type { Conversion } from './operations/conversion';
import { executeMany, type ManyRows } from './operations/execute-many';
import type { Operation } from './operations/operation';
import type { ResultSet } from './operations/result-set';
import type { ExecuteOptions } from './options/execute-options';
import type { Session, Statement } from './operations/session';
import { executeStored, type StoredResults } from './operations/stored-results';
import { StreamedResults } from './operations/streamed-results';
import type { Column } from './rows/column';
import type { Params } from './sql/param-style';

/** Rows that are an array are taken as they are now, others when they are asked for. */
function checkedRows(rows: ManyRows): ManyRows {
  if (Array.isArray(rows)) {
    return rows.map(
      (row: unknown) => (Array.isArray(row) ? [...(row as unknown[])] : row) as Params,
    );
  }
  const iterable = typeof rows === 'object' && rows !== null && Symbol.iterator in rows;
  if (iterable) return rows;
  throw new ProgrammingError('The rows of executemany must be an array or another iterable', {
    code: 'ERR_MYSQLDB_ARGUMENT',
    hint: 'Give one array or object of parameters for each row: [[1, 2], [3, 4]].',
  });
}

/**
 * What sync and async cursors have in common: the state, and every action as an operation. The
 * subclasses only run the operations.
 */
export abstract class CursorBase<Row> {
  /** Rows that `fetchmany()` takes when it is not told how many (PEP 249). */
  arraysize = 1;
  /** The columns of the current result with all that the server says of them; null when it has none. */
  fields: readonly Column[] | null = null;
  /** Rows of the result, or rows that the statement changed; -1 when not known (streams, no execute). */
  rowcount: number | bigint = -1;
  /** The AUTO_INCREMENT value that the statement made, the first of several; null when none. */
  lastrowid: number | bigint | null = null;
  /** The index of the row that is fetched next, from 0; null when there is no result set. */
  rownumber: number | null = null;
  /** Warnings of the statement; `SHOW WARNINGS` tells them. */
  warningCount = 0;

  /** Not enumerable, so that a printed cursor shows what is about the cursor. */
  declare protected readonly session: Session;
  readonly #kind: CursorKind<Row>;
  readonly #conversion: Conversion;
  #stored: StoredResults<Row> = [];
  #rows: Row[] = [];
  /** Rows that were taken out of `#rows` before its first. */
  #offset = 0;
  #stream: StreamedResults<Row> | undefined;
  #executed = false;
  #closed = false;

  constructor(session: Session, kind: CursorKind<Row>, conversion: Conversion) {
    Object.defineProperty(this, 'session', { value: session });
    this.#kind = kind;
    this.#conversion = conversion;
  }

  /** The columns of the current result as PEP 249 describes them; null when it has none. */
  get description(): readonly ColumnDescription[] | null {
    return this.fields === null ? null : describe(this.fields);
  }

  /** Takes the parameters at once: what the caller does with them later does not count. */
  protected executing(
    sql: string,
    params: Params | undefined,
    options?: ExecuteOptions,
  ): Operation<number | bigint> {
    this.#checkOpen();
    try {
      return this.#executing(this.session.prepare(sql, params, this.#conversion, options));
    } catch (error) {
      return this.#refusing(error);
    }
  }

  /** A statement that cannot be sent still takes the place of the one before. */
  *#refusing(error: unknown): Operation<never> {
    yield* this.#leaveResults();
    throw error;
  }

  *#executing(statement: Statement): Operation<number | bigint> {
    this.#checkOpen();
    yield* this.#leaveResults();
    const { session } = this;
    const { format } = this.#kind;
    if (this.#kind.streaming && statement.infile === undefined) {
      const stream = new StreamedResults<Row>(session, this, statement, format);
      yield* stream.execute(session.textOf(statement));
      this.#stream = stream;
      this.#show(stream.current!);
    } else {
      this.#stored = yield* executeStored<Row>(session, statement, format);
      this.#showStored();
    }
    return this.rowcount;
  }

  protected executingMany(sql: string, rows: ManyRows): Operation<number | bigint> {
    this.#checkOpen();
    try {
      this.session.prepare(sql, undefined);
      return this.#executingMany(sql, checkedRows(rows));
    } catch (error) {
      return this.#refusing(error);
    }
  }

  *#executingMany(sql: string, rows: ManyRows): Operation<number | bigint> {
    this.#checkOpen();
    yield* this.#leaveResults();
    const result = yield* executeMany(this.session, sql, rows, this.#conversion);
    this.#executed = true;
    this.rowcount = result.affectedRows;
    this.lastrowid = result.insertId || null;
    this.warningCount = result.warningCount;
    return this.rowcount;
  }

  /** Goes on to the next result: at once among stored ones, by an operation in a stream. */
  protected goToNextSet(): boolean | Operation<boolean> {
    this.#checkOpen();
    if (this.#stream !== undefined) return this.#goingToNextSet(this.#stream);
    this.#stored.shift();
    return this.#stored.length > 0 ? this.#showStored() : this.#showNothing();
  }

  *#goingToNextSet(stream: StreamedResults<Row>): Operation<boolean> {
    if (!(yield* stream.next())) return this.#showNothing();
    this.#show(stream.current!);
    return true;
  }

  /** The next row if that needs no operation. */
  protected rowAtHand(): Row | undefined {
    this.#checkResult();
    const row =
      this.#stream === undefined
        ? this.#rows[this.rownumber! - this.#offset]
        : this.#stream.buffered();
    if (row !== undefined) this.rownumber!++;
    return row;
  }

  /** Up to `count` rows: at once from a stored result, by an operation from a stream. */
  protected rowsToFetch(count: number): Row[] | Operation<Row[]> {
    this.#checkResult();
    if (this.#stream !== undefined) {
      const atHand = this.#stream.atHand(count);
      this.rownumber! += atHand?.length ?? 0;
      return atHand ?? this.#taking(this.#stream, count);
    }
    const from = this.rownumber!;
    const rows = from === 0 && count >= this.#rows.length ? this.#takeAll() : this.#slice(count);
    this.rownumber = from + rows.length;
    return rows;
  }

  protected *closing(): Operation<void> {
    this.#closed = true;
    yield* this.#leaveResults();
  }

  /** Closes a cursor that has nothing left to read. */
  protected closeAtOnce(): void {
    this.#closed = true;
    this.#stored = [];
    this.#stream = undefined;
    this.#showNothing();
  }

  /** Drops what is left of a stream; the cursor stays usable. */
  protected dropping(): Operation<void> {
    return this.#leaveResults();
  }

  /** Whether closing has to talk to the server. */
  protected get holdsConnection(): boolean {
    return this.session.streamOwner === this;
  }

  protected fetchCount(size: number | undefined): number {
    const count = size ?? this.arraysize;
    if (Number.isInteger(count) && count >= 0) return count;
    throw new ProgrammingError('The number of rows to fetch must be an integer of 0 or more', {
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  }

  *#taking(stream: StreamedResults<Row>, count: number): Operation<Row[]> {
    const rows = yield* stream.take(count);
    this.rownumber! += rows.length;
    return rows;
  }

  /** The array itself: a copy would double the memory of a large result for a moment. */
  #takeAll(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    this.#offset = rows.length;
    return rows;
  }

  #slice(count: number): Row[] {
    const from = this.rownumber! - this.#offset;
    return this.#rows.slice(from, from + count);
  }

  *#leaveResults(): Operation<void> {
    this.#showNothing();
    this.#stored = [];
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream !== undefined) yield* stream.close();
  }

  #showStored(): boolean {
    const result = this.#stored[0]!;
    if ('error' in result) {
      this.#showNothing();
      throw result.error;
    }
    this.#show(result);
    return true;
  }

  #show(result: ResultSet<Row>): void {
    this.#executed = true;
    const { columns } = result;
    this.#rows = result.rows;
    this.#offset = 0;
    this.fields = columns ?? null;
    this.rownumber = columns === undefined ? null : 0;
    this.lastrowid = result.insertId || null;
    this.warningCount = result.warningCount;
    if (columns === undefined) this.rowcount = result.affectedRows;
    else this.rowcount = this.#kind.streaming ? -1 : result.rows.length;
  }

  #showNothing(): false {
    this.#rows = [];
    this.#offset = 0;
    this.fields = null;
    this.rownumber = null;
    this.rowcount = -1;
    return false;
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw new InterfaceError('The cursor is closed', {
        code: 'ERR_MYSQLDB_CLOSED',
        hint: 'Make a new one with conn.cursor().',
      });
    }
  }

  #checkResult(): void {
    this.#checkOpen();
    if (this.fields !== null) return;
    const why = this.#executed
      ? [
          'The last statement has no result set',
          'Only statements such as SELECT have rows to fetch.',
        ]
      : ['Nothing was executed yet', 'Call execute() first.'];
    throw new ProgrammingError(why[0]!, { code: 'ERR_MYSQLDB_NO_RESULT', hint: why[1]! });
  }
}
