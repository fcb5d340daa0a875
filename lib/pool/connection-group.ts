// The connections of a pool to servers of one role: who holds them, who waits, and when they are opened
// and closed. Connections are handed out last in, first out, so that those above what is needed become
// idle; callers are served first come, first served.
import { acquireTimedOut, copyOf, queueIsFull } from './pool-errors';
import type { PoolEmitter, RemoveReason } from './pool-events';
import { mayTryAnother, type Opened, type PoolHosts } from './pool-hosts';
import type { ResolvedPoolOptions } from './pool-options';
import type { PoolStats } from './pool-stats';
import { FreshState, PooledConnection } from './pooled-connection';

interface Member extends Opened {
  /** The `epoch` of its host when it was opened. */
  readonly epoch: number;
  readonly expiresAt: number;
  readonly fresh: FreshState;
  state: 'idle' | 'used' | 'resetting' | 'gone';
  idleSince: number;
  lentAt: number;
  leakTimer: NodeJS.Timeout | undefined;
}

/** Makes the error of one who waited: when he wakes, so that his lines are in its stack. */
export type Failure = () => unknown;

interface Waiter {
  readonly since: number;
  readonly stack: Error | undefined;
  readonly resolve: (lease: PooledConnection) => void;
  readonly reject: (failure: Failure) => void;
}

/** Milliseconds between attempts to connect while they fail. */
const FIRST_RETRY = 100;
const LAST_RETRY = 1_000;
const JITTER = 0.1;

export class ConnectionGroup {
  readonly #hosts: PoolHosts;
  readonly #options: ResolvedPoolOptions;
  readonly #emitter: PoolEmitter;
  readonly #writes: boolean;
  readonly #members = new Set<Member>();
  /** The oldest first. */
  readonly #idle: Member[] = [];
  readonly #waiting = new Set<Waiter>();
  readonly #farewells = new Set<Promise<void>>();
  readonly #counts = { connected: 0, removed: 0, acquired: 0, timedOut: 0 };
  #connecting = 0;
  #failures = 0;
  #connectError: unknown;
  #retryTimer: NodeJS.Timeout | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #closing = false;
  #isCut = false;
  #drained: () => void = () => {};

  /** @param writes whether a server that takes no changes is of no use here */
  constructor(
    hosts: PoolHosts,
    options: ResolvedPoolOptions,
    emitter: PoolEmitter,
    writes: boolean,
  ) {
    this.#hosts = hosts;
    this.#options = options;
    this.#emitter = emitter;
    this.#writes = writes;
    this.#grow();
  }

  get stats(): PoolStats {
    const inState = (state: Member['state']): number =>
      [...this.#members].filter((member) => member.state === state).length;
    return {
      max: this.#options.max,
      total: this.#members.size,
      used: inState('used'),
      idle: this.#idle.length,
      resetting: inState('resetting'),
      connecting: this.#connecting,
      pending: this.#waiting.size,
      ...this.#counts,
    };
  }

  /**
   * A connection; a promise when one has to be waited for, which rejects with a {@link Failure}.
   * @throws OperationalError when the queue is full
   */
  acquire(signal?: AbortSignal): PooledConnection | Promise<PooledConnection> {
    const stack = this.#options.leakTimeout > 0 ? new Error('taken here') : undefined;
    for (let member = this.#idle.pop(); member !== undefined; member = this.#idle.pop()) {
      const reason = this.#whyNot(member);
      if (reason === undefined) return this.#lend(member, stack, performance.now());
      this.#remove(member, reason);
    }
    const { queueLimit } = this.#options;
    if (queueLimit > 0 && this.#waiting.size >= queueLimit)
      throw queueIsFull(queueLimit, this.stats);
    return this.#wait(stack, signal);
  }

  /** Lets those who hold or wait for a connection finish, but not longer than it is told; 0 is for ever. */
  async close(milliseconds: number): Promise<void> {
    this.#closing = true;
    const drained = new Promise<void>((resolve) => (this.#drained = resolve));
    const timer = milliseconds > 0 ? setTimeout(() => this.#abort(), milliseconds) : undefined;
    this.#whenNobodyWaits();
    await drained;
    clearTimeout(timer);
    await Promise.all(this.#farewells);
  }

  #abort(): void {
    this.#isCut = true;
    for (const waiter of this.#waiting) this.#fail(waiter, () => this.#timeoutError());
    for (const member of this.#members) {
      this.#remove(member, 'pool closed');
      member.connection.destroy();
    }
    this.#whenNobodyWaits();
  }

  #wait(stack: Error | undefined, signal: AbortSignal | undefined): Promise<PooledConnection> {
    const { acquireTimeout } = this.#options;
    const promise = new Promise<PooledConnection>((resolve, reject) => {
      const onAbort = (): void => this.#fail(waiter, () => signal?.reason as unknown);
      const timer =
        acquireTimeout > 0 ? setTimeout(() => this.#giveUp(waiter), acquireTimeout) : undefined;
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        since: performance.now(),
        stack,
        resolve: (lease) => (done(), resolve(lease)),
        reject: (failure) => (done(), reject(failure)),
      };
      signal?.addEventListener('abort', onAbort);
      this.#waiting.add(waiter);
    });
    this.#retryTimer?.ref();
    this.#emitter.emit('enqueue');
    this.#grow();
    return promise;
  }

  #giveUp(waiter: Waiter): void {
    this.#counts.timedOut++;
    const error = this.#timeoutError();
    this.#fail(waiter, () => error);
  }

  #timeoutError(): Error {
    return acquireTimedOut(this.#options.acquireTimeout, this.stats, this.#connectError);
  }

  #fail(waiter: Waiter, failure: Failure): void {
    this.#waiting.delete(waiter);
    waiter.reject(failure);
    this.#whenNobodyWaits();
  }

  #lend(member: Member, stack: Error | undefined, since: number): PooledConnection {
    member.state = 'used';
    member.lentAt = performance.now();
    this.#counts.acquired++;
    const { threadId } = member.connection;
    if (stack !== undefined) {
      const { leakTimeout: heldFor } = this.#options;
      const tell = (): void => this.#emitter.leak({ threadId, heldFor, stack: linesOf(stack) });
      member.leakTimer = setTimeout(tell, heldFor).unref();
    }
    const lease = new PooledConnection(member.connection, () => this.#takeBack(member, lease));
    this.#emitter.emit('acquire', { threadId, waited: member.lentAt - since });
    return lease;
  }

  #takeBack(member: Member, lease: PooledConnection): void {
    clearTimeout(member.leakTimer);
    const { threadId } = member.connection;
    this.#emitter.emit('release', { threadId, heldFor: performance.now() - member.lentAt });
    if (this.#writes && lease.wasRefusedAsReadOnly) {
      member.host.refusedChange();
      this.#dropUseless();
      this.#remove(member, 'read-only');
    }
    if (member.state === 'gone') return;
    const reason = this.#whyNot(member) ?? lease.whyUnfinished;
    if (reason === undefined) void this.#tidy(member);
    else this.#remove(member, reason);
  }

  /** Makes it as new for the next caller; the one before does not wait for that. */
  async #tidy(member: Member): Promise<void> {
    member.state = 'resetting';
    let reason: RemoveReason | undefined;
    try {
      const restored = await member.fresh.restore(this.#options.resetOnRelease);
      if (!restored) reason = 'changed';
    } catch {
      reason = member.connection.isUsable ? 'reset failed' : 'lost';
    }
    if (reason === undefined) this.#offer(member);
    else this.#remove(member, reason);
  }

  /** To the one who has waited longest, or to the idle ones. */
  #offer(member: Member): void {
    if (member.state === 'gone') return;
    const reason = this.#whyNot(member);
    const [waiter] = this.#waiting;
    if (reason !== undefined) this.#remove(member, reason);
    else if (waiter !== undefined) {
      this.#waiting.delete(waiter);
      waiter.resolve(this.#lend(member, waiter.stack, waiter.since));
    } else {
      member.state = 'idle';
      member.idleSince = performance.now();
      this.#idle.push(member);
    }
    this.#whenNobodyWaits();
  }

  /** Why a connection must not be handed out (any more); found out without asking the server. */
  #whyNot(member: Member): RemoveReason | undefined {
    if (!member.connection.isUsable) return 'lost';
    if (this.#writes && member.epoch !== member.host.epoch) return 'read-only';
    return performance.now() >= member.expiresAt ? 'lifetime' : undefined;
  }

  #dropUseless(): void {
    for (const member of [...this.#idle]) {
      const reason = this.#whyNot(member);
      if (reason !== undefined) this.#remove(member, reason);
    }
  }

  #remove(member: Member, reason: RemoveReason): void {
    if (member.state === 'gone') return;
    clearTimeout(member.leakTimer);
    const at = member.state === 'idle' ? this.#idle.indexOf(member) : -1;
    if (at >= 0) this.#idle.splice(at, 1);
    member.state = 'gone';
    this.#members.delete(member);
    this.#counts.removed++;
    const { connection } = member;
    if (reason === 'unread rows' || reason === 'unfinished transaction') connection.destroy();
    const farewell = connection.close().catch(() => {});
    this.#farewells.add(farewell);
    void farewell.then(() => this.#farewells.delete(farewell));
    if (this.#members.size === 0) this.#stopSweeping();
    this.#emitter.emit('remove', { threadId: connection.threadId, reason });
    this.#grow();
    this.#whenNobodyWaits();
  }

  /** Opens as many connections as are missing and allowed. */
  #grow(): void {
    const { max, min } = this.#options;
    const size = (): number => this.#members.size + this.#connecting;
    const isMissing = (): boolean =>
      this.#connecting + this.#resetting < this.#waiting.size || (!this.#closing && size() < min);
    while (size() < max && this.#mayConnect && isMissing()) void this.#open();
  }

  /** While the server is away one attempt at a time is enough. */
  get #mayConnect(): boolean {
    return this.#retryTimer === undefined && (this.#failures === 0 || this.#connecting === 0);
  }

  /** Connections that will be free in a moment. */
  get #resetting(): number {
    let count = 0;
    for (const { state } of this.#members) if (state === 'resetting') count++;
    return count;
  }

  async #open(): Promise<void> {
    this.#connecting++;
    const since = performance.now();
    try {
      const opened = await this.#hosts.open();
      this.#connecting--;
      // Nobody waits for it, not even the pool's end.
      if (this.#isCut) return opened.connection.destroy();
      this.#add(opened, performance.now() - since);
    } catch (error) {
      this.#connecting--;
      this.#couldNotConnect(error);
    }
    this.#whenNobodyWaits();
  }

  #add({ connection, host }: Opened, took: number): void {
    this.#failures = 0;
    this.#connectError = undefined;
    const { maxLifetime } = this.#options;
    const lifetime = maxLifetime > 0 ? maxLifetime * (1 - JITTER * Math.random()) : Infinity;
    const member: Member = {
      ...{ connection, host, epoch: host.epoch, state: 'used', idleSince: 0, lentAt: 0 },
      expiresAt: performance.now() + lifetime,
      fresh: new FreshState(connection),
      leakTimer: undefined,
    };
    this.#members.add(member);
    this.#counts.connected++;
    connection.on('end', () => this.#remove(member, 'lost'));
    this.#startSweeping();
    this.#emitter.emit('connect', { threadId: connection.threadId, took });
    this.#offer(member);
    this.#grow();
  }

  #couldNotConnect(error: unknown): void {
    this.#connectError = error;
    const delay = Math.min(FIRST_RETRY * 2 ** this.#failures++, LAST_RETRY);
    this.#retryTimer ??= setTimeout(() => {
      this.#retryTimer = undefined;
      this.#grow();
    }, delay);
    this.#emitter.emit('connectError', error);
    // A refusal, as of the password, is no better in a second; who waits, waits for others to release.
    if (!mayTryAnother(error) && this.#members.size === 0) {
      for (const waiter of this.#waiting) this.#fail(waiter, () => copyOf(error));
    }
    // A pool that nobody waits for must not keep the process alive.
    if (this.#waiting.size === 0) this.#retryTimer.unref();
  }

  #startSweeping(): void {
    const { idleTimeout, maxLifetime } = this.#options;
    const shortest = Math.min(idleTimeout || Infinity, maxLifetime || Infinity);
    if (this.#sweeper !== undefined || shortest === Infinity) return;
    const period = Math.min(Math.max(shortest / 2, 20), 1_000);
    this.#sweeper = setInterval(() => this.#sweep(), period).unref();
  }

  #stopSweeping(): void {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }

  #sweep(): void {
    this.#dropUseless();
    const { idleTimeout, min } = this.#options;
    const since = performance.now() - idleTimeout;
    while (idleTimeout > 0 && this.#members.size > min) {
      const [oldest] = this.#idle;
      if (oldest === undefined || oldest.idleSince > since) return;
      this.#remove(oldest, 'idle');
    }
  }

  /** When the pool is being closed and nobody waits, what is free is closed; then it may be done. */
  #whenNobodyWaits(): void {
    if (!this.#closing || this.#waiting.size > 0) return;
    clearTimeout(this.#retryTimer);
    for (const member of this.#idle.splice(0)) this.#remove(member, 'pool closed');
    const isDone = this.#connecting === 0 || this.#isCut;
    if (this.#members.size === 0 && isDone) this.#drained();
  }
}

function linesOf({ stack = '' }: Error): string {
  return stack.replace(/^.*\n/, '');
}
