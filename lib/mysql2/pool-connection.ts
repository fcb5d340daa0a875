import type { Command, CommandCallback, SimpleCommand } from './command';
import { Connection } from './connection';
import type { ConnectionConfig } from './connection-config';
import { warn } from './option-values';
import type { Pool } from './pool';
import { PromiseConnection } from './promise-connection';
import type { PromiseClass } from './promises';
import { type QueryError, queryError } from './query-error';

/** A connection of a pool, until it is lost or destroyed. */
export class PoolConnection extends Connection {
  declare _pool: Pool | null;
  /** When it last came back, as `Date.now()`. */
  lastActiveTime = Date.now();
  /** @internal */
  _released = false;
  #isForPool = false;

  constructor(pool: Pool, { config }: { config: ConnectionConfig }) {
    super({ config });
    Object.defineProperty(this, '_pool', { value: pool, writable: true });
    // Before an error that ends it there is an 'end'; any other is of a statement that had nobody to tell,
    // and neither a reason to leave a pool nor to end the process.
    this.once('end', () => this.#leave());
    this.on('error', () => {});
  }

  /** Itself: mysql2's types have it. */
  get connection(): this {
    return this;
  }

  /** Gives it back to its pool, after which it takes nothing; the second time only warns. */
  release(): void {
    if (this._pool === null || this._pool._closed) return;
    if (this._released) return warn('A connection was released twice to its pool');
    this._released = true;
    this.lastActiveTime = Date.now();
    this._pool._takeBack(this);
  }

  /**
   * Does a command when those before it are done. After its release the connection may be another's at
   * any moment: the command fails then.
   */
  override addCommand<T extends Command>(command: T): T {
    if (!this._released || this.#isForPool) return super.addCommand(command);
    process.nextTick(() => {
      const error = releasedError();
      // An error event of the connection would end it for whoever has it now.
      if (!command.fail(error)) warn(error.message);
    });
    return command;
  }

  /** As mysql2 does until its next version: releases it, unless `gracefulEnd` is set. */
  override end(callback?: CommandCallback<[]>): SimpleCommand<void> {
    if (this.config.gracefulEnd) {
      this.#leave();
      return this.#forPool(() => super.end(callback));
    }
    this.#releaseOnce();
    if (typeof callback === 'function') process.nextTick(callback, null);
    return undefined as unknown as SimpleCommand<void>;
  }

  /** Ends the connection itself. @internal */
  _realEnd(callback: CommandCallback<[]>): void {
    this.#forPool(() => super.end(callback));
  }

  /** Resets the session between two owners. @internal */
  _resetForPool(callback: CommandCallback<[]>): void {
    this.#forPool(() => super.reset(callback));
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
    this.#releaseOnce();
  }

  #releaseOnce(): void {
    if (!this._released) this.release();
  }

  /** Its own commands run also while nobody has it. */
  #forPool<T>(begin: () => T): T {
    this.#isForPool = true;
    try {
      return begin();
    } finally {
      this.#isForPool = false;
    }
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
  /**
   * The same with callbacks. mysql2's types say that its methods give promises, which they do not: here
   * the type is both, those with callbacks first.
   */
  declare readonly connection: PoolConnection & PromiseConnection;

  /** Gives it back to its pool. */
  release(): void {
    this.connection.release();
  }

  /** For `await using`: gives it back or ends it. */
  override async [Symbol.asyncDispose](): Promise<void> {
    this.connection[Symbol.dispose]();
  }
}

const releasedError = (): QueryError =>
  queryError('The connection was released to its pool: take another one with getConnection()', {
    code: 'ERR_MYSQLDB_RELEASED',
  });
