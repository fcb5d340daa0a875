// The mixed rows as columns: typed arrays in place of rows, which no peer has.
import { ROW_COLUMNS } from '../columns.mjs';
import { mixedTable } from '../data/mixed-table.mjs';
import { rowsTask } from '../tasks.mjs';

const { create, rows, select } = mixedTable;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'columns',
  title: '100 000 rows × 10 mixed columns as columns',
  connections: 1,
  operations: rows,
  columns: ROW_COLUMNS,
  setup: create,
  needs: ['queryColumns'],
  program: rowsTask('columns', select),
  run: (driver, [connection]) => driver.queryColumns(connection, select),
  inspect: (table, driver) => {
    const { ids, rowCount } = driver.columnFacts(table);
    if (rowCount !== rows || ids.length !== rows) throw new Error(`${rowCount} rows of ${rows}`);
    if (ids.some((/** @type {number} */ id, /** @type {number} */ i) => id !== i + 1)) {
      throw new Error('a wrong id');
    }
    return {};
  },
  comparisons: [
    {
      subject: 'mysqldb-columns',
      against: 'floor-binary',
      metrics: { wallMs: 1.2, cpuMs: null },
    },
  ],
};
