// The blocking half of this repository's driver, with autocommit on as everywhere here.
import { createRequire } from 'node:module';

import { connectSync, DictCursor } from '../../dist/index.mjs';

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  version: createRequire(import.meta.url)('../../package.json').version,
  open: (target) => connectSync({ ...target, autocommit: true, cursorClass: DictCursor }),
  queryObjects: (connection, sql) => connection.fetchall(sql),
  point: (connection, sql, id) => connection.fetchone(sql, [id]),
  pointRow: (row) => row,
  close: (connection) => connection.close(),
};
