// A large result of everyday columns, every row an object: the work of the row decoder.
import { ROW_COLUMNS } from '../columns.mjs';
import { createMixedTable, MIXED_COLUMNS, MIXED_ROWS, SELECT_MIXED } from '../data/mixed-table.mjs';

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'mixed-rows',
  title: '100 000 rows × 10 mixed columns as objects',
  connections: 1,
  operations: MIXED_ROWS,
  columns: ROW_COLUMNS,
  setup: createMixedTable,
  appliesTo: () => true,
  floor: ['rows', SELECT_MIXED],
  run: (driver, [connection]) => driver.queryObjects(connection, SELECT_MIXED),
  inspect: (rows) => {
    const last = rows[MIXED_ROWS - 1];
    if (rows.length !== MIXED_ROWS || last.id !== MIXED_ROWS) throw new Error('rows are missing');
    if (Object.keys(last).length !== MIXED_COLUMNS) throw new Error('columns are missing');
    return {};
  },
  comparisons: [
    {
      subject: 'mysqldb',
      against: 'best text peer',
      metrics: { wallMs: 1, cpuMs: 0.7, loopMs: 0.7 },
    },
    { subject: 'mysqldb', against: 'floor', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-sync', against: 'best text peer', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-sync', against: 'floor', metrics: { wallMs: null, cpuMs: null } },
  ],
};
