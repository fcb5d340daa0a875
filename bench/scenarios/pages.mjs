// 100 pages of 1 000 rows, one after the other: what a result costs that is neither small nor large.
import { COMMON_COLUMNS } from '../columns.mjs';
import { createMixedTable } from '../data/mixed-table.mjs';
import { queriesTask } from '../tasks.mjs';

const PAGES = 100;
const PAGE_ROWS = 1_000;
const BEFORE = 'SELECT * FROM mixed WHERE id > ';
const AFTER = ` ORDER BY id LIMIT ${PAGE_ROWS}`;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'pages',
  title: `${PAGES} pages of 1 000 rows × 10 mixed columns as objects`,
  connections: 1,
  operations: PAGES,
  columns: [...COMMON_COLUMNS, { title: 'pages/s', metric: 'perSecond', digits: 0 }],
  setup: createMixedTable,
  needs: ['queryObjects', 'point'],
  program: queriesTask({
    before: BEFORE,
    after: AFTER,
    rows: PAGE_ROWS,
    queries: PAGES,
    width: 1,
    first: 0,
    modulus: PAGES * PAGE_ROWS,
    stride: PAGE_ROWS,
  }),
  run: readPages,
  inspect: (lastIds) => {
    const right = lastIds.filter((/** @type {number} */ id, /** @type {number} */ page) => {
      return id === (page + 1) * PAGE_ROWS;
    });
    if (right.length !== PAGES) throw new Error(`${right.length} right pages of ${PAGES}`);
    return {};
  },
  comparisons: [
    { subject: 'mysqldb', against: 'best text peer', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb', against: 'floor', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-prepared', against: 'best peer', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-prepared', against: 'bun', metrics: { wallMs: null, cpuMs: null } },
  ],
};

/**
 * @param {import('../drivers/driver.mjs').Driver} driver
 * @param {unknown[]} connections
 */
async function readPages(driver, [connection]) {
  const sql = `${BEFORE}?${AFTER}`;
  const lastIds = [];
  for (let page = 0; page < PAGES; page++) {
    const rows = await driver.queryObjects(connection, sql, [page * PAGE_ROWS]);
    lastIds.push(rows[PAGE_ROWS - 1].id);
  }
  return lastIds;
}
