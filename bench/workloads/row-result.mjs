// One result of many rows, read to its end: the scenarios of the row decoder, one for each kind of cell.
import { ROW_COLUMNS } from '../columns.mjs';
import { rowsTask } from '../tasks.mjs';

/**
 * @typedef {object} Table
 * @property {(execute: (sql: string) => Promise<any>) => Promise<void>} create makes it unless it is there
 * @property {number} rows
 * @property {string} select all rows in the order of their id, which counts from 1
 * @property {string[]} names of its columns
 * @property {(row: any) => boolean} check whether a row has the values that its id says
 */

// A prime: every 997th row is looked at, so that all kinds of rows are.
const CHECK_EVERY = 997;

/** Runs of a sample: V8 collects the garbage of such results at every second or third. */
const TOGETHER = 4;

/**
 * @param {object} shape
 * @param {string} shape.name
 * @param {string} shape.title
 * @param {Table} shape.table
 * @param {'objects' | 'arrays'} [shape.as]
 * @param {import('../catalogue.mjs').Comparison[]} [shape.comparisons]
 * @returns {import('../catalogue.mjs').Scenario}
 */
export function rowResult({ name, title, table, as = 'objects', comparisons = COMPARISONS }) {
  const method = as === 'objects' ? 'queryObjects' : 'queryArrays';
  return {
    name,
    title,
    connections: 1,
    operations: table.rows,
    together: TOGETHER,
    columns: ROW_COLUMNS,
    setup: table.create,
    needs: [method],
    program: rowsTask(as, table.select),
    run: (driver, [connection]) => driver[method](connection, table.select),
    inspect: (rows) => checkRows(table, as === 'objects' ? rows : rows.map(namedBy(table))),
    comparisons,
  };
}

/** @param {Table} table */
function namedBy({ names }) {
  return (/** @type {unknown[]} */ row) => {
    if (row.length !== names.length) throw new Error(`${row.length} columns of ${names.length}`);
    return Object.fromEntries(row.map((value, i) => [names[i], value]));
  };
}

/**
 * @param {Table} table
 * @param {any[]} rows
 */
function checkRows({ rows: count, names, check }, rows) {
  if (rows.length !== count) throw new Error(`${rows.length} rows came of ${count}`);
  for (let i = 0; i < count; i = i < count - 1 ? Math.min(i + CHECK_EVERY, count - 1) : count) {
    const row = rows[i];
    if (Object.keys(row).join() !== names.join()) throw new Error('columns are missing');
    if (row.id !== i + 1 || !check(row)) throw new Error(`a wrong value in row ${i + 1}`);
  }
  return {};
}

const ALL = { wallMs: null, cpuMs: null, loopMs: null };

/** @type {import('../catalogue.mjs').Comparison[]} */
export const COMPARISONS = [
  { subject: 'mysqldb', against: 'best text peer', metrics: ALL },
  { subject: 'mysqldb', against: 'floor', metrics: { wallMs: null, cpuMs: null } },
  { subject: 'mysqldb-prepared', against: 'best binary peer', metrics: ALL },
  { subject: 'mysqldb-prepared', against: 'bun', metrics: { wallMs: null, cpuMs: null } },
  { subject: 'mysqldb-prepared', against: 'floor-binary', metrics: { wallMs: null, cpuMs: null } },
  { subject: 'mysqldb-mysql2-query', against: 'mysql2-query', metrics: ALL },
  { subject: 'mysqldb-mysql2-execute', against: 'mysql2-execute', metrics: ALL },
];
