// An id and three columns of ASCII text.
import { sha2 } from './expected.mjs';
import { NUMBERS, tableOfNumbers } from './numbers-table.mjs';

const create = tableOfNumbers(
  'strings',
  `name VARCHAR(40) NOT NULL,
  city VARCHAR(40) NOT NULL,
  email VARCHAR(80) NOT NULL`,
  `CONCAT('name ', n),
  CONCAT('city ', SUBSTR(SHA2(n, 256), 1, 4 + n % 12)),
  CONCAT(SUBSTR(SHA2(n + 1, 256), 1, 6 + n % 10), '@mail', n % 100, '.example')`,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const stringsTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM strings',
  names: ['id', 'name', 'city', 'email'],
  check: ({ id, name, city, email }) =>
    name === `name ${id - 1}` &&
    city === `city ${sha2(id - 1).slice(0, 4 + ((id - 1) % 12))}` &&
    email === `${sha2(id).slice(0, 6 + ((id - 1) % 10))}@mail${(id - 1) % 100}.example`,
};
