// The same with columns in place of rows, from the binary protocol.
import { ColumnCursor } from '../../dist/index.mjs';
import { mysqldbDriver } from './mysqldb-async.mjs';

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  ...mysqldbDriver({ prepared: true }),
  queryColumns: async (connection, sql) => {
    const cursor = connection.cursor(ColumnCursor);
    await cursor.execute(sql);
    return cursor.fetchColumns();
  },
  columnFacts: ({ rowCount, columns }) => ({ rowCount, ids: Array.from(columns[0].values) }),
};
