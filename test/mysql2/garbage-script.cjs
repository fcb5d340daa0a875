'use strict';
// How many megabytes are left of statements that are over, after collections of the young generation alone.
// node --expose-gc garbage-script.cjs <way>
const { connect, createPool } = require('mysqldb');
const mysql = require('mysqldb/mysql2');

const MEGABYTE = 1024 * 1024;
const STATEMENTS = 40;
const URL = process.env.MYSQLDB_TEST_URL;
/** About 100 KB as rows. */
const ROWS = `WITH RECURSIVE t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 1000)
  SELECT i, CONCAT('text ', i) FROM t`;

/** With callbacks, and something heavy on each statement. */
const withBallast = (client, name) => () =>
  new Promise((resolve, reject) => {
    const done = (error, rows) => (error ? reject(error) : resolve(rows));
    client[name](ROWS, done).ballast = Array.from({ length: 2000 }, (_, i) => [i]);
  });

/** What executes a statement, and what closes. */
const WAYS = {
  'query of a connection': () => {
    const conn = mysql.createConnection(URL);
    return [withBallast(conn, 'query'), () => conn.end()];
  },
  'query of a pool': () => {
    const pool = mysql.createPool(URL);
    return [withBallast(pool, 'query'), () => pool.end()];
  },
  'execute of a pool': () => {
    const pool = mysql.createPool(URL);
    return [withBallast(pool, 'execute'), () => pool.end()];
  },
  'fetchall of a pool': () => {
    const pool = createPool(URL);
    return [() => pool.fetchall(ROWS), () => pool.close()];
  },
  'a statement with a signal': async () => {
    const conn = await connect(URL);
    const { signal } = new AbortController();
    const ask = async () => {
      const cursor = conn.cursor();
      await cursor.execute(ROWS, [], { signal });
      return cursor.fetchall();
    };
    return [ask, () => conn.close()];
  },
};

/** After so many collections of the young what is left counts as old. */
const used = () => {
  for (let i = 0; i < 2; i++) globalThis.gc({ type: 'minor' });
  return process.memoryUsage().heapUsed / MEGABYTE;
};

async function main() {
  const [ask, close] = await WAYS[process.argv[2]]();
  for (let i = 0; i < STATEMENTS; i++) await ask();
  globalThis.gc();
  const before = used();
  for (let i = 0; i < STATEMENTS; i++) await ask();
  console.log(used() - before); // the test reads it
  await close();
}

void main();
