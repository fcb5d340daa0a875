/**
 * Rows of parameters for MariaDB's bulk protocol, packed column by column into one block for C++
 * (docs/buffer-formats.md, "Rows of parameters").
 */

import { Slot, type SqlTemplate } from '../sql/template';
import { BulkColumn } from './bulk-column';
import type { CheckedParams } from './encode-params';
import { DateTimeText, type PlainValue, SqlText, type ValueEncoder } from './encode-value';

/** Rows that are sent together. */
export interface BulkBlock {
  readonly rows: number;
  /** Rows that there is room for in the cells. */
  readonly capacity: number;
  readonly kinds: Uint8Array;
  readonly cells: Uint8Array;
  readonly text: Uint8Array;
  /** Bytes that it makes on the wire, at most. */
  readonly bytes: number;
}

const MAX_ROWS = 16_384;
const MAX_CELL_BYTES = 2 * 1024 * 1024;
/** Longer values are sent by the text protocol, which knows how to make one statement of each. */
const MAX_VALUE = 64 * 1024;
const TEXT_BYTES = 256 * 1024;
/** Up to here a loop over the characters is faster than a call. */
const SHORT_TEXT = 48;
/** The command, the statement's number and flags; each type; each cell's flag and length or number. */
const HEAD_BYTES = 7;
const TYPE_BYTES = 2;
const CELL_BYTES = 9;

/** Packs rows until a block is full. */
export class BulkPacker {
  /** Bytes that a block may have on the wire. */
  maxBytes = 0;
  /** The {@link Target} of what an encoder of the user's asks for. */
  target = 0;
  /** Whether the last row would not fit because it was one too many. */
  isFull = false;
  /** The index of the parameter that was looked at last. */
  last = 0;
  readonly #template: SqlTemplate;
  readonly #values: ValueEncoder;
  #numeric: readonly boolean[] = [];
  readonly #capacity: number;
  #columns: BulkColumn[] = [];
  #cells = new ArrayBuffer(0);
  #text = Buffer.alloc(0);
  #rows = 0;
  #textEnd = 0;
  /** Where the text of the row begins that is being added. */
  #rowText = 0;

  constructor(template: SqlTemplate, values: ValueEncoder) {
    this.#template = template;
    this.#values = values;
    const rows = Math.floor(MAX_CELL_BYTES / BulkColumn.cellBytes(template.count, 1));
    this.#capacity = Math.min(MAX_ROWS, Math.max(rows, 64));
  }

  /** Rows of the block that is being made. */
  get rows(): number {
    return this.#rows;
  }

  get #bytes(): number {
    const { count } = this.#template;
    return HEAD_BYTES + count * (TYPE_BYTES + this.#rows * CELL_BYTES) + this.#textEnd;
  }

  /**
   * Adds a row; false when the block is full, or has no place for the value of the parameter `last`:
   * it is of another kind than those before, or if the block is empty, of none that a block has.
   * @throws Unencodable for what can be no parameter
   */
  add(params: CheckedParams): boolean {
    this.isFull = this.#rows === this.#capacity;
    if (this.isFull) return false;
    if (this.#columns.length === 0) this.#begin();
    const { names, count } = this.#template;
    const encodes = this.#values.hasEncoders;
    const row = this.#rows;
    this.#rowText = this.#textEnd;
    for (let index = 0; index < count; index++) {
      const value = params[names === undefined ? index : names[index]!];
      this.last = index;
      const fits =
        typeof value === 'number' && !encodes
          ? this.#columns[index]!.setNumber(row, value)
          : typeof value === 'string' && !encodes
            ? this.#putText(index, value)
            : this.#put(index, value);
      if (!fits) return this.#drop(row);
    }
    this.#rows = row + 1;
    this.isFull = this.#bytes > this.maxBytes;
    return !this.isFull || this.#drop(row);
  }

  /** The rows that were added; begins a new block. */
  take(): BulkBlock {
    const block = {
      rows: this.#rows,
      capacity: this.#capacity,
      kinds: Uint8Array.from(this.#columns, ({ kind }) => kind),
      cells: new Uint8Array(this.#cells),
      text: this.#text.subarray(0, this.#textEnd),
      bytes: this.#bytes,
    };
    this.#columns = [];
    this.#rows = 0;
    this.#textEnd = 0;
    return block;
  }

  #begin(): void {
    const { count } = this.#template;
    this.#cells = new ArrayBuffer(BulkColumn.cellBytes(count, this.#capacity));
    this.#text = Buffer.allocUnsafeSlow(TEXT_BYTES);
    this.#columns = this.#template.slots.map((_, index) =>
      BulkColumn.at(this.#cells, index, count, this.#capacity),
    );
    this.#learn();
  }

  /**
   * Says which parameters become numbers, and nothing else: there an integer is the same as DOUBLE,
   * as which it must go when another row has a fraction.
   */
  learnNumeric(numeric: readonly boolean[]): void {
    this.#numeric = numeric;
    this.#learn();
  }

  #learn(): void {
    this.#columns.forEach((column, index) => (column.numeric = this.#numeric[index] ?? false));
  }

  #drop(row: number): false {
    this.#rows = row;
    this.#textEnd = this.#rowText;
    // Nothing is left whose kinds the next row must share.
    if (row === 0) for (const column of this.#columns) column.forgetFirst();
    return false;
  }

  #put(index: number, value: unknown): boolean {
    if (Array.isArray(value) && this.#template.slots[index]! & (Slot.list | Slot.bareList))
      return false;
    return this.#values.use(value, this.target, this.#putPlain);
  }

  readonly #putPlain = (value: PlainValue): boolean => {
    const index = this.last;
    const column = this.#columns[index]!;
    const row = this.#rows;
    switch (typeof value) {
      case 'number':
        return column.setNumber(row, value);
      case 'string':
        return this.#putText(index, value);
      case 'bigint':
        return column.setBigint(row, value);
      case 'boolean':
        return column.setNumber(row, value ? 1 : 0);
      default:
        if (value === null) return column.setNull(row);
        if (value instanceof DateTimeText) return this.#putText(index, value.text);
        return !(value instanceof SqlText) && this.#putBytes(index, value);
    }
  };

  #putText(index: number, value: string): boolean {
    const { length } = value;
    if (length > MAX_VALUE) return false;
    if (this.#text.length - this.#textEnd < length * 3) this.#grow(length * 3);
    const begin = this.#textEnd;
    this.#textEnd = length > SHORT_TEXT ? this.#writeLong(value) : this.#writeShort(value);
    return this.#columns[index]!.setText(this.#rows, this.#textEnd - begin);
  }

  #writeShort(value: string): number {
    const text = this.#text;
    const { length } = value;
    const begin = this.#textEnd;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return this.#writeLong(value);
      text[begin + i] = code;
    }
    return begin + length;
  }

  #writeLong(value: string): number {
    return this.#textEnd + this.#text.write(value, this.#textEnd);
  }

  #putBytes(index: number, value: Uint8Array): boolean {
    const { length } = value;
    if (length > MAX_VALUE) return false;
    if (this.#text.length - this.#textEnd < length) this.#grow(length);
    this.#text.set(value, this.#textEnd);
    this.#textEnd += length;
    return this.#columns[index]!.setBytes(this.#rows, length);
  }

  #grow(bytes: number): void {
    const text = Buffer.allocUnsafeSlow(Math.max(this.#text.length * 2, this.#textEnd + bytes));
    this.#text.copy(text, 0, 0, this.#textEnd);
    this.#text = text;
  }
}
