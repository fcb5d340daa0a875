/** Lets operations on one connection run one after another, in the order in which they came. */
export class TurnQueue {
  #busy = false;
  #waiting: (() => void)[] = [];
  #next = 0;

  /** Whether an operation runs. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Undefined when it is the caller's turn, else a promise of it. Every turn ends with `leave`. */
  enter(): Promise<void> | undefined {
    if (this.#busy) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#busy = true;
    return undefined;
  }

  leave(): void {
    if (this.#next === this.#waiting.length) {
      if (this.#next > 0) this.#waiting = [];
      this.#next = 0;
      this.#busy = false;
      return;
    }
    // Not shift(), which moves all that wait behind.
    const turn = this.#waiting[this.#next]!;
    this.#waiting[this.#next++] = noTurn;
    turn();
  }
}

const noTurn = (): void => {};
