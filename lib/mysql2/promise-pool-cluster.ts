import { EventEmitter } from 'node:events';
import type { PoolOptions, QueryOptions } from './options';
import type { PoolCluster, PoolNamespace, Selector } from './pool-cluster';
import type { PoolConnection, PromisePoolConnection } from './pool-connection';
import { answerOf, nothingOf } from './promise-connection';
import { inClass, inheritEvents, type PromiseClass, refuseCallback, results } from './promises';
import type { QueryAnswer, QueryResult } from './results';

/** The nodes of a pattern, with promises. */
export class PromisePoolNamespace {
  /** The same with callbacks. */
  readonly poolNamespace: PoolNamespace;
  /** The class of the promises. */
  readonly Promise: PromiseClass;

  constructor(poolNamespace: PoolNamespace, promiseClass: PromiseClass = Promise) {
    this.poolNamespace = poolNamespace;
    this.Promise = promiseClass;
  }

  /** Gives a connection. */
  getConnection(): Promise<PromisePoolConnection> {
    const got = results<[PoolConnection]>((done) => {
      this.poolNamespace.getConnection(done);
    });
    const wrapped = got.then(([connection]) => connection.promise(this.Promise));
    return inClass(wrapped, this.Promise);
  }

  /** Runs a statement with its values in its text. */
  query<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    const namespace = this.poolNamespace;
    const answer = answerOf<T>((done) => void namespace.query(sql, values, done));
    return inClass(answer, this.Promise);
  }

  /** Runs a prepared statement. */
  execute<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    const namespace = this.poolNamespace;
    const answer = answerOf<T>((done) => void namespace.execute(sql, values, done));
    return inClass(answer, this.Promise);
  }
}

/** Pools by name, with promises. */
export class PromisePoolCluster extends EventEmitter {
  /** The same with callbacks. */
  readonly poolCluster: PoolCluster;
  /** The class of the promises. */
  readonly Promise: PromiseClass;

  constructor(poolCluster: PoolCluster, promiseClass: PromiseClass = Promise) {
    super();
    this.poolCluster = poolCluster;
    this.Promise = promiseClass;
    inheritEvents(poolCluster, this, ['warn', 'remove', 'online', 'offline']);
  }

  /** Adds a node. */
  add(id: string | PoolOptions, options?: PoolOptions | string): void {
    this.poolCluster.add(id, options);
  }

  /** Takes nodes out. */
  remove(pattern: string): void {
    this.poolCluster.remove(pattern);
  }

  /** The nodes of a pattern. */
  of(pattern?: string | RegExp, selector?: Selector): PromisePoolNamespace {
    return new PromisePoolNamespace(this.poolCluster.of(pattern, selector), this.Promise);
  }

  /** Gives a connection. */
  getConnection(pattern?: string | RegExp, selector?: Selector): Promise<PromisePoolConnection> {
    return this.of(pattern, selector).getConnection();
  }

  /** Runs a statement on any of the nodes. */
  query<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    return this.of().query<T>(sql, values);
  }

  /** Runs a prepared statement on any of the nodes. */
  execute<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    return this.of().execute<T>(sql, values);
  }

  /** Ends it after what it runs. */
  end(): Promise<void> {
    const start = (done: (error: NodeJS.ErrnoException | null) => void): void => {
      this.poolCluster.end(done);
    };
    return inClass(nothingOf(start), this.Promise);
  }

  /** For `await using`: gives it back or ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.poolCluster._closed) await this.end();
  }
}
