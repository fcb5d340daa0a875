// Which of Prisma's errors a failure of the server becomes.
import { deadlock } from './faults.mjs';

/** The errors by what was done. */
export async function errors({ prisma, failing }) {
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
  for (const [name, call] of Object.entries(calls)) seen[name] = await failing(call);
  return seen;
}

/** Of two transactions that take two rows in opposite order one is chosen to fail. */
export function deadlocked({ prisma, failing }) {
  const name = (id) => ({ where: { id }, data: { name: `deadlock ${id}` } });
  return failing(() =>
    deadlock(
      (work) => prisma.$transaction(work, { timeout: 20_000 }),
      (tx, id) => tx.tag.update(name(id)),
      [1, 3],
    ),
  );
}
