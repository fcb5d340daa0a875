import type { NativeKillReport } from '../native/binding';
import { type Operation, pause, Pause, type TurnRunner } from '../operations/operation';
import type { Session } from '../operations/session';
import type { CancelWays } from '../options/check-cancel-options';
import { listen, stopListening } from './abort-listeners';
import { cancelError, type CancelReason } from './cancel-error';
import { Canceller } from './canceller';

/** Cancels the work of an async connection: also while it waits for its turn. */
export class AsyncCanceller extends Canceller {
  readonly #ways: CancelWays;
  readonly #onAbort = (): void => this.#cancel({ kind: 'abort', cause: this.#ways.signal!.reason });
  #timer: NodeJS.Timeout | undefined;
  #reason: CancelReason | undefined;
  /** Where the work is: not begun, waiting for its turn, in its turn, an unread stream, or over. */
  #phase: 'new' | 'queued' | 'running' | 'stream' | 'over' = 'new';
  #inFlight = false;
  #killing: Promise<NativeKillReport> | undefined;
  /** Wakes whoever waits for something that is no command. */
  #wake: () => void = nothing;
  /** Ends the stream that was left unread; an operation of its own. */
  endStream: () => Promise<unknown> = () => Promise.resolve();

  constructor(session: Session, owner: object, sql: string | undefined, ways: CancelWays) {
    super(session, owner, sql);
    this.#ways = ways;
    if (ways.signal?.aborted) this.#reason = { kind: 'abort', cause: ways.signal.reason };
  }

  get reason(): CancelReason | undefined {
    return this.#reason;
  }

  /** Takes the turns of a runner for one operation; the first one, when cancelled, never gets its turn. */
  through(runner: TurnRunner): TurnRunner {
    let left = false;
    return {
      ...runner,
      enter: (owner) => {
        const isFirst = this.#phase === 'new';
        if (isFirst && this.#reason !== undefined) throw this.#neverSent();
        const turn = runner.enter(owner);
        if (isFirst) this.#listen();
        if (turn === undefined) this.#phase = 'running';
        if (turn === undefined || !isFirst) return turn;
        this.#phase = 'queued';
        return this.#turnOrCancel(turn, () => {
          left = true;
          void turn.then(() => runner.leave());
        });
      },
      check: (owner) => {
        runner.check(owner);
        this.#phase = 'running';
      },
      leave: () => {
        this.#leave();
        if (!left) runner.leave();
      },
    };
  }

  protected beforeCommand(): void {
    this.#inFlight = true;
    if (this.#reason !== undefined) this.#kill();
  }

  protected afterCommand(): void {
    this.#inFlight = false;
  }

  protected pausing(paused: Pause): Pause {
    if (this.#reason !== undefined) return paused;
    return new Pause(
      new Promise((resolve) => {
        this.#wake = resolve;
        void paused.settled.then(resolve);
      }),
    );
  }

  protected *endKiller(): Operation<NativeKillReport | undefined> {
    const killing = this.#killing;
    if (killing === undefined) return undefined;
    this.session.channel.native.endKiller();
    const report = yield* pause(killing);
    this.#killing = undefined;
    return report;
  }

  #listen(): void {
    const { signal, timeout, toldTimeout } = this.#ways;
    if (signal !== undefined) listen(signal, this.#onAbort);
    if (timeout === 0) return;
    this.#timer = setTimeout(
      () => this.#cancel({ kind: 'timeout', milliseconds: toldTimeout }),
      timeout,
    );
  }

  finish(): void {
    this.#phase = 'over';
    const { signal } = this.#ways;
    if (signal !== undefined) stopListening(signal, this.#onAbort);
    clearTimeout(this.#timer);
    if (this.session.onStreamEnd === this.#onStreamEnd) this.session.onStreamEnd = undefined;
  }

  readonly #onStreamEnd = (): void => this.finish();

  #turnOrCancel(turn: Promise<void>, leaveQueue: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      void turn.then(resolve);
      const wake = (): void => {
        leaveQueue();
        reject(this.#neverSent());
      };
      this.#wake = wake;
      if (this.#reason !== undefined) wake();
    });
  }

  /** The turn is over, and with it the work, but for a stream. */
  #leave(): void {
    this.#wake = nothing;
    const leavesStream = this.#phase === 'running' && this.session.streamOwner === this.owner;
    if (!leavesStream) {
      this.finish();
      return;
    }
    this.#phase = 'stream';
    this.session.onStreamEnd = this.#onStreamEnd;
  }

  #cancel(reason: CancelReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#wake();
    // Not in the middle of what aborts, which may be a decoder.
    queueMicrotask(() => {
      if (this.#inFlight) this.#kill();
      else if (this.#phase === 'stream') this.endStream().catch(() => {});
    });
  }

  #kill(): void {
    const { session } = this;
    if (this.#killing !== undefined || !session.isOpen) return;
    this.#killing = new Promise((resolve) => {
      const end = (report: NativeKillReport): void => {
        resolve(report);
        if (report.cut && this.#inFlight) session.channel.native.destroy();
      };
      const { native } = session.channel;
      if (!native.startKiller(this.killOrder(0), end)) end({ sent: false, cut: true });
    });
  }

  #neverSent(): Error {
    const fatal = !this.session.isOpen;
    return cancelError(this.#reason!, { sql: this.sql, report: undefined, fatal });
  }
}

function nothing(): void {}
