import { DataError } from '../errors';
import { FIRST_ROW } from './batch-layout';
import { parseJson } from './cells';
import { type ColumnBatch, viewOf } from './column-batch';
import { ColumnBuilder, type ColumnPlace } from './column-builder';
import { growingMemory, settled, settledBytes } from './column-memory';
import type { Converter } from './row-decoder';
import type { BuiltColumn } from './result-columns';
import { COPIED_AT_ONCE, copyAscii, writeLatin1, writeUtf16 } from './utf8-writer';

/** What an offset of 32 bits can say. */
const MOST_BYTES = 0x7fff_ffff;
/** From here on a call costs less than a loop over the bytes. */
const WORTH_A_CALL = 48;

type VaryingType = 'text' | 'json' | 'bytes' | 'vector';

/** Values one after the other, and where each begins. */
abstract class VaryingBuilder extends ColumnBuilder {
  readonly #type: VaryingType;
  protected offsets = new Int32Array(1);
  protected bytes = Buffer.alloc(0);

  constructor(place: ColumnPlace, type: VaryingType) {
    super(place);
    this.#type = type;
  }

  protected grow(rows: number): void {
    const old = this.offsets;
    this.offsets = new Int32Array(growingMemory((rows + 1) * 4));
    this.offsets.set(old);
  }

  /** Makes room behind the first `used` bytes. */
  protected reserve(used: number, more: number): Buffer {
    const size = used + more;
    if (size > MOST_BYTES) throw tooMuch();
    if (size > this.bytes.length) {
      const grown = Buffer.from(
        growingMemory(Math.min(MOST_BYTES, Math.max(size, this.bytes.length * 2))),
      );
      grown.set(this.bytes.subarray(0, used));
      this.bytes = grown;
    }
    return this.bytes;
  }

  finish(rows: number): BuiltColumn {
    const offsets = settled(this.offsets, rows + 1);
    const values = settledBytes(this.bytes, offsets[rows]!);
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

/** Text as UTF-8. */
export class TextBuilder extends VaryingBuilder {
  protected read(batch: ColumnBatch, at: number): void {
    const { I, count, words, narrow, ascii, wide } = batch;
    const { offsets } = this;
    const room = batch.narrowLength * 2 + batch.wideLength * 3 + COPIED_AT_ONCE;
    let used = offsets[at]!;
    let bytes = this.reserve(used, room);
    let view = viewOf(bytes);
    for (let i = 1, p = FIRST_ROW + this.place.word; i <= count; i++, p += words) {
      const begin = I[p]!;
      const end = I[p + 1]!;
      if (begin >= 0) {
        used =
          ascii === undefined
            ? writeLatin1(bytes, used, narrow, begin, end)
            : copyAscii(view, used, ascii, begin, end);
      } else if (end >= 0) {
        used = writeUtf16(bytes, used, wide, ~begin, end);
      } else {
        const text = batch.cells.text(p);
        bytes = this.reserve(used, Buffer.byteLength(text) + room);
        view = viewOf(bytes);
        used += bytes.write(text, used);
      }
      offsets[at + i] = used;
    }
  }
}

/** Text that comes in a character set other than UTF-8. */
export class EncodedBuilder extends VaryingBuilder {
  readonly #charset: string;

  constructor(place: ColumnPlace, charset: string) {
    super(place, 'text');
    this.#charset = charset;
  }

  protected read({ cells, count, words }: ColumnBatch, at: number): void {
    const { offsets } = this;
    let used = offsets[at]!;
    for (let i = 0, p = FIRST_ROW + this.place.word; i < count; i++, p += words) {
      const text = this.isNull(at + i) ? '' : cells.encoded(p, this.#charset);
      used += this.reserve(used, Buffer.byteLength(text)).write(text, used);
      offsets[at + i + 1] = used;
    }
  }
}

/** Bytes as they are. */
export class BytesBuilder extends VaryingBuilder {
  protected read(batch: ColumnBatch, at: number): void {
    const { I, count, words, bytes: area } = batch;
    const { offsets } = this;
    let used = offsets[at]!;
    let bytes = this.reserve(used, area.length);
    for (let i = 1, p = FIRST_ROW + this.place.word; i <= count; i++, p += words) {
      const begin = I[p]!;
      const end = I[p + 1]!;
      if (begin < 0) {
        const value = batch.cells.bytes(p);
        bytes = this.reserve(used, value.length + area.length);
        bytes.set(value, used);
        used += value.length;
      } else if (end - begin >= WORTH_A_CALL) {
        bytes.set(area.subarray(begin, end), used);
        used += end - begin;
      } else {
        for (let from = begin; from < end; from++) bytes[used++] = area[from]!;
      }
      offsets[at + i] = used;
    }
  }
}

/** What a decoder of the user's makes of the cells. */
export class ValuesBuilder extends ColumnBuilder {
  readonly #converter: Converter;
  readonly #charset: string | undefined;
  readonly #reader: 'text' | 'bytes';
  readonly #values: unknown[] = [];

  constructor(
    place: ColumnPlace,
    converter: Converter,
    reader: 'text' | 'bytes',
    charset: string | undefined,
  ) {
    super(place);
    this.#converter = converter;
    this.#reader = reader;
    this.#charset = charset;
  }

  protected grow(): void {}

  protected read({ cells, count, words }: ColumnBatch, at: number): void {
    const { decode, column } = this.#converter;
    for (let i = 0, p = FIRST_ROW + this.place.word; i < count; i++, p += words) {
      this.#values[at + i] = this.isNull(at + i) ? null : decode(this.#cell(cells, p), column);
    }
  }

  finish(rows: number): BuiltColumn {
    const values = this.#values;
    values.length = rows;
    return { type: 'any', values, read: (row) => values[row] };
  }

  #cell(cells: ColumnBatch['cells'], p: number): string | Buffer {
    return this.#charset === undefined ? cells[this.#reader](p) : cells.encoded(p, this.#charset);
  }
}

function tooMuch(): DataError {
  return new DataError('A column has more than 2 GiB of text or bytes', {
    code: 'ERR_MYSQLDB_TOO_LONG',
    hint: 'Take the result in pieces: SSColumnCursor and fetchColumns(size).',
  });
}
