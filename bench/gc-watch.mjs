// How long the garbage collector held up the JavaScript thread.
import { PerformanceObserver } from 'node:perf_hooks';

export class GcWatch {
  /** @type {PerformanceEntry[]} */
  #entries = [];

  /** @returns {GcWatch | undefined} nothing where the runtime does not tell, as Bun */
  static start() {
    return PerformanceObserver.supportedEntryTypes?.includes('gc') ? new GcWatch() : undefined;
  }

  constructor() {
    const observer = new PerformanceObserver((list) => this.#entries.push(...list.getEntries()));
    observer.observe({ entryTypes: ['gc'] });
  }

  /**
   * @param {number} begin of performance.now()
   * @param {number} end
   * @returns {Promise<number>} milliseconds; what was noted before is forgotten
   */
  async between(begin, end) {
    // Entries come by a task of their own.
    for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
    const within = this.#entries.filter(({ startTime }) => startTime >= begin && startTime < end);
    this.#entries = [];
    return within.reduce((sum, { duration }) => sum + duration, 0);
  }
}
