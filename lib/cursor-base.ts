import {
  checkedPiece,
  checkInputSizes,
  checkOutputSize,
  closedCursor,
  type NoResult,
  noResult,
  otherKind,
  scrollTarget,
} from './cursor-checks';
import { type Canceller, unlessCancelled } from './cancel/canceller';
import type { CursorKind } from './cursor-kinds';
import { CursorState } from './cursor-state';
import { wrongArgument } from './argument-error';
import { NotSupportedError } from './errors';
import {
  callProcedure,
  prepareCall,
  type PreparedCall,
  type ProcedureName,
} from './operations/call-procedure';
import type { Conversion } from './operations/conversion';
import { executeMany, type ManyManner } from './operations/execute-many';
import { type ManyRows, RowSource } from './operations/many-rows';
import type { Operation } from './operations/operation';
import type { ResultSet } from './operations/result-set';
import { checkExecuteManyOptions } from './options/execute-many-options';
import type { ExecuteManyOptions, ExecuteOptions } from './options/execute-options';
import type { Session } from './operations/session';
import { DEFAULT_PIECE, openServerCursor } from './operations/server-cursor';
import type { RowStream } from './operations/row-stream';
import { checkText, makeStatement, type Statement } from './operations/statement';
import { executeStored, type StoredResults } from './operations/stored-results';
import { executeStreamed } from './operations/streamed-results';
import type { Message } from './operations/warnings';
import type { ColumnCollector } from './rows/column-collector';
import type { ResultColumns } from './rows/result-columns';
import type { ResultShape } from './rows/result-shape';
import type { Params } from './sql/param-style';

/** Types of the cursors' public surface. */
export type { ManyRows, Message, ProcedureName };

/**
 * What sync and async cursors have in common: the state, and every action as an operation. The
 * subclasses only run the operations.
 */
export abstract class CursorBase<Row> extends CursorState {
  readonly #kind: CursorKind<Row>;
  readonly #conversion: Conversion;
  #stored: StoredResults<Row> = [];
  /** Of a cursor for columns: one collector, or nothing. */
  #rows: Row[] = [];
  #shape: ResultShape | undefined;
  #stream: RowStream<Row> | undefined;
  /** What may cancel the stream. */
  protected streamCanceller: Canceller | undefined;
  #lack: NoResult = 'new';
  #closed = false;

  /** @internal */
  constructor(session: Session, kind: CursorKind<Row>, conversion: Conversion) {
    super(session);
    this.#kind = kind;
    this.#conversion = conversion;
    if (kind.serverSide) this.arraysize = DEFAULT_PIECE;
  }

  /** Takes the parameters at once: what the caller does with them later does not count. */
  protected executing(
    sql: string,
    params: Params | undefined,
    options?: ExecuteOptions,
    canceller?: Canceller,
  ): Operation<number | bigint> {
    this.#begin();
    try {
      const { serverSide } = this.#kind;
      const conversion = this.#conversion;
      const statement = makeStatement(this.session, sql, params, conversion, options, serverSide);
      canceller?.takes(statement);
      return this.#executing(statement, canceller);
    } catch (error) {
      return this.#refusing(error);
    }
  }

  /** A statement that cannot be sent still takes the place of the one before. */
  *#refusing(error: unknown): Operation<never> {
    yield* this.dropping('failed');
    throw error;
  }

  *#executing(statement: Statement, canceller?: Canceller): Operation<number | bigint> {
    this.#checkOpen();
    yield* this.dropping('failed');
    const { session } = this;
    const { format, streaming } = this.#kind;
    if (streaming && statement.infile === undefined) {
      const stream = yield* executeStreamed<Row>(session, this, statement, format);
      this.streamCanceller = canceller?.leaves(stream);
      this.#stream = stream;
    } else if (statement.serverSide) {
      this.#stream = yield* openServerCursor(session, statement, format, () => this.arraysize);
    }
    if (this.#stream === undefined) {
      this.#stored = yield* executeStored<Row>(session, statement, format);
      this.#showStored();
    } else {
      this.#show(this.#stream.current!);
    }
    return this.rowcount;
  }

  /** Calls a procedure; its results are stored whatever kind of cursor it is. */
  protected callingProcedure(
    name: ProcedureName,
    args: readonly unknown[],
  ): Operation<readonly unknown[]> {
    this.#begin();
    if (!Array.isArray(args)) {
      return this.#refusing(wrongArgument('The arguments of a procedure must be an array'));
    }
    try {
      return this.#callingProcedure(prepareCall(this.session, name, [...args], this.#conversion));
    } catch (error) {
      return this.#refusing(error);
    }
  }

  *#callingProcedure(prepared: PreparedCall): Operation<readonly unknown[]> {
    this.#checkOpen();
    yield* this.dropping('failed');
    const { session, messages } = this;
    const call = yield* callProcedure<Row>(session, prepared, this.#kind.format, messages);
    this.#stored = call.results;
    this.#showStored();
    return call.args;
  }

  /** Shows results that were read for it. @internal */
  show(results: StoredResults<Row>): this {
    this.#stored = results;
    this.#showStored();
    return this;
  }

  protected executingMany(
    sql: string,
    rows: ManyRows,
    options: ExecuteManyOptions = {},
  ): Operation<number | bigint> {
    this.#begin();
    try {
      checkText(sql);
      checkExecuteManyOptions(options);
      const source = new RowSource(rows, this.session.mode);
      return this.#executingMany(sql, source, options);
    } catch (error) {
      return this.#refusing(error);
    }
  }

  *#executingMany(
    sql: string,
    source: RowSource,
    options: ExecuteManyOptions,
  ): Operation<number | bigint> {
    this.#checkOpen();
    yield* this.dropping('failed');
    const how: ManyManner = {
      format: this.#kind.format === 'object' ? 'object' : 'array',
      conversion: this.#conversion,
      options,
      messages: this.messages,
      onStatements: (count) => (this.statementCount = count),
    };
    const result = yield* executeMany<Row>(this.session, sql, source, how);
    this.#lack = 'none';
    this.#rows = result.rows;
    this.#shape = undefined;
    this.tell(result);
    this.rowcount = result.affectedRows;
    return this.rowcount;
  }

  /** Goes on to the next result: at once among stored ones, by an operation in a stream. */
  protected goToNextSet(): boolean | Operation<boolean> {
    this.#begin();
    if (this.#stream !== undefined) return this.#goingToNextSet(this.#stream);
    this.#stored.shift();
    return this.#stored.length > 0 ? this.#showStored() : this.#showNothing('past');
  }

  *#goingToNextSet(stream: RowStream<Row>): Operation<boolean> {
    this.#showNothing('failed'); // an error leaves nothing to fetch either
    return (yield* stream.next()) ? this.#show(stream.current!) : this.#showNothing('past');
  }

  /** The next row if that needs no operation. */
  protected rowAtHand(): Row | undefined {
    this.#checkRows();
    const row = this.#stream ? this.#stream.buffered() : this.#rows[this.rownumber!];
    if (row !== undefined) this.rownumber!++;
    return row;
  }

  /** Up to `count` rows: at once from a stored result, by an operation from a stream. */
  protected rowsToFetch(count: number): Row[] | Operation<Row[]> {
    this.#checkRows();
    if (this.#stream !== undefined) {
      const atHand = this.#stream.atHand(count);
      this.rownumber! += atHand?.length ?? 0;
      return atHand ?? this.#taking(this.#stream, count);
    }
    const rows = this.#rows.slice(this.rownumber!, this.rownumber! + count);
    this.rownumber! += rows.length;
    return rows;
  }

  /** The rows that are here, at once if there are some; of a stream else those that come next. */
  protected batchToFetch(): Row[] | Operation<Row[]> {
    this.#checkRows();
    if (this.#stream === undefined) return this.rowsToFetch(Infinity);
    const here = this.#stream.rowsHere();
    this.rownumber! += here.length;
    return here.length > 0 ? here : this.#takingBatch(this.#stream);
  }

  *#takingBatch(stream: RowStream<Row>): Operation<Row[]> {
    const rows = yield* stream.take(1);
    for (const row of stream.rowsHere()) rows.push(row);
    this.rownumber! += rows.length;
    return rows;
  }

  /** Rows that are left, as columns: at once from a stored result, by an operation from a stream. */
  protected columnsToFetch(size = Infinity): ResultColumns | Operation<ResultColumns> {
    const count = checkedPiece(size);
    this.#checkResult();
    if (this.#kind.format !== 'columns' || this.#shape === undefined) throw otherKind(true);
    if (this.#stream !== undefined) return this.#collecting(this.#stream, count);
    const [collected] = this.#rows as (ColumnCollector | undefined)[];
    this.#rows = [];
    return this.#finish(collected);
  }

  *#collecting(stream: RowStream<Row>, size: number): Operation<ResultColumns> {
    return this.#finish(yield* stream.collect(size));
  }

  #finish(collected: ColumnCollector | undefined): ResultColumns {
    const collector = collected ?? this.#shape!.collector(this.#conversion.decoding);
    this.rownumber! += collector.rowCount;
    return collector.finish();
  }

  /**
   * The text that `execute` would send, with the parameters in place; sends nothing.
   * @throws ProgrammingError as `execute` does
   */
  mogrify(sql: string, params?: Params): string {
    this.#begin();
    return this.session.renderText(sql, params, this.#conversion);
  }

  /**
   * Moves within the rows of a stored result (PEP 249, optional extensions).
   * @param value how far, or with 'absolute' to which row, from 0
   * @throws ProgrammingError when there is no such row, and the position stays; NotSupportedError on
   *   a streaming cursor
   */
  scroll(value: number, mode: 'relative' | 'absolute' = 'relative'): void {
    this.#begin();
    this.#checkRows();
    if (this.#stream !== undefined) {
      throw new NotSupportedError('A streaming or server-side cursor cannot scroll', {
        hint: 'Use Cursor or DictCursor, whose rows are all here.',
      });
    }
    this.rownumber = scrollTarget(this.rownumber!, value, mode, this.#rows.length);
  }

  /** Does nothing, as PEP 249 allows: values say their sizes themselves. */
  setinputsizes(sizes: readonly unknown[]): void {
    this.#begin();
    checkInputSizes(sizes);
  }

  /** Does nothing, as PEP 249 allows: columns of any size are fetched whole. */
  setoutputsize(size: number, column?: number): void {
    this.#begin();
    checkOutputSize(size, column);
  }

  protected *closing(): Operation<void> {
    this.#closed = true;
    this.messages.length = 0;
    yield* this.dropping();
  }

  /** Closes a cursor that has nothing left at the server. */
  protected closeAtOnce(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.messages.length = 0;
    this.#stored = [];
    this.#stream = undefined;
    this.#showNothing('dropped');
  }

  /** Whether something is left at the server: unread rows, or a result that it keeps. */
  protected get leavesRows(): boolean {
    return this.session.streamOwner === this || this.#stream?.isKept === true;
  }

  /** What follows when nothing could be dropped: the server is told later of a result that it keeps. */
  protected notDropped(error: unknown): void {
    if (this.#stream?.isKept !== true) return unlessCancelled(error);
    this.#stream.abandon();
    this.#stream = undefined;
    this.#showNothing('dropped');
  }

  *#taking(stream: RowStream<Row>, count: number): Operation<Row[]> {
    const rows = yield* stream.take(count);
    this.rownumber! += rows.length;
    return rows;
  }

  /** Drops what is left of a stream; the cursor stays usable. */
  protected *dropping(lack: NoResult = 'dropped'): Operation<void> {
    this.#showNothing(lack);
    this.#stored = [];
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream !== undefined) yield* stream.close();
    this.streamCanceller?.finish();
    this.streamCanceller = undefined;
  }

  #showStored(): boolean {
    const result = this.#stored[0]!;
    if (!('error' in result)) return this.#show(result);
    this.#showNothing('failed');
    throw result.error;
  }

  #show(result: ResultSet<Row>): true {
    this.#lack = 'none';
    this.#rows = result.rows;
    this.#shape = result.shape;
    this.tell(result);
    this.info = result.info ?? null;
    this.serverStatus = result.serverStatus;
    if (result.columns === undefined) this.rowcount = result.affectedRows;
    else this.rowcount = this.#stream === undefined ? this.#storedRows() : -1;
    return true;
  }

  #storedRows(): number {
    const rows = this.#rows;
    if (this.#kind.format !== 'columns') return rows.length;
    return (rows as ColumnCollector[])[0]?.rowCount ?? 0;
  }

  #showNothing(lack: NoResult): false {
    this.#lack = lack;
    this.#rows = [];
    this.showFields(null);
    this.rownumber = null;
    this.rowcount = -1;
    return false;
  }

  /** What every call but those that fetch begins with. */
  #begin(): void {
    this.#checkOpen();
    if (this.messages.length > 0) this.messages.length = 0;
  }

  #checkOpen(): void {
    if (this.#closed) throw closedCursor();
  }

  #checkRows(): void {
    this.#checkResult();
    if (this.#kind.format === 'columns') throw otherKind(false);
  }

  #checkResult(): void {
    this.#checkOpen();
    if (this.fields === null) throw noResult(this.#lack);
  }
}
