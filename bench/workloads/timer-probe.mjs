// A timer that re-arms itself for the next millisecond and notes how late it was called.

export class TimerProbe {
  /** @type {number[]} */
  #lateness = [];
  #due = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  constructor() {
    this.#arm();
  }

  /** @returns {number[]} milliseconds, one for each tick */
  stop() {
    clearTimeout(this.#timer);
    return this.#lateness;
  }

  #arm() {
    this.#due = performance.now() + 1;
    this.#timer = setTimeout(() => {
      this.#lateness.push(Math.max(0, performance.now() - this.#due));
      this.#arm();
    }, 1);
  }
}
