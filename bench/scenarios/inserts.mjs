// What one INSERT costs, with the values given as parameters.
import { POINT_COLUMNS } from '../columns.mjs';
import { INSERT_LOADED, loading } from '../data/loaded-table.mjs';
import { insertsTask } from '../tasks.mjs';

const ROWS = 10_000;
const metrics = { cpuPerOperationUs: null, wallMs: null };

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  ...loading(ROWS),
  name: 'inserts',
  title: '10 000 INSERTs one after the other into a MEMORY table',
  connections: 1,
  oneCore: true,
  columns: POINT_COLUMNS,
  needs: ['insert'],
  program: insertsTask(INSERT_LOADED, ROWS),
  run: async (driver, [connection], { input }) => {
    for (const row of input) await driver.insert(connection, INSERT_LOADED, row);
  },
  comparisons: [
    { subject: 'mysqldb', against: 'best text peer', metrics },
    { subject: 'mysqldb', against: 'floor', metrics },
    { subject: 'mysqldb-prepared', against: 'best binary peer', metrics },
    { subject: 'mysqldb-prepared', against: 'bun', metrics },
    { subject: 'mysqldb-sync', against: 'mysqlclient', metrics },
  ],
};
