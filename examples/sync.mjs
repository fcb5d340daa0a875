/** @file The same API without promises, for scripts. Run it with: node examples/sync.mjs */

import { connectSync } from 'mysqldb';
import { serverUrl } from './server-url.mjs';

const conn = connectSync(await serverUrl());

conn.execute('CREATE TEMPORARY TABLE account (owner VARCHAR(20) PRIMARY KEY, cents BIGINT)');
conn.execute('INSERT INTO account VALUES (?, ?), (?, ?)', ['ada', 5000, 'bob', 0]);
conn.commit();

try {
  conn.execute('UPDATE account SET cents = cents - 700 WHERE owner = ?', ['ada']);
  conn.execute('INSERT INTO account VALUES (?, 700)', ['bob']); // there is one already
  conn.commit();
} catch (error) {
  conn.rollback();
  console.log(`Rolled back: ${error.message}`);
}

for (const [owner, cents] of conn.fetchall('SELECT owner, cents FROM account ORDER BY owner')) {
  console.log(`${owner} has ${cents} cents`);
}

conn.close();
