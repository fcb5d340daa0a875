import { DataError } from '../errors';
import { PreciseDate } from '../temporal/precise-date';
import { numberOf, TEXT_INSTEAD, wallOfMicros } from './cells';
import type { ColumnBatch, ColumnPlace } from './column-batch';
import { ColumnBuilder } from './column-builder';
import { GrowingValues } from './column-memory';
import type { BuiltColumn } from './result-columns';

/** Whole numbers of up to 32 bits. */
export class Int32Builder extends ColumnBuilder {
  readonly #type: 'int32' | 'uint32';
  readonly #values = new GrowingValues(Int32Array);

  constructor(index: number, type: 'int32' | 'uint32') {
    super(index);
    this.#type = type;
  }

  protected read({ I, count }: ColumnBatch, at: number, { values }: ColumnPlace): void {
    this.#values.room(at, count).set(I.subarray(values, values + count));
  }

  finish(rows: number): BuiltColumn {
    const words = this.#values.take(rows);
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
  readonly #words = new GrowingValues(Int32Array);

  constructor(index: number, type: 'int64' | 'uint64' | 'double', reading: BigintReading = 'auto') {
    super(index);
    this.#type = type;
    this.#reading = reading;
  }

  protected read({ I, count }: ColumnBatch, at: number, { values }: ColumnPlace): void {
    this.#words.room(at * 2, count * 2).set(I.subarray(values, values + count * 2));
  }

  finish(rows: number): BuiltColumn {
    const { buffer } = this.#words.take(rows * 2);
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
  readonly #values = new GrowingValues(Float64Array);

  constructor(index: number, reader: 'int64Number' | 'uint64Number') {
    super(index);
    this.#reader = reader;
  }

  protected read({ I, count }: ColumnBatch, at: number, place: ColumnPlace): void {
    const values = this.#values.room(at, count);
    const isSigned = this.#reader === 'int64Number';
    for (let i = 0, p = place.values; i < count; i++, p += 2) {
      const high = I[p + 1]!;
      values[i] = numberOf(isSigned ? high : high >>> 0, I[p]!);
    }
  }

  finish(rows: number): BuiltColumn {
    const values = this.#values.take(rows);
    return { type: 'double', values, read: (row) => values[row] };
  }
}

/** Instants in milliseconds. */
export class DateBuilder extends ColumnBuilder {
  readonly #values = new GrowingValues(Float64Array);

  protected read(batch: ColumnBatch, at: number, place: ColumnPlace): void {
    const { I, doubles, count, cells } = batch;
    const values = this.#values.room(at, count);
    const { zone, zeroDates } = cells.settings;
    for (let i = 0, p = place.values; i < count; i++, p += 2) {
      const wall = doubles[p >> 1]!;
      if (wall === wall) {
        values[i] = zone.toUtc(wall);
      } else {
        checkZeroDate(zeroDates, cells.sideText(I[p]!));
        this.setNull(at + i);
        values[i] = 0;
      }
    }
  }

  finish(rows: number): BuiltColumn {
    const values = this.#values.take(rows);
    return { type: 'date', values, read: (row) => new Date(values[row]!) };
  }
}

/** Instants in microseconds. */
export class DateMicrosBuilder extends ColumnBuilder {
  readonly #values = new GrowingValues(BigInt64Array);

  protected read(batch: ColumnBatch, at: number, place: ColumnPlace): void {
    const { I, bigints, count, cells } = batch;
    const values = this.#values.room(at, count);
    const { zone, zeroDates } = cells.settings;
    let lastShift = 0;
    let shiftMicros = 0n;
    for (let i = 0, p = place.values; i < count; i++, p += 2) {
      if (I[p + 1] === TEXT_INSTEAD) {
        checkZeroDate(zeroDates, cells.sideText(I[p]!));
        this.setNull(at + i);
        values[i] = 0n;
      } else {
        const wall = wallOfMicros(I, p);
        const shift = zone.toUtc(wall) - wall;
        if (shift !== lastShift) {
          lastShift = shift;
          shiftMicros = BigInt(shift) * 1000n;
        }
        values[i] = bigints[p >> 1]! + shiftMicros;
      }
    }
  }

  finish(rows: number): BuiltColumn {
    const values = this.#values.take(rows);
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
