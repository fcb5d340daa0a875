// What a few strings that a program keeps hold in memory of the result that they come from: V8 makes a
// string of a part of another by pointing into it, and the other then lives as long.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { stringsTable } from '../data/strings-table.mjs';

const KEPT = 20;
const MB = 1024 * 1024;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'kept-strings',
  title: `Heap held by ${KEPT} strings of a result of 100 000 rows, after garbage collection`,
  connections: 1,
  operations: stringsTable.rows,
  once: true,
  columns: [
    { title: 'heap kept MB', metric: 'heapKeptMb', digits: 2 },
    { title: 'peak RSS MB', metric: 'peakRssMb', digits: 0 },
  ],
  setup: stringsTable.create,
  needs: ['heap'],
  run: async (driver, [connection]) => {
    /** @type {string[]} */
    const kept = [];
    await keepStrings(driver, connection, kept); // buffers and compiled code that stay
    // Emptied, not left to the collector: V8 may well hold on to what a function returned last.
    kept.length = 0;
    const before = heapInUse();
    await keepStrings(driver, connection, kept);
    return { kept, bytes: heapInUse() - before };
  },
  inspect: ({ kept, bytes }) => {
    const right = kept.filter((/** @type {string} */ email) => email.includes('@mail'));
    if (right.length !== KEPT) throw new Error(`${right.length} right strings of ${KEPT}`);
    return { heapKeptMb: bytes / MB };
  },
  comparisons: [],
  bounds: ['mysqldb', 'mysqldb-prepared', 'mysqldb-sync', 'mysqldb-sync-prepared'].map(
    (subject) => ({ subject, metric: 'heapKeptMb', atMost: 2 }),
  ),
};

/**
 * From all over the result: the rows themselves are garbage when it returns.
 * @param {import('../drivers/driver.mjs').Driver} driver
 * @param {unknown} connection
 * @param {string[]} kept
 */
async function keepStrings(driver, connection, kept) {
  const rows = await driver.queryObjects(connection, stringsTable.select);
  const step = rows.length / KEPT;
  for (let i = 0; i < KEPT; i++) kept.push(rows[i * step].email);
}

function heapInUse() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
