/** Tables of numbers for a FROM clause: MariaDB's sequence engine, and on MySQL a table of ours. */
import { SERVER } from './flavor';
import { NUMBERS_KEPT } from './numbers-table';

/** A table of the numbers from 1 to `count` in the column `seq`; in order up to a million. */
export function numbersTo(count: number, alias = 'numbers'): string {
  return numbersBetween(1, count, alias);
}

/** A table of the numbers from `first` to `last` in the column `seq`. */
export function numbersBetween(first: number, last: number, alias = 'numbers'): string {
  if (SERVER === 'mariadb') return `seq_${first}_to_${last} AS ${alias}`;
  const inRange = `BETWEEN ${first} AND ${last}`;
  if (last <= NUMBERS_KEPT) {
    return `(SELECT seq FROM mysqldb_numbers.numbers WHERE seq ${inRange}) AS ${alias}`;
  }
  const sum = `(high.seq - 1) * ${NUMBERS_KEPT} + low.seq`;
  const both = 'mysqldb_numbers.numbers high, mysqldb_numbers.numbers low';
  const some = `high.seq <= ${Math.ceil(last / NUMBERS_KEPT)} AND ${sum} ${inRange}`;
  return `(SELECT ${sum} AS seq FROM ${both} WHERE ${some}) AS ${alias}`;
}

/** A query of the numbers from 1 to `count`, in order. */
export const numbersQuery = (count: number): string =>
  `SELECT seq FROM ${numbersTo(count)} ORDER BY seq`;

/** Its rows, from the one of `from` on. */
export const rowsTo = (count: number, from = 1): number[][] =>
  Array.from({ length: count - from + 1 }, (_, i) => [i + from]);
