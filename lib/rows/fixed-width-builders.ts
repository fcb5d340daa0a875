import { DataError } from '../errors';
import { PreciseDate } from '../temporal/precise-date';
import { FIRST_ROW } from './batch-layout';
import { TEXT_INSTEAD } from './cells';
import type { ColumnBatch } from './column-batch';
import { ColumnBuilder, type ColumnPlace } from './column-builder';
import { growingMemory, settled } from './column-memory';
import type { BuiltColumn } from './result-columns';

/** The values that were there, at the head of a longer array. */
function moved<Values extends { set(from: Values): void }>(to: Values, from: Values): Values {
  to.set(from);
  return to;
}

/** Whole numbers of up to 32 bits. */
export class Int32Builder extends ColumnBuilder {
  readonly #type: 'int32' | 'uint32';
  #values = new Int32Array(0);

  constructor(place: ColumnPlace, type: 'int32' | 'uint32') {
    super(place);
    this.#type = type;
  }

  protected grow(rows: number): void {
    this.#values = moved(new Int32Array(growingMemory(rows * 4)), this.#values);
  }

  protected read({ I, count, words }: ColumnBatch, at: number): void {
    const values = this.#values;
    for (let i = 0, p = FIRST_ROW + this.place.word; i < count; i++, p += words) {
      values[at + i] = I[p]!;
    }
  }

  finish(rows: number): BuiltColumn {
    const words = settled(this.#values, rows);
    const values = this.#type === 'int32' ? words : new Uint32Array(words.buffer, 0, rows);
    return { type: this.#type, values, read: (row) => values[row] };
  }
}

/** How `get` gives a BIGINT. */
export type BigintReading = 'auto' | 'bigint';

/** What lies in its slot as it is: doubles, and whole numbers of 64 bits. */
export class Int64Builder extends ColumnBuilder {
  readonly #type: 'int64' | 'uint64' | 'double';
  readonly #reading: BigintReading;
  #words = new Int32Array(0);

  constructor(
    place: ColumnPlace,
    type: 'int64' | 'uint64' | 'double',
    reading: BigintReading = 'auto',
  ) {
    super(place);
    this.#type = type;
    this.#reading = reading;
  }

  protected grow(rows: number): void {
    this.#words = moved(new Int32Array(growingMemory(rows * 8)), this.#words);
  }

  protected read({ I, count, words }: ColumnBatch, at: number): void {
    const values = this.#words;
    const end = (at + count) * 2;
    for (let to = at * 2, p = FIRST_ROW + this.place.word; to < end; to += 2, p += words) {
      values[to] = I[p]!;
      values[to + 1] = I[p + 1]!;
    }
  }

  finish(rows: number): BuiltColumn {
    const { buffer } = settled(this.#words, rows * 2);
    if (this.#type === 'double') {
      const values = new Float64Array(buffer, 0, rows);
      return { type: 'double', values, read: (row) => values[row] };
    }
    const Values = this.#type === 'int64' ? BigInt64Array : BigUint64Array;
    const values = new Values(buffer, 0, rows);
    const exact = this.#reading === 'bigint';
    return {
      type: this.#type,
      values,
      read: (row) => (exact ? values[row] : safe(values[row]!)),
    };
  }
}

/** A number when that is exact. */
function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Whole numbers of 64 bits as the nearest number. */
export class NumberBuilder extends ColumnBuilder {
  readonly #reader: 'int64Number' | 'uint64Number';
  #values = new Float64Array(0);

  constructor(place: ColumnPlace, reader: 'int64Number' | 'uint64Number') {
    super(place);
    this.#reader = reader;
  }

  protected grow(rows: number): void {
    this.#values = moved(new Float64Array(growingMemory(rows * 8)), this.#values);
  }

  protected read({ cells, count, words }: ColumnBatch, at: number): void {
    const values = this.#values;
    const reader = this.#reader;
    for (let i = 0, p = FIRST_ROW + this.place.word; i < count; i++, p += words) {
      values[at + i] = cells[reader](p);
    }
  }

  finish(rows: number): BuiltColumn {
    const values = settled(this.#values, rows);
    return { type: 'double', values, read: (row) => values[row] };
  }
}

/** Instants in milliseconds. */
export class DateBuilder extends ColumnBuilder {
  #values = new Float64Array(0);

  protected grow(rows: number): void {
    this.#values = moved(new Float64Array(growingMemory(rows * 8)), this.#values);
  }

  protected read({ cells, doubles, count, words }: ColumnBatch, at: number): void {
    const values = this.#values;
    const { settings } = cells;
    for (let i = 0, p = FIRST_ROW + this.place.word; i < count; i++, p += words) {
      const wall = doubles[p >> 1]!;
      if (wall === wall) {
        values[at + i] = settings.zone.toUtc(wall);
      } else {
        checkZeroDate(settings.zeroDates, cells.sideText(p));
        this.setNull(at + i);
        values[at + i] = 0;
      }
    }
  }

  finish(rows: number): BuiltColumn {
    const values = settled(this.#values, rows);
    return { type: 'date', values, read: (row) => new Date(values[row]!) };
  }
}

/** Instants in microseconds. */
export class DateMicrosBuilder extends ColumnBuilder {
  #values = new BigInt64Array(0);

  protected grow(rows: number): void {
    this.#values = moved(new BigInt64Array(growingMemory(rows * 8)), this.#values);
  }

  protected read({ cells, I, bigints, count, words }: ColumnBatch, at: number): void {
    const values = this.#values;
    const { settings } = cells;
    let lastShift = 0;
    let shiftMicros = 0n;
    for (let i = 0, p = FIRST_ROW + this.place.word; i < count; i++, p += words) {
      if (I[p + 1] === TEXT_INSTEAD) {
        checkZeroDate(settings.zeroDates, cells.sideText(p));
        this.setNull(at + i);
        values[at + i] = 0n;
      } else {
        const wall = cells.wallOfMicros(p);
        const shift = settings.zone.toUtc(wall) - wall;
        if (shift !== lastShift) {
          lastShift = shift;
          shiftMicros = BigInt(shift) * 1000n;
        }
        values[at + i] = bigints[p >> 1]! + shiftMicros;
      }
    }
  }

  finish(rows: number): BuiltColumn {
    const values = settled(this.#values, rows);
    return { type: 'dateMicros', values, read: (row) => preciseDate(values[row]!) };
  }
}

function preciseDate(micros: bigint): PreciseDate {
  const extra = microsOfMilli(micros);
  return new PreciseDate(Number((micros - extra) / 1000n), Number(extra));
}

/** 0 to 999, before 1970 too. */
function microsOfMilli(micros: bigint): bigint {
  return ((micros % 1000n) + 1000n) % 1000n;
}

/** A column of instants has no room for the text that rows have in place of one. */
function checkZeroDate(zeroDates: string, text: string): void {
  if (zeroDates === 'null') return;
  throw new DataError(`${text} is no point in time, so it cannot be in a column of dates`, {
    code: 'ERR_MYSQLDB_ZERO_DATE',
    hint: "Use zeroDates: 'null', or dates: 'string' for a column of text.",
  });
}
