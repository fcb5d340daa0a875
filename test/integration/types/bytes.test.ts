import { useDatabase } from '../../support/database';
import { readBack, select } from './read-back';

useDatabase();

const hex = (bytes: Buffer): string => `X'${bytes.toString('hex')}'`;

const VALUES = [
  Buffer.alloc(0),
  Buffer.from([0]),
  Buffer.from([255]),
  Buffer.from("it's \\ \0 text"),
  Buffer.from('é€😀'),
  Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]),
  Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
];

test.each(['VARBINARY(300)', 'TINYBLOB', 'BLOB', 'MEDIUMBLOB', 'LONGBLOB'])('%s', async (type) => {
  const values = type === 'TINYBLOB' ? VALUES.slice(0, -1) : VALUES;
  const read = await readBack(type, [...values.map(hex), 'NULL']);
  expect(read).toEqual([...values, null]);
  expect(read.slice(0, -1).every((value) => Buffer.isBuffer(value))).toBe(true);
});

test('BINARY is filled up with zeros, as the server has it', async () => {
  expect(await readBack('BINARY(4)', ["''", "'ab'", "'abcd'", 'NULL'])).toEqual([
    Buffer.alloc(4),
    Buffer.from('ab\0\0'),
    Buffer.from('abcd'),
    null,
  ]);
});

test('texts with binary character set or collation', async () => {
  expect(await readBack('TEXT CHARACTER SET binary', ["'a'"])).toEqual([Buffer.from('a')]);
  expect(await readBack('VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', ["'a'"])).toEqual([
    'a',
  ]);
  expect(await select("SELECT BINARY 'ä'")).toEqual([Buffer.from('ä')]);
  expect(await select("SELECT X'00FF'")).toEqual([Buffer.from([0, 255])]);
});

test.each(Array.from({ length: 64 }, (_, i) => i + 1))('BIT(%i)', async (bits) => {
  const size = Math.ceil(bits / 8);
  const bytesOf = (value: bigint): Buffer =>
    Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
  const values = [0n, 1n, 2n ** BigInt(bits) - 1n, 2n ** BigInt(bits - 1)];
  expect(await readBack(`BIT(${bits})`, [...values.map((value) => `${value}`), 'NULL'])).toEqual([
    ...values.map(bytesOf),
    null,
  ]);
});

test('GEOMETRY is the bytes that the server has', async () => {
  const wkb = Buffer.from('0101000000000000000000f03f0000000000000040', 'hex');
  const point = Buffer.concat([Buffer.alloc(4), wkb]);
  expect(await readBack('GEOMETRY', ['POINT(1, 2)', 'NULL'])).toEqual([point, null]);
  expect(await readBack('POINT', ['POINT(1, 2)', 'NULL'])).toEqual([point, null]);
  expect(await select('SELECT ST_AsText(POINT(1, 2))')).toEqual(['POINT(1 2)']);
});

test('a Buffer is its own: changing one changes no other', async () => {
  const [first, second] = await select("SELECT X'0102' UNION ALL SELECT X'0304'");
  (first as Buffer).fill(9);
  expect(second).toEqual(Buffer.from([3, 4]));
});
