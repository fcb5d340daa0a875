/** Milliseconds between attempts to connect while they fail. */
const FIRST_RETRY = 100;
const LAST_RETRY = 1_000;

/** When a pool may try again to connect, after it could not. */
export class RetryTimer {
  readonly #again: () => void;
  /** In a row; those of one moment are one. */
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param again called when the time has come */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** Whether the last attempt has failed. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Whether it is too early for the next attempt. */
  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  failed(): void {
    if (this.#timer !== undefined) return;
    const delay = Math.min(FIRST_RETRY * 2 ** this.#failures++, LAST_RETRY);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#again();
    }, delay);
  }

  succeeded(): void {
    this.#failures = 0;
    this.stop();
  }

  /** Whether the process is to wait for it: only when somebody waits for a connection. */
  keepProcessAlive(on: boolean): void {
    if (on) this.#timer?.ref();
    else this.#timer?.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
