/**
 * Rows of parameters for MariaDB's bulk protocol, packed column by column into one block for C++
 * (docs/buffer-formats.md, "Rows of parameters").
 */

import { Slot, type SqlTemplate } from '../sql/template';
import { BulkColumn } from './bulk-column';
import type { CheckedParams } from './encode-params';
import { type PlainValue, SqlText, type ValueEncoder } from './encode-value';

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
  readonly #template: SqlTemplate;
  readonly #values: ValueEncoder;
  readonly #stored: readonly boolean[];
  readonly #capacity: number;
  #columns: BulkColumn[] = [];
  #cells = new ArrayBuffer(0);
  #text = Buffer.alloc(0);
  #rows = 0;
  #textEnd = 0;
  /** Where the text of the row begins that is being added. */
  #rowText = 0;

  constructor(template: SqlTemplate, values: ValueEncoder, stored: readonly boolean[]) {
    this.#template = template;
    this.#values = values;
    this.#stored = stored;
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
   * Adds a row. Returns -1, or the index of the parameter that the block cannot take: because it is
   * full, or of another kind than those before; or if it is empty, because no block can.
   * @throws Unencodable for what can be no parameter, with `failed` set to its index
   */
  add(params: CheckedParams): number {
    if (this.#rows === this.#capacity) return 0;
    if (this.#columns.length === 0) this.#begin();
    const { names, count } = this.#template;
    const encodes = this.#values.hasEncoders;
    const row = this.#rows;
    this.#rowText = this.#textEnd;
    for (let index = 0; index < count; index++) {
      const value = params[names === undefined ? index : names[index]!];
      this.failed = index;
      const fits =
        typeof value === 'number' && !encodes
          ? this.#columns[index]!.setNumber(row, value)
          : typeof value === 'string' && !encodes
            ? this.#putText(index, value)
            : this.#put(index, value);
      if (!fits) return this.#drop(index);
    }
    this.#rows = row + 1;
    if (this.#bytes <= this.maxBytes) return -1;
    this.#rows = row;
    return this.#drop(0);
  }

  /** The parameter that was looked at last. */
  failed = 0;

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
    this.#columns = this.#stored.map((stored, index) =>
      BulkColumn.at(this.#cells, index, count, this.#capacity, stored),
    );
  }

  #drop(index: number): number {
    this.#textEnd = this.#rowText;
    return index;
  }

  #put(index: number, value: unknown): boolean {
    if (Array.isArray(value) && this.#template.slots[index]! & (Slot.list | Slot.bareList))
      return false;
    return this.#values.use(value, this.target, this.#putPlain);
  }

  readonly #putPlain = (value: PlainValue): boolean => {
    const index = this.failed;
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
