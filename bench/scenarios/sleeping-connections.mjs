// Do waiting queries take threads from the rest of the program? While 50 connections sleep in the
// server, reading a file, which needs a thread of libuv's pool of four, has to go on as before.
import { readFile } from 'node:fs/promises';

import { median, percentile } from '../statistics.mjs';

const CONNECTIONS = 50;
const READS = 200;
const SLEEP_SECONDS = 3;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'sleeping-connections',
  title: `fs.readFile while ${CONNECTIONS} connections run SELECT SLEEP(${SLEEP_SECONDS})`,
  connections: CONNECTIONS,
  operations: CONNECTIONS,
  once: true,
  columns: [
    { title: 'read before, median ms', metric: 'readBeforeMs', digits: 2 },
    { title: 'read before, max ms', metric: 'readBeforeMaxMs', digits: 2 },
    { title: 'read meanwhile, median ms', metric: 'readMs', digits: 2 },
    { title: 'read meanwhile, max ms', metric: 'readMaxMs', digits: 2 },
    { title: 'wall ms', metric: 'wallMs', digits: 0 },
  ],
  setup: async () => {},
  needs: ['queryObjects', 'concurrent'],
  run: async (driver, connections) => {
    const before = await timeReads();
    const sql = `SELECT SLEEP(${SLEEP_SECONDS}) AS slept`;
    const all = Promise.all(connections.map((connection) => driver.queryObjects(connection, sql)));
    let woken = false;
    all.then(() => (woken = true)).catch(() => {});
    const meanwhile = await timeReads();
    const stillAsleep = !woken;
    await all;
    return { before, meanwhile, stillAsleep };
  },
  inspect: ({ before, meanwhile, stillAsleep }) => {
    if (!stillAsleep) throw new Error('the connections woke up before the reads were done');
    return {
      readBeforeMs: median(before),
      readBeforeMaxMs: percentile(before, 1),
      readMs: median(meanwhile),
      readMaxMs: percentile(meanwhile, 1),
    };
  },
  comparisons: [],
  bounds: [{ subject: 'mysqldb', metric: 'readMaxMs', atMost: 40 }],
};

async function timeReads() {
  const times = [];
  for (let i = 0; i < READS; i++) {
    const start = performance.now();
    await readFile(new URL(import.meta.url));
    times.push(performance.now() - start);
  }
  return times;
}
