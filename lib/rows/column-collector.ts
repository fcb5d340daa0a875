import type { Cells } from './cells';
import type { Column } from './column';
import { columnBatch } from './column-batch';
import { type ColumnBuilder, type ColumnPlace, columnPlace } from './column-builder';
import {
  DateBuilder,
  DateMicrosBuilder,
  Int32Builder,
  Int64Builder,
  NumberBuilder,
} from './fixed-width-builders';
import { type ResultColumns, resultColumns } from './result-columns';
import type { CellReader, Converter } from './row-decoder';
import { BytesBuilder, EncodedBuilder, TextBuilder, ValuesBuilder } from './varying-width-builders';

/** How the cells of a column are read. */
export interface ColumnReading {
  readonly field: Column;
  readonly reader: CellReader;
  readonly charset: string | undefined;
  readonly converter: Converter | undefined;
}

type MakeBuilder = (place: ColumnPlace, charset: string) => ColumnBuilder;

const BUILDERS: Readonly<Record<CellReader, MakeBuilder>> = {
  int32: (place) => new Int32Builder(place, 'int32'),
  uint32: (place) => new Int32Builder(place, 'uint32'),
  int64: (place) => new Int64Builder(place, 'int64'),
  uint64: (place) => new Int64Builder(place, 'uint64'),
  int64Big: (place) => new Int64Builder(place, 'int64', 'bigint'),
  uint64Big: (place) => new Int64Builder(place, 'uint64', 'bigint'),
  int64Text: (place) => new Int64Builder(place, 'int64'),
  uint64Text: (place) => new Int64Builder(place, 'uint64'),
  int64Number: (place) => new NumberBuilder(place, 'int64Number'),
  uint64Number: (place) => new NumberBuilder(place, 'uint64Number'),
  double: (place) => new Int64Builder(place, 'double'),
  text: (place) => new TextBuilder(place, 'text'),
  json: (place) => new TextBuilder(place, 'json'),
  bytes: (place) => new BytesBuilder(place, 'bytes'),
  vector: (place) => new BytesBuilder(place, 'vector'),
  encoded: (place, charset) => new EncodedBuilder(place, charset),
  date: (place) => new DateBuilder(place),
  dateMicros: (place) => new DateMicrosBuilder(place),
};

/** Takes the batches of a result, and makes columns of them. */
export class ColumnCollector {
  readonly #fields: readonly Column[];
  readonly #builders: readonly ColumnBuilder[];
  #rowCount = 0;

  constructor(readings: readonly ColumnReading[]) {
    this.#fields = readings.map(({ field }) => field);
    this.#builders = readings.map((reading, i) =>
      builderOf(reading, columnPlace(readings.length, i)),
    );
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Appends the batch that `cells` stands on: all of its rows, or none when something throws. */
  append(cells: Cells, count: number): void {
    const batch = columnBatch(cells, count, this.#builders.length);
    for (const builder of this.#builders) builder.append(batch, this.#rowCount);
    this.#rowCount += count;
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

function builderOf(
  { reader, charset, converter }: ColumnReading,
  place: ColumnPlace,
): ColumnBuilder {
  if (converter === undefined) return BUILDERS[reader](place, charset!);
  return new ValuesBuilder(place, converter, reader === 'text' ? 'text' : 'bytes', charset);
}
