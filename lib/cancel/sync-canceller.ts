import { OperationalError } from '../errors';
import type { NativeKillReport } from '../native/binding';
import type { Operation, Pause } from '../operations/operation';
import type { Session } from '../operations/session';
import type { CancelReason } from './cancel-error';
import { Canceller } from './canceller';
import { isMarked } from './session-mark';

/** Ends the work of a sync connection when its time is over: a thread watches, since this one waits. */
export class SyncCanceller extends Canceller {
  readonly #reason: CancelReason;
  readonly #end: number;
  /** Whether the thread knows how to kill; undefined when there is none. */
  #watching: 'cut' | 'kill' | undefined;
  /** Whether the thread came to its work. */
  #fired = false;

  constructor(session: Session, owner: object, sql: string | undefined, milliseconds: number) {
    super(session, owner, sql);
    this.#reason = { kind: 'timeout', milliseconds };
    this.#end = performance.now() + milliseconds;
  }

  get reason(): CancelReason | undefined {
    return this.#fired || performance.now() >= this.#end ? this.#reason : undefined;
  }

  finish(): void {}

  protected beforeCommand(): void {
    const way = isMarked(this.session) ? 'kill' : 'cut';
    if (this.#watching === way) return;
    this.#endKiller();
    const left = Math.max(0, Math.ceil(this.#end - performance.now()));
    if (!this.session.channel.native.startKiller(this.killOrder(left))) throw noThread();
    this.#watching = way;
  }

  protected afterCommand(): void {}

  /** A sync operation waits for nothing. */
  protected pausing(paused: Pause): Pause {
    return paused;
  }

  protected *endKiller(): Operation<NativeKillReport | undefined> {
    return this.#endKiller();
  }

  #endKiller(): NativeKillReport | undefined {
    if (this.#watching === undefined) return undefined;
    this.#watching = undefined;
    const report = this.session.channel.native.endKiller();
    if (report?.sent || report?.cut) this.#fired = true;
    return report;
  }
}

function noThread(): OperationalError {
  return new OperationalError('The system has no thread or file descriptor left for `timeout`', {
    hint: 'Nothing was sent: free some, or try without a timeout.',
  });
}
