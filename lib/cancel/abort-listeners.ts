/**
 * One listener of ours on each signal, however many calls it may abort: Node warns of a leak when there are
 * more than ten.
 */
const listeners = new WeakMap<AbortSignal, AbortListeners>();

class AbortListeners {
  readonly #signal: AbortSignal;
  readonly #calls = new Set<() => void>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(call: () => void): void {
    if (this.#calls.size === 0) this.#signal.addEventListener('abort', this.#onAbort);
    this.#calls.add(call);
  }

  remove(call: () => void): void {
    if (!this.#calls.delete(call) || this.#calls.size > 0) return;
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    for (const call of [...this.#calls]) call();
  };
}

/** Calls a function when a signal is aborted, unless {@link stopListening} comes before. */
export function listen(signal: AbortSignal, call: () => void): void {
  let all = listeners.get(signal);
  if (all === undefined) listeners.set(signal, (all = new AbortListeners(signal)));
  all.add(call);
}

export function stopListening(signal: AbortSignal, call: () => void): void {
  listeners.get(signal)?.remove(call);
}
