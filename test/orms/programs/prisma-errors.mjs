// Which of Prisma's errors a failure of the server becomes.

/** The errors by what was done. */
export async function errors({ prisma, failure }) {
  const authorId = (await prisma.author.findFirstOrThrow()).id;
  const calls = {
    unique: () => prisma.author.create({ data: { email: 'ann@example.org' } }),
    foreignKey: () => prisma.book.create({ data: { title: 'Lost', authorId: 999 } }),
    referenced: () => prisma.author.delete({ where: { id: authorId } }),
    tooLong: () => prisma.book.create({ data: { title: 'x'.repeat(21), authorId } }),
    notNull: () => prisma.$executeRaw`INSERT INTO Tag (name) VALUES (${null})`,
    outOfRange: () => prisma.$executeRaw`UPDATE Everything SET tiny = 1000 WHERE id = 1`,
    noTable: () => prisma.missing.findMany(),
    noColumn: () => prisma.$queryRaw`SELECT nothing FROM Tag`,
    notFound: () => prisma.tag.update({ where: { id: 999_999 }, data: { name: 'x' } }),
    syntax: () => prisma.$queryRaw`SELEKT 1`,
  };
  const seen = {};
  for (const [name, call] of Object.entries(calls)) seen[name] = await failure(call);
  return seen;
}

/** Two transactions that take two rows in opposite order: one of them is chosen to fail. */
export async function deadlock({ prisma, failure }) {
  const barrier = gate(2);
  const lock = (first, second) =>
    failure(() =>
      prisma.$transaction(
        async (tx) => {
          await tx.tag.update({ where: { id: first }, data: { name: `deadlock ${first}` } });
          await barrier();
          await tx.tag.update({ where: { id: second }, data: { name: `deadlock ${second}` } });
          return 'done';
        },
        { timeout: 20_000 },
      ),
    );
  const ends = await Promise.all([lock(1, 3), lock(3, 1)]);
  return ends.sort((a, b) => Number('succeeded' in b) - Number('succeeded' in a));
}

/** Lets all through when as many are there. */
function gate(count) {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  let there = 0;
  return () => {
    there += 1;
    if (there === count) open();
    return opened;
  };
}
