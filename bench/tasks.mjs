// What the programs that are not JavaScript (floor/, drivers/mysqlclient.py) are told to do: a word and
// its arguments. A driver that knows a scenario's words in `does` knows the task, too.

/** @typedef {{ before: string, after: string, rows: number, queries: number, width: number, first: number, modulus: number, stride: number }} Queries */

/**
 * One result, read to its end.
 * @param {'objects' | 'arrays' | 'columns'} shape of the rows, where the language has several
 * @param {string} sql
 */
export const rowsTask = (shape, sql) => ['rows', shape, sql];

/**
 * Queries by key: the n-th is `before`, the id first + (n * stride) % modulus, and `after`; each has so
 * many `rows`, and `width` of them are under way at once, on as many connections.
 * @param {Queries} queries
 */
export const queriesTask = (queries) => ['queries', ...argumentsOf(queries)];

/**
 * The same with all of them on one connection.
 * @param {Queries} queries
 */
export const pipelineTask = (queries) => ['pipeline', ...argumentsOf(queries)];

/**
 * Rows 0, 1 … of data/loaded-table.mjs, each with a statement of its own.
 * @param {string} sql
 * @param {number} rows
 */
export const insertsTask = (sql, rows) => ['inserts', sql, String(rows)];

/**
 * The same rows, in the fastest way that there is.
 * @param {string} sql
 * @param {number} rows
 */
export const bulkTask = (sql, rows) => ['bulk', sql, String(rows)];

/** @param {number} times connects and closes */
export const connectTask = (times) => ['connect', String(times)];

/** @param {Queries} queries */
function argumentsOf({ before, after, rows, queries, width, first, modulus, stride }) {
  return [before, after, ...[rows, queries, width, first, modulus, stride].map(String)];
}
