import { ProgrammingError } from '../errors';
import type { Operation } from '../operations/operation';
import type { Session } from '../operations/session';
import type { StreamedResults } from '../operations/streamed-results';

/** A row as it is read, before `fetchRow` gives it the form that was asked for. */
export type Cells = unknown[];

/** Rows that were all read: they need no connection. */
export class StoredRows {
  readonly #rows: readonly Cells[];
  #next = 0;

  constructor(rows: readonly Cells[]) {
    this.#rows = rows;
  }

  get count(): number {
    return this.#rows.length;
  }

  take(count: number): Cells[] {
    const rows = this.#rows.slice(this.#next, this.#next + count);
    this.#next += rows.length;
    return rows;
  }

  seek(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index > this.count) {
      throw new ProgrammingError(`A result of ${this.count} rows has no row ${index}`, {
        code: 'ERR_MYSQLDB_RANGE',
        hint: 'Rows are counted from 0; the number of rows is the end of the result.',
      });
    }
    this.#next = index;
  }

  drop(): void {
    this.#next = this.count;
  }
}

/** Rows that are read from the server as they are taken. */
export class UsedRows {
  /** Rows that were taken. */
  count = 0;
  readonly #session: Session;
  readonly #stream: StreamedResults<Cells>;
  readonly #onEnd: () => void;
  #ended = false;

  /** @param onEnd called when the connection is free for what comes after the rows */
  constructor(session: Session, stream: StreamedResults<Cells>, onEnd: () => void) {
    this.#session = session;
    this.#stream = stream;
    this.#onEnd = onEnd;
  }

  /** Whether a fetch has come to the end, or the rest was dropped. */
  get ended(): boolean {
    return this.#ended;
  }

  *take(count: number): Operation<Cells[]> {
    if (this.#ended) return [];
    this.#checkOpen();
    try {
      const rows = yield* this.#stream.take(count);
      this.count += rows.length;
      // As in the C API: to have taken the last row is not yet to know that it was the last.
      if (rows.length < count && !this.#stream.failed) this.#end();
      return rows;
    } catch (error) {
      this.#end();
      yield* this.#stream.drop();
      throw error;
    }
  }

  *drop(): Operation<void> {
    if (this.#ended) return;
    this.#checkOpen();
    this.#end();
    yield* this.#stream.drop();
  }

  /** Rows that have come already do not count, unless an error is to follow them. */
  #checkOpen(): void {
    if (!this.#session.isOpen && !this.#stream.failed) throw this.#session.closedError();
  }

  #end(): void {
    this.#ended = true;
    this.#onEnd();
  }
}
