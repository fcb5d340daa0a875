import { COLUMN_ENTRY, COLUMN_ENTRY_WORDS, HEADER } from './batch-layout';
import type { Cells } from './cells';

const NOTHING = Buffer.from(new ArrayBuffer(0));

/** Where a column of a batch lies. */
export interface ColumnPlace {
  /** Word of its first value; of text and bytes, where the first of them ends. */
  readonly values: number;
  /** Word where its bitmap of NULLs begins, 0 when it has none. */
  readonly nulls: number;
  /** Its text or bytes in the batch's; the end is before the begin of what is too long. */
  readonly textBegin: number;
  readonly textEnd: number;
}

/** The batch that lies in the buffer of columns, which all sessions of this thread share. */
export class ColumnBatch {
  readonly I: Int32Array;
  readonly doubles: Float64Array;
  readonly bigints: BigInt64Array;
  readonly #memory: ArrayBuffer;
  #cells: Cells | undefined;
  #text = NOTHING;
  #count = 0;

  constructor(memory: ArrayBuffer) {
    this.I = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
    this.bigints = new BigInt64Array(memory);
    this.#memory = memory;
  }

  /** How its cells are read. */
  get cells(): Cells {
    return this.#cells!;
  }

  /** Rows. */
  get count(): number {
    return this.#count;
  }

  /** Text as UTF-8, and bytes, of one column after the other; only until the next batch comes. */
  get text(): Buffer {
    return this.#text;
  }

  /** Begins with the batch that came just now. */
  load(cells: Cells, count: number): void {
    this.#cells = cells;
    this.#count = count;
    const begin = cells.I[HEADER.columnText]!;
    // What does not fit behind the numbers has come apart; if JavaScript has no such buffer, not at all.
    this.#text =
      begin > 0 ? Buffer.from(this.#memory, begin) : Buffer.from(cells.area ?? NOTHING.buffer);
  }

  /** Lets go of what it was read by, and of a text that came apart, which may be large. */
  unload(): void {
    this.#cells = undefined;
    this.#text = NOTHING;
  }

  place(column: number): ColumnPlace {
    const entry = column * COLUMN_ENTRY_WORDS;
    return {
      values: this.I[entry + COLUMN_ENTRY.values]!,
      nulls: this.I[entry + COLUMN_ENTRY.nulls]!,
      textBegin: this.I[entry + COLUMN_ENTRY.textBegin]!,
      textEnd: this.I[entry + COLUMN_ENTRY.textEnd]!,
    };
  }
}
