/** MySQL has no sequence engine: this makes a table of numbers for numbers.ts there. */

/** The last number in the table. */
export const NUMBERS_KEPT = 1_000_000;

export const NUMBERS_TABLE: readonly string[] = [
  'CREATE DATABASE IF NOT EXISTS mysqldb_numbers',
  'CREATE TABLE IF NOT EXISTS mysqldb_numbers.numbers (seq BIGINT UNSIGNED PRIMARY KEY)',
  `INSERT IGNORE INTO mysqldb_numbers.numbers
   WITH digit AS (
     SELECT d FROM JSON_TABLE('[0,1,2,3,4,5,6,7,8,9]', '$[*]' COLUMNS (d INT PATH '$')) AS digits
   )
   SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d
   FROM digit f, digit e, digit d, digit c, digit b, digit a`,
];
