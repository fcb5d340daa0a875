/** @file A hundred clients on four connections. Run it with: node examples/pool.mjs */

import { createPool } from 'mysqldb';
import { serverUrl } from './server-url.mjs';

const pool = createPool(`${await serverUrl()}?max=4`);
await pool.execute('CREATE TABLE ticket (id INT PRIMARY KEY, owner INT)');
await pool.execute('INSERT INTO ticket (id) VALUES (1), (2), (3), (4), (5)');

/** Takes a ticket that is free; two clients never get the same one. */
function take(client) {
  return pool.transaction(
    async (tx) => {
      const free = await tx.fetchone(
        'SELECT id FROM ticket WHERE owner IS NULL ORDER BY id LIMIT 1 FOR UPDATE',
      );
      if (free === null) return false;
      await tx.execute('UPDATE ticket SET owner = ? WHERE id = ?', [client, free[0]]);
      return true;
    },
    { retries: 5 },
  );
}

const clients = Array.from({ length: 100 }, (_, client) => take(client));
const lucky = (await Promise.all(clients)).filter(Boolean);
const { max, timedOut } = pool.stats;
console.log(`${lucky.length} of ${clients.length} clients have a ticket`);
console.log(`they shared ${max} connections, and ${timedOut} gave up`);

await pool.execute('DROP TABLE ticket');
await pool.close();
