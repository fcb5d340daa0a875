/**
 * The C API nearly one to one, as MySQLdb's `_mysql` is: for tools that want the bytes, the single
 * steps, or both.
 */
export { connect, connectSync, LowLevelConnection } from './connection';
export { getClientInfo } from './client-info';
export { LowLevelResult } from './result';
export type { How, LowLevelRow } from './row-shapes';
export type { Reply, Waiting } from './waiting';
