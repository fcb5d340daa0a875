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
    queryObjects: (connection, sql, params) => connection[method](sql, params),
    queryArrays: (connection, sql) => connection[method]({ sql, rowsAsArray: true }),
    point: (connection, sql, id) => connection[method](sql, [id]),
    pointRow: (rows) => rows[0],
    points: (connection, sql, ids) => Promise.all(ids.map((id) => connection[method](sql, [id]))),
    insert: (connection, sql, params) => connection[method](sql, params),
    insertMany: (connection, sql, rows) => connection.batch(sql, rows),
    stream: (connection, sql) => connection.queryStream({ sql, rowsAsArray: true }),
    close: (connection) => connection.end(),
  };
}
