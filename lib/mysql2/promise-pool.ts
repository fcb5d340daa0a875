import type { Pool } from './pool';
import type { PoolConnection, PromisePoolConnection } from './pool-connection';
import { PromiseQueryable } from './promise-queryable';
import { inClass, inheritEvents, type PromiseClass, results } from './promises';

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

  /** For `await using`: gives it back or ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.pool._closed) await this.end();
  }

  protected override core(): Pool {
    return this.pool;
  }
}
