// The same with its pipeline: statements go out together.
import { mysqldbDriver } from './mysqldb-async.mjs';

const base = mysqldbDriver();

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  ...base,
  open: async (target) => {
    const connection = await base.open(target);
    if (!connection.pipeline) throw new Error('there is no conn.pipeline() yet');
    return connection;
  },
  points: (connection, sql, ids) =>
    connection.pipeline((/** @type {any} */ pipeline) =>
      Promise.all(ids.map((id) => pipeline.fetchone(sql, [id]))),
    ),
};
