import type { RowFormat } from '../rows/row-format';
import { SessionState } from '../rows/batch-layout';
import type { Command, Operation } from './operation';
import { type ResultSet, resultSet } from './result-set';
import type { Session } from './session';
import { skipResults } from './stored-results';

/**
 * The results of a statement whose rows are read as they are taken. While anything is unread the
 * connection belongs to it (`session.stream`).
 */
export class StreamedResults<Row> {
  readonly #session: Session;
  readonly #sql: string;
  readonly #format: RowFormat;
  #current: ResultSet<Row> | undefined;
  #taken = 0;
  /** Whether the server has more rows of the current result. */
  #unread = false;
  /** What went wrong after the rows that are still to be taken. */
  #error: unknown;

  constructor(session: Session, sql: string, format: RowFormat) {
    this.#session = session;
    this.#sql = sql;
    this.#format = format;
  }

  get current(): ResultSet<Row> | undefined {
    return this.#current;
  }

  /** Whether all rows of the current result were taken. */
  get atEnd(): boolean {
    return !this.#unread && this.#taken >= (this.#current?.rows.length ?? 0);
  }

  execute(statement: string | Uint8Array): Operation<void> {
    return this.#open((native) => native.execute(statement, true));
  }

  /** Up to `count` rows; fewer only at the result's end. */
  *take(count: number): Operation<Row[]> {
    const rows: Row[] = [];
    for (;;) {
      this.#takeBuffered(rows, count - rows.length);
      if (rows.length >= count) return rows;
      if (this.#error !== undefined && rows.length === 0) this.#throwError();
      if (this.#error !== undefined || !this.#unread) return rows;
      yield* this.#read();
    }
  }

  /** Goes on to the next result; false when there is none. */
  *next(): Operation<boolean> {
    this.#error = undefined;
    if (this.#unread) yield* this.#session.run((native) => native.discard(), this.#sql);
    this.#unread = false;
    if (!this.#ownsSession || this.#session.state !== SessionState.moreResults) {
      this.#release();
      return false;
    }
    yield* this.#open((native) => native.nextResult(true));
    return true;
  }

  /** Reads and drops what is left. */
  *close(): Operation<void> {
    this.#current = undefined;
    this.#error = undefined;
    this.#unread = false;
    if (this.#ownsSession && this.#session.isOpen) yield* skipResults(this.#session);
    this.#release();
  }

  get #ownsSession(): boolean {
    return this.#session.stream === this;
  }

  *#open(command: Command): Operation<void> {
    const rows: Row[] = [];
    this.#taken = 0;
    this.#current = undefined;
    this.#session.stream = this;
    this.#session.receiveInto(this.#format, rows);
    try {
      this.#current = resultSet(yield* this.#session.run(command, this.#sql), rows);
    } finally {
      this.#afterCommand();
    }
  }

  *#read(): Operation<void> {
    const rows: Row[] = [];
    this.#current!.rows = rows;
    this.#taken = 0;
    this.#session.receiveInto(this.#format, rows);
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

  #throwError(): never {
    const error = this.#error;
    this.#error = undefined;
    throw error;
  }

  #afterCommand(): void {
    const { state } = this.#session;
    this.#unread = state === SessionState.rows;
    if (state !== SessionState.rows && state !== SessionState.moreResults) this.#release();
  }

  #release(): void {
    if (this.#ownsSession) this.#session.stream = undefined;
  }
}
