import { inspect, type InspectOptions } from 'node:util';
import { wrongArgument } from '../argument-error';
import type { AsyncCursor } from '../cursor';
import { Cursor, type CursorKind, DictCursor, type TupleRow } from '../cursor-kinds';
import { MySQLError } from '../errors';
import { finishAcquire, traceAcquire } from './traced-acquires';
import { cancelWays } from '../options/check-cancel-options';
import type { ExecuteOptions } from '../options/execute-options';
import { optionsOf } from '../options/given-options';
import { checkNames } from '../options/known-names';
import { optionError } from '../options/option-error';
import type { Params } from '../sql/param-style';
import type { Transaction } from '../transaction';
import {
  type AcquireOptions,
  checkAcquireOptions,
  checkPoolTransactionNames,
  type PoolTransactionOptions,
} from './acquire-options';
import { ConnectionGroup } from './connection-group';
import { acquireAborted, poolIsClosed, wasNeverSent } from './pool-errors';
import { PoolEmitter, type PoolEvents } from './pool-events';
import { PoolHost, PoolHosts } from './pool-hosts';
import {
  milliseconds,
  type PoolOptions,
  type ResolvedPoolOptions,
  resolvePoolOptions,
} from './pool-options';
import { type PoolStats, sumOf } from './pool-stats';
import type { PooledConnection } from './pooled-connection';
import { WaitLimit } from './wait-limit';
import type { Failure } from './waiting-callers';

/** What one statement of a pool may be told. */
export interface PoolExecuteOptions extends ExecuteOptions {
  /** Runs on a replica, when the pool has some. */
  readOnly?: boolean;
}

/** How long `pool.close()` waits. */
export interface PoolCloseOptions {
  /** Milliseconds until what is still in use is cut; 0 for never. 10000 unless given. */
  timeout?: number;
}

const CLOSE_TIMEOUT = 10_000;
/** How often a statement that was never sent is tried on a further connection. */
const MAX_MOVES = 3;

/** Connections to one server, or to several, that callers share: made by {@link createPool}. */
export class Pool implements AsyncDisposable {
  readonly #options: ResolvedPoolOptions;
  readonly #emitter = new PoolEmitter();
  readonly #primaries: ConnectionGroup;
  readonly #replicas: ConnectionGroup | undefined;
  #closing: Promise<void> | undefined;

  /** As the function {@link createPool}. */
  constructor(given: PoolOptions | string | URL) {
    const options = resolvePoolOptions(given);
    this.#options = options;
    const { connect, primaries, replicas, balance, resetOnRelease } = options;
    const hostsOf = (entries: typeof primaries) =>
      entries.map((host) => new PoolHost(connect, host, resetOnRelease === true));
    const writable = new PoolHosts(hostsOf(primaries), balance ?? 'failover');
    this.#primaries = new ConnectionGroup(writable, options, this.#emitter, true);
    if (replicas.length === 0) return;
    const readable = new PoolHosts(hostsOf(replicas), balance ?? 'round-robin', writable);
    this.#replicas = new ConnectionGroup(readable, options, this.#emitter, false);
  }

  /** What the pool is made of now, and what it has done so far. */
  get stats(): PoolStats {
    const groups = [this.#primaries, ...(this.#replicas ? [this.#replicas] : [])];
    return sumOf(groups.map((group) => group.stats));
  }

  /** Whether `close` was called: nobody gets a connection any more. */
  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /**
   * A connection of one's own, until it is released; callers get theirs in the order in which they ask.
   * @throws OperationalError with the code ERR_MYSQLDB_POOL_TIMEOUT, ERR_MYSQLDB_POOL_FULL or
   *   ERR_MYSQLDB_ABORTED; what the server refuses the login with; InterfaceError when the pool is closed
   * @example
   * const conn = await pool.connection();
   * try {
   *   await conn.execute('SET time_zone = ?', ['+00:00']);
   * } finally {
   *   conn.release();
   * }
   */
  async connection(options: AcquireOptions = {}): Promise<PooledConnection> {
    checkAcquireOptions(options);
    const trace = traceAcquire(this.#options.checked);
    if (trace === undefined) return this.#acquire(options);
    return trace.promise(() => this.#acquire(options), finishAcquire);
  }

  /** Runs a function with a connection of its own, and releases it. Resolves to what the function does. */
  async use<T>(
    work: (conn: PooledConnection) => T | PromiseLike<T>,
    options?: AcquireOptions,
  ): Promise<T> {
    if (typeof work !== 'function')
      throw wrongArgument('use() takes a function that does the work');
    const conn = await this.connection(options);
    try {
      return await work(conn);
    } finally {
      await conn.close();
    }
  }

  /**
   * Executes a statement on some connection. Its results are all read: the cursor that it resolves to
   * holds no connection.
   */
  async execute<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: PoolExecuteOptions,
  ): Promise<AsyncCursor<Row>> {
    return this.#run(options, async (conn, own) => {
      const cursor = conn.cursor(this.#kind as CursorKind<Row>);
      await cursor.execute(sql, params, own);
      return cursor;
    });
  }

  /** The rows of a query, on some connection. */
  async fetchall<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: PoolExecuteOptions,
  ): Promise<Row[]> {
    return this.#run(options, (conn, own) => conn.fetchall<Row>(sql, params, own));
  }

  /** The first row of a query, on some connection; null when there is none. */
  async fetchone<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: PoolExecuteOptions,
  ): Promise<Row | null> {
    return this.#run(options, (conn, own) => conn.fetchone<Row>(sql, params, own));
  }

  /**
   * `transaction()` of a connection of its own; with `readOnly: true` on a replica, when there is one. Its
   * `signal` ends the wait for the connection, as that of {@link connection}.
   */
  async transaction<T>(
    work: (tx: Transaction) => T | PromiseLike<T>,
    options: PoolTransactionOptions = {},
  ): Promise<T> {
    let isBegun = false;
    checkPoolTransactionNames(options);
    const { signal, ...own } = options;
    return this.#moving(
      { readOnly: own.readOnly ?? false, ...(signal && { signal }) },
      () => isBegun,
      (conn) =>
        conn.transaction(
          typeof work === 'function' ? (tx) => ((isBegun = true), work(tx)) : work,
          own,
        ),
    );
  }

  /**
   * Lets those who hold or wait for a connection finish, and closes the connections; after `timeout`
   * they are cut. Calling it again waits for the same end.
   */
  async close(options: PoolCloseOptions = {}): Promise<void> {
    const timeout = closeTimeout(options);
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  /** As {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Calls the listener at each such event. */
  on<K extends keyof PoolEvents>(event: K, listener: (...args: PoolEvents[K]) => void): this {
    this.#emitter.on(event, listener);
    return this;
  }

  /** Takes a listener of {@link on} away. */
  off<K extends keyof PoolEvents>(event: K, listener: (...args: PoolEvents[K]) => void): this {
    this.#emitter.off(event, listener);
    return this;
  }

  /** Printed, it shows its numbers. @internal */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `Pool ${inspect(this.stats, options)}`;
  }

  async #acquire(options: AcquireOptions): Promise<PooledConnection> {
    const { readOnly = false, signal } = options;
    if (signal?.aborted) throw acquireAborted(signal.reason);
    if (this.#closing !== undefined) throw poolIsClosed();
    const group = readOnly ? (this.#replicas ?? this.#primaries) : this.#primaries;
    const lease = group.acquire(signal);
    if (!(lease instanceof Promise)) return lease;
    try {
      return await lease;
    } catch (failure) {
      const error = (failure as Failure)();
      if (error instanceof MySQLError) Error.captureStackTrace(error, this.#acquire);
      throw error;
    }
  }

  async #close(timeout: number): Promise<void> {
    await Promise.all([this.#primaries.close(timeout), this.#replicas?.close(timeout)]);
  }

  /** A stream would outlive its connection. */
  get #kind(): CursorKind {
    const { cursorClass = Cursor } = this.#options.connect;
    return cursorClass.format === 'object' ? DictCursor : Cursor;
  }

  async #run<T>(
    options: PoolExecuteOptions | undefined,
    work: (conn: PooledConnection, own: ExecuteOptions | undefined) => Promise<T>,
  ): Promise<T> {
    if (options == null) return this.#moving({}, never, (conn) => work(conn, options));
    const { readOnly = false, ...own } = options;
    const ways = cancelWays(own, 'loop');
    if (ways === undefined) return this.#moving({ readOnly }, never, (conn) => work(conn, own));
    const limit = new WaitLimit(ways);
    try {
      return await this.#moving({ readOnly, signal: limit.signal }, never, (conn) =>
        work(conn, limit.rest(own)),
      );
    } catch (error) {
      throw limit.errorOf(error);
    } finally {
      limit.finish();
    }
  }

  /** On another connection again, as long as nothing was sent on the one before. */
  async #moving<T>(
    acquire: AcquireOptions,
    isBegun: () => boolean,
    work: (conn: PooledConnection) => Promise<T>,
  ): Promise<T> {
    for (let moves = 0; ; moves++) {
      const conn = await this.connection(acquire);
      try {
        return await work(conn);
      } catch (error) {
        if (moves === MAX_MOVES || isBegun() || !wasNeverSent(error)) throw error;
      } finally {
        await conn.close();
      }
    }
  }
}

function closeTimeout(options: PoolCloseOptions): number {
  if (typeof options !== 'object' || options === null) {
    throw optionError('The options of pool.close must be an object');
  }
  checkNames('option of pool.close', options, ['timeout']);
  const { timeout = CLOSE_TIMEOUT } = options;
  const checked = milliseconds(timeout);
  if (checked.ok) return checked.value;
  throw optionError(`The option timeout must be ${checked.want}`);
}

const never = (): boolean => false;

/**
 * Makes a pool. Connections are opened when they are needed, `min` of them at once.
 * @param options those of `connect` and the pool's own, or a URL as
 *   `mysql://user:password@host:3306/database?max=20`; without any the server of this machine
 * @throws InterfaceError for options that are wrong
 * @example
 * const pool = createPool({ host: '127.0.0.1', user: 'app', max: 20 });
 * const [count] = await pool.fetchone('SELECT COUNT(*) FROM customer');
 * await pool.close();
 */
export function createPool(options?: PoolOptions | string | URL): Pool;
export function createPool(...given: [options?: PoolOptions | string | URL]): Pool {
  return new Pool(optionsOf(given));
}
