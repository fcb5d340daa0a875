// What mariadb-query and mariadb-execute have in common. Options are the library's defaults; with
// them a BIGINT is always a BigInt.
import mariadb from 'mariadb';

/**
 * @param {'query' | 'execute'} method
 * @returns {import('./driver.mjs').Driver}
 */
export function mariadbDriver(method) {
  return {
    version: mariadb.version,
    open: ({ unixSocket, ...rest }) =>
      mariadb.createConnection(unixSocket ? { socketPath: unixSocket, ...rest } : rest),
    queryObjects: (connection, sql) => connection[method](sql),
    point: (connection, sql, id) => connection[method](sql, [id]),
    pointRow: (rows) => rows[0],
    stream: (connection, sql) => connection.queryStream({ sql, rowsAsArray: true }),
    close: (connection) => connection.end(),
  };
}
