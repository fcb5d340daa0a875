import { cellWord, FIRST_ROW } from './batch-layout';
import type { ColumnBatch } from './column-batch';
import type { BuiltColumn, Validity } from './result-columns';

/** Where the cells of a column are in their rows. */
export interface ColumnPlace {
  /** Word of the cell's slot. */
  readonly word: number;
  readonly nullWord: number;
  readonly nullBit: number;
}

export const columnPlace = (columns: number, index: number): ColumnPlace => ({
  word: cellWord(columns, index),
  nullWord: index >> 5,
  nullBit: 1 << (index & 31),
});

/**
 * Collects the values of one column. Rows that were appended count only when `finish` says so: what a
 * batch that failed has left is overwritten, or cut off.
 */
export abstract class ColumnBuilder {
  protected readonly place: ColumnPlace;
  protected capacity = 0;
  #validity: Uint8Array | undefined;

  constructor(place: ColumnPlace) {
    this.place = place;
  }

  /** Appends the rows of a batch behind the first `at` rows. */
  append(batch: ColumnBatch, at: number): void {
    const rows = at + batch.count;
    if (rows > this.capacity) {
      this.capacity = Math.max(rows, this.capacity * 2);
      this.grow(this.capacity);
      if (this.#validity !== undefined) this.#growValidity();
    }
    this.#readNulls(batch, at);
    this.read(batch, at);
  }

  /** The first `rows` rows. The slot of a NULL is 0, which most types take as any other. */
  abstract finish(rows: number): BuiltColumn;

  validity(rows: number): Validity {
    if (this.#validity === undefined) return { bitmap: null, nullCount: 0 };
    const bitmap = this.#validity.slice(0, Math.ceil(rows / 8));
    if (rows & 7) bitmap[bitmap.length - 1]! &= (1 << (rows & 7)) - 1;
    let nullCount = rows;
    for (let byte of bitmap) for (; byte !== 0; byte &= byte - 1) nullCount--;
    return nullCount === 0 ? { bitmap: null, nullCount } : { bitmap, nullCount };
  }

  protected abstract grow(rows: number): void;
  protected abstract read(batch: ColumnBatch, at: number): void;

  protected isNull(row: number): boolean {
    return this.#validity !== undefined && !(this.#validity[row >> 3]! & (1 << (row & 7)));
  }

  protected setNull(row: number): void {
    if (this.#validity === undefined) this.#growValidity();
    this.#validity![row >> 3]! &= ~(1 << (row & 7));
  }

  #readNulls({ I, count, words }: ColumnBatch, at: number): void {
    const { nullWord, nullBit } = this.place;
    for (let i = 0, p = FIRST_ROW + nullWord; i < count; i++, p += words) {
      if (I[p]! & nullBit) this.setNull(at + i);
    }
  }

  /** All bits are set, so that only NULLs have to be written. */
  #growValidity(): void {
    const bitmap = new Uint8Array(Math.ceil(this.capacity / 8)).fill(0xff);
    if (this.#validity !== undefined) bitmap.set(this.#validity);
    this.#validity = bitmap;
  }
}
