import { isAscii } from 'node:buffer';
import { rowWords } from './batch-layout';
import type { Cells } from './cells';
import { COPIED_AT_ONCE } from './utf8-writer';

/** A batch as the builders of columns read it: by its words, and its areas as numbers. */
export interface ColumnBatch {
  readonly cells: Cells;
  readonly I: Int32Array;
  readonly doubles: Float64Array;
  readonly bigints: BigInt64Array;
  /** Rows. */
  readonly count: number;
  /** Words from one row to the next. */
  readonly words: number;
  /** The characters of the narrow area. */
  readonly narrow: Buffer;
  readonly narrowLength: number;
  /** The same when all of them are ASCII, and so are UTF-8 already; COPIED_AT_ONCE zeros follow. */
  readonly ascii: DataView | undefined;
  /** The UTF-16 units of the wide area. */
  readonly wide: Uint16Array;
  readonly wideLength: number;
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** Where the characters of the areas stand while a batch is read: batches never overlap. */
let narrowBuffer = Buffer.alloc(16 * 1024 + COPIED_AT_ONCE);
let narrowView = viewOf(narrowBuffer);
let wideBuffer = Buffer.from(new ArrayBuffer(32 * 1024));

/** The batch that `cells` stands on. */
export function columnBatch(cells: Cells, count: number, columns: number): ColumnBatch {
  const { narrow, wide, bytes } = cells.areas;
  if (narrowBuffer.length < narrow.length + COPIED_AT_ONCE) {
    narrowBuffer = Buffer.alloc(narrow.length + COPIED_AT_ONCE);
    narrowView = viewOf(narrowBuffer);
  }
  narrowBuffer.write(narrow, 'latin1');
  // Of an earlier batch there may be what copyAscii, which reads on, would take for a NaN.
  narrowBuffer.fill(0, narrow.length, narrow.length + COPIED_AT_ONCE);
  if (wideBuffer.length < wide.length * 2) {
    wideBuffer = Buffer.from(new ArrayBuffer(wide.length * 2));
  }
  wideBuffer.write(wide, 'utf16le');
  const { I, doubles, bigints } = cells;
  return {
    cells,
    I,
    doubles,
    bigints,
    count,
    words: rowWords(columns),
    narrow: narrowBuffer,
    narrowLength: narrow.length,
    ascii: isAscii(narrowBuffer.subarray(0, narrow.length)) ? narrowView : undefined,
    wide: new Uint16Array(wideBuffer.buffer),
    wideLength: wide.length,
    bytes: bytes === undefined ? NO_BYTES : new Uint8Array(bytes),
  };
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
