// Small rows to be fetched one by one by their key.
import { createNumbersTable } from './numbers-table.mjs';

export const PEOPLE = 10_000;
export const SELECT_PERSON = 'SELECT id, name, email FROM people WHERE id = ';

// Prime to PEOPLE, so that the walk below visits everyone before it repeats itself.
export const PEOPLE_STRIDE = 7919;

/**
 * @param {number} n
 * @returns {number} the id that the n-th query asks for; floor.c does the same
 */
export function personId(n) {
  return 1 + ((n * PEOPLE_STRIDE) % PEOPLE);
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
    n + 1, CONCAT('name ', SUBSTR(MD5(n), 1, 12)), CONCAT(SUBSTR(MD5(n + 1), 1, 10), '@mail.example')
    FROM numbers WHERE n < ${PEOPLE}`);
  await execute('ANALYZE TABLE people');
}
