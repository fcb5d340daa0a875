// An id and five columns of dates and times; what mixed-table.mjs says of time zone caches holds here.
import { isDay, isMoment } from './expected.mjs';
import { NUMBERS, tableOfNumbers } from './numbers-table.mjs';

const create = tableOfNumbers(
  'dates',
  `created DATETIME NOT NULL,
  updated DATETIME(3) NOT NULL,
  due DATE NOT NULL,
  seen DATETIME NULL,
  born DATE NULL`,
  `'2026-01-01 00:00:00' + INTERVAL (n * 61) SECOND,
  '2026-01-01 00:00:00.125' + INTERVAL (n * 61) SECOND,
  '2024-01-01' + INTERVAL (n * 31 % 1000) DAY,
  IF(n % 4 = 3, NULL, '2026-02-01 12:00:00' + INTERVAL n MINUTE),
  IF(n % 3 = 2, NULL, '2023-01-01' + INTERVAL (n % 1000) DAY)`,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const datesTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM dates',
  names: ['id', 'created', 'updated', 'due', 'seen', 'born'],
  check: (row) => checkDates(row, row.id - 1),
};

/**
 * @param {any} row
 * @param {number} n
 */
function checkDates({ created, updated, due, seen, born }, n) {
  return (
    isMoment(created, Date.UTC(2026, 0, 1) + n * 61_000) &&
    updated - created === 125 &&
    isDay(due, '2024-01-01', (n * 31) % 1000) &&
    (n % 4 === 3 ? seen === null : isMoment(seen, Date.UTC(2026, 1, 1, 12) + n * 60_000)) &&
    (n % 3 === 2 ? born === null : isDay(born, '2023-01-01', n % 1000))
  );
}
