// Connections that cannot be made, or are lost.
import { kill } from './faults.mjs';

/** What Prisma says to each, and that it goes on. */
export async function connections({ prisma, client, failing }) {
  return {
    refused: {
      password: await onOther(client, failing, { password: 'wrong' }),
      database: await onOther(client, failing, { database: 'no_such_database' }),
      port: await onOther(client, failing, { host: '127.0.0.1', port: 1 }),
    },
    killed: await killed(client, prisma, failing),
  };
}

async function onOther(client, failing, options) {
  const other = await client({ acquireTimeout: 2000, ...options });
  const seen = await failing(() => other.tag.count());
  await other.$disconnect();
  return seen;
}

const idOf = async (db) => Number((await db.$queryRaw`SELECT CONNECTION_ID() AS id`)[0].id);

/** Idle, within a transaction, and while a statement runs. */
async function killed(client, admin, failing) {
  const other = await client({ max: 1 });
  const before = await idOf(other);
  await kill(before);
  const idle = await failing(async () => (await idOf(other)) !== before);
  const inTransaction = await failing(() =>
    other.$transaction(async (tx) => {
      const id = await idOf(tx);
      await kill(id);
      await tx.tag.count();
    }),
  );
  const id = await idOf(other);
  const sleeping = failing(() => other.$queryRaw`SELECT SLEEP(60) AS slept`);
  while (
    (
      await admin.$queryRaw`SELECT 1 FROM information_schema.processlist
    WHERE id = ${id} AND info LIKE 'SELECT SLEEP%'`
    ).length === 0
  );
  await kill(id);
  const running = await sleeping;
  const again = await failing(async () => (await other.$queryRaw`SELECT 1 AS one`).length);
  await other.$disconnect();
  return { idle, inTransaction, running, again };
}
