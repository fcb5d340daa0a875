// Ten columns of integers of every size, all within what a double holds.
import { NUMBERS, tableOfNumbers } from './numbers-table.mjs';

const COLUMNS = ['tiny', 'small', 'medium', 'plain', 'big', 'count', 'total', 'code', 'flag'];

const create = tableOfNumbers(
  'ints',
  `tiny TINYINT NOT NULL,
  small SMALLINT NOT NULL,
  medium MEDIUMINT NOT NULL,
  plain INT NOT NULL,
  big BIGINT NOT NULL,
  count INT UNSIGNED NOT NULL,
  total BIGINT UNSIGNED NOT NULL,
  code INT NOT NULL,
  flag TINYINT NOT NULL`,
  `n % 256 - 128, n % 65536 - 32768,
  n * 83 - 4000000, n * 21474 - 1000000000, n * 90000000001, n * 42949, n * 7000000007, n % 10,
  n % 2`,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const intsTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM ints',
  names: ['id', ...COLUMNS],
  check: (row) => {
    const n = row.id - 1;
    const values = [
      ...[(n % 256) - 128, (n % 65_536) - 32_768, n * 83 - 4_000_000, n * 21_474 - 1_000_000_000],
      ...[n * 90_000_000_001, n * 42_949, n * 7_000_000_007, n % 10, n % 2],
    ];
    return COLUMNS.every((name, i) => Number(row[name]) === values[i]);
  },
};
