// What mysql2-query, mysql2-execute and the facade's twins of them have in common. Options are the
// library's defaults.
import { createRequire } from 'node:module';
import mysql2 from 'mysql2/promise';

const CHUNK = 10_000;

/**
 * @param {'query' | 'execute'} method
 * @param {typeof mysql2} [library] mysql2/promise, or what has its interface
 * @param {string} [manifest] where the library's version stands
 * @returns {import('./driver.mjs').Driver}
 */
export function mysql2Driver(method, library = mysql2, manifest = 'mysql2/package.json') {
  return {
    version: createRequire(import.meta.url)(manifest).version,
    open: ({ unixSocket, ...rest }) =>
      library.createConnection(unixSocket ? { socketPath: unixSocket, ...rest } : rest),
    queryObjects: async (connection, sql, params) => (await connection[method](sql, params))[0],
    queryArrays: async (connection, sql) =>
      (await connection[method]({ sql, rowsAsArray: true }))[0],
    point: (connection, sql, id) => connection[method](sql, [id]),
    pointRow: ([rows]) => rows[0],
    points: (connection, sql, ids) => Promise.all(ids.map((id) => connection[method](sql, [id]))),
    insert: (connection, sql, params) => connection[method](sql, params),
    insertMany,
    // Only the callback API below the promises has streams.
    stream: (connection, sql) => connection.connection.query({ sql, rowsAsArray: true }).stream(),
    close: (connection) => connection.end(),
  };
}

/**
 * Its way to many rows is a list of lists for `VALUES ?`, which is made one text: so in chunks, as the
 * whole may be more than the server takes.
 * @param {any} connection
 * @param {string} sql
 * @param {unknown[][]} rows
 */
async function insertMany(connection, sql, rows) {
  const statement = sql.replace(/\(\?.*\)$/, '?');
  for (let i = 0; i < rows.length; i += CHUNK) {
    await connection.query(statement, [rows.slice(i, i + CHUNK)]);
  }
}
