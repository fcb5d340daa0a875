/** @file What happens to connections and transactions: sessions that the server ends, and deadlocks. */
import { once } from 'node:events';
import { connect } from 'mysqldb';
import { driver, server } from './program.mjs';

/** Has the server end a session; resolves when its list has it no more. */
export async function kill(threadId) {
  const admin = await connect(server);
  await admin.kill(threadId);
  const left = 'SELECT 1 FROM information_schema.processlist WHERE id = ?';
  while ((await admin.fetchone(left, [threadId])) !== null);
  await admin.close();
}

/**
 * Has the server end the session of a connection of mysql2's API; resolves when the connection has said
 * so. mysql2 says it before it marks the connection as lost, so that an ORM's next query may still take it.
 */
export async function killNoticed(connection) {
  const noticed = once(connection, 'end');
  await kill(connection.threadId);
  await noticed;
}

/**
 * How the pool of a driver tells that it has lost a connection: `lost()` resolves at the next loss.
 * A pool of mysql2's tells by its connections, so it has to be watched from the beginning.
 */
export function watched(pool) {
  const connections = [];
  pool.on('connection', (connection) => connections.push(connection));
  return {
    pool,
    lost: () =>
      driver === 'mysqldb'
        ? nextRemoval(pool)
        : Promise.race(connections.map((connection) => once(connection, 'end'))),
  };
}

/** A pool that nobody waits for keeps no process alive, so that something else has to. */
function nextRemoval(pool) {
  const alive = setInterval(() => {}, 1_000);
  return new Promise((resolve) => pool.on('remove', resolve)).finally(() => clearInterval(alive));
}

/**
 * Two transactions that want each other's row; fails with the error of the one that the server ended.
 * `transaction(work)` calls `work(tx)` in a transaction, and `lock(tx, id)` locks a row.
 */
export async function deadlock(transaction, lock, ids = [1, 2]) {
  const met = [gate(), gate()];
  const ends = await Promise.allSettled(
    [0, 1].map((i) =>
      transaction(async (tx) => {
        await lock(tx, ids[i]);
        met[i].open();
        await met[1 - i].opened;
        await lock(tx, ids[1 - i]);
      }),
    ),
  );
  const failed = ends.filter(({ status }) => status === 'rejected');
  if (failed.length !== 1) throw new Error(`${failed.length} of 2 failed`);
  throw failed[0].reason;
}

function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}
