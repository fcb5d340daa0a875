import { listen, stopListening } from '../cancel/abort-listeners';
import { cancelError, type CancelReason } from '../cancel/cancel-error';
import { MySQLError } from '../errors';
import {
  type CancelWays,
  type PartOfTimeout,
  WHOLE_TIMEOUT,
} from '../options/check-cancel-options';
import type { ExecuteOptions } from '../options/execute-options';

const NOT_SENT = { sql: undefined, report: undefined, fatal: false } as const;

/**
 * The signal and the timeout of a statement while it waits for a connection: then it is one that waits for
 * its turn, and the time counts.
 */
export class WaitLimit {
  readonly #ways: CancelWays;
  readonly #since = performance.now();
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onAbort = (): void => this.#end({ kind: 'abort', cause: this.#ways.signal?.reason });
  #reason: CancelReason | undefined;

  constructor(ways: CancelWays) {
    this.#ways = ways;
    const { signal, timeout } = ways;
    if (signal?.aborted) this.#onAbort();
    else if (signal !== undefined) listen(signal, this.#onAbort);
    const reason: CancelReason = { kind: 'timeout', milliseconds: timeout };
    if (timeout > 0) this.#timer = setTimeout(() => this.#end(reason), timeout);
  }

  /** Ends the wait. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The options of the statement itself, with the milliseconds that are left; 0 is for ever. */
  rest(options: ExecuteOptions): ExecuteOptions & PartOfTimeout {
    const { timeout } = this.#ways;
    const left = timeout && Math.max(1, Math.ceil(timeout - (performance.now() - this.#since)));
    return { ...options, timeout: left, [WHOLE_TIMEOUT]: timeout };
  }

  /** What the call fails with: where the wait was ended, why it was. */
  errorOf(error: unknown): unknown {
    const wasEnded = error instanceof MySQLError && error.cause === this.signal.reason;
    if (this.#reason === undefined || !wasEnded) return error;
    return cancelError(this.#reason, NOT_SENT);
  }

  #end(reason: CancelReason): void {
    this.#reason = reason;
    this.#controller.abort();
  }

  /** The call is over. */
  finish(): void {
    clearTimeout(this.#timer);
    if (this.#ways.signal !== undefined) stopListening(this.#ways.signal, this.#onAbort);
  }
}
