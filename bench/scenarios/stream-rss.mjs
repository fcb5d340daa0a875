// Does a stream hold on to what it has delivered? The process may grow while it fills its buffers
// and warms up, so the growth counts from row 100 000 on.
import { createMixedTable, MIXED_ROWS, selectMixedRepeated } from '../data/mixed-table.mjs';

const ROWS = 5_000_000;
const BASE_ROW = 100_000;
const SAMPLE_EVERY = 10_000;
const SELECT_ROWS = selectMixedRepeated(ROWS / MIXED_ROWS);
const MB = 1024 * 1024;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'stream-rss',
  title: 'Memory while 5 000 000 rows are streamed as arrays',
  connections: 1,
  operations: ROWS,
  once: true,
  columns: [
    { title: 'RSS at row 100 000, MB', metric: 'rssBaseMb', digits: 1 },
    { title: 'RSS growth MB', metric: 'rssGrowthMb', digits: 1 },
    { title: 'wall ms', metric: 'wallMs', digits: 0 },
    { title: 'CPU ms', metric: 'cpuMs', digits: 0 },
    { title: 'rows/s', metric: 'perSecond', digits: 0 },
  ],
  setup: createMixedTable,
  needs: ['stream'],
  run: async (driver, [connection]) => watchStream(await driver.stream(connection, SELECT_ROWS)),
  inspect: ({ rows, base, peak }) => {
    if (rows !== ROWS) throw new Error(`${rows} rows came of ${ROWS}`);
    return { rssBaseMb: base / MB, rssGrowthMb: (peak - base) / MB };
  },
  comparisons: [],
  bounds: [
    { subject: 'mysqldb', metric: 'rssGrowthMb', atMost: 48 },
    { subject: 'mysqldb-prepared', metric: 'rssGrowthMb', atMost: 48 },
  ],
};

/** @param {AsyncIterable<any>} stream */
async function watchStream(stream) {
  let rows = 0;
  let base = 0;
  let peak = 0;
  for await (const row of stream) {
    if (!row) continue;
    rows++;
    if (rows % SAMPLE_EVERY !== 0 || rows < BASE_ROW) continue;
    const rss = process.memoryUsage.rss();
    if (rows === BASE_ROW) base = rss;
    peak = Math.max(peak, rss);
  }
  return { rows, base, peak };
}
