// The connections of a pool to servers of one role: who holds them, who waits, and when they are opened
// and closed. Connections are handed out last in, first out, so that those above what is needed become
// idle; callers are served first come, first served.
import { setImmediate } from 'node:timers'; // the global one is missing in some test environments, or frozen
import type { Connection } from '../connection';
import { enter, type Member, newMember } from './member';
import { acquireTimedOut, copyOf, poolIsClosed, queueIsFull } from './pool-errors';
import type { PoolEmitter, RemoveReason } from './pool-events';
import { mayTryAnother, type Opened, type PoolHosts } from './pool-hosts';
import type { ResolvedPoolOptions } from './pool-options';
import type { PoolStats } from './pool-stats';
import { PooledConnection } from './pooled-connection';
import { RetryTimer } from './retry-timer';
import { type Failure, WaitingCallers } from './waiting-callers';

/** A reset that takes longer, in milliseconds, may never end: nobody should wait for it alone. */
const SOON = 1_000;
/** How long the sweeper sleeps, in milliseconds. */
const SWEEP = { shortest: 20, longest: SOON };

/** Of such a connection nothing is waited for. */
const CUT: ReadonlySet<RemoveReason> = new Set(['lost', 'unread rows', 'unfinished transaction']);

export class ConnectionGroup {
  readonly #hosts: PoolHosts;
  readonly #options: ResolvedPoolOptions;
  readonly #emitter: PoolEmitter;
  readonly #writes: boolean;
  readonly #members = new Set<Member>();
  /** The oldest first. */
  readonly #idle: Member[] = [];
  /** Those whose reset is still to be asked for. */
  readonly #released: Member[] = [];
  readonly #waiting = new WaitingCallers(() => this.#whenNobodyWaits());
  readonly #retry = new RetryTimer(() => this.#grow());
  /** Those that are no members any more, until they are closed. */
  readonly #leaving = new Set<Connection>();
  readonly #counts = { connected: 0, removed: 0, acquired: 0, timedOut: 0 };
  #connecting = 0;
  #connectError: unknown;
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
    return {
      max: this.#options.max,
      total: this.#members.size,
      used: this.#count('used'),
      idle: this.#idle.length,
      resetting: this.#count('resetting'),
      closing: this.#leaving.size,
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
      const reason = this.#whyNotAny(member);
      if (reason === undefined) return this.#lend(member, stack, performance.now());
      this.#remove(member, reason);
    }
    this.#checkQueue();
    return this.#wait(stack, signal);
  }

  /** Lets those who hold or wait for a connection finish, but not longer than it is told; 0 is for ever. */
  async close(milliseconds: number): Promise<void> {
    this.#closing = true;
    const drained = new Promise<void>((resolve) => (this.#drained = resolve));
    const timer = milliseconds > 0 ? setTimeout(() => this.#abort(), milliseconds) : undefined;
    this.#tidyReleased();
    this.#whenNobodyWaits();
    await drained;
    clearTimeout(timer);
  }

  #abort(): void {
    this.#isCut = true;
    this.#waiting.failAll(poolIsClosed);
    for (const member of this.#members) this.#remove(member, 'pool closed');
    for (const connection of this.#leaving) connection.destroy();
    this.#whenNobodyWaits();
  }

  /** Who can have a connection as soon as one is opened or reset is not in the queue. */
  #checkQueue(): void {
    const { queueLimit, max } = this.#options;
    if (queueLimit === 0) return;
    const soon = this.#retry.hasFailed ? 0 : max - this.#count('used');
    if (this.#waiting.size >= queueLimit + soon) throw queueIsFull(queueLimit, this.stats);
  }

  #wait(stack: Error | undefined, signal: AbortSignal | undefined): Promise<PooledConnection> {
    const { acquireTimeout: timeout } = this.#options;
    const promise = this.#waiting.wait(stack, {
      timeout,
      timedOut: () => this.#timedOut(),
      signal,
    });
    this.#retry.keepProcessAlive(true);
    this.#tidyReleased();
    this.#emitter.emit('enqueue');
    this.#grow();
    return promise;
  }

  #timedOut(): Failure {
    this.#counts.timedOut++;
    const error = acquireTimedOut(this.#options.acquireTimeout, this.stats, this.#connectError);
    return () => error;
  }

  #lend(member: Member, stack: Error | undefined, since: number): PooledConnection {
    enter(member, 'used');
    this.#counts.acquired++;
    const { threadId } = member.connection;
    if (stack !== undefined) {
      const { leakTimeout: heldFor } = this.#options;
      const tell = (): void => this.#emitter.leak({ threadId, heldFor, stack: linesOf(stack) });
      member.leakTimer = setTimeout(tell, heldFor).unref();
    }
    const lease = new PooledConnection(member.connection, () => this.#takeBack(member, lease));
    this.#emitter.emit('acquire', { threadId, waited: member.since - since });
    return lease;
  }

  #takeBack(member: Member, lease: PooledConnection): void {
    clearTimeout(member.leakTimer);
    const { threadId } = member.connection;
    this.#emitter.emit('release', { threadId, heldFor: performance.now() - member.since });
    if (this.#writes && lease.wasRefusedAsReadOnly) {
      member.host.refusedChange();
      this.#dropUseless();
      this.#remove(member, 'read-only');
    }
    if (member.state === 'gone') return;
    const reason = lease.whyUnfinished ?? this.#whyNot(member);
    if (reason !== undefined) return this.#remove(member, reason);
    member.fresh.used();
    if (member.fresh.isFresh) return this.#offer(member);
    enter(member, 'resetting');
    // To send takes longer than most of what a caller does next: it goes first, unless others wait.
    if (this.#released.push(member) === 1) setImmediate(() => this.#tidyReleased());
    if (this.#waiting.size > 0 || this.#closing) this.#tidyReleased();
  }

  #tidyReleased(): void {
    for (const member of this.#released.splice(0)) void this.#tidy(member);
  }

  /** Makes it as new for the next caller; the one before does not wait for that. */
  async #tidy(member: Member): Promise<void> {
    let reason: RemoveReason | undefined;
    try {
      await member.fresh.settled();
      member.askedAt = performance.now();
      const restored = await member.fresh.restore();
      if (!restored) reason = 'changed';
    } catch {
      reason = member.connection.isUsable ? 'reset failed' : 'lost';
    }
    member.askedAt = Infinity;
    if (reason === undefined) this.#offer(member);
    else this.#remove(member, reason);
  }

  /** To the one who has waited longest, or to the idle ones. */
  #offer(member: Member): void {
    if (member.state === 'gone') return;
    const reason = this.#whyNotAny(member);
    if (reason !== undefined) this.#remove(member, reason);
    else this.#lendOrKeep(member);
    this.#whenNobodyWaits();
  }

  #lendOrKeep(member: Member): void {
    const waiter = this.#waiting.next();
    if (waiter !== undefined) {
      waiter.resolve(this.#lend(member, waiter.stack, waiter.since));
      return;
    }
    enter(member, 'idle');
    this.#idle.push(member);
  }

  /** Why a connection must not be handed out (any more); found out without asking the server. */
  #whyNot(member: Member): RemoveReason | undefined {
    if (!member.connection.isUsable) return 'lost';
    if (this.#writes && member.epoch !== member.host.epoch) return 'read-only';
    return performance.now() >= member.expiresAt ? 'lifetime' : undefined;
  }

  /** As above, for one at rest: an event loop that was busy has not heard of its end. */
  #whyNotAny(member: Member): RemoveReason | undefined {
    return this.#whyNot(member) ?? (member.connection.isLeft ? 'lost' : undefined);
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
    if (CUT.has(reason)) connection.destroy();
    void this.#close(connection);
    if (this.#members.size === 0) this.#stopSweeping();
    this.#emitter.emit('remove', { threadId: connection.threadId, reason });
    this.#grow();
    this.#whenNobodyWaits();
  }

  /** After what was started on it; its place is taken until then. */
  async #close(connection: Connection): Promise<void> {
    this.#leaving.add(connection);
    await connection.close().catch(() => {});
    this.#leaving.delete(connection);
    this.#grow();
    this.#whenNobodyWaits();
  }

  /** Opens as many connections as are missing and allowed. */
  #grow(): void {
    const { max } = this.#options;
    while (this.#size + this.#leaving.size < max && this.#mayConnect && this.#isMissing) {
      void this.#open();
    }
  }

  get #size(): number {
    return this.#members.size + this.#connecting;
  }

  get #isMissing(): boolean {
    if (!this.#closing && this.#size < this.#options.min) return true;
    return this.#connecting + this.#soonFree < this.#waiting.size;
  }

  /** Those whose reset has begun just now. */
  get #soonFree(): number {
    const begun = performance.now() - SOON;
    let count = 0;
    for (const { state, since } of this.#members)
      if (state === 'resetting' && since > begun) count++;
    return count;
  }

  /** While the server is away one attempt at a time is enough. */
  get #mayConnect(): boolean {
    return !this.#retry.isRunning && (!this.#retry.hasFailed || this.#connecting === 0);
  }

  #count(wanted: Member['state']): number {
    let count = 0;
    for (const { state } of this.#members) if (state === wanted) count++;
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

  #add(opened: Opened, took: number): void {
    this.#retry.succeeded();
    this.#connectError = undefined;
    const member = newMember(opened, this.#options);
    const { connection } = member;
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
    this.#retry.failed();
    this.#emitter.emit('connectError', error);
    // A refusal, as of the password, is no better in a second; who waits, waits for others to release.
    if (!mayTryAnother(error) && this.#members.size === 0) {
      this.#waiting.failAll(() => copyOf(error));
    }
  }

  #startSweeping(): void {
    if (this.#sweeper !== undefined) return;
    const { idleTimeout, maxLifetime } = this.#options;
    const limits = [idleTimeout, maxLifetime, this.#resetTimeout].filter((limit) => limit > 0);
    const period = Math.min(Math.max(Math.min(...limits) / 2, SWEEP.shortest), SWEEP.longest);
    this.#sweeper = setInterval(() => this.#sweep(), period).unref();
  }

  #stopSweeping(): void {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }

  #sweep(): void {
    this.#dropUseless();
    this.#dropSilent();
    this.#dropSurplus();
    this.#resetIdle();
    this.#grow(); // for those who wait for resets that take long
  }

  /** A server that does not answer takes as long as one that cannot be reached. */
  #dropSilent(): void {
    if (this.#resetTimeout === 0) return;
    const latest = performance.now() - this.#resetTimeout;
    for (const member of this.#members) if (member.askedAt <= latest) this.#remove(member, 'lost');
  }

  /** What was put off while one caller followed another. */
  #resetIdle(): void {
    for (const member of this.#idle.filter(({ fresh }) => fresh.owesReset)) {
      this.#idle.splice(this.#idle.indexOf(member), 1);
      enter(member, 'resetting');
      void this.#tidy(member);
    }
  }

  get #resetTimeout(): number {
    return this.#options.checked.connectTimeout;
  }

  #dropSurplus(): void {
    const { idleTimeout, min } = this.#options;
    const since = performance.now() - idleTimeout;
    while (idleTimeout > 0 && this.#members.size > min) {
      const [oldest] = this.#idle;
      if (oldest === undefined || oldest.since > since) return;
      this.#remove(oldest, 'idle');
    }
  }

  /** A pool that nobody waits for keeps no process alive; one that is closed besides may be done. */
  #whenNobodyWaits(): void {
    if (this.#waiting.size > 0) return;
    this.#retry.keepProcessAlive(false);
    if (!this.#closing) return;
    this.#retry.stop();
    for (const member of this.#idle.splice(0)) this.#remove(member, 'pool closed');
    const isConnecting = this.#connecting > 0 && !this.#isCut;
    if (this.#members.size === 0 && this.#leaving.size === 0 && !isConnecting) this.#drained();
  }
}

function linesOf({ stack = '' }: Error): string {
  return stack.replace(/^.*\n/, '');
}
