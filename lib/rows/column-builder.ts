import type { ColumnBatch, ColumnPlace } from './column-batch';
import type { BuiltColumn, Validity } from './result-columns';

/**
 * Collects the values of one column. Rows that were appended count only when `finish` says so: what a
 * batch that failed has left is cut off. Nothing is appended after one.
 */
export abstract class ColumnBuilder {
  readonly #index: number;
  /** With those of the batch that is being read. */
  #rows = 0;
  #validity: Uint8Array | undefined;

  /** @param index of the column among those of the result */
  constructor(index: number) {
    this.#index = index;
  }

  /** Appends the rows of a batch behind the first `at` rows. */
  append(batch: ColumnBatch, at: number): void {
    this.#rows = at + batch.count;
    if (this.#validity !== undefined) this.#makeValidity();
    const place = batch.place(this.#index);
    if (place.nulls !== 0) this.#readNulls(batch, at, place.nulls);
    this.read(batch, at, place);
  }

  /** The first `rows` rows. The value of a NULL is 0, which most types take as any other. */
  abstract finish(rows: number): BuiltColumn;

  validity(rows: number): Validity {
    if (this.#validity === undefined) return { bitmap: null, nullCount: 0 };
    const bitmap = this.#validity.slice(0, Math.ceil(rows / 8));
    if (rows & 7) bitmap[bitmap.length - 1]! &= (1 << (rows & 7)) - 1;
    let nullCount = rows;
    for (let byte of bitmap) for (; byte !== 0; byte &= byte - 1) nullCount--;
    return nullCount === 0 ? { bitmap: null, nullCount } : { bitmap, nullCount };
  }

  protected abstract read(batch: ColumnBatch, at: number, place: ColumnPlace): void;

  protected isNull(row: number): boolean {
    return this.#validity !== undefined && !(this.#validity[row >> 3]! & (1 << (row & 7)));
  }

  protected setNull(row: number): void {
    if (this.#validity === undefined) this.#makeValidity();
    this.#validity![row >> 3]! &= ~(1 << (row & 7));
  }

  #readNulls({ I, count }: ColumnBatch, at: number, nulls: number): void {
    for (let row = 0, word = nulls; row < count; row += 32, word++) {
      for (let bits = I[word]!; bits !== 0; bits &= bits - 1) {
        this.setNull(at + row + 31 - Math.clz32(bits & -bits));
      }
    }
  }

  /** All bits are set, so that only NULLs have to be written. */
  #makeValidity(): void {
    const old = this.#validity ?? new Uint8Array(0);
    if (this.#rows <= old.length * 8) return;
    this.#validity = new Uint8Array(Math.max(Math.ceil(this.#rows / 8), old.length * 2)).fill(0xff);
    this.#validity.set(old);
  }
}
