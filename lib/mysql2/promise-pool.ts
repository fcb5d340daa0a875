import type { ChangeUserOptions } from './connection';
import type { ConnectionState } from './core-connection';
import type { Pool } from './pool';
import type { PoolConfig } from './pool-config';
import type { PoolConnection, PromisePoolConnection } from './pool-connection';
import type { PreparedStatementInfo } from './prepared-statement-info';
import type { PromisePreparedStatementInfo } from './promise-connection';
import { PromiseQueryable } from './promise-queryable';
import { inClass, inheritEvents, type PromiseClass, results } from './promises';
import { ofConnections } from './unavailable';

/** A pool with promises; `pool` is the one with callbacks. */
export class PromisePool extends PromiseQueryable {
  /** The same with callbacks. */
  readonly pool: Pool;

  constructor(pool: Pool, promiseClass: PromiseClass = Promise) {
    super(promiseClass);
    this.pool = pool;
    inheritEvents(pool, this, ['acquire', 'connection', 'enqueue', 'release']);
  }

  /** Gives a connection. */
  getConnection(): Promise<PromisePoolConnection> {
    const got = results<[PoolConnection]>((done) => {
      this.pool.getConnection(done);
    });
    const wrapped = got.then(([connection]) => connection.promise(this.Promise));
    return inClass(wrapped, this.Promise);
  }

  /** Takes a connection back. */
  releaseConnection(connection: PromisePoolConnection): void {
    connection.release();
  }

  /** Ends all connections after what they run. */
  end(): Promise<void> {
    return this.done((done) => this.pool.end(done));
  }

  /** A value as SQL text. */
  escape(value: unknown): string {
    return this.pool.escape(value);
  }

  /** A name in backticks. */
  escapeId(value: unknown): string {
    return this.pool.escapeId(value);
  }

  /** The text that `query` would send. */
  format(sql: string, values?: unknown): string {
    return this.pool.format(sql, values);
  }

  // mysql2's types say that a pool is a connection too: here is what a connection has beyond it.

  /** The options with their defaults. */
  get config(): PoolConfig {
    return this.pool.config;
  }

  /** Always 0: its connections have one. */
  get threadId(): number {
    return 0;
  }

  /** 'disconnected' when it has been ended. */
  get state(): ConnectionState {
    return this.pool._closed ? 'disconnected' : 'connected';
  }

  /** Resolves when one of its connections is connected. */
  async connect(): Promise<void> {
    const connection = await this.getConnection();
    connection.release();
  }

  /** Asks the server whether it is there, by one of its connections. */
  async ping(): Promise<void> {
    const connection = await this.getConnection();
    await connection.ping().finally(() => connection.release());
  }

  /** Fails: call it on a connection. */
  beginTransaction(): Promise<void> {
    return this.#refuse('beginTransaction');
  }

  /** Fails: call it on a connection. */
  commit(): Promise<void> {
    return this.#refuse('commit');
  }

  /** Fails: call it on a connection. */
  rollback(): Promise<void> {
    return this.#refuse('rollback');
  }

  /** Fails: call it on a connection. */
  reset(): Promise<void> {
    return this.#refuse('reset');
  }

  /** Fails: call it on a connection. */
  changeUser(_options: ChangeUserOptions): Promise<void> {
    return this.#refuse('changeUser');
  }

  /** Fails: call it on a connection. */
  prepare(_options: string | { sql: string }): Promise<PromisePreparedStatementInfo> {
    return this.#refuse('prepare');
  }

  /** Throws: call it on a connection. */
  unprepare(sql: string | { sql: string }): PreparedStatementInfo {
    return this.pool.unprepare(sql);
  }

  /** Throws: call it on a connection, or end the pool. */
  destroy(): never {
    throw ofConnections('destroy');
  }

  /** Throws: call it on a connection. */
  pause(): never {
    throw ofConnections('pause');
  }

  /** Throws: call it on a connection. */
  resume(): never {
    throw ofConnections('resume');
  }

  /** For `await using`: gives it back or ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.pool._closed) await this.end();
  }

  protected override core(): Pool {
    return this.pool;
  }

  #refuse<T>(name: string): Promise<T> {
    return this.Promise.reject<T>(ofConnections(name));
  }
}
