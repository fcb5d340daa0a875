/**
 * The C API in its own steps, as MySQLdb's `_mysql` has it: a statement is sent, its result is stored
 * or used, and rows come as bytes. For what the DB-API above it does not do; docs/low-level.md.
 * @module mysqldb/low-level
 */
export { connect, LowLevelConnection } from './connection';
export { connectSync, SyncLowLevelConnection } from './sync-connection';
export { LowLevelResult } from './result';
export { SyncLowLevelResult } from './sync-result';
export type { NamedRow } from './result-base';
export type { CharacterSetInfo } from './character-set-info';
export { escape, escapeString, stringLiteral } from './escape';
export { getClientInfo } from './client-info';
