/** The names of mysql2's types that both of its entry points have. */
export type { ColumnDefinition as FieldPacket } from './field-packet';
export type { Point as TypeCastGeometry } from './geometry';
export type { ConnectionOptions, PoolOptions, QueryOptions, SslOptions } from './options';
export type * from './packets';
export type { PoolClusterOptions } from './pool-cluster';
export type { Prepare } from './prepare';
export type { PreparedStatementInfo as PrepareStatementInfo } from './prepared-statement-info';
export type { QueryError } from './query-error';
export type { QueryResult, RowDataPacket } from './results';
export type { ErrorPacketParams, OkPacketParams } from './server-side';
export type { SqlText, SqlText as Raw } from './sql-values';
export type { Query } from './statement';
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
  TypeCastNext,
  TypeCastType,
} from './type-cast';
export type {
  IntegerTypedParameterFactory,
  JsonTypedParameterFactory,
  TypedParameterFactory,
  TypedParameterInput,
  TypedParameterValue,
} from './typed-parameter';
