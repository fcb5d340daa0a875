// The same with columns in place of rows, from the binary protocol.
import { mysqldbDriver } from './mysqldb-async.mjs';

const base = mysqldbDriver({ prepared: true });

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  ...base,
  open: async (target) => {
    const connection = await base.open(target);
    if (!connection.cursor().fetchColumns) throw new Error('there is no cursor.fetchColumns() yet');
    return connection;
  },
  queryColumns: async (connection, sql) => {
    const cursor = connection.cursor();
    await cursor.execute(sql);
    return cursor.fetchColumns();
  },
  columnFacts: ({ rowCount, columns }) => ({ rowCount, ids: Array.from(columns[0].values) }),
};
