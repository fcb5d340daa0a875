// The driver of this repository, as its users import it: async, text protocol. Autocommit is on, as
// it is in the peers and in the floor, so that the server has the same work to do.
import { createRequire } from 'node:module';

import { connect, DictCursor, SSCursor } from '../../dist/index.mjs';

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  version: createRequire(import.meta.url)('../../package.json').version,
  open: (target) => connect({ ...target, autocommit: true, cursorClass: DictCursor }),
  queryObjects: (connection, sql) => connection.fetchall(sql),
  point: (connection, sql, id) => connection.fetchone(sql, [id]),
  pointRow: (row) => row,
  stream,
  close: (connection) => connection.close(),
};

/**
 * @param {any} connection
 * @param {string} sql
 */
async function stream(connection, sql) {
  const cursor = connection.cursor(SSCursor);
  await cursor.execute(sql);
  return cursor;
}
