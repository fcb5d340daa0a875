// What stays and what is undone.

/** The names that are there after each transaction. */
export async function transactions({ prisma, Prisma, failing }) {
  const add = (db, name) => db.author.create({ data: { email: `${name}@tx`, name } });
  const there = async () =>
    (
      await prisma.author.findMany({
        where: { email: { endsWith: '@tx' } },
        orderBy: { id: 'asc' },
      })
    ).map(({ name }) => name);
  const steps = {};
  await prisma.$transaction(async (tx) => {
    await Promise.all([add(tx, 'a'), add(tx, 'b')]);
  });
  steps.committed = (await there()).sort();
  steps.thrown = await failing(() =>
    prisma.$transaction(async (tx) => {
      await add(tx, 'c');
      throw new Error('no');
    }),
  );
  steps.rolledBack = (await there()).sort();
  steps.nested = await nested(prisma, add, failing).then(there);
  steps.batch = await failing(() =>
    prisma.$transaction([
      prisma.author.deleteMany({ where: { email: { endsWith: '@tx' } } }),
      prisma.author.create({ data: { email: 'ann@example.org' } }),
    ]),
  );
  steps.afterBatch = (await there()).length;
  steps.isolation = await isolation(prisma, Prisma);
  steps.expired = await failing(() =>
    prisma.$transaction(
      async (tx) => {
        await add(tx, 'late');
        await tx.$queryRaw`SELECT SLEEP(0.5)`;
        await add(tx, 'later');
      },
      { timeout: 100 },
    ),
  );
  steps.afterExpiry = (await there()).length;
  return steps;
}

/** A savepoint that is rolled back, and one that is kept. */
function nested(prisma, add, failing) {
  return prisma.$transaction(async (tx) => {
    await add(tx, 'outer');
    if (typeof tx.$transaction !== 'function') return;
    await failing(() =>
      tx.$transaction(async (inner) => {
        await add(inner, 'undone');
        throw new Error('inner');
      }),
    );
    await tx.$transaction((inner) => add(inner, 'inner'));
  });
}

async function isolation(prisma, { TransactionIsolationLevel }) {
  const levels = {};
  for (const isolationLevel of Object.values(TransactionIsolationLevel)) {
    levels[isolationLevel] = await prisma.$transaction(
      async (tx) => (await tx.$queryRaw`SELECT COUNT(*) n FROM Author`).length,
      { isolationLevel },
    );
  }
  return levels;
}
