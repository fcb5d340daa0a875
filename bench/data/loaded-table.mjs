// What the scenarios that write, write: row n is n, 'name n' and n / 8. In memory: what an engine does on
// disk is no driver's work.

export const INSERT_LOADED = 'INSERT INTO loaded (id, name, score) VALUES (?, ?, ?)';

/** @param {number} rows */
function loadedRows(rows) {
  return Array.from({ length: rows }, (_, id) => [id, `name ${id}`, id / 8]);
}

/** @param {(sql: string) => Promise<any>} execute */
async function createLoadedTable(execute) {
  // A table takes over the limit of the session that makes or truncates it.
  await execute('SET SESSION max_heap_table_size = 512 * 1024 * 1024');
  await execute(`CREATE TABLE IF NOT EXISTS loaded (
    id INT NOT NULL,
    name VARCHAR(32) NOT NULL,
    score DOUBLE NOT NULL
  ) ENGINE = MEMORY CHARACTER SET utf8mb4`);
}

/** @param {(sql: string) => Promise<any>} execute */
async function emptyLoadedTable(execute) {
  await execute('TRUNCATE TABLE loaded');
}

/**
 * @param {(sql: string) => Promise<any>} execute
 * @param {number} rows that must be there, each once and right
 */
async function checkLoadedTable(execute, rows) {
  const [found] =
    await execute(`SELECT COUNT(*) AS total, COUNT(DISTINCT id) AS ids, MAX(id) AS last,
    SUM(name = CONCAT('name ', id) AND score = id / 8) AS correct FROM loaded`);
  const { total, ids, last, correct } = found;
  const numbers = [total, ids, Number(last) + 1, Number(correct)];
  if (numbers.some((number) => Number(number) !== rows)) {
    throw new Error(`of ${rows} rows ${total} were inserted, ${correct ?? 0} of them correct`);
  }
}

/**
 * The parts of a scenario that writes so many rows: each run begins with an empty table, and the server
 * counts what is there after it.
 * @param {number} rows
 */
export function loading(rows) {
  return {
    operations: rows,
    setup: createLoadedTable,
    beforeRun: emptyLoadedTable,
    afterRun: (/** @type {(sql: string) => Promise<any>} */ execute) =>
      checkLoadedTable(execute, rows),
    input: () => loadedRows(rows),
    inspect: () => ({}),
  };
}
