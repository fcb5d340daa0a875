// What mysqldb and mysqldb-prepared have in common. Autocommit is on, as it is in the peers and in the
// floor, so that the server has the same work to do.
import { createRequire } from 'node:module';

import { connect, Cursor, DictCursor, SSCursor } from '../../dist/index.mjs';

/**
 * @param {object} [options] of connect, beside those that say where the server is
 * @returns {import('./driver.mjs').Driver}
 */
export function mysqldbDriver(options) {
  return {
    version: createRequire(import.meta.url)('../../package.json').version,
    open: (target) => connect({ ...target, autocommit: true, cursorClass: DictCursor, ...options }),
    queryObjects: (connection, sql, params) => connection.fetchall(sql, params),
    queryArrays,
    point: (connection, sql, id) => connection.fetchone(sql, [id]),
    pointRow: (row) => row,
    points: (connection, sql, ids) => Promise.all(ids.map((id) => connection.fetchone(sql, [id]))),
    insert: (connection, sql, params) => connection.execute(sql, params),
    insertMany: (connection, sql, rows) => connection.cursor().executemany(sql, rows),
    stream,
    close: (connection) => connection.close(),
  };
}

/**
 * @param {any} connection
 * @param {string} sql
 */
async function queryArrays(connection, sql) {
  const cursor = connection.cursor(Cursor);
  await cursor.execute(sql);
  return cursor.fetchall();
}

/**
 * @param {any} connection
 * @param {string} sql
 */
async function stream(connection, sql) {
  const cursor = connection.cursor(SSCursor);
  await cursor.execute(sql);
  return cursor;
}
