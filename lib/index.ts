/**
 * MySQL and MariaDB for Node.js, as MySQLdb is for Python: a DB-API 2.0 interface, sync and async,
 * over the C client.
 */
export { connect, Connection, type ConnectionEvents } from './connection';
export { AsyncCursor } from './cursor';
export {
  Cursor,
  type CursorKind,
  DictCursor,
  type DictRow,
  SSCursor,
  SSDictCursor,
  type TupleRow,
} from './cursor-kinds';
export { connectSync, SyncConnection } from './sync/connection';
export { SyncCursor } from './sync/cursor';
export type { ConnectOptions } from './options/connect-options';
export type { ColumnDescription } from './description';
export type { Column } from './rows/column';
export type { Params } from './sql/param-style';
export { identifier, json } from './convert/values';
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
} from './errors';
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
export { apilevel, clientInfo, paramstyle, threadsafety } from './module-attributes';
