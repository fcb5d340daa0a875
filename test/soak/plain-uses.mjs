// What clients of the soak test do with statements that nobody cancels: rows that only they can have asked
// for, and variables that nobody else may see.

import { setTimeout as delay } from 'node:timers/promises';

async function rows(pool, client) {
  const { id } = client;
  const token = client.token();
  const found = await pool.fetchall('SELECT ?, id FROM counter WHERE id IN (?)', [token, [id, 0]]);
  for (const [text] of found) if (text !== token) client.complain(`${text} came for ${token}`);
  if (found.length !== (id === 0 ? 1 : 2)) client.complain(`${found.length} rows for ${id}`);
}

async function variable(pool, client) {
  await pool.use(async (conn) => {
    client.lent(conn);
    await conn.execute('SET @token = ?', [client.id]);
    await delay(client.random() * 10);
    const [token] = await conn.fetchone('SELECT @token');
    if (token !== client.id) client.complain(`@token is ${token}, not ${client.id}`);
  });
}

async function leftVariable(pool, client) {
  const [token] = await pool.fetchone('SELECT @token');
  if (token !== null) client.complain(`@token of ${token} was left`);
}

async function increment(pool, client) {
  const { id, soak } = client;
  try {
    const at = await pool.transaction(async (tx) => {
      client.lent(tx);
      const [of] = await tx.fetchone('SELECT epoch FROM epoch');
      await tx.execute('UPDATE counter SET n = n + 1 WHERE id = ?', [id]);
      return of;
    });
    if (at === soak.epoch) soak.counters.sure(id);
  } catch (error) {
    if (error.code === 'ERR_MYSQLDB_COMMIT_UNKNOWN') soak.counters.unsure(id);
    throw error;
  }
}

export const PLAIN_USES = [rows, variable, leftVariable, increment];
