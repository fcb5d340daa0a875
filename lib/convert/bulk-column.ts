/** One column of a block of rows of parameters. The kinds mirror `native/core/bulk_params.h`. */

import { checkFinite } from './encode-number';

export const BulkKind = {
  null: 0,
  int32: 1,
  int64: 2,
  double: 3,
  big: 4,
  ubig: 5,
  text: 6,
  bytes: 7,
  /** Beside each of them: some rows are NULL. */
  hasNulls: 0x80,
} as const;

const SLOT_SIZE = 8;
const TWO_TO_63 = 2 ** 63;
const TWO_TO_64 = 2 ** 64;
const BIG_TWO_TO_63 = 1n << 63n;
const BIG_TWO_TO_64 = 1n << 64n;
/** Below it a DOUBLE is printed as the integer that it is, wherever a server stores it. */
const EXACT_AS_DOUBLE = 1e15;

/** What the values of a column are, as long as they are of one kind. */
const Held = { nothing: 0, numbers: 1, bigints: 2, text: 3, bytes: 4 } as const;
type Held = (typeof Held)[keyof typeof Held];

/**
 * Takes values of one kind. A setter returns false for a value that its kind cannot hold beside the
 * values before; what it changed by then does those no harm, so that they can be sent as they are.
 */
export class BulkColumn {
  /** Whether an integer may go as DOUBLE because other rows have fractions. */
  numeric = false;
  readonly #numbers: Float64Array;
  readonly #bigints: BigInt64Array;
  readonly #lengths: Uint32Array;
  readonly #nulls: Uint8Array;
  #held: Held = Held.nothing;
  #hasNulls = false;
  #hasIntegers = false;
  #hasFractions = false;
  #narrow = true;
  #largest = 0;
  #hasNegative = false;
  #hasHuge = false;

  /** @param slots where its slots begin in the cells, and `nulls` where its null flags do */
  constructor(cells: ArrayBuffer, slots: number, nulls: number, rows: number) {
    this.#numbers = new Float64Array(cells, slots, rows);
    this.#bigints = new BigInt64Array(cells, slots, rows);
    this.#lengths = new Uint32Array(cells, slots, rows);
    this.#nulls = new Uint8Array(cells, nulls, rows);
  }

  /** Bytes of the cells of so many columns and rows. */
  static cellBytes(columns: number, rows: number): number {
    return columns * rows * (SLOT_SIZE + 1);
  }

  static at(cells: ArrayBuffer, index: number, columns: number, rows: number): BulkColumn {
    const nulls = (columns * SLOT_SIZE + index) * rows;
    return new BulkColumn(cells, index * rows * SLOT_SIZE, nulls, rows);
  }

  /** Its only row was dropped: it is as new. */
  forgetFirst(): void {
    this.#held = Held.nothing;
    this.#hasNulls = false;
    this.#hasIntegers = false;
    this.#hasFractions = false;
    this.#narrow = true;
    this.#largest = 0;
    this.#hasNegative = false;
    this.#hasHuge = false;
    this.#nulls[0] = 0;
  }

  setNull(row: number): boolean {
    this.#hasNulls = true;
    this.#nulls[row] = 1;
    // The three share their memory: only that of the kind may be written.
    if (this.#held === Held.bigints) this.#bigints[row] = 0n;
    else if (this.#held === Held.numbers) this.#numbers[row] = 0;
    else if (this.#held !== Held.nothing) this.#lengths[row] = 0;
    return true;
  }

  setNumber(row: number, value: number): boolean {
    if (this.#held !== Held.numbers) {
      if (this.#held === Held.bigints)
        return Number.isInteger(value) && !isMinusZero(value) && this.setBigint(row, BigInt(value));
      if (this.#held !== Held.nothing) return false;
      this.#held = Held.numbers;
    }
    if ((value | 0) === value && (value !== 0 || !isMinusZero(value))) {
      if (this.#hasFractions && !this.numeric) return false;
      this.#hasIntegers = true;
    } else if (!this.#takesNumber(value)) return false;
    if (this.#hasNulls) this.#nulls[row] = 0;
    this.#numbers[row] = value;
    return true;
  }

  /** Of numbers that are no int32. */
  #takesNumber(value: number): boolean {
    const size = Math.abs(value);
    if (!Number.isInteger(value) || isMinusZero(value) || size >= TWO_TO_64 || value < -TWO_TO_63) {
      checkFinite(value);
      const promotes = this.numeric && this.#largest < EXACT_AS_DOUBLE;
      if (this.#hasIntegers && !promotes) return false;
      this.#hasFractions = true;
      return true;
    }
    if (size >= TWO_TO_63 && value > 0) return false;
    if (this.#hasFractions && !(this.numeric && size < EXACT_AS_DOUBLE)) return false;
    this.#hasIntegers = true;
    this.#narrow = false;
    if (size > this.#largest) this.#largest = size;
    return true;
  }

  setBigint(row: number, value: bigint): boolean {
    if (value < -BIG_TWO_TO_63 || value >= BIG_TWO_TO_64) return false;
    if (this.#held === Held.numbers && !this.#hasFractions) this.#makeBigints(row);
    if (this.#held === Held.nothing) this.#held = Held.bigints;
    if (this.#held !== Held.bigints) return false;
    if (value < 0n) {
      if (this.#hasHuge) return false;
      this.#hasNegative = true;
    } else if (value >= BIG_TWO_TO_63) {
      if (this.#hasNegative) return false;
      this.#hasHuge = true;
    }
    if (this.#hasNulls) this.#nulls[row] = 0;
    this.#bigints[row] = value;
    return true;
  }

  #makeBigints(rows: number): void {
    this.#held = Held.bigints;
    for (let row = 0; row < rows; row++) {
      const value = this.#numbers[row]!;
      if (value < 0) this.#hasNegative = true;
      this.#bigints[row] = BigInt(value);
    }
  }

  setLength(row: number, bytes: number, held: typeof Held.text | typeof Held.bytes): boolean {
    if (this.#held !== held) {
      if (this.#held !== Held.nothing) return false;
      this.#held = held;
    }
    if (this.#hasNulls) this.#nulls[row] = 0;
    this.#lengths[row] = bytes;
    return true;
  }

  setText(row: number, bytes: number): boolean {
    return this.setLength(row, bytes, Held.text);
  }

  setBytes(row: number, bytes: number): boolean {
    return this.setLength(row, bytes, Held.bytes);
  }

  /** Its kind, for C++. */
  get kind(): number {
    return this.#valueKind() | (this.#hasNulls ? BulkKind.hasNulls : 0);
  }

  #valueKind(): number {
    switch (this.#held) {
      case Held.nothing:
        return BulkKind.null;
      case Held.numbers:
        if (this.#hasFractions) return BulkKind.double;
        return this.#narrow ? BulkKind.int32 : BulkKind.int64;
      case Held.bigints:
        return this.#hasHuge ? BulkKind.ubig : BulkKind.big;
      case Held.text:
        return BulkKind.text;
      case Held.bytes:
        return BulkKind.bytes;
    }
  }
}

function isMinusZero(value: number): boolean {
  return value === 0 && 1 / value < 0;
}
