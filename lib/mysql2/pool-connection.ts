import type { CommandCallback, SimpleCommand } from './command';
import { Connection } from './connection';
import type { ConnectionConfig } from './connection-config';
import type { Pool } from './pool';
import { PromiseConnection } from './promise-connection';
import type { PromiseClass } from './promises';

/** A connection of a pool, until it is lost or destroyed. */
export class PoolConnection extends Connection {
  declare _pool: Pool | null;
  /** When it last came back, as `Date.now()`. */
  lastActiveTime = Date.now();
  /** @internal */
  _released = false;

  constructor(pool: Pool, { config }: { config: ConnectionConfig }) {
    super({ config });
    Object.defineProperty(this, '_pool', { value: pool, writable: true });
    this.once('end', () => this.#leave());
    this.once('error', () => this.#leave());
  }

  /** Gives it back to its pool; the second time does nothing. */
  release(): void {
    if (this._released || this._pool === null || this._pool._closed) return;
    this._released = true;
    this.lastActiveTime = Date.now();
    this._pool._takeBack(this);
  }

  /** As mysql2 does until its next version: releases it, unless `gracefulEnd` is set. */
  override end(callback?: CommandCallback<[]>): SimpleCommand<void> {
    if (this.config.gracefulEnd) {
      this.#leave();
      return super.end(callback);
    }
    this.release();
    if (typeof callback === 'function') process.nextTick(callback, null);
    return undefined as unknown as SimpleCommand<void>;
  }

  /** Ends the connection itself. @internal */
  _realEnd(callback: CommandCallback<[]>): void {
    super.end(callback);
  }

  override destroy(): void {
    this.#leave();
    super.destroy();
  }

  override promise(promiseClass?: PromiseClass): PromisePoolConnection {
    return new PromisePoolConnection(this, promiseClass);
  }

  /** For `using`: gives it back or ends it. */
  override [Symbol.dispose](): void {
    this.release();
  }

  #leave(): void {
    const pool = this._pool;
    if (pool === null || pool._closed) return;
    this._pool = null;
    pool._removeConnection(this);
  }
}

/** A connection of a pool, with promises. */
export class PromisePoolConnection extends PromiseConnection<PoolConnection> {
  /** Gives it back to its pool. */
  release(): void {
    this.connection.release();
  }

  /** For `await using`: gives it back or ends it. */
  override async [Symbol.asyncDispose](): Promise<void> {
    this.release();
  }
}
