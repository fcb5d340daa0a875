import type { InfilePiece } from '../options/execute-options';

/** A hand-over to the thread that sends costs more than many a piece: so much is collected for one. */
export const HAND_OVER_BYTES = 64 * 1024;

/** Pieces of a local file, put together. */
export class InfilePieces {
  /** Before `#text`. */
  #bytes: Uint8Array[] = [];
  #text = '';
  /** About how many bytes they are; an empty piece counts too, or it would be no end of them. */
  #size = 0;

  get isFull(): boolean {
    return this.#size >= HAND_OVER_BYTES;
  }

  /** Whether there is nothing to take. */
  isEmpty(isLast: boolean): boolean {
    return this.#size === 0 && (!isLast || this.#text === '');
  }

  /** Whoever gave the piece may use its bytes again. */
  add(piece: InfilePiece): void {
    this.#size += piece.length + 1;
    if (typeof piece === 'string') {
      this.#text += piece;
      return;
    }
    this.#closeText();
    this.#bytes.push(new Uint8Array(piece));
  }

  /**
   * What was added, and nothing of it stays but the first half of a surrogate pair, whose second half
   * may come in the next piece.
   * @param isLast whether no other piece comes
   */
  take(isLast: boolean): InfilePiece {
    const half = !isLast && endsInHalf(this.#text) ? this.#text.slice(-1) : '';
    this.#text = this.#text.slice(0, this.#text.length - half.length);
    let taken: InfilePiece = this.#text;
    if (this.#bytes.length > 0) {
      this.#closeText();
      taken = Buffer.concat(this.#bytes);
    }
    this.#bytes = [];
    this.#text = half;
    this.#size = 0;
    return taken;
  }

  #closeText(): void {
    if (this.#text !== '') this.#bytes.push(Buffer.from(this.#text));
    this.#text = '';
  }
}

function endsInHalf(text: string): boolean {
  return (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
}
