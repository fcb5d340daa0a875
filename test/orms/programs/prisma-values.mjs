// Rows for the table that has a column of every type, and what Prisma reads back.

const bytes = (...values) => Uint8Array.from(values);

const LARGEST = {
  tiny: 127,
  unsignedTiny: 255,
  small: 32767,
  unsignedSmall: 65535,
  medium: 8388607,
  unsignedMedium: 16777215,
  int: 2147483647,
  unsignedInt: 4294967295,
  big: 9223372036854775807n,
  unsignedBig: 18446744073709551615n,
  year: 2155,
  single: 16777217.5,
  double: 1.5e300,
  decimal: '99999999999999999999.9999999999',
  yes: true,
  bit: true,
  bits: bytes(0x0f, 0xff),
  char: 'ÿÿ😀',
  varchar: 'it\'s \\ " ? % \0 \n :name 漢字',
  tinyText: 'x'.repeat(255),
  text: 'y'.repeat(2000),
  mediumText: 'ä',
  longText: 'z'.repeat(100_000),
  binary: bytes(0, 1, 0xfe, 0xff),
  varbinary: bytes(0x27, 0x5c, 0, 0xc3, 0x28),
  tinyBlob: bytes(0xff),
  blob: new Uint8Array(70).fill(0xc3),
  mediumBlob: bytes(1, 2, 3),
  longBlob: new Uint8Array(100_000).fill(0x80),
  day: new Date('9999-12-31'),
  time: new Date('1970-01-01T23:59:59.999Z'),
  moment: new Date('9999-12-31T23:59:59.999Z'),
  second: new Date('2024-02-29T12:34:56Z'),
  stamp: new Date('2038-01-19T03:14:07.999Z'),
  json: { text: 'ä"\\', list: [1, null, true, 1.5], nested: { empty: {} } },
  colour: 'blue',
};

const SMALLEST = {
  tiny: -128,
  unsignedTiny: 0,
  small: -32768,
  unsignedSmall: 0,
  medium: -8388608,
  unsignedMedium: 0,
  int: -2147483648,
  unsignedInt: 0,
  big: -9223372036854775808n,
  unsignedBig: 9007199254740993n,
  year: 1901,
  single: -1.5,
  double: 5e-324,
  decimal: '-0.0000000001',
  yes: false,
  bit: false,
  bits: bytes(0, 0),
  char: '',
  varchar: '',
  binary: bytes(1),
  varbinary: bytes(),
  blob: bytes(),
  day: new Date('1000-01-01'),
  time: new Date('1970-01-01T00:00:00Z'),
  moment: new Date('1000-01-01T00:00:00.001Z'),
  second: new Date('1970-01-01T00:00:00Z'),
  stamp: new Date('1970-01-01T00:00:01Z'),
  json: [],
  colour: 'red',
};

/** Writes the rows in each of Prisma's ways, and reads them by the model and by SQL. */
export async function values({ prisma, Prisma }) {
  const largest = await prisma.everything.create({ data: LARGEST });
  await prisma.everything.createMany({ data: [SMALLEST, {}, { json: Prisma.JsonNull }] });
  for (const json of ['text', 0, false, '2024-01-01T00:00:00.000Z']) {
    await prisma.everything.create({ data: { json } });
  }
  return {
    created: largest,
    rows: await prisma.everything.findMany({ orderBy: { id: 'asc' } }),
    raw: await prisma.$queryRaw`SELECT * FROM Everything WHERE id <= ${3} ORDER BY id`,
    found: await found(prisma),
    aggregates: await aggregates(prisma),
  };
}

/** Each column finds its row by the value that was written. */
async function found(prisma) {
  // A FLOAT is never equal to a DOUBLE of as many digits; json is compared otherwise.
  const columns = Object.keys(LARGEST).filter((column) => !['single', 'json'].includes(column));
  const counts = {};
  for (const column of columns) {
    counts[column] = await prisma.everything.count({ where: { [column]: LARGEST[column] } });
  }
  counts.json = await prisma.everything.count({ where: { json: { equals: LARGEST.json } } });
  counts.path = await prisma.everything.count({
    where: { json: { path: '$.nested', not: 'nothing' } },
  });
  return counts;
}

async function aggregates(prisma) {
  const columns = { int: true, big: true, decimal: true, double: true };
  return {
    aggregate: await prisma.everything.aggregate({
      where: { id: { lte: 2 } },
      _count: true,
      _sum: { int: true, unsignedInt: true, decimal: true },
      _avg: { int: true, decimal: true },
      _min: { ...columns, day: true, moment: true },
      _max: { ...columns, stamp: true, time: true },
    }),
    groups: await prisma.everything.groupBy({
      by: ['colour'],
      _count: { id: true },
      orderBy: { colour: 'asc' },
    }),
    raw: await prisma.$queryRaw`SELECT COUNT(*) n, SUM(big) s, AVG(\`int\`) a, NOW() > '2000-01-01' later,
      CAST('7000000000' AS UNSIGNED) big, 1.5 exact, 1e0 inexact, NULL nothing, '?' mark, _binary 'a' bytes
      FROM Everything WHERE id = 3`,
  };
}
