/** Lets rows through, or holds them back while a connection is paused. */
export class Gate {
  #opened: Promise<void> | undefined;
  #open: () => void = () => {};

  /** A promise while it is closed. */
  get opened(): Promise<void> | undefined {
    return this.#opened;
  }

  pause(): void {
    this.#opened ??= new Promise((resolve) => (this.#open = resolve));
  }

  resume(): void {
    this.#opened = undefined;
    this.#open();
  }
}
