// Connections that cannot be made, or are lost.

/** What Prisma says to each, and that it goes on. */
export async function connections({ prisma, client, failure }) {
  return {
    refused: {
      password: await onOther(client, failure, { password: 'wrong' }),
      database: await onOther(client, failure, { database: 'no_such_database' }),
      port: await onOther(client, failure, { host: '127.0.0.1', port: 1 }),
    },
    killed: await killed(client, prisma, failure),
  };
}

async function onOther(client, failure, options) {
  const other = await client({ acquireTimeout: 2000, ...options });
  const seen = await failure(() => other.tag.count());
  await other.$disconnect();
  return seen;
}

const idOf = async (db) => (await db.$queryRaw`SELECT CONNECTION_ID() AS id`)[0].id;

/** Idle, within a transaction, and while a statement runs. */
async function killed(client, admin, failure) {
  const other = await client({ max: 1 });
  const kill = (id) => admin.$executeRawUnsafe(`KILL ${id}`);
  const before = await idOf(other);
  await kill(before);
  await gone(admin, before);
  const idle = await failure(async () => (await idOf(other)) !== before);
  const inTransaction = await failure(() =>
    other.$transaction(async (tx) => {
      const id = await idOf(tx);
      await kill(id);
      await gone(admin, id);
      await tx.tag.count();
    }),
  );
  const id = await idOf(other);
  const sleeping = failure(() => other.$queryRaw`SELECT SLEEP(60) AS slept`);
  while (
    (
      await admin.$queryRaw`SELECT 1 FROM information_schema.processlist
    WHERE id = ${id} AND info LIKE 'SELECT SLEEP%'`
    ).length === 0
  );
  await kill(id);
  const running = await sleeping;
  const again = await failure(async () => (await other.$queryRaw`SELECT 1 AS one`).length);
  await other.$disconnect();
  return { idle, inTransaction, running, again };
}

async function gone(admin, id) {
  while (
    (await admin.$queryRaw`SELECT 1 FROM information_schema.processlist WHERE id = ${id}`).length
  );
}
