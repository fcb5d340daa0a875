import { FIELD_TYPE } from '../constants/field-type';
import { CellKind, Packing } from './batch-layout';
import type { Column } from './column';
import { ColumnCollector, type ColumnReading } from './column-collector';
import type { Decoding } from './decoding';
import { type CellReader, decoderFor, type RowDecoder } from './row-decoder';
import type { RowFormat } from './row-format';
import { textCharset } from './text-encodings';
import { uniqueNames } from './unique-names';

const READER_OF_KIND: Readonly<Record<CellKind, CellReader>> = {
  [CellKind.int32]: 'int32',
  [CellKind.uint32]: 'uint32',
  [CellKind.int64]: 'int64',
  [CellKind.uint64]: 'uint64',
  [CellKind.double]: 'double',
  [CellKind.text]: 'text',
  [CellKind.bytes]: 'bytes',
  [CellKind.dateMillis]: 'date',
  [CellKind.dateMicros]: 'dateMicros',
};

/** Of text there is none to read here: it is packed as such. */
const INT64_READERS: Readonly<Record<Decoding['bigint'], CellReader>> = {
  auto: 'int64',
  bigint: 'int64Big',
  number: 'int64Number',
  numberOrString: 'int64Text',
  string: 'int64',
};
const UINT64_READERS: Readonly<Record<Decoding['bigint'], CellReader>> = {
  auto: 'uint64',
  bigint: 'uint64Big',
  number: 'uint64Number',
  numberOrString: 'uint64Text',
  string: 'uint64',
};

/** Reads what a decoder of the user's gets. */
function rawReader({ kind, charset }: Column): CellReader {
  if (kind !== CellKind.bytes) return 'text';
  return textCharset(charset) === undefined ? 'bytes' : 'encoded';
}

function readerFor(column: Column, { bigint, json, packing }: Decoding): CellReader {
  // An expression that is called an INT may hold more, but the option is about BIGINT.
  const big = column.type === FIELD_TYPE.LONGLONG ? bigint : 'auto';
  switch (column.kind) {
    case CellKind.text: {
      const isJson = column.type === FIELD_TYPE.JSON || column.extendedType === 'json';
      return isJson && json === 'parse' ? 'json' : 'text';
    }
    case CellKind.bytes:
      if (packing & Packing.allAsBytes) return 'bytes';
      return column.type === FIELD_TYPE.VECTOR ? 'vector' : rawReader(column);
    case CellKind.int64:
      return INT64_READERS[big];
    case CellKind.uint64:
      return UINT64_READERS[big];
    default:
      return READER_OF_KIND[column.kind];
  }
}

/** The columns of a result, and the decoders that its rows need. */
export class ResultShape {
  readonly columns: readonly Column[];
  readonly #rules: readonly number[];
  /** They end with their decoding: a program may make one for each statement. */
  readonly #decoders = new WeakMap<Decoding, Partial<Record<RowFormat, RowDecoder>>>();
  #last: Decoding | undefined;
  #lastDecoders: Partial<Record<RowFormat, RowDecoder>> = {};

  /** @param rules of each column, the raw rule that it is packed by, counted from 1; 0 for none */
  constructor(columns: readonly Column[], rules: readonly number[]) {
    this.columns = columns;
    this.#rules = rules;
  }

  /** @param decoding the one that the result was packed for */
  decoder(format: RowFormat, decoding: Decoding): RowDecoder {
    if (decoding !== this.#last) this.#recall(decoding);
    return (this.#lastDecoders[format] ??= this.#compile(format, decoding));
  }

  #recall(decoding: Decoding): void {
    let decoders = this.#decoders.get(decoding);
    if (decoders === undefined) {
      decoders = {};
      this.#decoders.set(decoding, decoders);
    }
    this.#last = decoding;
    this.#lastDecoders = decoders;
  }

  /** What collects a result as columns. */
  collector(decoding: Decoding): ColumnCollector {
    return new ColumnCollector(this.#readings(decoding));
  }

  #readings(decoding: Decoding): ColumnReading[] {
    return this.columns.map((field, i) => {
      const decode = decoding.decoders[this.#rules[i]! - 1];
      const converter = decode && { decode, column: field };
      const reader = decode === undefined ? readerFor(field, decoding) : rawReader(field);
      const charset = reader === 'encoded' ? textCharset(field.charset) : undefined;
      return { field, reader, charset, converter };
    });
  }

  #compile(format: RowFormat, decoding: Decoding): RowDecoder {
    if (format === 'columns') return this.#collecting(decoding);
    const readings = this.#readings(decoding);
    const readers = readings.map(({ reader }) => reader);
    const charsets = readings.map(({ charset }) => charset);
    const converters = readings.map(({ converter }) => converter);
    const names = format === 'object' ? this.#names(decoding) : [];
    const converted = converters.map((converter) => converter !== undefined);
    const decoder = decoderFor({ names, readers, charsets, converted, format });
    if (!converted.includes(true)) return decoder;
    return (cells, rows, count) => decoder(cells, rows, count, converters);
  }

  /** A property that an object literal names twice has the last of its values. */
  #names({ repeatedNames }: Decoding): string[] {
    if (repeatedNames === 'last') return this.columns.map(({ name }) => name);
    return uniqueNames(this.columns);
  }

  /** In place of rows there is one collector. */
  #collecting(decoding: Decoding): RowDecoder {
    return (cells, rows, count) => {
      const there = rows[0] as ColumnCollector | undefined;
      const collector = there ?? this.collector(decoding);
      const batch = cells.columns;
      try {
        batch.load(cells, count);
        collector.append(batch);
      } finally {
        batch.unload();
      }
      if (there === undefined) rows.push(collector);
    };
  }
}
