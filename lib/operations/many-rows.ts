import { ProgrammingError } from '../errors';
import type { WaitMode } from '../native/binding';
import type { Params } from '../sql/param-style';
import { type Operation, pause } from './operation';

/** Parameters of many rows; only an async connection can wait for an async iterable. */
export type ManyRows = Iterable<Params> | AsyncIterable<Params>;

type RowIterator = Iterator<Params> | AsyncIterator<Params>;

/**
 * The rows of an `executemany`, one at a time. An array is taken as it is now, others are asked when a
 * row is needed, so that they may be longer than memory.
 * @throws ProgrammingError for what cannot be iterated
 */
export class RowSource {
  readonly #open: () => RowIterator;
  #rows: RowIterator | undefined;

  constructor(rows: ManyRows, mode: WaitMode) {
    this.#open = opener(rows, mode);
  }

  /** Asks for the next row. What the iterator throws comes through as it is. */
  next(): IteratorResult<Params, unknown> | PromiseLike<IteratorResult<Params, unknown>> {
    this.#rows ??= this.#open();
    return this.#rows.next();
  }

  /** Lets go of an iterator that is not read to its end. */
  *close(): Operation<void> {
    const asked = this.#rows?.return?.();
    this.#rows = undefined;
    if (asked !== undefined && 'then' in asked) yield* pause(asked);
  }
}

function opener(rows: unknown, mode: WaitMode): () => RowIterator {
  if (Array.isArray(rows)) {
    const copy = rows.map((row: unknown) => (Array.isArray(row) ? [...(row as unknown[])] : row));
    return () => copy.values() as Iterator<Params>;
  }
  if (typeof rows === 'object' && rows !== null) {
    if (Symbol.iterator in rows) return () => (rows as Iterable<Params>)[Symbol.iterator]();
    if (Symbol.asyncIterator in rows && mode === 'loop') {
      return () => (rows as AsyncIterable<Params>)[Symbol.asyncIterator]();
    }
  }
  const kinds = mode === 'loop' ? 'an iterable or an async iterable' : 'another iterable';
  throw new ProgrammingError(`The rows of executemany must be an array, or ${kinds}`, {
    code: 'ERR_MYSQLDB_ARGUMENT',
    hint: 'Give one array or object of parameters for each row: [[1, 2], [3, 4]].',
  });
}
