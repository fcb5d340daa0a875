// An id and four columns of DECIMAL. Drivers give them as text or as objects of their own, none of them
// as numbers.
import { NUMBERS, tableOfNumbers } from './numbers-table.mjs';

const create = tableOfNumbers(
  'decimals',
  `price DECIMAL(10, 2) NOT NULL,
  rate DECIMAL(12, 6) NOT NULL,
  balance DECIMAL(20, 4) NOT NULL,
  share DECIMAL(30, 10) NULL`,
  `n / 100, n * 7919 % 1000000 / 1000000,
  n * 1234567.0001 - 50000000, IF(n % 5 = 4, NULL, n * 98765432101.0123456789)`,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const decimalsTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM decimals',
  names: ['id', 'price', 'rate', 'balance', 'share'],
  check: ({ id, price, rate, share }) =>
    String(price) === ((id - 1) / 100).toFixed(2) &&
    String(rate) === ((((id - 1) * 7919) % 1_000_000) / 1_000_000).toFixed(6) &&
    (share === null) === ((id - 1) % 5 === 4),
};
