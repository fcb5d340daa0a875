import type { Column } from './column';
import type { ColumnBatch } from './column-batch';
import type { ColumnBuilder } from './column-builder';
import {
  DateBuilder,
  DateMicrosBuilder,
  Int32Builder,
  Int64Builder,
  NumberBuilder,
} from './fixed-width-builders';
import { type ResultColumns, resultColumns } from './result-columns';
import type { CellReader, Converter } from './row-decoder';
import { EncodedBuilder, ValuesBuilder, VaryingBuilder } from './varying-width-builders';

/** How the cells of a column are read. */
export interface ColumnReading {
  readonly field: Column;
  readonly reader: CellReader;
  readonly charset: string | undefined;
  readonly converter: Converter | undefined;
}

type MakeBuilder = (index: number, charset: string) => ColumnBuilder;

const BUILDERS: Readonly<Record<CellReader, MakeBuilder>> = {
  int32: (index) => new Int32Builder(index, 'int32'),
  uint32: (index) => new Int32Builder(index, 'uint32'),
  int64: (index) => new Int64Builder(index, 'int64'),
  uint64: (index) => new Int64Builder(index, 'uint64'),
  int64Big: (index) => new Int64Builder(index, 'int64', 'bigint'),
  uint64Big: (index) => new Int64Builder(index, 'uint64', 'bigint'),
  int64Text: (index) => new Int64Builder(index, 'int64'),
  uint64Text: (index) => new Int64Builder(index, 'uint64'),
  int64Number: (index) => new NumberBuilder(index, 'int64Number'),
  uint64Number: (index) => new NumberBuilder(index, 'uint64Number'),
  double: (index) => new Int64Builder(index, 'double'),
  text: (index) => new VaryingBuilder(index, 'text'),
  json: (index) => new VaryingBuilder(index, 'json'),
  bytes: (index) => new VaryingBuilder(index, 'bytes'),
  vector: (index) => new VaryingBuilder(index, 'vector'),
  encoded: (index, charset) => new EncodedBuilder(index, charset),
  date: (index) => new DateBuilder(index),
  dateMicros: (index) => new DateMicrosBuilder(index),
};

/** Takes the batches of a result, and makes columns of them. */
export class ColumnCollector {
  readonly #fields: readonly Column[];
  readonly #builders: readonly ColumnBuilder[];
  #rowCount = 0;

  constructor(readings: readonly ColumnReading[]) {
    this.#fields = readings.map(({ field }) => field);
    this.#builders = readings.map(builderOf);
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Appends a batch: all of its rows, or none when something throws. */
  append(batch: ColumnBatch): void {
    for (const builder of this.#builders) builder.append(batch, this.#rowCount);
    this.#rowCount += batch.count;
  }

  /** The rows that were appended; the collector is not used again. */
  finish(): ResultColumns {
    const rows = this.#rowCount;
    return resultColumns(
      this.#fields,
      rows,
      this.#builders.map((builder) => [builder.finish(rows), builder.validity(rows)]),
    );
  }
}

function builderOf({ reader, charset, converter }: ColumnReading, index: number): ColumnBuilder {
  if (converter === undefined) return BUILDERS[reader](index, charset!);
  return new ValuesBuilder(index, converter, reader === 'text' ? 'text' : 'bytes', charset);
}
