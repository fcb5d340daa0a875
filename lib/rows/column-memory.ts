/** Memory that is not cleared first: it would be written twice. */
function uncleared(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

type Values = Uint8Array | Int32Array | Float64Array | BigInt64Array;

/** Pieces are twice as large as the one before, up to so many bytes. */
const LARGEST_PIECE = 512 * 1024;
/** How full a piece is that is left as it is: a copy of it would cost more than the room behind it. */
const FULL = 0.75;

/**
 * Values of a column that come batch by batch. They lie in pieces, which are put together at the end: to
 * make one array longer and longer takes twice the memory, and more copies.
 */
export class GrowingValues<Type extends Values> {
  readonly #of: new (memory: ArrayBuffer) => Type;
  readonly #width: number;
  readonly #pieces: { readonly start: number; readonly values: Type }[] = [];

  constructor(of: (new (memory: ArrayBuffer) => Type) & { readonly BYTES_PER_ELEMENT: number }) {
    this.#of = of;
    this.#width = of.BYTES_PER_ELEMENT;
  }

  /** Room for so many behind the first `at`; what was there is not counted any more. */
  room(at: number, count: number): Type {
    while ((this.#pieces.at(-1)?.start ?? 0) > at) this.#pieces.pop();
    let piece = this.#pieces.at(-1);
    if (piece === undefined || at - piece.start + count > piece.values.length) {
      const size = Math.min((piece?.values.length ?? 0) * 2, LARGEST_PIECE / this.#width);
      piece = { start: at, values: this.#make(Math.max(count, size)) };
      this.#pieces.push(piece);
    }
    const begin = at - piece.start;
    return piece.values.subarray(begin, begin + count) as Type;
  }

  /** One of the last two batches. */
  get(index: number): Type[number] | undefined {
    const piece = this.#pieces.findLast(({ start }) => start <= index);
    return piece?.values[index - piece.start];
  }

  /**
   * The first values, in memory that has no more than zeros behind them.
   * @param ahead zeros that come before them
   */
  take(count: number, ahead = 0): Type {
    const [first] = this.#pieces;
    if (ahead === 0 && this.#pieces.length === 1 && count >= first!.values.length * FULL) {
      return cleared(first!.values.subarray(0, count) as Type);
    }
    const all = this.#make(ahead + count);
    new Uint8Array(all.buffer, 0, ahead * this.#width).fill(0);
    this.#pieces.forEach(({ start, values }, i) => {
      const end = Math.min(count, this.#pieces[i + 1]?.start ?? count);
      if (end > start) all.set(values.subarray(0, end - start) as never, ahead + start);
    });
    return all;
  }

  #make(count: number): Type {
    return new this.#of(uncleared(count * this.#width));
  }
}

/** What the memory behind the values was used for before is nobody's to see. */
function cleared<Type extends Values>(values: Type): Type {
  new Uint8Array(values.buffer, values.byteOffset + values.byteLength).fill(0);
  return values;
}
