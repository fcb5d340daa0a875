// Small rows to be fetched one by one by their key.
import { createNumbersTable } from './numbers-table.mjs';

const PEOPLE = 10_000;
export const SELECT_PERSON = 'SELECT id, name, email FROM people WHERE id = ';

/** The same for tasks.mjs; the stride is prime to the rest, so that everyone's turn comes. */
export const PERSON_QUERIES = {
  before: SELECT_PERSON,
  after: '',
  rows: 1,
  first: 1,
  modulus: PEOPLE,
  stride: 7919,
};

/**
 * @param {number} n
 * @returns {number} the id that the n-th query asks for
 */
export function personId(n) {
  const { first, modulus, stride } = PERSON_QUERIES;
  return first + ((n * stride) % modulus);
}

/** @param {(sql: string) => Promise<any>} execute */
export async function createPeopleTable(execute) {
  await createNumbersTable(execute);
  await execute(`CREATE TABLE IF NOT EXISTS people (
    id INT PRIMARY KEY,
    name VARCHAR(40) NOT NULL,
    email VARCHAR(80) NOT NULL
  ) CHARACTER SET utf8mb4`);
  await execute(`INSERT IGNORE INTO people SELECT
    n + 1, CONCAT('name ', SUBSTR(SHA2(n, 256), 1, 12)), CONCAT(SUBSTR(SHA2(n + 1, 256), 1, 10), '@mail.example')
    FROM numbers WHERE n < ${PEOPLE}`);
  await execute('ANALYZE TABLE people');
}
