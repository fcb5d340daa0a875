// An id and three columns of ASCII text.
import { createNumbersTable, NUMBERS } from './numbers-table.mjs';

/** @param {(sql: string) => Promise<any>} execute */
async function create(execute) {
  await createNumbersTable(execute);
  await execute(`CREATE TABLE IF NOT EXISTS strings (
    id INT PRIMARY KEY,
    name VARCHAR(40) NOT NULL,
    city VARCHAR(40) NOT NULL,
    email VARCHAR(80) NOT NULL
  ) CHARACTER SET utf8mb4`);
  await execute(`INSERT IGNORE INTO strings SELECT n + 1, CONCAT('name ', n),
    CONCAT('city ', SUBSTR(SHA2(n, 256), 1, 4 + n % 12)),
    CONCAT(SUBSTR(SHA2(n + 1, 256), 1, 6 + n % 10), '@mail', n % 100, '.example') FROM numbers`);
  await execute('ANALYZE TABLE strings');
}

/** @type {import('../workloads/row-result.mjs').Table} */
export const stringsTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM strings',
  names: ['id', 'name', 'city', 'email'],
  check: ({ id, name, city, email }) =>
    name === `name ${id - 1}` &&
    city.length === 9 + ((id - 1) % 12) &&
    email.endsWith(`@mail${(id - 1) % 100}.example`),
};
