// 100 000 rows of ten columns as an application has them. One BIGINT in 64 is beyond 2^53, as
// snowflake ids are: a driver that keeps every digit has to pay for looking. Times ascend as a log's
// do, and the dates are a thousand different days: mysql2 caches time zone offsets for 4096 hours, and
// dates that are spread over decades would be an attack on that cache, not a measurement.
import { NUMBERS, tableOfNumbers } from './numbers-table.mjs';

export const MIXED_ROWS = NUMBERS;
export const SELECT_MIXED = 'SELECT * FROM mixed';

export const createMixedTable = tableOfNumbers(
  'mixed',
  `account BIGINT NOT NULL,
  amount DECIMAL(12, 2) NOT NULL,
  name VARCHAR(40) NOT NULL,
  email VARCHAR(80) NOT NULL,
  score DOUBLE NOT NULL,
  created DATETIME NOT NULL,
  due DATE NULL,
  level TINYINT NOT NULL,
  note VARCHAR(80) NULL`,
  `IF(n % 64 = 0, 9007199254740993 + n, 1000000007 * (n + 1)),
  (n * 7919 % 10000000) / 100 - 5000,
  CONCAT('name ', SUBSTR(SHA2(n, 256), 1, 4 + n % 12)),
  CONCAT(SUBSTR(SHA2(n + 1, 256), 1, 6 + n % 10), '@mail', n % 100, '.example'),
  SQRT(n) * PI(),
  '2026-01-01 00:00:00' + INTERVAL (n * 61) SECOND,
  IF(n % 4 = 3, NULL, '2024-01-01' + INTERVAL (n * 31 % 1000) DAY),
  n % 256 - 128,
  IF(n % 3 = 2, NULL, REPEAT(SUBSTR(SHA2(n + 2, 256), 1, 8), 1 + n % 5))`,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const mixedTable = {
  create: createMixedTable,
  rows: MIXED_ROWS,
  select: SELECT_MIXED,
  names: [
    ...['id', 'account', 'amount', 'name', 'email'],
    ...['score', 'created', 'due', 'level', 'note'],
  ],
  check: ({ id, account, amount, email, score, due, level, note }) =>
    Number(account) === ((id - 1) % 64 ? 1_000_000_007 * id : 9_007_199_254_740_992 + id) &&
    Number(amount) === Math.round((((id - 1) * 7919) % 10_000_000) - 500_000) / 100 &&
    email.endsWith(`@mail${(id - 1) % 100}.example`) &&
    Math.abs(score - Math.sqrt(id - 1) * Math.PI) < 1e-9 &&
    (due === null) === ((id - 1) % 4 === 3) &&
    level === ((id - 1) % 256) - 128 &&
    (note === null) === ((id - 1) % 3 === 2),
};

/**
 * The same rows over and over, for streams: no table of that size has to be made.
 * @param {number} times up to MIXED_ROWS
 */
export function selectMixedRepeated(times) {
  return `SELECT m.* FROM numbers r STRAIGHT_JOIN mixed m WHERE r.n < ${times}`;
}
