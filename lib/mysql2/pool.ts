import { whenAborted } from './abort';
import { requireCallback } from './check-callback';
import { ConnectionSource, type GetConnectionCallback } from './connection-source';
import type { PoolOptions } from './options';
import { PoolConfig } from './pool-config';
import { PoolConnection, type PromisePoolConnection } from './pool-connection';
import type { PreparedStatementInfo } from './prepared-statement-info';
import { PromisePool } from './promise-pool';
import type { PromiseClass } from './promises';
import { escape, escapeId, format, raw, type SqlText } from './sql-values';
import { tracePoolConnect } from './trace';
import { ofConnections } from './unavailable';

/** Called when a pool has ended. */
export type PoolDone = (error: NodeJS.ErrnoException | null) => void;

const IDLE_CHECK_MS = 1000;
/**
 * Connections that are given out and come back. It emits 'connection' for a new one, 'acquire' and
 * 'release' as they go and come, and 'enqueue' when a request has to wait.
 */
export class Pool extends ConnectionSource {
  /** The options with their defaults. */
  readonly config: PoolConfig;
  /** @internal */
  _closed = false;
  /** @internal */
  readonly _allConnections: PoolConnection[] = [];
  /** The one that was used last is at the end. @internal */
  readonly _freeConnections: PoolConnection[] = [];
  /** @internal */
  readonly _connectionQueue: GetConnectionCallback[] = [];
  #idleTimer: NodeJS.Timeout | undefined;

  constructor({ config }: { config: PoolConfig }) {
    super();
    this.config = config;
    if (config.maxIdle < config.connectionLimit) {
      this.#idleTimer = setInterval(() => this.#removeIdle(), IDLE_CHECK_MS);
    }
  }

  /**
   * Gives a free connection, a new one, or the next that comes back.
   * @param signal ends the wait for one that comes back
   */
  override getConnection(callback: GetConnectionCallback, signal?: AbortSignal): void {
    requireCallback(callback);
    const { connectionConfig } = this.config;
    tracePoolConnect(connectionConfig, (done) => this.#getConnection(done, signal), callback);
  }

  #getConnection(callback: GetConnectionCallback, signal?: AbortSignal): void {
    const fail = (message: string): void => process.nextTick(callback, new Error(message));
    if (this._closed) return fail('Pool is closed.');
    const free = this.#takeFree();
    if (free !== undefined) return this.#give(free, callback);
    const { connectionLimit, waitForConnections, queueLimit } = this.config;
    if (connectionLimit === 0 || this._allConnections.length < connectionLimit) {
      return this.#open(callback);
    }
    if (!waitForConnections) return fail('No connections available.');
    if (queueLimit > 0 && this._connectionQueue.length >= queueLimit) {
      return fail('Queue limit reached.');
    }
    this._connectionQueue.push(signal ? this.#untilAborted(callback, signal) : callback);
    this.emit('enqueue');
  }

  /** One that the server has closed meanwhile makes room for a new one. */
  #takeFree(): PoolConnection | undefined {
    for (;;) {
      const free = this._freeConnections.pop();
      if (free?._isLeft !== true) return free;
      free.destroy();
    }
  }

  /** A request that leaves the queue when its signal is aborted. */
  #untilAborted(callback: GetConnectionCallback, signal: AbortSignal): GetConnectionCallback {
    const stop = whenAborted(signal, undefined, (error) => {
      if (remove(this._connectionQueue, waiting)) (callback as PoolDone)(error);
    });
    const waiting: GetConnectionCallback = (...given) => {
      stop();
      callback(...given);
    };
    return waiting;
  }

  /** Takes a connection back, as its own `release` does: given back twice, it must not go to two callers. */
  releaseConnection(connection: PoolConnection | PromisePoolConnection): void {
    connection.release();
  }

  /** Takes a connection back that has counted as released until now. @internal */
  _takeBack(connection: PoolConnection): void {
    if (!this.config.resetOnRelease) return this.#takeBack(connection);
    connection._resetForPool((error) => {
      if (error === null) this.#takeBack(connection);
      else connection.destroy();
    });
  }

  /** Ends all connections after what they run; those who wait are refused. */
  end(callback?: PoolDone): void {
    this._closed = true;
    clearInterval(this.#idleTimer);
    const done: PoolDone = (error) => {
      if (callback !== undefined) callback(error);
      else if (error) throw error;
    };
    for (const waiting of this._connectionQueue.splice(0)) {
      process.nextTick(waiting, new Error('Pool is closed.'));
    }
    const connections = [...this._allConnections];
    if (connections.length === 0) return process.nextTick(done, null);
    let left = connections.length;
    for (const connection of connections) {
      // One that was lost meanwhile is ended as well as any.
      connection._realEnd(() => {
        if (--left === 0) done(null);
      });
    }
  }

  /** Throws: it is in mysql2's types, and a pool has no statements of its own. */
  unprepare(_sql: string | { sql: string }): PreparedStatementInfo {
    throw ofConnections('unprepare');
  }

  /** The text that `query` would send. */
  format(sql: string, values?: unknown): string {
    const { stringifyObjects, timezone } = this.config.connectionConfig;
    return format(sql, values, stringifyObjects, timezone);
  }

  /** A value as SQL text. */
  escape(value: unknown): string {
    const { stringifyObjects, timezone } = this.config.connectionConfig;
    return escape(value, stringifyObjects, timezone);
  }

  /** A name in backticks. */
  escapeId(value: unknown): string {
    return escapeId(value, false);
  }

  /** SQL text that goes into a statement as it is. */
  raw(sql: string): SqlText {
    return raw(sql);
  }

  /** The same pool with promises. */
  promise(promiseClass?: PromiseClass): PromisePool {
    return new PromisePool(this, promiseClass);
  }

  /** For `using`: gives it back or ends it. */
  [Symbol.dispose](): void {
    if (!this._closed) this.end();
  }

  /** Forgets a connection that is over. @internal */
  _removeConnection(connection: PoolConnection): void {
    remove(this._allConnections, connection);
    remove(this._freeConnections, connection);
    this.#serveNext();
  }

  #give(connection: PoolConnection, callback: GetConnectionCallback): void {
    connection._released = false;
    this.emit('acquire', connection);
    process.nextTick(() => callback(null, connection));
  }

  #open(callback: GetConnectionCallback): void {
    // A copy: `changeUser` changes that of its connection.
    const config = this.config.connectionConfig.copy();
    const connection = new PoolConnection(this, { config });
    this._allConnections.push(connection);
    connection.connect((error) => {
      if (this._closed) return (callback as PoolDone)(new Error('Pool is closed.'));
      if (error !== null) return (callback as PoolDone)(error);
      this.emit('connection', connection);
      this.emit('acquire', connection);
      callback(null, connection);
    });
  }

  #takeBack(connection: PoolConnection): void {
    const waiting = this._connectionQueue.shift();
    if (waiting === undefined) {
      this._freeConnections.push(connection);
      this.emit('release', connection);
      return;
    }
    process.nextTick(() => {
      connection._released = false;
      waiting(null, connection);
    });
  }

  /** There may be room now for one who waits. */
  #serveNext(): void {
    process.nextTick(() => {
      // In its place in the queue until then, where an abort finds it.
      const waiting = this._connectionQueue.shift();
      if (waiting !== undefined) this.#getConnection(waiting);
    });
  }

  #removeIdle(): void {
    const { maxIdle, idleTimeout, connectionConfig } = this.config;
    for (;;) {
      const oldest = this._freeConnections[0];
      if (oldest === undefined) return;
      const isOld = Date.now() - oldest.lastActiveTime > idleTimeout;
      if (this._freeConnections.length <= maxIdle && !isOld) return;
      if (connectionConfig.gracefulEnd) oldest.end();
      else oldest.destroy();
    }
  }
}

/** Whether it was there. */
function remove<T>(list: T[], item: T): boolean {
  const index = list.indexOf(item);
  if (index !== -1) list.splice(index, 1);
  return index !== -1;
}

/** Opens no connection yet: that is for the first statement. */
export function createPool(options: PoolOptions | string): Pool {
  return new Pool({ config: new PoolConfig(options) });
}
