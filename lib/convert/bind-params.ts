/**
 * Parameters of a prepared statement, packed into one block for C++ (docs/buffer-formats.md,
 * "Parameters"). The kinds of values mirror `native/core/params.h`.
 */

import { bigintLiteral, checkFinite, isLargeInteger, isPlainInteger } from './encode-number';
import { DateTimeText, type PlainValue, SqlText, type ValueEncoder } from './encode-value';

const ParamKind = {
  null: 0,
  int64: 1,
  uint64: 2,
  double: 3,
  text: 4,
  bytes: 5,
  decimal: 6,
  dateTime: 7,
} as const;

const HEAD_SIZE = 8;
/** Of a DATETIME: its year, five bytes from the month to the second, one of nothing, microseconds. */
const DATE_TIME_SIZE = 12;
/** Where these stand in its text. */
const MONTH_TO_SECOND = [5, 8, 11, 14, 17] as const;
const FRACTION = 20;
const TWO_32 = 4_294_967_296;

/** The values of a statement, packed: from `start` to `end` in memory that statements share. */
export interface ParamBlock {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Of a statement without values. */
export const NO_PARAMS: ParamBlock = { bytes: new Uint8Array(0), start: 0, end: 0 };

/**
 * Small blocks lie side by side in chunks, and none is written again: a typed array for each would cost as
 * much as all that is written into it.
 */
const CHUNK_SIZE = 8192;
let chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
let used = 0;

/** A parameter on its way into the block. */
interface Bound {
  readonly kind: (typeof ParamKind)[keyof typeof ParamKind];
  readonly value: number | bigint | string | Uint8Array;
  /** Bytes of the value. */
  readonly length: number;
}

const NULL: Bound = { kind: ParamKind.null, value: '', length: 0 };

/** Stands in for an encoder of literals: where those would stand it leaves a `?`, and keeps the value. */
export class ParamBinder implements Pick<ValueEncoder, 'encode'> {
  readonly #values: ValueEncoder;
  readonly #bound: Bound[] = [];
  #hasSqlText = false;

  constructor(values: ValueEncoder) {
    this.#values = values;
  }

  encode(value: unknown, target: number): string {
    return this.#values.use(value, target, this.#bind);
  }

  /** Whether every value was bound: none was SQL, as a name is. */
  get boundAll(): boolean {
    return !this.#hasSqlText;
  }

  get count(): number {
    return this.#bound.length;
  }

  /** The block of all values that were bound. */
  block(): ParamBlock {
    let size = 0;
    for (const { length } of this.#bound) size += HEAD_SIZE + padded(length);
    const { bytes, start, end } = reserve(size);
    let at = start;
    for (const bound of this.#bound) {
      bytes[at] = bound.kind;
      writeInt32(bytes, bound.length, at + 4);
      writeValue(bound, bytes, at + HEAD_SIZE);
      at += HEAD_SIZE + padded(bound.length);
    }
    return { bytes, start, end };
  }

  readonly #bind = (value: PlainValue, target: number): string => {
    if (value instanceof SqlText) {
      this.#hasSqlText = true;
      return value.at(target);
    }
    this.#bound.push(boundOf(value));
    return '?';
  };
}

/** Room for a block; what stays between its values is never looked at. */
function reserve(size: number): ParamBlock & { readonly bytes: Buffer } {
  if (size > CHUNK_SIZE / 8) return { bytes: Buffer.allocUnsafeSlow(size), start: 0, end: size };
  if (used + size > CHUNK_SIZE) {
    chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
    used = 0;
  }
  const start = used;
  used += size;
  return { bytes: chunk, start, end: used };
}

function boundOf(value: Exclude<PlainValue, SqlText>): Bound {
  switch (typeof value) {
    case 'number':
      return boundNumber(value);
    case 'string':
      return { kind: ParamKind.text, value, length: Buffer.byteLength(value) };
    case 'bigint':
      return boundBigint(value);
    case 'boolean':
      return { kind: ParamKind.int64, value: value ? 1 : 0, length: 8 };
    default:
      if (value === null) return NULL;
      if (!(value instanceof DateTimeText)) {
        return { kind: ParamKind.bytes, value, length: value.length };
      }
      return { kind: ParamKind.dateTime, value: value.text, length: DATE_TIME_SIZE };
  }
}

function boundNumber(value: number): Bound {
  if (isPlainInteger(value)) return { kind: ParamKind.int64, value, length: 8 };
  if (isLargeInteger(value)) return boundBigint(BigInt(value));
  checkFinite(value);
  return { kind: ParamKind.double, value, length: 8 };
}

function boundBigint(value: bigint): Bound {
  if (BigInt.asIntN(64, value) === value) return { kind: ParamKind.int64, value, length: 8 };
  if (BigInt.asUintN(64, value) === value) return { kind: ParamKind.uint64, value, length: 8 };
  const digits = bigintLiteral(value);
  return { kind: ParamKind.decimal, value: digits, length: digits.length };
}

function writeValue({ kind, value, length }: Bound, block: Buffer, at: number): void {
  if (kind === ParamKind.dateTime) writeDateTime(value as string, block, at);
  else if (typeof value === 'string') block.write(value, at, length, 'utf8');
  else if (typeof value === 'object') block.set(value, at);
  else if (kind === ParamKind.double) block.writeDoubleLE(value as number, at);
  else if (typeof value === 'bigint') writeBigint(value, block, at);
  else {
    writeInt32(block, value | 0, at);
    writeInt32(block, Math.floor(value / TWO_32), at + 4);
  }
}

/** Node's own method checks more than it writes. */
function writeInt32(block: Buffer, value: number, at: number): void {
  block[at] = value;
  block[at + 1] = value >> 8;
  block[at + 2] = value >> 16;
  block[at + 3] = value >> 24;
}

function writeDateTime(text: string, block: Buffer, at: number): void {
  block.writeUInt16LE(Number(text.slice(0, 4)), at);
  for (const [i, from] of MONTH_TO_SECOND.entries()) {
    block[at + 2 + i] = Number(text.slice(from, from + 2));
  }
  block[at + 7] = 0;
  block.writeUInt32LE(Number(text.slice(FRACTION).padEnd(6, '0')), at + 8);
}

function writeBigint(value: bigint, block: Buffer, at: number): void {
  block.writeBigUInt64LE(BigInt.asUintN(64, value), at);
}

/** Values begin at multiples of 8 bytes. */
function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
