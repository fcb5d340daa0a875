// An id and five columns of dates and times; what mixed-table.mjs says of time zone caches holds here.
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
  // Drivers differ in what zone they take a DATETIME to be in, but not in what lies between two.
  check: ({ id, created, updated, seen, born }) =>
    updated - created === 125 &&
    created.getSeconds() === ((id - 1) * 61) % 60 &&
    (seen === null) === ((id - 1) % 4 === 3) &&
    (born === null) === ((id - 1) % 3 === 2),
};
