// What a connection costs that is opened and closed again.
import { POINT_COLUMNS } from '../columns.mjs';
import { connectTask } from '../tasks.mjs';

const TIMES = 100;
const metrics = { cpuPerOperationUs: null, wallMs: null };

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'connect',
  title: '100 connections opened and closed, one after the other',
  connections: 0,
  operations: TIMES,
  columns: POINT_COLUMNS,
  setup: async () => {},
  needs: ['open'],
  program: connectTask(TIMES),
  run: async (driver, _connections, { target }) => {
    for (let i = 0; i < TIMES; i++) await driver.close(await driver.open(target));
  },
  inspect: () => ({}),
  comparisons: [
    { subject: 'mysqldb', against: 'best peer', metrics },
    { subject: 'mysqldb', against: 'floor', metrics },
    { subject: 'mysqldb', against: 'bun', metrics },
    { subject: 'mysqldb-sync', against: 'mysqlclient', metrics },
  ],
};
