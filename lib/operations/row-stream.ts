import { MySQLError } from '../errors';
import type { ColumnCollector } from '../rows/column-collector';
import type { Decoding } from '../rows/decoding';
import type { RowFormat } from '../rows/row-format';
import type { Command, Operation, Outcome } from './operation';
import { type ResultSet, resultSet } from './result-set';
import type { Session } from './session';

/** What a stream must know of its statement. */
export interface StreamStatement {
  /** Undefined when it is bytes: errors do not show it then. */
  readonly sql: string | undefined;
  readonly conversion: { readonly decoding: Decoding };
}

/** A result whose rows come in pieces, as they are taken; subclasses know where the next piece comes from. */
export abstract class RowStream<Row> {
  protected readonly session: Session;
  protected readonly sql: string | undefined;
  /** Whether the server has more rows of the current result. */
  protected unread = false;
  /** What ended the result, after the rows that are still to be taken; it stays. */
  protected error: unknown;
  readonly #format: RowFormat;
  readonly #decoding: Decoding;
  #current: ResultSet<Row> | undefined;
  #taken = 0;

  constructor(session: Session, statement: StreamStatement, format: RowFormat) {
    this.session = session;
    this.sql = statement.sql;
    this.#decoding = statement.conversion.decoding;
    this.#format = format;
  }

  get current(): ResultSet<Row> | undefined {
    return this.#current;
  }

  /** Whether an error ends the result, behind the rows that are still to be taken. */
  get failed(): boolean {
    return this.error !== undefined;
  }

  /** Whether the server keeps the result, so that closing has to tell it, though the connection is free. */
  get isKept(): boolean {
    return false;
  }

  /** The next row if it is here already. */
  buffered(): Row | undefined {
    const rows = this.#current?.rows ?? [];
    if (this.#taken === rows.length) return undefined;
    const row = rows[this.#taken++];
    if (this.#taken === rows.length) this.release();
    return row;
  }

  /** The rows that are here already. */
  rowsHere(): Row[] {
    const rows: Row[] = [];
    this.#takeBuffered(rows, Infinity);
    return rows;
  }

  /** What `take` would return or throw, if that needs no command. */
  atHand(count: number): Row[] | undefined {
    const buffered = (this.#current?.rows.length ?? 0) - this.#taken;
    if (buffered < count && this.error === undefined && this.unread) {
      if (this.session.isOpen) return undefined;
      // Who closed the connection wants no more of it; who lost it gets the rows that came.
      const goesOn = this.session.wasLost && buffered > 0 && count !== Infinity;
      if (!goesOn) throw this.session.overError();
    }
    if (this.error !== undefined && (buffered === 0 || count === Infinity)) {
      // It was made when it was read; who fetches it now wants to see the own line.
      if (this.error instanceof MySQLError) Error.captureStackTrace(this.error);
      throw this.#thrown();
    }
    const rows: Row[] = [];
    this.#takeBuffered(rows, count);
    return rows;
  }

  /** Up to `count` rows; fewer only at the result's end. */
  *take(count: number): Operation<Row[]> {
    const rows: Row[] = [];
    for (;;) {
      this.#takeBuffered(rows, count - rows.length);
      if (rows.length >= count) return rows;
      // Who wants all rows must not take the rows before an error for all of them.
      if (this.error !== undefined && (rows.length === 0 || count === Infinity)) {
        throw this.#thrown();
      }
      if (this.error !== undefined || !this.unread) return rows;
      yield* this.#read();
    }
  }

  /**
   * The columns of the rows that come next; read are whole pieces, until there are `size` rows.
   * Undefined at the end.
   */
  *collect(size: number): Operation<ColumnCollector | undefined> {
    // Where the format is columns, one collector stands for the rows.
    const rows = (this.#current?.rows ?? []) as ColumnCollector[];
    const isShort = (): boolean => (rows[0]?.rowCount ?? 0) < size;
    while (this.error === undefined && this.unread && isShort()) {
      if (!this.session.isOpen) throw this.session.overError();
      yield* this.#read(rows as Row[]);
    }
    if (this.error !== undefined && (rows.length === 0 || size === Infinity)) {
      throw this.#thrown();
    }
    if (this.#current !== undefined) this.#current.rows = [];
    this.release();
    return rows[0];
  }

  /** Goes on to the next result; false when there is none. */
  abstract next(): Operation<boolean>;

  /** Drops all that is left, here and at the server. */
  abstract close(): Operation<void>;

  /** As `close`, for a connection that can be told nothing now. */
  abandon(): void {}

  /** The command that reads the next piece. */
  protected abstract reading(): Command;

  /** What follows that command; it has no outcome when it failed. */
  protected abstract afterReading(outcome: Outcome | undefined): Operation<void>;

  /** The rows that were here are taken, or the error that ends the result. */
  protected release(): void {}

  /** Whether rows are here that were not taken. */
  protected get hasRows(): boolean {
    return this.#taken < (this.#current?.rows.length ?? 0);
  }

  /** Where the rows of the command that comes next go. */
  protected begin(): Row[] {
    const rows: Row[] = [];
    this.#taken = 0;
    this.#current = undefined;
    this.session.receiveInto(this.#format, rows, this.#decoding);
    return rows;
  }

  /** The result has begun, with these rows. */
  protected show(outcome: Outcome, rows: Row[]): void {
    this.#current = resultSet(outcome, rows);
  }

  /** The rows that are here count as taken. */
  protected skipRows(): void {
    this.#taken = this.#current?.rows.length ?? 0;
  }

  /** There is no result any more. */
  protected forget(): void {
    this.#current = undefined;
    this.#taken = 0;
  }

  *#read(rows: Row[] = []): Operation<void> {
    const command = this.reading();
    this.#current!.rows = rows;
    this.#taken = 0;
    this.session.receiveInto(this.#format, rows, this.#decoding);
    let outcome: Outcome | undefined;
    try {
      outcome = yield* this.session.run(command, this.sql);
    } catch (error) {
      this.error = error;
    }
    yield* this.afterReading(outcome);
  }

  #takeBuffered(into: Row[], count: number): void {
    const buffered = this.#current?.rows ?? [];
    const end = Math.min(buffered.length, this.#taken + count);
    for (; this.#taken < end; this.#taken++) into.push(buffered[this.#taken]!);
    if (end === buffered.length) this.release();
  }

  /** The error that ended the result; whoever has it need not fetch the rows before it. */
  #thrown(): unknown {
    this.release();
    return this.error;
  }
}
