'use strict';
// How much is left of statements that are over, after collections of the young generation alone.
const mysql = require('mysqldb/mysql2');

const MEGABYTE = 1024 * 1024;
const conn = mysql.createConnection(process.env.MYSQLDB_TEST_URL);

const ask = () =>
  new Promise((resolve, reject) => {
    const statement = conn.query('SELECT 1', (error) => (error ? reject(error) : resolve()));
    statement.ballast = new Array(MEGABYTE / 8).fill(0.5);
  });

const used = () => {
  globalThis.gc({ type: 'minor' });
  return process.memoryUsage().heapUsed / MEGABYTE;
};

async function main() {
  await ask();
  const before = used();
  let most = 0;
  for (let i = 0; i < 300; i++) {
    await ask();
    if (i % 20 === 0) most = Math.max(most, used() - before);
  }
  console.log(Math.round(most)); // the test reads it
  conn.end();
}

void main();
