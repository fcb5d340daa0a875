import { FIELD_TYPE } from '../constants/field-type';
import { CellKind } from './batch-layout';
import type { Column } from './column';
import { type CellReader, decoderFor, type RowDecoder } from './row-decoder';
import type { RowFormat } from './row-format';
import { TEXT_ENCODINGS } from './text-encodings';
import { uniqueNames } from './unique-names';

/** Which JavaScript value stands for a type that has several. */
export interface ValueChoices {
  readonly bigint: 'auto' | 'bigint' | 'number' | 'string';
  readonly json: 'parse' | 'string';
}

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

function readerFor(column: Column, choices: ValueChoices): CellReader {
  switch (column.kind) {
    case CellKind.text: {
      const isJson = column.type === FIELD_TYPE.JSON || column.extendedType === 'json';
      return isJson && choices.json === 'parse' ? 'json' : 'text';
    }
    case CellKind.bytes:
      if (column.type === FIELD_TYPE.VECTOR) return 'vector';
      return TEXT_ENCODINGS.has(column.charset) ? 'encoded' : 'bytes';
    case CellKind.int64:
      return choices.bigint === 'bigint'
        ? 'int64Big'
        : choices.bigint === 'number'
          ? 'int64Number'
          : 'int64';
    case CellKind.uint64:
      return choices.bigint === 'bigint'
        ? 'uint64Big'
        : choices.bigint === 'number'
          ? 'uint64Number'
          : 'uint64';
    default:
      return READER_OF_KIND[column.kind];
  }
}

/** The columns of a result, and the decoders that its rows need. */
export class ResultShape {
  readonly columns: readonly Column[];
  readonly #choices: ValueChoices;
  #arrays: RowDecoder | undefined;
  #objects: RowDecoder | undefined;

  constructor(columns: readonly Column[], choices: ValueChoices) {
    this.columns = columns;
    this.#choices = choices;
  }

  decoder(format: RowFormat): RowDecoder {
    return format === 'array'
      ? (this.#arrays ??= this.#decoder('array'))
      : (this.#objects ??= this.#decoder('object'));
  }

  #decoder(format: RowFormat): RowDecoder {
    const readers = this.columns.map((column) => readerFor(column, this.#choices));
    const names = format === 'object' ? uniqueNames(this.columns) : [];
    const encodings = this.columns.map((column, i) =>
      readers[i] === 'encoded' ? TEXT_ENCODINGS.get(column.charset) : undefined,
    );
    return decoderFor({ names, readers, encodings, format });
  }
}
