// The integers from 0, in a table: the source of all other data, which is computed from them by the
// server. Fixed arithmetic in place of RAND() makes every run on every machine read the same bytes, and
// SHA2() stands for noise: MySQL 9 has no MD5() any more.

export const NUMBERS = 100_000;

/** @param {(sql: string) => Promise<any>} execute */
export async function createNumbersTable(execute) {
  await execute('CREATE TABLE IF NOT EXISTS digits (d INT PRIMARY KEY)');
  await execute('INSERT IGNORE INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)');
  await execute('CREATE TABLE IF NOT EXISTS numbers (n INT PRIMARY KEY)');
  await execute(`INSERT IGNORE INTO numbers
    SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d
    FROM digits a, digits b, digits c, digits d, digits e`);
}

/**
 * What makes a table with a row for each number n: the id n + 1, and values that are computed from n.
 * @param {string} name
 * @param {string} columns their definitions, without the id
 * @param {string} values one expression for each of them
 * @param {number} rows the numbers from 0 that are taken
 */
export function tableOfNumbers(name, columns, values, rows = NUMBERS) {
  return async (/** @type {(sql: string) => Promise<any>} */ execute) => {
    await createNumbersTable(execute);
    await execute(`CREATE TABLE IF NOT EXISTS ${name} (id INT PRIMARY KEY, ${columns})
      CHARACTER SET utf8mb4`);
    await execute(
      `INSERT IGNORE INTO ${name} SELECT n + 1, ${values} FROM numbers WHERE n < ${rows}`,
    );
    await execute(`ANALYZE TABLE ${name}`);
  };
}
