// Rows made, read, changed and deleted by the models, with their relations.

/** What the models say after each step. */
export async function models({ prisma }) {
  return {
    created: await create(prisma),
    read: await read(prisma),
    changed: await change(prisma),
    batches: await batches(prisma),
    raw: await raw(prisma),
  };
}

const WITH_BOOKS = {
  books: { include: { tags: { orderBy: { name: 'asc' } } }, orderBy: { id: 'asc' } },
};

function create(prisma) {
  return prisma.author.create({
    data: {
      email: 'ann@example.org',
      name: 'Ann',
      books: {
        create: [
          { title: 'One', tags: { create: [{ name: 'long' }, { name: 'new' }] } },
          {
            title: 'Two',
            tags: { connectOrCreate: { where: { name: 'old' }, create: { name: 'old' } } },
          },
        ],
      },
    },
    include: WITH_BOOKS,
  });
}

/** Joined by one statement where the server can, and read by several. */
async function byBothStrategies(model, options) {
  const readBy = (relationLoadStrategy) => model.findMany({ relationLoadStrategy, ...options });
  return {
    queries: await readBy('query'),
    joined: await readBy('join').catch((error) => error.message.split('\n').at(-1)),
  };
}

/**
 * What Prisma does not read in joins as it does else, whatever the adapter, since the values come in the
 * server's JSON: BIT is `base64:type16:AQ==` there, and DECIMAL and FLOAT are numbers, which it rounds.
 */
const OTHERWISE_IN_JSON = { bit: true, bits: true, decimal: true, single: true };

/** Of the rows with the largest and the smallest values, and one with none. */
async function favourites(prisma) {
  await prisma.favourite.createMany({ data: [1, 2, 3].map((everythingId) => ({ everythingId })) });
  const include = { everything: { omit: OTHERWISE_IN_JSON } };
  return byBothStrategies(prisma.favourite, { include, orderBy: { id: 'asc' } });
}

async function read(prisma) {
  return {
    books: await byBothStrategies(prisma.author, { include: WITH_BOOKS }),
    favourites: await favourites(prisma),
    nested: await prisma.tag.findMany({
      where: { books: { some: { author: { email: 'ann@example.org' } } } },
      select: { name: true, _count: { select: { books: true } } },
      orderBy: { name: 'asc' },
    }),
    page: await prisma.tag.findMany({ orderBy: { name: 'asc' }, skip: 1, take: 1 }),
    backwards: await prisma.tag.findMany({ orderBy: { name: 'asc' }, take: -1 }),
    after: await prisma.tag.findMany({ cursor: { id: 1 }, skip: 1, orderBy: { id: 'asc' } }),
    distinct: await prisma.book.findMany({ distinct: ['authorId'], select: { authorId: true } }),
    text: await prisma.book.findMany({ where: { title: { contains: 'w', not: 'One' } } }),
    nobody: await prisma.author.findUnique({ where: { id: 999 } }),
  };
}

async function change(prisma) {
  const email = 'ann@example.org';
  const rename = { where: { email }, update: { name: 'Anna' }, create: { email } };
  return {
    upserted: [await prisma.author.upsert(rename), await prisma.author.upsert(rename)],
    same: await prisma.author.updateMany({ where: { email }, data: { name: 'Anna' } }),
    nested: await prisma.book.update({
      where: { id: 1 },
      data: { title: 'Uno', tags: { disconnect: { name: 'new' }, connect: { name: 'old' } } },
      include: { tags: { orderBy: { name: 'asc' } }, author: true },
    }),
    increment: await prisma.everything.update({
      where: { id: 3 },
      data: { int: 40, big: 9007199254740993n },
      select: { int: true, big: true },
    }),
    incremented: await prisma.everything.update({
      where: { id: 3 },
      data: { int: { increment: 2 }, big: { multiply: 2 } },
      select: { int: true, big: true },
    }),
  };
}

async function batches(prisma) {
  const data = Array.from({ length: 500 }, (_, n) => ({ name: `tag ${n}` }));
  return {
    many: await prisma.tag.createMany({ data }),
    again: await prisma.tag.createMany({ data, skipDuplicates: true }),
    // Concurrent reads of one model are one query.
    loaded: await Promise.all(
      data.slice(0, 5).map(({ name }) => prisma.tag.findUnique({ where: { name } })),
    ),
    chosen: await prisma.tag.count({
      where: { id: { in: Array.from({ length: 3000 }, (_, n) => n) } },
    }),
    deleted: await prisma.tag.deleteMany({ where: { name: { startsWith: 'tag ' } } }),
    one: await prisma.tag.delete({ where: { name: 'new' } }),
  };
}

async function raw(prisma) {
  const unsafe = 'SELECT ? AS text, ? AS number, ? AS nothing, ? AS moment';
  return {
    rows: await prisma.$queryRawUnsafe(
      unsafe,
      "a'b",
      1.5,
      null,
      new Date('2024-02-29T12:00:00.5Z'),
    ),
    mark: await prisma.$queryRawUnsafe("SELECT 'a ? b' AS mark"),
    changed: await prisma.$executeRaw`UPDATE Tag SET name = ${'older'} WHERE name = ${'old'}`,
    bytes:
      await prisma.$queryRaw`SELECT HEX(${Uint8Array.from([0, 255])}) AS bytes, ${9007199254740993n} AS big`,
    nothing: await prisma.$executeRawUnsafe('DO 1'),
    many: await prisma.$queryRaw`SELECT id FROM Tag WHERE id IN (1, 2) ORDER BY id`,
  };
}
