// Does the driver ever block the event loop? A timer that wants to fire every millisecond tells how
// late it is while one connection sleeps in the server and another streams a million rows.
import { createMixedTable, MIXED_ROWS, selectMixedRepeated } from '../data/mixed-table.mjs';
import { percentile } from '../statistics.mjs';
import { TimerProbe } from './timer-probe.mjs';

const ROWS = 1_000_000;
const SELECT_ROWS = selectMixedRepeated(ROWS / MIXED_ROWS);

/** @type {import('../columns.mjs').Column[]} */
const columns = [
  { title: 'late p99.9 ms', metric: 'lateP999Ms', digits: 1 },
  { title: 'late p99.9 ms, by time', metric: 'lateByTimeP999Ms', digits: 1 },
  { title: 'late max ms', metric: 'lateMaxMs', digits: 1 },
  { title: 'stream ms', metric: 'streamMs', digits: 0 },
  { title: 'loop-busy ms', metric: 'loopMs', digits: 0 },
];

/**
 * @param {{ name: string, title: string, consume: (row: any) => unknown }} shape consume is what the
 *   program does with a row, and must not return a falsy value
 * @returns {import('../catalogue.mjs').Scenario}
 */
export function streamLatency({ name, title, consume }) {
  return {
    name,
    title,
    connections: 2,
    operations: ROWS,
    once: true,
    columns,
    setup: createMixedTable,
    needs: ['stream'],
    run: async (driver, [sleeping, streaming]) => {
      const probe = new TimerProbe();
      const sleep = driver.queryObjects(sleeping, 'SELECT SLEEP(5) AS slept');
      const streamMs = await drain(driver, streaming, consume);
      await sleep;
      return { lateness: probe.stop(), streamMs };
    },
    inspect: ({ lateness, streamMs }) => ({
      lateP999Ms: percentile(lateness, 0.999),
      lateByTimeP999Ms: percentile(byTime(lateness), 0.999),
      lateMaxMs: percentile(lateness, 1),
      streamMs,
    }),
    comparisons: [],
    bounds: [{ subject: 'mysqldb', metric: 'lateP999Ms', atMost: 40 }],
  };
}

/**
 * @param {any} driver one that streams
 * @param {unknown} connection
 * @param {(row: any) => unknown} consume
 */
async function drain(driver, connection, consume) {
  const start = performance.now();
  let rows = 0;
  for await (const row of await driver.stream(connection, SELECT_ROWS)) if (consume(row)) rows++;
  if (rows !== ROWS) throw new Error(`${rows} rows came of ${ROWS}`);
  return performance.now() - start;
}

/**
 * A block of 100 ms makes one timer late, but would have hit a hundred that were due meanwhile.
 * Counting those, too, keeps one long block from hiding among thousands of punctual ticks.
 * @param {number[]} lateness
 */
function byTime(lateness) {
  return lateness.flatMap((late) => {
    const missed = Math.max(1, Math.ceil(late));
    return Array.from({ length: missed }, (_, i) => late - i);
  });
}
