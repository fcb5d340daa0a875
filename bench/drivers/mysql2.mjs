// What mysql2-query and mysql2-execute have in common. Options are the library's defaults.
import { createRequire } from 'node:module';
import mysql2 from 'mysql2/promise';

/**
 * @param {'query' | 'execute'} method
 * @returns {import('./driver.mjs').Driver}
 */
export function mysql2Driver(method) {
  return {
    version: createRequire(import.meta.url)('mysql2/package.json').version,
    open: ({ unixSocket, ...rest }) =>
      mysql2.createConnection(unixSocket ? { socketPath: unixSocket, ...rest } : rest),
    queryObjects: async (connection, sql) => (await connection[method](sql))[0],
    point: (connection, sql, id) => connection[method](sql, [id]),
    pointRow: ([rows]) => rows[0],
    // Only the callback API below the promises has streams.
    stream: (connection, sql) => connection.connection.query({ sql, rowsAsArray: true }).stream(),
    close: (connection) => connection.end(),
  };
}
