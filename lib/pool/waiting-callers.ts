import { listen, stopListening } from '../cancel/abort-listeners';
import { acquireAborted } from './pool-errors';
import type { PooledConnection } from './pooled-connection';

/** Makes the error of one who waited: when he wakes, so that his lines are in its stack. */
export type Failure = () => unknown;

/** One who waits for a connection. */
export interface Waiter {
  readonly since: number;
  /** Where he asked for it, when the pool tells of leaks. */
  readonly stack: Error | undefined;
  readonly resolve: (lease: PooledConnection) => void;
  readonly reject: (failure: Failure) => void;
  /** Nothing ends his wait any more. */
  readonly settle: () => void;
}

/** What ends a wait. */
export interface WaitEnds {
  /** Milliseconds; 0 is for ever. */
  readonly timeout: number;
  /** Called when they are over, while he still waits. */
  readonly timedOut: () => Failure;
  readonly signal: AbortSignal | undefined;
}

/** Those who wait for a connection: who came first is served first. */
export class WaitingCallers {
  readonly #waiters = new Set<Waiter>();
  readonly #onLeave: () => void;

  /** @param onLeave called when one has left without a connection */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Waits; rejects with a {@link Failure}. */
  wait(stack: Error | undefined, ends: WaitEnds): Promise<PooledConnection> {
    const { timeout, timedOut, signal } = ends;
    return new Promise<PooledConnection>((resolve, reject) => {
      const onAbort = (): void => this.#fail(waiter, () => acquireAborted(signal?.reason));
      const onTime = (): void => this.#fail(waiter, timedOut());
      const timer = timeout > 0 ? setTimeout(onTime, timeout) : undefined;
      const settle = (): void => {
        clearTimeout(timer);
        if (signal !== undefined) stopListening(signal, onAbort);
      };
      const waiter: Waiter = { since: performance.now(), stack, resolve, reject, settle };
      if (signal !== undefined) listen(signal, onAbort);
      this.#waiters.add(waiter);
    });
  }

  /** Takes out the one who has waited longest; he gets a connection, whatever happens meanwhile. */
  next(): Waiter | undefined {
    const [waiter] = this.#waiters;
    if (waiter !== undefined) this.#takeOut(waiter);
    return waiter;
  }

  failAll(failure: Failure): void {
    for (const waiter of this.#waiters) this.#fail(waiter, failure);
  }

  #fail(waiter: Waiter, failure: Failure): void {
    this.#takeOut(waiter);
    waiter.reject(failure);
    this.#onLeave();
  }

  #takeOut(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    waiter.settle();
  }
}
