// Why a call of the soak test may end early: a signal that is aborted or a timeout that is over at some
// random moment, which may be before the call, in it, or after its end.

import { getEventListeners } from 'node:events';

/** Timers of Node may fire within the millisecond before. */
const EARLY = 2;

/** One signal for all, as that which is aborted when a process ends. It never is. */
const ofAll = new AbortController().signal;

/** How many listen to the signal of all. */
export const listenersOfAll = () => getEventListeners(ofAll, 'abort').length;

/** Options of a call that can be cancelled, but is not. */
export const neverCancelled = { signal: ofAll };

/** Ways to cancel, as shares of 1: a timeout, a signal of a time, one of several, one of its own. */
export const ANY_WAY = { timeout: 0.4, time: 0.5, several: 0.7 };
export const SIGNALS = { timeout: 0, time: 0.2, several: 0.5 };

export class Limit {
  /** For the call that it limits. */
  options;
  #timeout = 0;
  #since = performance.now();
  #timer;

  /** @param longest milliseconds until it ends the call, at most */
  constructor(random, longest, ways) {
    const milliseconds = Math.floor(random() * longest);
    const way = random();
    if (way < ways.timeout) {
      this.#timeout = milliseconds + 1;
      this.options = { timeout: this.#timeout };
    } else if (way < ways.time) {
      this.options = { signal: AbortSignal.timeout(milliseconds) };
    } else {
      const controller = new AbortController();
      const abort = () => controller.abort(new RangeError('the client has left'));
      if (milliseconds === 0) abort();
      else this.#timer = setTimeout(abort, milliseconds);
      const { signal } = controller;
      this.options = { signal: way < ways.several ? AbortSignal.any([signal, ofAll]) : signal };
    }
  }

  /** Whether the error is what it ends a call with, and not too early. */
  explains(error) {
    const { signal } = this.options;
    if (signal === undefined) {
      const took = performance.now() - this.#since;
      return error.code === 'ERR_MYSQLDB_TIMEOUT' && took > this.#timeout - EARLY;
    }
    return error.code === 'ERR_MYSQLDB_ABORTED' && signal.aborted && error.cause === signal.reason;
  }

  /** The call is over. */
  end() {
    clearTimeout(this.#timer);
  }
}
