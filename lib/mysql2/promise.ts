/**
 * mysql2/promise's API on this driver. docs/mysql2.md tells what is the same and what is not.
 * @module mysqldb/mysql2/promise
 */
import type { EventEmitter } from 'node:events';
import { createConnection as createCoreConnection } from './connection';
import type { ConnectionConfig } from './connection-config';
import type { ConnectionOptions, PoolOptions } from './options';
import { createPool as createCorePool } from './pool';
import type { PoolConfig } from './pool-config';
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

/** A connection with promises. */
export const Connection = PromiseConnection;

/** What mysql2's types say of a connection; its pools are connections too. */
export interface Connection extends EventEmitter, Pick<PromiseConnection, ConnectionMember> {
  /** The options with their defaults. */
  config: Partial<ConnectionConfig & PoolConfig>;
}

type ConnectionMember =
  | 'beginTransaction'
  | 'changeUser'
  | 'commit'
  | 'connect'
  | 'destroy'
  | 'end'
  | 'escape'
  | 'escapeId'
  | 'execute'
  | 'format'
  | 'pause'
  | 'ping'
  | 'prepare'
  | 'query'
  | 'reset'
  | 'resume'
  | 'rollback'
  | 'state'
  | 'threadId'
  | 'unprepare'
  | typeof Symbol.asyncDispose;

export { CharsetToEncoding, Charsets } from './charsets';
export { clearParserCache, setMaxParserCache } from './parser-cache';
export { PromisePoolConnection, PromisePoolConnection as PoolConnection } from './pool-connection';
export { PromiseConnection } from './promise-connection';
export type {
  PromisePreparedStatementInfo,
  PromisePreparedStatementInfo as PreparedStatementInfo,
} from './promise-connection';
export { PromisePool, type PromisePool as Pool } from './promise-pool';
export {
  PromisePoolCluster,
  type PromisePoolCluster as PoolCluster,
  type PromisePoolNamespace,
  type PromisePoolNamespace as PoolNamespace,
} from './promise-pool-cluster';
export { escape, escapeId, format, raw } from './sql-values';
export { TypedParameter } from './typed-parameter';
export { type TypeName, Types } from './types-table';
export type { ConnectionConfig } from './connection-config';
export type { ConnectionState } from './core-connection';
export type { ResultSetHeader } from './result-set-header';
export type { QueryAnswer } from './results';
export type * from './type-names';
