// The least that rows cost in V8: the same rows as everybody's, made of memory that is here, by code
// compiled for the table. No server, no socket, no protocol. Rows that are kept are what a garbage
// collector that copies has to copy, and no driver on this engine is spared it.
import { ColumnCursor } from '../../dist/index.mjs';
import { mysqldbDriver } from './mysqldb-async.mjs';

const PIECE = 16 * 1024;

/** @typedef {{ [letter: string]: any }} Arrays what the compiled code reads, by short names */

/** @type {Map<string, () => object[]>} by statement and parameters */
const makers = new Map();

const mysqldb = mysqldbDriver({ prepared: true });

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  ...mysqldb,
  version: `V8 ${process.versions.v8}`,
  queryObjects: async (connection, sql, params) => {
    const key = JSON.stringify([sql, params]);
    // Made in the first round of the warm-up; later ones only make rows.
    let make = makers.get(key);
    if (make === undefined) makers.set(key, (make = await readTable(connection, sql, params)));
    return make();
  },
};

/**
 * @param {any} connection
 * @param {string} sql
 * @param {unknown[]} [params]
 * @returns {Promise<() => object[]>}
 */
async function readTable(connection, sql, params) {
  const cursor = connection.cursor(ColumnCursor);
  await cursor.execute(sql, params);
  const { rowCount, columns } = await cursor.fetchColumns();
  /** @type {Arrays} */
  const arrays = {};
  const cells = columns.map((/** @type {any} */ column, /** @type {number} */ i) => {
    const value = cellCode(column, i, arrays);
    const key = JSON.stringify(column.name);
    if (column.validity === null) return `${key}: ${value}`;
    arrays[`n${i}`] = column.validity;
    return `${key}: n${i}[i >> 3] & (1 << (i & 7)) ? ${value} : null`;
  });
  const names = Object.keys(arrays);
  return new Function(
    ...names,
    `return () => {
      const rows = new Array(${rowCount});
      for (let i = 0; i < ${rowCount}; i++) rows[i] = { ${cells.join(', ')} };
      return rows;
    }`,
  )(...names.map((name) => arrays[name]));
}

/**
 * The code of one cell, and what it reads.
 * @param {any} column
 * @param {number} i
 * @param {Arrays} arrays
 */
function cellCode(column, i, arrays) {
  const { type, values } = column;
  arrays[`v${i}`] = values;
  switch (type) {
    case 'date':
      return `new Date(v${i}[i])`;
    case 'text':
      return textCode(column, i, arrays);
    case 'bytes':
      arrays[`o${i}`] = column.offsets;
      return `Buffer.from(v${i}.subarray(o${i}[i], o${i}[i + 1]))`;
    case 'int64':
      // As numbers where that is exact: a BigInt for each cell would cost more.
      arrays[`d${i}`] = Float64Array.from(values, Number);
      return `Number.isSafeInteger(d${i}[i]) ? d${i}[i] : v${i}[i]`;
    default:
      return `v${i}[i]`;
  }
}

/**
 * Slices of strings of 16 KiB.
 * @param {any} column
 * @param {number} i
 * @param {Arrays} arrays
 */
function textCode(column, i, arrays) {
  const pieces = [''];
  const piece = new Int32Array(column.length);
  const begin = new Int32Array(column.length);
  const end = new Int32Array(column.length);
  for (let row = 0; row < column.length; row++) {
    if (pieces[pieces.length - 1].length >= PIECE) pieces.push('');
    const last = pieces.length - 1;
    piece[row] = last;
    begin[row] = pieces[last].length;
    pieces[last] += column.get(row) ?? '';
    end[row] = pieces[last].length;
  }
  Object.assign(arrays, { [`p${i}`]: pieces, [`q${i}`]: piece });
  Object.assign(arrays, { [`b${i}`]: begin, [`e${i}`]: end });
  return `p${i}[q${i}[i]].slice(b${i}[i], e${i}[i])`;
}
