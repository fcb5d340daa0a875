/**
 * mysql2's API on this driver, for programs and ORMs that are written for mysql2. docs/mysql2.md tells
 * what is the same and what is not.
 * @module mysqldb/mysql2
 */
export type { Command, CommandCallback, SimpleCommand } from './command';
export { CharsetToEncoding, Charsets } from './charsets';
export {
  type ChangeUserOptions,
  Connection,
  createConnection,
  createConnection as connect,
} from './connection';
export { ConnectionConfig } from './connection-config';
export type { ConnectCallback, ConnectionState, Handshake } from './core-connection';
export { createQuery } from './create-query';
export type { Geometry, Point } from './geometry';
export type { DateType } from './decoding';
export type { OptionsWithoutEffect, PoolLimits, QueryFormat } from './options';
export type { OneIdentity } from './ssl-identity';
export { clearParserCache, setMaxParserCache } from './parser-cache';
export type { ConnectionSource, GetConnectionCallback } from './connection-source';
export { createPool, Pool, type PoolDone } from './pool';
export type { PoolConfig } from './pool-config';
export {
  type ClusterConfig,
  createPoolCluster,
  PoolCluster,
  PoolNamespace,
  type Selector,
} from './pool-cluster';
export { PoolConnection } from './pool-connection';
export type { PreparedStatementInfo } from './prepared-statement-info';
export {
  createConnection as createConnectionPromise,
  createPool as createPoolPromise,
  createPoolCluster as createPoolClusterPromise,
} from './promise';
export { ResultSetHeader, type StatementResult } from './result-set-header';
export type { SocketView } from './socket-view';
export type { QuoteMode } from './sql-scanner';
export { escape, escapeId, format, raw } from './sql-values';
export type { Execute, StatementCallback } from './statement';
export type { TypeCastFunction } from './type-cast';
export type * from './type-names';
export { TypedParameter } from './typed-parameter';
export { type TypeName, type TypeNumber, Types } from './types-table';
