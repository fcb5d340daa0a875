import { DataError } from '../errors';
import { parseJson, tooLong } from './cells';
import type { ColumnBatch, ColumnPlace } from './column-batch';
import { ColumnBuilder } from './column-builder';
import { GrowingValues } from './column-memory';
import type { Converter } from './row-decoder';
import type { BuiltColumn } from './result-columns';
import { decodeText } from './text-encodings';

/** What an offset of 32 bits can say. */
const MOST_BYTES = 0x7fff_ffff;
type VaryingType = 'text' | 'json' | 'bytes' | 'vector';

/** Values one after the other, and where each begins. */
export class VaryingBuilder extends ColumnBuilder {
  readonly #type: VaryingType;
  /** Where the value of each row ends. */
  protected readonly ends = new GrowingValues(Int32Array);
  readonly #bytes = new GrowingValues(Uint8Array);

  constructor(index: number, type: VaryingType) {
    super(index);
    this.#type = type;
  }

  protected read(batch: ColumnBatch, at: number, place: ColumnPlace): void {
    const { I, count } = batch;
    const used = this.usedBy(at);
    const text = textOf(batch, place);
    this.room(used, text.length).set(text);
    const ends = this.ends.room(at, count);
    for (let i = 0, p = place.values; i < count; i++, p++) ends[i] = used + I[p]!;
  }

  /** Bytes of the first rows. */
  protected usedBy(rows: number): number {
    return rows === 0 ? 0 : this.ends.get(rows - 1)!;
  }

  protected room(used: number, more: number): Uint8Array {
    if (used + more > MOST_BYTES) throw tooMuch();
    return this.#bytes.room(used, more);
  }

  finish(rows: number): BuiltColumn {
    const bytes = this.#bytes.take(this.usedBy(rows));
    const values = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const offsets = this.ends.take(rows, 1);
    const type = this.#type;
    const read = READ[type];
    return { type, values, offsets, read: (row) => read(values, offsets[row]!, offsets[row + 1]!) };
  }
}

const READ: Record<VaryingType, (values: Buffer, begin: number, end: number) => unknown> = {
  text: (values, begin, end) => values.toString('utf8', begin, end),
  json: (values, begin, end) => parseJson(values.toString('utf8', begin, end)),
  bytes: (values, begin, end) => values.subarray(begin, end),
  // In a copy of their own, so that they are aligned.
  vector: (values, begin, end) =>
    new Float32Array(Uint8Array.from(values.subarray(begin, end)).buffer),
};

/** Text that comes in a character set other than UTF-8. */
export class EncodedBuilder extends VaryingBuilder {
  readonly #charset: string;

  constructor(index: number, charset: string) {
    super(index, 'text');
    this.#charset = charset;
  }

  protected override read(batch: ColumnBatch, at: number, place: ColumnPlace): void {
    const ends = this.ends.room(at, batch.count);
    let used = this.usedBy(at);
    eachText(batch, place, (bytes, i) => {
      if (!this.isNull(at + i)) {
        const text = Buffer.from(decodeText(bytes, this.#charset));
        this.room(used, text.length).set(text);
        used += text.length;
      }
      ends[i] = used;
    });
  }
}

/** What a decoder of the user's makes of the cells. */
export class ValuesBuilder extends ColumnBuilder {
  readonly #converter: Converter;
  readonly #charset: string | undefined;
  readonly #reader: 'text' | 'bytes';
  readonly #values: unknown[] = [];

  constructor(
    index: number,
    converter: Converter,
    reader: 'text' | 'bytes',
    charset: string | undefined,
  ) {
    super(index);
    this.#converter = converter;
    this.#reader = reader;
    this.#charset = charset;
  }

  protected read(batch: ColumnBatch, at: number, place: ColumnPlace): void {
    const { decode, column } = this.#converter;
    eachText(batch, place, (bytes, i) => {
      this.#values[at + i] = this.isNull(at + i) ? null : decode(this.#cell(bytes), column);
    });
  }

  finish(rows: number): BuiltColumn {
    const values = this.#values;
    values.length = rows;
    return { type: 'any', values, read: (row) => values[row] };
  }

  #cell(bytes: Buffer): string | Buffer {
    if (this.#charset !== undefined) return decodeText(bytes, this.#charset);
    return this.#reader === 'text' ? textFrom(bytes) : Buffer.from(bytes);
  }
}

function textFrom(bytes: Buffer): string {
  try {
    return bytes.toString();
  } catch {
    throw tooLong();
  }
}

/** The text or the bytes of a column, in the batch's memory. */
function textOf({ text }: ColumnBatch, { textBegin, textEnd }: ColumnPlace): Buffer {
  if (textEnd < textBegin || textEnd > text.length) throw tooMuch();
  return text.subarray(textBegin, textEnd);
}

function eachText(
  batch: ColumnBatch,
  place: ColumnPlace,
  take: (bytes: Buffer, row: number) => void,
): void {
  const text = textOf(batch, place);
  let begin = 0;
  for (let i = 0; i < batch.count; i++) {
    const end = batch.I[place.values + i]!;
    take(text.subarray(begin, end), i);
    begin = end;
  }
}

function tooMuch(): DataError {
  return new DataError('A column has more than 2 GiB of text or bytes', {
    code: 'ERR_MYSQLDB_TOO_LONG',
    hint: 'Take the result in pieces: SSColumnCursor and fetchColumns(size).',
  });
}
