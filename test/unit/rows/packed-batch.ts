/** Packs rows as C++ does, written from docs/buffer-formats.md and not from the decoder. */

import { Cells, type DecodeSettings } from '../../../lib/rows/cells';
import { ColumnBatch } from '../../../lib/rows/column-batch';

/** A value that lies beside the areas, as those do that are too long for one. */
export class Aside {
  constructor(readonly value: string | Uint8Array) {}
}

/** A date that is none, and is kept as its text. */
export class TextInstead {
  constructor(readonly text: string) {}
}

/** What a column holds: the slot's content. Text goes to the area that it fits. */
export type SlotType = 'int32' | 'int64' | 'double' | 'text' | 'bytes';
export type SlotValue = number | bigint | string | Uint8Array | Aside | TextInstead | null;

const HEADER_BYTES = 128;
const SCRATCH_BYTES = 64 * 1024;

export class PackedBatch {
  readonly scratch = new ArrayBuffer(SCRATCH_BYTES);
  readonly #types: readonly SlotType[];
  readonly #view = new DataView(this.scratch);
  readonly #side: (string | ArrayBuffer)[] = [];
  #narrow = '';
  #wide = '';
  #bytes: number[] = [];
  #at = HEADER_BYTES;

  constructor(types: readonly SlotType[], rows: readonly (readonly SlotValue[])[]) {
    this.#types = types;
    // What an earlier batch left there must not matter.
    new Uint8Array(this.scratch).fill(0xaa);
    for (const row of rows) this.#add(row);
  }

  /** What reads the batch. Areas that hold nothing are absent, as in an event. */
  cells(settings: DecodeSettings): Cells {
    const cells = new Cells(this.scratch, settings, new ColumnBatch(new ArrayBuffer(0)));
    cells.load(
      this.#narrow || undefined,
      this.#wide || undefined,
      this.#bytes.length > 0 ? Uint8Array.from(this.#bytes).buffer : undefined,
      this.#side.length > 0 ? this.#side : undefined,
    );
    return cells;
  }

  #add(row: readonly SlotValue[]): void {
    const nulls = Math.ceil(row.length / 64) * 8;
    const begin = this.#at;
    this.#at += nulls + row.length * 8;
    if (this.#at > SCRATCH_BYTES) throw new Error('the batch does not fit the scratch buffer');
    new Uint8Array(this.scratch, begin, this.#at - begin).fill(0);
    row.forEach((value, i) => {
      if (value === null) {
        const byte = begin + (i >> 3);
        this.#view.setUint8(byte, this.#view.getUint8(byte) | (1 << (i & 7)));
      } else {
        this.#put(begin + nulls + i * 8, this.#types[i]!, value);
      }
    });
  }

  #put(at: number, type: SlotType, value: Exclude<SlotValue, null>): void {
    if (value instanceof TextInstead) this.#words(at, this.#aside(value.text), 0x7ff80000);
    else if (value instanceof Aside) this.#words(at, -1, ~this.#aside(value.value));
    else if (type === 'int32') this.#view.setInt32(at, Number(value), true);
    else if (type === 'int64') this.#view.setBigInt64(at, BigInt.asIntN(64, value as bigint), true);
    else if (type === 'double') this.#view.setFloat64(at, value as number, true);
    else if (type === 'text') this.#text(at, value as string);
    else this.#binary(at, value as Uint8Array);
  }

  #text(at: number, text: string): void {
    if (/^[\0-\xff]*$/.test(text)) {
      this.#words(at, this.#narrow.length, this.#narrow.length + text.length);
      this.#narrow += text;
    } else {
      this.#words(at, ~this.#wide.length, this.#wide.length + text.length);
      this.#wide += text;
    }
  }

  #binary(at: number, bytes: Uint8Array): void {
    this.#words(at, this.#bytes.length, this.#bytes.length + bytes.length);
    this.#bytes.push(...bytes);
  }

  #aside(value: string | Uint8Array): number {
    return this.#side.push(typeof value === 'string' ? value : Uint8Array.from(value).buffer) - 1;
  }

  #words(at: number, first: number, second: number): void {
    this.#view.setInt32(at, first, true);
    this.#view.setInt32(at + 4, second, true);
  }
}
