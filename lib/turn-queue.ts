import { Fifo } from './fifo';

/** Lets operations on one connection run one after another, in the order in which they came. */
export class TurnQueue {
  #busy = false;
  readonly #waiting = new Fifo<() => void>();

  /** Whether an operation runs. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Undefined when it is the caller's turn, else a promise of it. Every turn ends with `leave`. */
  enter(): Promise<void> | undefined {
    if (this.#busy) return new Promise((resolve) => this.#waiting.add(resolve));
    this.#busy = true;
    return undefined;
  }

  leave(): void {
    const turn = this.#waiting.take();
    if (turn === undefined) this.#busy = false;
    else turn();
  }
}
