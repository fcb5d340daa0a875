import { cellWord, FIRST_ROW, rowWords } from './batch-layout';
import type { Cells } from './cells';
import type { Column } from './column';
import type { DecoderFunction } from './decoders';
import type { RowFormat } from './row-format';

/** A decoder of the user's with the column that it is for. */
export interface Converter {
  readonly decode: DecoderFunction;
  readonly column: Column;
}

/**
 * Appends `count` rows of the batch that `cells` stands on, from its `firstRow` on.
 * @param converters by the columns' indexes, for those that are {@link RowShape.converted}
 */
export type RowDecoder = (
  cells: Cells,
  rows: unknown[],
  count: number,
  converters?: readonly (Converter | undefined)[],
) => void;

/** The methods of {@link Cells} that read one cell. */
export type CellReader =
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'int64Big'
  | 'uint64Big'
  | 'int64Number'
  | 'uint64Number'
  | 'int64Text'
  | 'uint64Text'
  | 'double'
  | 'text'
  | 'bytes'
  | 'encoded'
  | 'json'
  | 'vector'
  | 'date'
  | 'dateMicros';

/** One decoder's whole input. */
export interface RowShape {
  readonly names: readonly string[];
  readonly readers: readonly CellReader[];
  /** Of the columns whose reader is `encoded`, their character sets by the server's names. */
  readonly charsets?: readonly (string | undefined)[];
  /** The columns whose cells go through a decoder of the user's. */
  readonly converted?: readonly boolean[];
  readonly format: RowFormat;
}

/**
 * A decoder for one shape, as code: V8 then knows the hidden class of the rows, and a row costs as
 * much as a literal. The only text in the code that is not ours is the column names, and they are
 * JSON strings there, which cannot end early. `__proto__` as a plain key would set the prototype.
 */
export function compileDecoder(shape: RowShape): RowDecoder {
  const count = shape.readers.length;
  const isConverted = (i: number): boolean => shape.converted?.[i] === true;
  const nulls = Array.from(
    { length: Math.ceil(count / 32) },
    (_, word) => `const n${word} = I[p + ${word}];`,
  );
  const values = shape.readers.map((reader, i) => {
    const isNull = `n${i >> 5} & ${1 << (i & 31)}`;
    const charset = shape.charsets?.[i];
    const more = charset === undefined ? '' : `, '${charset}'`;
    const cell = `c.${reader}(p + ${cellWord(count, i)}${more})`;
    return `${isNull} ? null : ${isConverted(i) ? `d${i}(${cell}, f${i})` : cell}`;
  });
  const converters = shape.readers.map((_, i) =>
    isConverted(i) ? `const { decode: d${i}, column: f${i} } = converters[${i}];` : '',
  );
  const key = (name: string): string =>
    name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
  const row =
    shape.format === 'array'
      ? `[${values.join(', ')}]`
      : `{ ${values.map((value, i) => `${key(shape.names[i]!)}: ${value}`).join(', ')} }`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(`'use strict';
    return function decode(c, rows, count, converters) {
      const I = c.I;
      ${converters.join('')}
      for (let i = 0, p = ${FIRST_ROW} + ${rowWords(count)} * c.firstRow; i < count; i++, p += ${rowWords(count)}) {
        ${nulls.join(' ')}
        rows.push(${row});
      }
    };`)() as RowDecoder;
}

/** The same without code generation, which a Content Security Policy or a flag may forbid. */
export function plainDecoder(shape: RowShape): RowDecoder {
  const { names, readers, charsets = [], converted = [], format } = shape;
  const isNull = (cells: Cells, p: number, i: number): boolean =>
    (cells.I[p + (i >> 5)]! & (1 << (i & 31))) !== 0;
  const read = (cells: Cells, p: number, i: number, converter?: Converter): unknown => {
    if (isNull(cells, p, i)) return null;
    const value = cells[readers[i]!](p + cellWord(readers.length, i), charsets[i]!);
    if (!converted[i]) return value;
    const { decode, column } = converter!;
    return decode(value as string | Buffer, column);
  };
  return (cells, rows, count, converters = []) => {
    const words = rowWords(readers.length);
    for (let row = 0, p = FIRST_ROW + words * cells.firstRow; row < count; row++, p += words) {
      const values = readers.map((_, i) => read(cells, p, i, converters[i]));
      // fromEntries defines own properties, `__proto__` too
      rows.push(
        format === 'array' ? values : Object.fromEntries(names.map((name, i) => [name, values[i]])),
      );
    }
  };
}

/** Whether `new Function` works here, asked once. */
let mayCompile: boolean | undefined;

function canCompile(): boolean {
  if (mayCompile === undefined) {
    try {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      mayCompile = typeof new Function('return 1') === 'function';
    } catch {
      mayCompile = false;
    }
  }
  return mayCompile;
}

/** Decoders by their whole shape, oldest first; the bound is for programs that alias columns anew. */
const decoders = new Map<string, RowDecoder>();
const MAX_DECODERS = 512;

export function decoderFor(shape: RowShape): RowDecoder {
  const { format, readers, charsets, converted, names } = shape;
  const key = JSON.stringify([format, readers, charsets, converted, names]);
  let decoder = decoders.get(key);
  if (decoder === undefined) {
    decoder = canCompile() ? compileDecoder(shape) : plainDecoder(shape);
    if (decoders.size >= MAX_DECODERS) decoders.delete(decoders.keys().next().value!);
    decoders.set(key, decoder);
  }
  return decoder;
}
