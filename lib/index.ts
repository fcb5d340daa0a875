/**
 * MySQL and MariaDB for Node.js, as MySQLdb is for Python: a DB-API 2.0 interface, sync and async,
 * over the C client.
 * @module mysqldb
 */
export { connect } from './connect';
export { Connection, type ConnectionEvents } from './connection';
export type { Transaction } from './transaction';
export { AsyncCursor } from './cursor';
export {
  ColumnCursor,
  Cursor,
  type CursorKind,
  DictCursor,
  type DictRow,
  ServerColumnCursor,
  ServerCursor,
  ServerDictCursor,
  SSColumnCursor,
  SSCursor,
  SSDictCursor,
  type TupleRow,
} from './cursor-kinds';
export type { Pipeline } from './pipeline';
export { PreparedStatement } from './prepared-statement';
export type { AcquireOptions, PoolTransactionOptions } from './pool/acquire-options';
export { createPool, Pool, type PoolCloseOptions, type PoolExecuteOptions } from './pool/pool';
export type {
  PoolConnectionInfo,
  PoolEvents,
  PoolLeak,
  PoolLending,
  PoolOpened,
  PoolRemoval,
  PoolReturn,
  RemoveReason,
} from './pool/pool-events';
export type {
  Balance,
  PoolHostOptions,
  PoolOptions,
  PoolOwnOptions,
  ResetOnRelease,
} from './pool/pool-options';
export type { PoolStats } from './pool/pool-stats';
export { PooledConnection } from './pool/pooled-connection';
export { connectSync, SyncConnection, type SyncTransaction } from './sync/connection';
export { SyncCursor } from './sync/cursor';
export { SyncPreparedStatement } from './sync/prepared-statement';
export type { ConnectOptions, CursorOptions } from './options/connect-options';
export type { Conv } from './options/conv';
export type { PemSource, SslOptions, TlsMode, TlsVersion } from './options/security-options';
export type { HostOptions } from './options/server-options';
export type {
  BeginOptions,
  IsolationLevel,
  TransactionOptions,
} from './options/transaction-options';
export type { ManyRows, Message, ProcedureName } from './cursor-base';
export type { TraceAttributes } from './diagnostics/attributes';
export type { TraceContext } from './diagnostics/trace';
export type { TlsState } from './connection-base';
export type { ColumnDescription } from './description';
export type {
  CancelOptions,
  ChangeUserOptions,
  ExecuteManyOptions,
  ExecuteOptions,
  InfilePiece,
  InfileSource,
  ManyProgress,
} from './options/execute-options';
export type { ClientCapabilities, TrackedState } from './native/binding';
export type { Flavor } from './constants/flavor';
export type { Column } from './rows/column';
export type {
  ColumnType,
  ResultColumn,
  ResultColumns,
  TypedColumn,
  ValuesOfType,
} from './rows/result-columns';
export type { RowFormat } from './rows/row-format';
export { ANY_TYPE, type Decoder } from './rows/decoders';
export type { Params } from './sql/param-style';
export type { Constructor, Encoder, EncoderContext } from './convert/encode-registry';
export {
  datetime,
  type DateTimeValue,
  type Identifier,
  identifier,
  json,
  type JsonValue,
  type RawSql,
  rawSql,
} from './convert/values';
export { PreciseDate } from './temporal/precise-date';
export {
  DatabaseError,
  DataError,
  Error,
  type ErrorDetails,
  IntegrityError,
  InterfaceError,
  InternalError,
  MySQLError,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  Warning,
  type WarningRow,
} from './errors';
export {
  binaryOf as Binary,
  dateFromTicks as DateFromTicks,
  dateOf as Date,
  timeFromTicks as TimeFromTicks,
  timeOf as Time,
  timestampFromTicks as TimestampFromTicks,
  timestampOf as Timestamp,
} from './constructors';
export { CLIENT } from './constants/client';
export { CR } from './constants/client-errors';
export { FIELD_TYPE } from './constants/field-type';
export { FLAG } from './constants/field-flag';
export { ER, MARIADB_ER, MYSQL_ER } from './constants/server-errors';
export {
  BINARY,
  DATE,
  DATETIME,
  NUMBER,
  ROWID,
  STRING,
  TIME,
  TIMESTAMP,
} from './constants/type-objects';
export { apilevel, capabilities, clientInfo, paramstyle, threadsafety } from './module-attributes';
