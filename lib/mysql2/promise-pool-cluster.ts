import type { PoolOptions } from './options';
import type { ClusterConfig, PoolCluster, PoolNamespace } from './pool-cluster';
import type { PoolConnection, PromisePoolConnection } from './pool-connection';
import { PromiseQueryable } from './promise-queryable';
import { inClass, inheritEvents, type PromiseClass, results } from './promises';

/** The nodes of a pattern, with promises. */
export class PromisePoolNamespace extends PromiseQueryable {
  /** The same with callbacks. */
  readonly poolNamespace: PoolNamespace;

  constructor(poolNamespace: PoolNamespace, promiseClass: PromiseClass = Promise) {
    super(promiseClass);
    this.poolNamespace = poolNamespace;
  }

  /** Gives a connection. */
  getConnection(): Promise<PromisePoolConnection> {
    const got = results<[PoolConnection]>((done) => {
      this.poolNamespace.getConnection(done);
    });
    const wrapped = got.then(([connection]) => connection.promise(this.Promise));
    return inClass(wrapped, this.Promise);
  }

  protected override core(): PoolNamespace {
    return this.poolNamespace;
  }
}

/** Pools by name, with promises. */
export class PromisePoolCluster extends PromiseQueryable {
  /** The same with callbacks. */
  readonly poolCluster: PoolCluster;

  constructor(poolCluster: PoolCluster, promiseClass: PromiseClass = Promise) {
    super(promiseClass);
    this.poolCluster = poolCluster;
    inheritEvents(poolCluster, this, ['warn', 'remove', 'online', 'offline']);
  }

  /** The options with their defaults. */
  get config(): ClusterConfig {
    return this.poolCluster.config;
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
  of(pattern?: string | RegExp, selector?: string): PromisePoolNamespace {
    return new PromisePoolNamespace(this.poolCluster.of(pattern, selector), this.Promise);
  }

  /** Gives a connection. */
  getConnection(pattern?: string | RegExp, selector?: string): Promise<PromisePoolConnection> {
    return this.of(pattern, selector).getConnection();
  }

  /** Ends it after what it runs. */
  end(): Promise<void> {
    return this.done((done) => this.poolCluster.end(done));
  }

  /** For `await using`: gives it back or ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.poolCluster._closed) await this.end();
  }

  /** Statements go to any of the nodes. */
  protected override core(): PoolNamespace {
    return this.poolCluster.of();
  }
}
