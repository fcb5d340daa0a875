/**
 * mysql2/promise's API on this driver. docs/mysql2.md tells what is the same and what is not.
 * @module mysqldb/mysql2/promise
 */
import { createConnection as createCoreConnection } from './connection';
import type { ConnectionOptions, PoolOptions } from './options';
import { createPool as createCorePool } from './pool';
import {
  createPoolCluster as createCorePoolCluster,
  type PoolClusterOptions,
} from './pool-cluster';
import { PromiseConnection } from './promise-connection';
import { PromisePool } from './promise-pool';
import { PromisePoolCluster } from './promise-pool-cluster';
import { inClass, type PromiseClass, results } from './promises';

/** The class of promises that the options ask for. */
function classOf(options: unknown): PromiseClass {
  const given = (options as { Promise?: PromiseClass } | undefined)?.Promise;
  return given ?? Promise;
}

/** A connection, when it is made. */
export function createConnection(options: ConnectionOptions | string): Promise<PromiseConnection> {
  const promiseClass = classOf(options);
  const core = createCoreConnection(options);
  const connected = results<[unknown?]>((done) => core.connect(done));
  return inClass(
    connected.then(() => new PromiseConnection(core, promiseClass)),
    promiseClass,
  );
}

/** A pool with promises; opens no connection yet. */
export function createPool(options: PoolOptions | string): PromisePool {
  return new PromisePool(createCorePool(options), classOf(options));
}

/** A cluster with promises; `add` gives it nodes. */
export function createPoolCluster(options?: PoolClusterOptions): PromisePoolCluster {
  return new PromisePoolCluster(createCorePoolCluster(options), classOf(options));
}

export { CharsetToEncoding, Charsets } from './charsets';
export { clearParserCache, setMaxParserCache } from './parser-cache';
export { PromisePoolConnection, PromisePoolConnection as PoolConnection } from './pool-connection';
export { PromiseConnection, PromiseConnection as Connection } from './promise-connection';
export { PromisePool } from './promise-pool';
export { PromisePoolCluster } from './promise-pool-cluster';
export { escape, escapeId, format, raw } from './sql-values';
export { TypedParameter } from './typed-parameter';
export { Types } from './types-table';
export type { ColumnDefinition as FieldPacket } from './field-packet';
export type { ConnectionOptions, PoolOptions, QueryOptions, SslOptions } from './options';
export type { QueryError } from './query-error';
export type { ResultSetHeader } from './result-set-header';
export type { QueryAnswer, QueryResult, RowDataPacket } from './results';
export type { PromisePreparedStatementInfo } from './promise-connection';
export type { PromisePoolNamespace } from './promise-pool-cluster';
