import { EventEmitter } from 'node:events';
import type { QueryOptions } from './options';
import type { Pool } from './pool';
import type { PoolConnection, PromisePoolConnection } from './pool-connection';
import { answerOf, nothingOf } from './promise-connection';
import { inClass, inheritEvents, type PromiseClass, refuseCallback, results } from './promises';
import type { QueryAnswer, QueryResult } from './results';

/** A pool with promises; `pool` is the one with callbacks. */
export class PromisePool extends EventEmitter {
  /** The same with callbacks. */
  readonly pool: Pool;
  /** The class of the promises. */
  readonly Promise: PromiseClass;

  constructor(pool: Pool, promiseClass: PromiseClass = Promise) {
    super();
    this.pool = pool;
    this.Promise = promiseClass;
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

  /** Runs a statement on a connection of the pool; resolves to `[rows, fields]`. */
  query<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    const answer = answerOf<T>((done) => void this.pool.query(sql, values, done));
    return inClass(answer, this.Promise);
  }

  /** Runs a prepared statement on a connection of the pool; resolves to `[rows, fields]`. */
  execute<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    const answer = answerOf<T>((done) => void this.pool.execute(sql, values, done));
    return inClass(answer, this.Promise);
  }

  /** Ends all connections after what they run. */
  end(): Promise<void> {
    const start = (done: (error: NodeJS.ErrnoException | null) => void): void => {
      this.pool.end(done);
    };
    return inClass(nothingOf(start), this.Promise);
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
}
