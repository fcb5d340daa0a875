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
  check: ({ id, price, rate, balance, share }) =>
    String(price) === ((id - 1) / 100).toFixed(2) &&
    String(rate) === ((((id - 1) * 7919) % 1_000_000) / 1_000_000).toFixed(6) &&
    String(balance) === point(BigInt(id - 1) * 12_345_670_001n - 500_000_000_000n, 4) &&
    (share === null ? null : String(share)) === shareOf(id - 1),
};

/**
 * A whole number of the smallest units, as the server writes it.
 * @param {bigint} units
 * @param {number} decimals
 */
function point(units, decimals) {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const sign = units < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** @param {number} n */
function shareOf(n) {
  return n % 5 === 4 ? null : point(BigInt(n) * 987_654_321_010_123_456_789n, 10);
}
