import { uniqueNames } from './unique-names';
import type { Column } from './column';

/** What each type of column keeps its values in. */
export interface ValuesOfType {
  /** TINYINT, SMALLINT, MEDIUMINT, INT, YEAR. */
  readonly int32: Int32Array;
  /** INT UNSIGNED. */
  readonly uint32: Uint32Array;
  /** BIGINT. */
  readonly int64: BigInt64Array;
  /** BIGINT UNSIGNED. */
  readonly uint64: BigUint64Array;
  /** DOUBLE, FLOAT; DECIMAL with `decimal: 'number'`, BIGINT with `bigint: 'number'`. */
  readonly double: Float64Array;
  /** DATETIME and TIMESTAMP of 0 to 3 digits: milliseconds since 1970-01-01 UTC. */
  readonly date: Float64Array;
  /** DATETIME and TIMESTAMP of 4 to 6 digits: microseconds since 1970-01-01 UTC. */
  readonly dateMicros: BigInt64Array;
  /** UTF-8, one value after the other: text, DECIMAL, DATE, TIME, ENUM, SET. */
  readonly text: Buffer;
  /** JSON as UTF-8 text; `get` parses it. */
  readonly json: Buffer;
  /** One value after the other: BINARY, BLOB, BIT, GEOMETRY. */
  readonly bytes: Buffer;
  /** VECTOR (MySQL): 32-bit floats as bytes; `get` makes a Float32Array. */
  readonly vector: Buffer;
  /** What a decoder of `conv` made. */
  readonly any: unknown[];
}

/** The type of a column's values. */
export type ColumnType = keyof ValuesOfType;

/** One column of a result, of one type. The layout is Apache Arrow's. */
export interface TypedColumn<Type extends ColumnType> {
  /** The name, made unique as a property of an object row is. */
  readonly name: string;
  /** What `values` holds. */
  readonly type: Type;
  /** Rows. */
  readonly length: number;
  /** The values of all rows. What stands for a NULL in it has no meaning. */
  readonly values: ValuesOfType[Type];
  /** A bit for each row, the least significant first, set when it has a value; null without NULLs. */
  readonly validity: Uint8Array | null;
  /** How many rows are NULL. */
  readonly nullCount: number;
  /** Where the values begin in `values`, in bytes, and at last where they end: `length + 1` numbers. */
  readonly offsets: Type extends 'text' | 'json' | 'bytes' | 'vector' ? Int32Array : undefined;
  /** What the server says of the column. */
  readonly field: Column;
  /** The value of a row, as a row would have it; null for NULL, undefined when there is no such row. */
  get(row: number): unknown;
  /** The values of all rows, as rows would have them. */
  toArray(): unknown[];
}

/** One column of a result: `type` tells what `values` is. */
export type ResultColumn = { [Type in ColumnType]: TypedColumn<Type> }[ColumnType];

/** Rows of a result, as columns. */
export interface ResultColumns {
  /** Rows. */
  readonly rowCount: number;
  /** In the order of the result. */
  readonly columns: readonly ResultColumn[];
}

/** What a builder has made of the rows of its column. */
export interface BuiltColumn {
  readonly type: ColumnType;
  readonly values: ValuesOfType[ColumnType];
  readonly offsets?: Int32Array;
  /** The value of a row that is not NULL. */
  readonly read: (row: number) => unknown;
}

/** A bitmap without the bits after `length`, and how many of the others are not set. */
export interface Validity {
  readonly bitmap: Uint8Array | null;
  readonly nullCount: number;
}

class FinishedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly length: number;
  readonly values: ValuesOfType[ColumnType];
  readonly validity: Uint8Array | null;
  readonly nullCount: number;
  readonly offsets: Int32Array | undefined;
  declare readonly field: Column;
  readonly #read: (row: number) => unknown;

  constructor(
    name: string,
    field: Column,
    length: number,
    { type, values, offsets, read }: BuiltColumn,
    { bitmap, nullCount }: Validity,
  ) {
    this.name = name;
    this.type = type;
    this.length = length;
    this.values = values;
    this.validity = bitmap;
    this.nullCount = nullCount;
    this.offsets = offsets;
    // Not enumerable: a printed column shows its values.
    Object.defineProperty(this, 'field', { value: field });
    this.#read = read;
  }

  get(row: number): unknown {
    if (!(Number.isInteger(row) && row >= 0 && row < this.length)) return undefined;
    const { validity } = this;
    if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) return null;
    return this.#read(row);
  }

  toArray(): unknown[] {
    return Array.from({ length: this.length }, (_, row) => this.get(row));
  }
}

/** Columns as the user gets them. */
export function resultColumns(
  fields: readonly Column[],
  rowCount: number,
  built: readonly (readonly [BuiltColumn, Validity])[],
): ResultColumns {
  const names = uniqueNames(fields);
  const columns = built.map(
    ([column, validity], i) =>
      new FinishedColumn(names[i]!, fields[i]!, rowCount, column, validity) as ResultColumn,
  );
  return { rowCount, columns };
}
