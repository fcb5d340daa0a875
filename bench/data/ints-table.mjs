// Ten columns of integers of every size, all within what a double holds.
import { createNumbersTable, NUMBERS } from './numbers-table.mjs';

const COLUMNS = ['tiny', 'small', 'medium', 'plain', 'big', 'count', 'total', 'code', 'flag'];

/** @param {(sql: string) => Promise<any>} execute */
async function create(execute) {
  await createNumbersTable(execute);
  await execute(`CREATE TABLE IF NOT EXISTS ints (
    id INT PRIMARY KEY,
    tiny TINYINT NOT NULL,
    small SMALLINT NOT NULL,
    medium MEDIUMINT NOT NULL,
    plain INT NOT NULL,
    big BIGINT NOT NULL,
    count INT UNSIGNED NOT NULL,
    total BIGINT UNSIGNED NOT NULL,
    code INT NOT NULL,
    flag TINYINT NOT NULL
  )`);
  await execute(`INSERT IGNORE INTO ints SELECT n + 1, n % 256 - 128, n % 65536 - 32768,
    n * 83 - 4000000, n * 21474 - 1000000000, n * 90000000001, n * 42949, n * 7000000007, n % 10,
    n % 2 FROM numbers`);
  await execute('ANALYZE TABLE ints');
}

/** @type {import('../workloads/row-result.mjs').Table} */
export const intsTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM ints',
  names: ['id', ...COLUMNS],
  check: ({ id, tiny, medium, big, total }) =>
    tiny === ((id - 1) % 256) - 128 &&
    medium === (id - 1) * 83 - 4_000_000 &&
    Number(big) === (id - 1) * 90_000_000_001 &&
    Number(total) === (id - 1) * 7_000_000_007,
};
