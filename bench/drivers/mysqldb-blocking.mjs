// What mysqldb-sync and mysqldb-sync-prepared have in common, with autocommit on as everywhere here.
import { createRequire } from 'node:module';

import { connectSync, Cursor, DictCursor } from '../../dist/index.mjs';

/**
 * @param {object} [options] of connectSync, beside those that say where the server is
 * @returns {import('./driver.mjs').Driver}
 */
export function mysqldbSyncDriver(options) {
  return {
    version: createRequire(import.meta.url)('../../package.json').version,
    open: (target) =>
      connectSync({ ...target, autocommit: true, cursorClass: DictCursor, ...options }),
    queryObjects: (connection, sql, params) => connection.fetchall(sql, params),
    queryArrays: (connection, sql) => {
      const cursor = connection.cursor(Cursor);
      cursor.execute(sql);
      return cursor.fetchall();
    },
    point: (connection, sql, id) => connection.fetchone(sql, [id]),
    pointRow: (row) => row,
    insert: (connection, sql, params) => connection.execute(sql, params),
    insertMany: (connection, sql, rows) => connection.cursor().executemany(sql, rows),
    close: (connection) => connection.close(),
  };
}
