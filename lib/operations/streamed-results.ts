import { MySQLError } from '../errors';
import type { ColumnCollector } from '../rows/column-collector';
import type { Decoding } from '../rows/decoding';
import type { RowFormat } from '../rows/row-format';
import { SessionState } from '../rows/batch-layout';
import type { Command, Operation, Outcome } from './operation';
import { remembered, sendStatement } from './prepared';
import { type ResultSet, resultSet } from './result-set';
import type { Session } from './session';
import type { Statement } from './statement';
import { skipResults } from './stored-results';

/** What a stream must know of its statement. */
export interface StreamStatement {
  /** Undefined when it is bytes: errors do not show it then. */
  readonly sql: string | undefined;
  readonly conversion: { readonly decoding: Decoding };
}

/** Runs a statement as a stream. */
export function* executeStreamed<Row>(
  session: Session,
  owner: object,
  statement: Statement,
  format: RowFormat,
): Operation<StreamedResults<Row>> {
  const stream = new StreamedResults<Row>(session, owner, statement, format);
  yield* remembered(session, statement, function* () {
    yield* stream.execute(yield* sendStatement(session, statement, true));
  });
  return stream;
}

/**
 * The results of a statement whose rows are read as they are taken. While anything is unread the
 * connection belongs to its cursor (`session.streamOwner`).
 */
export class StreamedResults<Row> {
  readonly #session: Session;
  readonly #owner: object;
  readonly #sql: string | undefined;
  readonly #format: RowFormat;
  readonly #decoding: Decoding;
  #current: ResultSet<Row> | undefined;
  #taken = 0;
  /** Whether the server has more rows of the current result. */
  #unread = false;
  /** What ended the result, after the rows that are still to be taken; it stays. */
  #error: unknown;
  /** What came of `send`, where the client library cannot send without reading the answer. */
  #answer: { readonly outcome: Outcome; readonly rows: Row[] } | undefined;

  /** @param owner what the connection belongs to meanwhile: a cursor */
  constructor(session: Session, owner: object, statement: StreamStatement, format: RowFormat) {
    this.#session = session;
    this.#owner = owner;
    this.#sql = statement.sql;
    this.#decoding = statement.conversion.decoding;
    this.#format = format;
  }

  get current(): ResultSet<Row> | undefined {
    return this.#current;
  }

  /** Whether an error ends the result, behind the rows that are still to be taken. */
  get failed(): boolean {
    return this.#error !== undefined;
  }

  /** Sends a statement by a command that streams, and reads as far as its first rows. */
  execute(command: Command): Operation<void> {
    return this.#open(command);
  }

  /** Sends a statement; `readAnswer` comes next. */
  *send(text: string | Uint8Array): Operation<void> {
    const rows = this.#begin();
    const outcome = yield this.#session.sendingAhead([text]);
    if (outcome.state === SessionState.sent) return;
    if (outcome.state === SessionState.closed) this.#session.take(outcome, this.#sql);
    this.#answer = { outcome, rows };
  }

  /** Reads the answer of a statement that was sent. */
  *readAnswer(): Operation<void> {
    const answer = this.#answer;
    if (answer === undefined) yield* this.#open((native) => native.readAnswers(1, true));
    else yield* this.#opened(answer.outcome, answer.rows);
  }

  /** The next row if it is here already. */
  buffered(): Row | undefined {
    const rows = this.#current?.rows ?? [];
    return this.#taken < rows.length ? rows[this.#taken++] : undefined;
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
    if (buffered < count && this.#error === undefined) {
      if (this.#unread && this.#session.isOpen) return undefined;
      if (this.#unread) throw this.#session.overError();
    }
    if (this.#error !== undefined && (buffered === 0 || count === Infinity)) {
      // It was made when it was read; who fetches it now wants to see the own line.
      if (this.#error instanceof MySQLError) Error.captureStackTrace(this.#error);
      throw this.#error;
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
      if (this.#error !== undefined && (rows.length === 0 || count === Infinity)) {
        throw this.#error;
      }
      if (this.#error !== undefined || !this.#unread) return rows;
      yield* this.#read();
    }
  }

  /**
   * The columns of the rows that come next; read are whole batches, until there are `size` rows.
   * Undefined at the end.
   */
  *collect(size: number): Operation<ColumnCollector | undefined> {
    // Where the format is columns, one collector stands for the rows.
    const rows = (this.#current?.rows ?? []) as ColumnCollector[];
    const isShort = (): boolean => (rows[0]?.rowCount ?? 0) < size;
    while (this.#error === undefined && this.#unread && isShort()) {
      if (!this.#session.isOpen) throw this.#session.overError();
      yield* this.#read(rows as Row[]);
    }
    if (this.#error !== undefined && (rows.length === 0 || size === Infinity)) throw this.#error;
    if (this.#current !== undefined) this.#current.rows = [];
    return rows[0];
  }

  /** Goes on to the next result; false when there is none. */
  *next(): Operation<boolean> {
    yield* this.drop();
    if (!this.#ownsSession || this.#session.state !== SessionState.moreResults) {
      this.#release();
      return false;
    }
    yield* this.#open((native) => native.nextResult(true));
    return true;
  }

  /** Drops the rows that are left of the current result. */
  *drop(): Operation<void> {
    this.#error = undefined;
    this.#taken = this.#current?.rows.length ?? 0;
    if (!this.#unread) return;
    this.#unread = false;
    try {
      yield* this.#session.run((native) => native.discard(), this.#sql);
    } finally {
      this.#afterCommand();
    }
  }

  /**
   * Reads and drops all that is left.
   * @param error what fetching throws from now on
   */
  *close(error?: unknown): Operation<void> {
    this.fail(error);
    this.#unread = false;
    const owned = this.#ownsSession;
    // What others want waits for its turn from now on, and need not be refused.
    this.#release();
    if (owned && this.#session.isOpen) yield* skipResults(this.#session);
  }

  /** Drops the rows that were read; fetching throws the error from now on. */
  fail(error: unknown): void {
    this.#current = undefined;
    this.#taken = 0;
    this.#error = error;
  }

  get #ownsSession(): boolean {
    return this.#session.streamOwner === this.#owner;
  }

  *#open(command: Command): Operation<void> {
    const rows = this.#begin();
    let outcome: Outcome;
    try {
      outcome = yield command;
    } catch (error) {
      this.#release(); // it was cancelled before it was sent
      throw error;
    }
    yield* this.#opened(outcome, rows);
  }

  /** Where the rows of the command that comes next go. */
  #begin(): Row[] {
    const rows: Row[] = [];
    this.#taken = 0;
    this.#current = undefined;
    this.#session.streamOwner = this.#owner;
    this.#session.receiveInto(this.#format, rows, this.#decoding);
    return rows;
  }

  *#opened(outcome: Outcome, rows: Row[]): Operation<void> {
    try {
      this.#session.take(outcome, this.#sql);
    } catch (error) {
      if (rows.length === 0) {
        // Nobody gets this stream: what is left of it must not keep the connection.
        yield* this.close();
        throw error;
      }
      this.#error = error;
    } finally {
      this.#afterCommand();
    }
    this.#current = resultSet(outcome, rows);
  }

  *#read(rows: Row[] = []): Operation<void> {
    this.#current!.rows = rows;
    this.#taken = 0;
    this.#session.receiveInto(this.#format, rows, this.#decoding);
    try {
      yield* this.#session.run((native) => native.fetch(), this.#sql);
    } catch (error) {
      this.#error = error;
    }
    this.#afterCommand();
  }

  #takeBuffered(into: Row[], count: number): void {
    const buffered = this.#current?.rows ?? [];
    const end = Math.min(buffered.length, this.#taken + count);
    for (; this.#taken < end; this.#taken++) into.push(buffered[this.#taken]!);
  }

  #afterCommand(): void {
    const { state } = this.#session;
    this.#unread = state === SessionState.rows;
    if (state !== SessionState.rows && state !== SessionState.moreResults) this.#release();
  }

  #release(): void {
    if (this.#ownsSession) this.#session.streamOwner = undefined;
  }
}
