// Many rows at once, each driver in the fastest way that it has.
import { ROW_COLUMNS } from '../columns.mjs';
import { INSERT_LOADED, loading } from '../data/loaded-table.mjs';
import { bulkTask } from '../tasks.mjs';

const ROWS = 200_000;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  ...loading(ROWS),
  name: 'bulk-insert',
  title: '200 000 rows (INT, VARCHAR, DOUBLE) into a MEMORY table',
  connections: 1,
  columns: ROW_COLUMNS,
  needs: ['insertMany'],
  program: bulkTask(INSERT_LOADED, ROWS),
  run: (driver, [connection], { input }) => driver.insertMany(connection, INSERT_LOADED, input),
  comparisons: [
    { subject: 'mysqldb', against: 'floor-binary', metrics: { wallMs: 2, cpuMs: null } },
    { subject: 'mysqldb', against: 'best peer', metrics: { wallMs: 0.6, cpuMs: null } },
    { subject: 'mysqldb', against: 'bun', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-sync', against: 'mysqlclient', metrics: { wallMs: null, cpuMs: null } },
  ],
};
