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
export type { ColumnDefinition as FieldPacket } from './field-packet';
export type { Geometry, Point, Point as TypeCastGeometry } from './geometry';
export type { DateType } from './decoding';
export type {
  ConnectionOptions,
  OptionsWithoutEffect,
  PoolLimits,
  PoolOptions,
  QueryFormat,
  QueryOptions,
  SslOptions,
} from './options';
export type { OneIdentity } from './ssl-identity';
export { clearParserCache, setMaxParserCache } from './parser-cache';
export type { ConnectionSource, GetConnectionCallback } from './connection-source';
export { createPool, Pool, type PoolDone } from './pool';
export type { PoolConfig } from './pool-config';
export {
  type ClusterConfig,
  createPoolCluster,
  PoolCluster,
  type PoolClusterOptions,
  PoolNamespace,
  type Selector,
} from './pool-cluster';
export { PoolConnection } from './pool-connection';
export type {
  ExecuteValue,
  ExecuteValues,
  OkPacket,
  ProcedureCallPacket,
  QueryValue,
  QueryValues,
  SqlValue,
  Timezone,
} from './packets';
export type { Prepare } from './prepare';
export type {
  PreparedStatementInfo,
  PreparedStatementInfo as PrepareStatementInfo,
} from './prepared-statement-info';
export {
  createConnection as createConnectionPromise,
  createPool as createPoolPromise,
  createPoolCluster as createPoolClusterPromise,
} from './promise';
export type { QueryError } from './query-error';
export { ResultSetHeader, type StatementResult } from './result-set-header';
export type { QueryResult, RowDataPacket } from './results';
export type { ErrorPacketParams, OkPacketParams } from './server-side';
export type { SocketView } from './socket-view';
export type { QuoteMode } from './sql-scanner';
export { escape, escapeId, format, raw, type SqlText, type SqlText as Raw } from './sql-values';
export type { Execute, Query, StatementCallback } from './statement';
export type {
  ConnectTraceContext,
  PoolConnectTraceContext,
  StatementTraceContext as ExecuteTraceContext,
  StatementTraceContext as QueryTraceContext,
} from './trace';
export type {
  TypeCast,
  TypeCastField,
  TypeCastField as Field,
  TypeCastFunction,
  TypeCastNext,
  TypeCastType,
} from './type-cast';
export {
  type IntegerTypedParameterFactory,
  type JsonTypedParameterFactory,
  TypedParameter,
  type TypedParameterFactory,
  type TypedParameterInput,
  type TypedParameterValue,
} from './typed-parameter';
export { type TypeName, type TypeNumber, Types } from './types-table';
