// Does the driver ever block the event loop? A timer that wants to fire every millisecond tells how
// late it is while one connection sleeps in the server and another streams a million rows.
import { createMixedTable, MIXED_ROWS, selectMixedRepeated } from '../data/mixed-table.mjs';
import { percentile } from '../statistics.mjs';
import { TimerProbe } from '../workloads/timer-probe.mjs';

const ROWS = 1_000_000;
const SELECT_ROWS = selectMixedRepeated(ROWS / MIXED_ROWS);

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'loop-latency',
  title: 'Lateness of a 1 ms timer while SELECT SLEEP(5) and a stream of 1 000 000 rows run',
  connections: 2,
  operations: ROWS,
  once: true,
  columns: [
    { title: 'late p99.9 ms', metric: 'lateP999Ms', digits: 1 },
    { title: 'late p99.9 ms, by time', metric: 'lateByTimeP999Ms', digits: 1 },
    { title: 'late max ms', metric: 'lateMaxMs', digits: 1 },
    { title: 'stream ms', metric: 'streamMs', digits: 0 },
    { title: 'loop-busy ms', metric: 'loopMs', digits: 0 },
  ],
  setup: createMixedTable,
  appliesTo: (driver) => driver.streams,
  run: async (driver, [sleeping, streaming]) => {
    const probe = new TimerProbe();
    const sleep = driver.queryObjects(sleeping, 'SELECT SLEEP(5) AS slept');
    const streamMs = await drain(driver.stream(streaming, SELECT_ROWS));
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

/** @param {AsyncIterable<unknown>} stream */
async function drain(stream) {
  const start = performance.now();
  let rows = 0;
  for await (const row of stream) if (row) rows++;
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
