/**
 * mysql2's API on this driver, for programs and ORMs that are written for mysql2. docs/mysql2.md tells
 * what is the same and what is not.
 * @module mysqldb/mysql2
 */
export { CharsetToEncoding, Charsets } from './charsets';
export { ConnectionConfig } from './connection-config';
export { Connection, createConnection, createConnection as connect } from './connection';
export { createQuery } from './create-query';
export { ResultSetHeader } from './result-set-header';
export { escape, escapeId, format, raw } from './sql-values';
export { Types } from './types-table';
