import { cellWord, FIRST_ROW, rowWords } from './batch-layout';
import type { Cells } from './cells';
import type { RowFormat } from './row-format';

/** Appends the `count` rows of the batch that `cells` stands on. */
export type RowDecoder = (cells: Cells, rows: unknown[], count: number) => void;

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
  /** Of the columns whose reader is `encoded`, the names of their encodings. */
  readonly encodings?: readonly (string | undefined)[];
  readonly format: RowFormat;
}

/**
 * A decoder for one shape, as code: V8 then knows the hidden class of the rows, and a row costs as
 * much as a literal. The only text in the code that is not ours is the column names, and they are
 * JSON strings there, which cannot end early. `__proto__` as a plain key would set the prototype.
 */
export function compileDecoder(shape: RowShape): RowDecoder {
  const count = shape.readers.length;
  const nulls = Array.from(
    { length: Math.ceil(count / 32) },
    (_, word) => `const n${word} = I[p + ${word}];`,
  );
  const values = shape.readers.map((reader, i) => {
    const isNull = `n${i >> 5} & ${1 << (i & 31)}`;
    const encoding = shape.encodings?.[i];
    const more = encoding === undefined ? '' : `, '${encoding}'`;
    return `${isNull} ? null : c.${reader}(p + ${cellWord(count, i)}${more})`;
  });
  const key = (name: string): string =>
    name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
  const row =
    shape.format === 'array'
      ? `[${values.join(', ')}]`
      : `{ ${values.map((value, i) => `${key(shape.names[i]!)}: ${value}`).join(', ')} }`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(`'use strict';
    return function decode(c, rows, count) {
      const I = c.I;
      for (let i = 0, p = ${FIRST_ROW}; i < count; i++, p += ${rowWords(count)}) {
        ${nulls.join(' ')}
        rows.push(${row});
      }
    };`)() as RowDecoder;
}

/** The same without code generation, which a Content Security Policy or a flag may forbid. */
export function plainDecoder(shape: RowShape): RowDecoder {
  const { names, readers, encodings = [], format } = shape;
  const isNull = (cells: Cells, p: number, i: number): boolean =>
    (cells.I[p + (i >> 5)]! & (1 << (i & 31))) !== 0;
  const read = (cells: Cells, p: number, i: number): unknown =>
    isNull(cells, p, i) ? null : cells[readers[i]!](p + cellWord(readers.length, i), encodings[i]!);
  const row =
    format === 'array'
      ? (cells: Cells, p: number): unknown => readers.map((_, i) => read(cells, p, i))
      : (cells: Cells, p: number): unknown =>
          // fromEntries defines own properties, `__proto__` too
          Object.fromEntries(names.map((name, i) => [name, read(cells, p, i)]));
  return (cells, rows, count) => {
    for (let i = 0, p = FIRST_ROW; i < count; i++, p += rowWords(readers.length)) {
      rows.push(row(cells, p));
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
  const key = JSON.stringify([shape.format, shape.readers, shape.encodings, shape.names]);
  let decoder = decoders.get(key);
  if (decoder === undefined) {
    decoder = canCompile() ? compileDecoder(shape) : plainDecoder(shape);
    if (decoders.size >= MAX_DECODERS) decoders.delete(decoders.keys().next().value!);
    decoders.set(key, decoder);
  }
  return decoder;
}
