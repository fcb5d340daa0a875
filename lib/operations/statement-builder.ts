/** Collects rendered rows into one multi-row statement: text as long as no row has bytes in it. */
export class StatementBuilder {
  readonly #prefix: string;
  readonly #suffix: string;
  readonly #frame: number;
  #rows: (string | Uint8Array)[] = [];
  #bytes: number;

  constructor(prefix: string, suffix: string) {
    this.#prefix = prefix;
    this.#suffix = suffix;
    this.#frame = Buffer.byteLength(prefix) + Buffer.byteLength(suffix);
    this.#bytes = this.#frame;
  }

  get rows(): number {
    return this.#rows.length;
  }

  /** Bytes of the statement with one more row. */
  bytesWith(row: string | Uint8Array): number {
    return this.#bytes + byteLength(row) + (this.#rows.length === 0 ? 0 : 1);
  }

  /** Bytes of the statement as it is. */
  get bytes(): number {
    return this.#bytes;
  }

  add(row: string | Uint8Array): void {
    this.#bytes = this.bytesWith(row);
    this.#rows.push(row);
  }

  /** The statement; begins a new one. */
  take(): string | Uint8Array {
    const rows = this.#rows;
    this.#rows = [];
    this.#bytes = this.#frame;
    if (rows.every((row) => typeof row === 'string')) {
      return `${this.#prefix}${rows.join(',')}${this.#suffix}`;
    }
    const parts = rows.flatMap((row, i) => (i === 0 ? [row] : [',', row]));
    return Buffer.concat(
      [this.#prefix, ...parts, this.#suffix].map((part) =>
        typeof part === 'string' ? Buffer.from(part) : part,
      ),
    );
  }
}

export function byteLength(text: string | Uint8Array): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : text.byteLength;
}
