// 100 000 rows of ten columns as an application has them. One BIGINT in 64 is beyond 2^53, as
// snowflake ids are: a driver that keeps every digit has to pay for looking. Times ascend as a log's
// do, and the dates are a thousand different days: mysql2 caches time zone offsets for 4096 hours, and
// dates that are spread over decades would be an attack on that cache, not a measurement.
import { isDay, isMoment, sha2 } from './expected.mjs';
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
  check: (row) => checkMixed(row, row.id - 1),
};

/**
 * @param {any} row
 * @param {number} n
 */
function checkMixed({ account, amount, name, email, score, created, due, level, note }, n) {
  const large = 9_007_199_254_740_993n + BigInt(n);
  return (
    isAccount(account, n % 64 ? BigInt(1_000_000_007 * (n + 1)) : large) &&
    Number(amount) === (((n * 7919) % 10_000_000) - 500_000) / 100 &&
    name === `name ${sha2(n).slice(0, 4 + (n % 12))}` &&
    email === `${sha2(n + 1).slice(0, 6 + (n % 10))}@mail${n % 100}.example` &&
    Math.abs(score - Math.sqrt(n) * Math.PI) < 1e-9 &&
    isMoment(created, Date.UTC(2026, 0, 1) + n * 61_000) &&
    (n % 4 === 3 ? due === null : isDay(due, '2024-01-01', (n * 31) % 1000)) &&
    level === (n % 256) - 128 &&
    note ===
      (n % 3 === 2
        ? null
        : sha2(n + 2)
            .slice(0, 8)
            .repeat(1 + (n % 5)))
  );
}

/**
 * A driver may round a BIGINT that no number holds, as its default is.
 * @param {unknown} value
 * @param {bigint} exact
 */
function isAccount(value, exact) {
  return typeof value === 'number' ? value === Number(exact) : BigInt(String(value)) === exact;
}

/**
 * The same rows over and over, for streams: no table of that size has to be made.
 * @param {number} times up to MIXED_ROWS
 */
export function selectMixedRepeated(times) {
  return `SELECT m.* FROM numbers r STRAIGHT_JOIN mixed m WHERE r.n < ${times}`;
}
