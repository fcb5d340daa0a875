import { wrongArgument } from '../argument-error';
import type { WaitMode } from '../native/binding';
import type { Params } from '../sql/param-style';
import { type Operation, pause } from './operation';

/** Parameters of many rows; only an async connection can wait for an async iterable. */
export type ManyRows = Iterable<Params> | AsyncIterable<Params>;

type RowIterator = Iterator<Params> | AsyncIterator<Params>;

/**
 * The rows of an `executemany`, one at a time. An array is taken as it is when the load is asked for,
 * others are asked when a row is needed, so that they may be longer than memory.
 * @throws ProgrammingError for what cannot be iterated
 */
export class RowSource {
  readonly #open: () => RowIterator;
  readonly #list: RowList | undefined;
  #rows: RowIterator | undefined;
  #ended = false;
  #back: { readonly row: Params } | undefined;
  /** Whether the iterator still owes a row: nobody knows how long. */
  #waiting = false;

  constructor(rows: ManyRows, mode: WaitMode) {
    if (rows instanceof RowList) this.#list = rows;
    else if (Array.isArray(rows)) this.#list = new RowList(rows as Params[]);
    this.#rows = this.#list;
    this.#open = this.#list === undefined ? opener(rows, mode) : () => this.#list!;
  }

  /** How many rows there are, if it is known. */
  get length(): number | undefined {
    return this.#list?.length;
  }

  /** Whether the rows are there, and reading one runs no code of the user's. */
  get isList(): boolean {
    return this.#list !== undefined;
  }

  /** Has `next` give the row again that it gave last. */
  putBack(row: Params): void {
    if (this.#list !== undefined) this.#list.stepBack();
    else this.#back = { row };
  }

  /** Asks for the next row. What the iterator throws comes through as it is. */
  next(): IteratorResult<Params, unknown> | PromiseLike<IteratorResult<Params, unknown>> {
    if (this.#back !== undefined) {
      const { row } = this.#back;
      this.#back = undefined;
      return { done: false, value: row };
    }
    this.#rows ??= this.#open();
    try {
      return this.#rows.next();
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  /** Waits for the row that `next` has asked for; undefined when the connection ended before. */
  *wait<T>(asked: PromiseLike<T>): Operation<T | undefined> {
    try {
      const step = yield* pause(asked);
      this.#waiting = step === undefined;
      return step;
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  /**
   * Lets go of an iterator that is not read to its end, as `for await` does: one that threw has ended
   * itself, and what closing throws counts less than why it is closed.
   */
  *close(): Operation<void> {
    if (this.#ended) return;
    this.#ended = true;
    try {
      const asked = this.#rows?.return?.();
      if (asked === undefined || !('then' in asked)) return;
      if (this.#waiting) asked.then(undefined, () => {});
      else yield* pause(asked);
    } catch {
      // The failure that ends the load is thrown.
    }
  }
}

/** Reads an array, without a copy as long as nobody else can have changed it. */
export class RowList implements IterableIterator<Params> {
  readonly length: number;
  #rows: readonly unknown[];
  #at = 0;
  #end: number;

  constructor(rows: readonly unknown[]) {
    this.#rows = rows;
    this.length = rows.length;
    this.#end = rows.length;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Params, undefined> {
    if (this.#at === this.#end) return { done: true, value: undefined };
    return { done: false, value: this.#rows[this.#at++] as Params };
  }

  stepBack(): void {
    this.#at--;
  }

  /** From now on the caller may change the array. */
  detach(): void {
    const rest = this.#rows.slice(this.#at, this.#end);
    this.#rows = rest.map((row) => (Array.isArray(row) ? [...(row as unknown[])] : row));
    this.#at = 0;
    this.#end = rest.length;
  }
}

function opener(rows: unknown, mode: WaitMode): () => RowIterator {
  if (typeof rows === 'object' && rows !== null) {
    if (Symbol.iterator in rows) return () => (rows as Iterable<Params>)[Symbol.iterator]();
    if (Symbol.asyncIterator in rows && mode === 'loop') {
      return () => (rows as AsyncIterable<Params>)[Symbol.asyncIterator]();
    }
  }
  const waits = typeof rows === 'object' && rows !== null && Symbol.asyncIterator in rows;
  if (waits) {
    throw wrongArgument(
      'A sync cursor cannot wait for the rows of an async iterable',
      'Use connect() and its cursor, or collect the rows in an array first.',
    );
  }
  const kinds = mode === 'loop' ? 'an iterable or an async iterable' : 'another iterable';
  throw wrongArgument(
    `The rows of executemany must be an array, or ${kinds}`,
    'Give one array or object of parameters for each row: [[1, 2], [3, 4]].',
  );
}
