import { EventEmitter } from 'node:events';
import { requireCallback } from './check-callback';
import { ConnectionSource, type GetConnectionCallback } from './connection-source';
import { checkValues, CLUSTER_RULES } from './option-values';
import type { PoolOptions } from './options';
import { Pool } from './pool';
import { PoolConfig } from './pool-config';
import { queryError } from './query-error';

/** How a node is chosen among several: in turn, by chance, or the first that works. */
export type Selector = 'RR' | 'RANDOM' | 'ORDER';

/** What `createPoolCluster` takes. */
export interface PoolClusterOptions {
  /** Tries other nodes of a pattern when one cannot be reached; true unless given. */
  canRetry?: boolean | undefined;
  /** Failures in a row after which a node is taken out; 5 unless given. */
  removeNodeErrorCount?: number | undefined;
  /** Milliseconds after which it comes back; 0 (unless given) for never. */
  restoreNodeTimeout?: number | undefined;
  /** How a node is chosen unless told: 'RR' (unless given), 'RANDOM' or 'ORDER'. */
  defaultSelector?: string | undefined;
}

/** The same with their defaults. */
export type ClusterConfig = {
  readonly [Name in keyof PoolClusterOptions]-?: NonNullable<PoolClusterOptions[Name]>;
};

interface Node {
  readonly id: string;
  readonly pool: Pool;
  errorCount: number;
  /** On the clock of `performance.now()`; 0 for a node that works. */
  offlineUntil: number;
}

const DEFAULT_ERROR_COUNT = 5;

const CHOOSE: Readonly<Record<Selector, (count: number, turn: number) => number>> = {
  RR: (count, turn) => turn % count,
  RANDOM: (count) => Math.floor(Math.random() * count),
  ORDER: () => 0,
};

/** `*` in a pattern stands for anything. */
function matcher(pattern: string | RegExp): RegExp {
  if (pattern instanceof RegExp) return pattern;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** The nodes of a pattern, with a way to choose one. */
export class PoolNamespace extends ConnectionSource {
  readonly #cluster: PoolCluster;
  readonly #pattern: string | RegExp;
  readonly #selector: Selector;
  #turn = 0;

  constructor(cluster: PoolCluster, pattern: string | RegExp, selector: Selector) {
    super();
    this.#cluster = cluster;
    this.#pattern = pattern;
    this.#selector = selector;
  }

  /**
   * Gives a connection.
   * @param signal ends the wait for one
   */
  override getConnection(callback: GetConnectionCallback, signal?: AbortSignal): void {
    requireCallback(callback);
    const fail = callback as (error: Error) => void;
    const online = this.#cluster.nodesOf(this.#pattern);
    if (online.length === 0) {
      const isOffline = this.#cluster.nodesOf(this.#pattern, true).length > 0;
      return fail(isOffline ? noneOnline() : noPool());
    }
    const node = online[CHOOSE[this.#selector](online.length, this.#turn++)]!;
    const done: GetConnectionCallback = (error, connection) => {
      if (error === null) return callback(null, connection);
      const canRetry = this.#cluster.canRetry && !signal?.aborted;
      if (!canRetry || this.#cluster.nodesOf(this.#pattern).length === 0) return fail(error);
      this.#cluster.emit('warn', error);
      this.getConnection(callback, signal);
    };
    this.#cluster.connectTo(node, done, signal);
  }
}

/** Pools by name, of which patterns choose. It emits 'warn', 'remove', 'offline' and 'online'. */
export class PoolCluster extends EventEmitter {
  /** Whether other nodes are tried when one cannot be reached. */
  readonly canRetry: boolean;
  /** The options with their defaults. */
  readonly config: ClusterConfig;
  /** @internal */
  _closed = false;
  readonly #removeNodeErrorCount: number;
  readonly #restoreNodeTimeout: number;
  readonly #defaultSelector: Selector;
  readonly #nodes = new Map<string, Node>();
  readonly #namespaces = new Map<string, PoolNamespace>();
  #lastId = 0;

  constructor(options: PoolClusterOptions = {}) {
    super();
    checkValues(options, CLUSTER_RULES);
    this.canRetry = options.canRetry ?? true;
    this.#removeNodeErrorCount = options.removeNodeErrorCount || DEFAULT_ERROR_COUNT;
    this.#restoreNodeTimeout = options.restoreNodeTimeout ?? 0;
    this.#defaultSelector = (options.defaultSelector?.toUpperCase() ?? 'RR') as Selector;
    this.config = {
      canRetry: this.canRetry,
      removeNodeErrorCount: this.#removeNodeErrorCount,
      restoreNodeTimeout: this.#restoreNodeTimeout,
      defaultSelector: this.#defaultSelector,
    };
  }

  /** Adds a node; without an id it gets one. An id that is there already stays as it is. */
  add(id: string | PoolOptions, options?: PoolOptions | string): void {
    const name = typeof id === 'object' ? `CLUSTER::${++this.#lastId}` : id;
    const config = typeof id === 'object' ? id : options!;
    if (this.#nodes.has(name)) return;
    const pool = new Pool({ config: new PoolConfig(config) });
    this.#nodes.set(name, { id: name, pool, errorCount: 0, offlineUntil: 0 });
  }

  /** Takes the nodes of a pattern out, and ends their pools. */
  remove(pattern: string): void {
    for (const node of this.nodesOf(pattern, true)) this.#remove(node);
  }

  /** The nodes of a pattern, all of them unless given. */
  of(pattern: string | RegExp = '*', selector: string = this.#defaultSelector): PoolNamespace {
    const known = selector.toUpperCase() as Selector;
    const chosen = known in CHOOSE ? known : this.#defaultSelector;
    const key = `${String(pattern)} ${chosen}`;
    let namespace = this.#namespaces.get(key);
    if (namespace === undefined) {
      namespace = new PoolNamespace(this, pattern, chosen);
      this.#namespaces.set(key, namespace);
    }
    return namespace;
  }

  /** (callback), (pattern, callback) or (pattern, selector, callback). */
  getConnection(
    pattern: string | RegExp | GetConnectionCallback | undefined,
    selector?: string | GetConnectionCallback,
    callback?: GetConnectionCallback,
  ): void {
    if (typeof pattern === 'function') return this.of().getConnection(pattern);
    if (typeof selector === 'function') return this.of(pattern).getConnection(selector);
    this.of(pattern, selector).getConnection(callback!);
  }

  /** Ends all pools. */
  end(callback?: (error: NodeJS.ErrnoException | null) => void): void {
    const done = callback ?? ((): void => {});
    const pools = this._closed ? [] : [...this.#nodes.values()].map(({ pool }) => pool);
    this._closed = true;
    let left = pools.length;
    if (left === 0) return process.nextTick(done, null);
    for (const pool of pools) {
      pool.end(() => {
        if (--left === 0) done(null);
      });
    }
  }

  /** For `using`: gives it back or ends it. */
  [Symbol.dispose](): void {
    if (!this._closed) this.end();
  }

  /** @internal */
  nodesOf(pattern: string | RegExp, offlineToo = false): Node[] {
    const expression = matcher(pattern);
    const now = performance.now();
    return [...this.#nodes.values()].filter(
      ({ id, offlineUntil }) => expression.test(id) && (offlineToo || offlineUntil <= now),
    );
  }

  /** @internal */
  connectTo(node: Node, callback: GetConnectionCallback, signal?: AbortSignal): void {
    node.pool.getConnection((error, connection) => {
      if (error !== null) {
        if (!signal?.aborted) this.#failed(node);
        return (callback as (error: Error) => void)(error);
      }
      this.#worked(node);
      Object.defineProperty(connection, '_clusterId', { value: node.id, configurable: true });
      callback(null, connection);
    }, signal);
  }

  #failed(node: Node): void {
    if (++node.errorCount < this.#removeNodeErrorCount) return;
    if (this.#restoreNodeTimeout > 0) {
      node.offlineUntil = performance.now() + this.#restoreNodeTimeout;
      this.emit('offline', node.id);
      return;
    }
    this.#remove(node);
    this.emit('remove', node.id);
  }

  #worked(node: Node): void {
    node.errorCount = Math.max(0, Math.min(node.errorCount, this.#removeNodeErrorCount) - 1);
    if (node.offlineUntil === 0) return;
    node.offlineUntil = 0;
    this.emit('online', node.id);
  }

  #remove(node: Node): void {
    if (this.#nodes.delete(node.id)) node.pool.end(() => {});
  }
}

const noPool = (): Error => queryError('Pool does Not exist.', { code: 'POOL_NOEXIST' });
const noneOnline = (): Error =>
  queryError('Pool does Not have online node.', { code: 'POOL_NONEONLINE' });

/** A cluster without nodes: `add` gives it some. */
export function createPoolCluster(options?: PoolClusterOptions): PoolCluster {
  return new PoolCluster(options);
}
