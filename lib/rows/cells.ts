import { DataError } from '../errors';
import { PreciseDate } from '../temporal/precise-date';
import { rolledOver } from '../temporal/rolled-over';
import type { TimeZone } from '../temporal/time-zone';
import type { ColumnBatch } from './column-batch';
import { decodeText } from './text-encodings';

/** What dates are decoded with. */
export interface DecodeSettings {
  readonly zone: TimeZone;
  /** What stands for zero and partial dates, such as 0000-00-00 or 2024-00-00. */
  readonly zeroDates: 'string' | 'null' | 'error' | 'invalid';
  /** Dates to the millisecond, also where the server has microseconds. */
  readonly plainDates?: boolean;
}

/** High words of a date slot that refers to a text instead: a zero or partial date. */
export const TEXT_INSTEAD = 0x7ff80000;
const TWO_32 = 4_294_967_296;
const NOTHING: readonly never[] = [];
/** High words of the integers that a number holds exactly: -2^21 < high < 2^21. */
const SAFE_HIGH = 0x200000;

/**
 * Reads the cells of the batch that stands in the scratch buffer. `p` is the Int32 index of a cell's
 * slot. Compiled and plain decoders call the same methods, so they cannot differ.
 */
export class Cells {
  readonly I: Int32Array;
  /** The row of the batch to begin with. */
  firstRow = 0;
  /** The same slots as doubles and as integers of 64 bits. */
  readonly doubles: Float64Array;
  readonly bigints: BigInt64Array;
  readonly columns: ColumnBatch;
  #settings: DecodeSettings;
  #narrow = '';
  #wide = '';
  #bytes: ArrayBuffer | undefined;
  #side: readonly (string | ArrayBuffer | undefined)[] = NOTHING;

  /**
   * @param scratch where C++ leaves the rows
   * @param columns what it leaves there, if it is told to make columns
   */
  constructor(scratch: ArrayBuffer, settings: DecodeSettings, columns: ColumnBatch) {
    this.I = new Int32Array(scratch);
    this.doubles = new Float64Array(scratch);
    this.bigints = new BigInt64Array(scratch);
    this.#settings = settings;
    this.columns = columns;
  }

  /** Decodes by other settings from here on. */
  use(settings: DecodeSettings): void {
    this.#settings = settings;
  }

  /** The areas that the batch's slots refer to. */
  load(
    narrow: string | undefined,
    wide: string | undefined,
    bytes: ArrayBuffer | undefined,
    side: readonly (string | ArrayBuffer | undefined)[] | undefined,
  ): void {
    this.firstRow = 0;
    this.#narrow = narrow ?? '';
    this.#wide = wide ?? '';
    this.#bytes = bytes;
    this.#side = side ?? NOTHING;
  }

  get settings(): DecodeSettings {
    return this.#settings;
  }

  /** The area of bytes, for who reads it as a whole. */
  get area(): ArrayBuffer | undefined {
    return this.#bytes;
  }

  /** The text that the low word of a date's slot refers to. */
  sideText(index: number): string {
    return this.#side[index] as string;
  }

  /** Lets go of the areas: a single value of them may be large. */
  unload(): void {
    this.load(undefined, undefined, undefined, NOTHING);
  }

  int32(p: number): number {
    return this.I[p]!;
  }

  uint32(p: number): number {
    return this.I[p]! >>> 0;
  }

  double(p: number): number {
    return this.doubles[p >> 1]!;
  }

  /** A number when that is exact, else a bigint. */
  int64(p: number): number | bigint {
    const high = this.I[p + 1]!;
    return (high < SAFE_HIGH && high > -SAFE_HIGH) || (high === -SAFE_HIGH && this.I[p] !== 0)
      ? high * TWO_32 + (this.I[p]! >>> 0)
      : this.bigints[p >> 1]!;
  }

  uint64(p: number): number | bigint {
    const high = this.I[p + 1]! >>> 0;
    return high < SAFE_HIGH ? high * TWO_32 + (this.I[p]! >>> 0) : this.uint64Big(p);
  }

  /** A number when that is exact, else text. */
  int64Text(p: number): number | string {
    const value = this.int64(p);
    return typeof value === 'number' ? value : String(value);
  }

  uint64Text(p: number): number | string {
    const value = this.uint64(p);
    return typeof value === 'number' ? value : String(value);
  }

  int64Big(p: number): bigint {
    return this.bigints[p >> 1]!;
  }

  uint64Big(p: number): bigint {
    return BigInt.asUintN(64, this.bigints[p >> 1]!);
  }

  int64Number(p: number): number {
    return numberOf(this.I[p + 1]!, this.I[p]!);
  }

  uint64Number(p: number): number {
    return numberOf(this.I[p + 1]! >>> 0, this.I[p]!);
  }

  text(p: number): string {
    const begin = this.I[p]!;
    return begin >= 0 ? this.#narrow.slice(begin, this.I[p + 1]) : this.#farText(p);
  }

  bytes(p: number): Buffer {
    const begin = this.I[p]!;
    const end = this.I[p + 1]!;
    if (begin >= 0) return Buffer.from(this.#bytes ?? new ArrayBuffer(0), begin, end - begin);
    const value = this.#side[~end];
    if (value === undefined || typeof value === 'string') throw tooLong();
    return Buffer.from(value);
  }

  /** Text in a character set other than UTF-8, by the server's name of it. */
  encoded(p: number, charset: string): string {
    return decodeText(this.bytes(p), charset);
  }

  json(p: number): unknown {
    return parseJson(this.text(p));
  }

  /** Of a VECTOR: 32-bit floats, in a copy of their own so that they are aligned. */
  vector(p: number): Float32Array {
    const bytes = this.bytes(p);
    return new Float32Array(Uint8Array.from(bytes).buffer);
  }

  date(p: number): Date | string | null {
    const wall = this.doubles[p >> 1]!;
    return wall === wall ? new Date(this.#settings.zone.toUtc(wall)) : this.#zeroDate(p);
  }

  dateMicros(p: number): Date | string | null {
    if (this.I[p + 1] === TEXT_INSTEAD) return this.#zeroDate(p);
    const wall = wallOfMicros(this.I, p);
    const time = this.#settings.zone.toUtc(wall);
    if (this.#settings.plainDates) return new Date(time);
    // 2^32 is 296 more than a multiple of 1000.
    const extra = ((this.I[p]! >>> 0) + ((this.I[p + 1]! % 1000) + 1000) * 296) % 1000;
    return new PreciseDate(time, extra);
  }

  #zeroDate(p: number): Date | string | null {
    const { zeroDates } = this.#settings;
    if (zeroDates === 'null') return null;
    const text = this.sideText(this.I[p]!);
    if (zeroDates === 'invalid') return this.#rolledOver(text);
    if (zeroDates === 'string') return text;
    throw new DataError(`${text} is no point in time, so it cannot become a Date`, {
      code: 'ERR_MYSQLDB_ZERO_DATE',
      hint: "Connect with zeroDates: 'string' or 'null'.",
    });
  }

  #rolledOver(text: string): Date {
    const wall = rolledOver(text);
    return new Date(Number.isNaN(wall) ? NaN : this.#settings.zone.toUtc(wall));
  }

  #farText(p: number): string {
    const end = this.I[p + 1]!;
    if (end >= 0) return this.#wide.slice(~this.I[p]!, end);
    const value = this.#side[~end];
    if (typeof value !== 'string') throw tooLong();
    return value;
  }
}

/** The number nearest to an integer of 64 bits. */
export function numberOf(high: number, low: number): number {
  return high * TWO_32 + (low >>> 0);
}

/** What the clocks show, to the millisecond, of a slot that has it in microseconds. */
export function wallOfMicros(I: Int32Array, p: number): number {
  // 2^53 microseconds end in the year 2255, and bigints are slow: the words are divided one by one.
  const high = I[p + 1]!;
  const quotient = Math.floor(high / 1000);
  const rest = (high - quotient * 1000) * TWO_32 + (I[p]! >>> 0);
  return quotient * TWO_32 + Math.floor(rest / 1000);
}

/** The value of a JSON text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DataError('A JSON column holds a text that is not JSON', {
      code: 'ERR_MYSQLDB_JSON',
      hint: "Connect with json: 'string' to get the text as it is.",
      cause,
    });
  }
}

export function tooLong(): DataError {
  return new DataError('A value is longer than the longest string or buffer of JavaScript', {
    code: 'ERR_MYSQLDB_TOO_LONG',
    hint: 'Select it in pieces, with SUBSTRING().',
  });
}
