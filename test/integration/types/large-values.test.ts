import { useDatabase } from '../../support/database';
import { exactly, WAYS, withConnection } from './read-back';
import { SERVER } from '../../support/flavor';
import { numbersTo } from '../../support/numbers';

useDatabase();

const KIB = 1024;
const MIB = 1024 * KIB;

/** Characters by the area that they go to, and how many fill it. */
const ALPHABETS = [
  { name: 'ASCII', letter: 'a', fill: 16 * KIB },
  { name: 'latin1', letter: 'é', fill: 16 * KIB },
  { name: 'wide', letter: '€', fill: 8 * KIB },
  { name: 'astral', letter: '😀', fill: 4 * KIB },
];

function bytesOf(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255));
}

describe.each(WAYS)('$api.name $kind.name', ({ api, kind }) => {
  // A bare ? has a column of TEXT in the table that MySQL keeps the rows in.
  const isCut = (size: number): boolean => kind.serverSide && SERVER === 'mysql' && size > 65_535;

  const readRows = (sql: string, params?: unknown[]): Promise<unknown[][]> =>
    withConnection(api, {}, async (conn) => {
      await conn.execute("SET sql_mode = ''"); // zero dates are values then, on both servers
      const cursor = conn.cursor(kind);
      await cursor.execute(sql, params);
      return (await cursor.fetchall()).map((row) => Object.values(row as object));
    });

  test.each(ALPHABETS)('$name text of lengths around that of an area', async ({ letter, fill }) => {
    const lengths = [
      fill - 2,
      fill - 1,
      fill,
      fill + 1,
      fill + 2,
      (15 * fill) / 16,
      2 * fill,
    ].filter((length) => !isCut(length * Buffer.byteLength(letter)));
    const texts = lengths.map((length) => `<${length}>`.padEnd(8) + letter.repeat(length - 8));
    const exactTexts = lengths.map((length) => letter.repeat(length));
    for (const list of [texts, exactTexts]) {
      const sql = `SELECT ${list.map((_, i) => `? AS c${i}`).join(', ')}`;
      const [row] = await readRows(sql, list);
      expect(row!.map((value, i) => value === list[i])).toEqual(list.map(() => true));
    }
  });

  test.each(ALPHABETS)('$name text that fills an area in every way', async ({ letter, fill }) => {
    // A first value that leaves so much room, then one that fits exactly, and not by one.
    for (const room of [0, 1, 2, 100]) {
      for (const more of [-1, 0, 1]) {
        if (room + more < 0) continue;
        const list = ['é', letter.repeat(fill - room), letter.repeat(room + more), '', 'end€'];
        const [row] = await readRows('SELECT ?, ?, ?, ?, ? AS last', list);
        // Equal names are told apart, so the order is kept.
        expect(row!.map((value, i) => value === list[i])).toEqual(list.map(() => true));
      }
    }
  });

  test('bytes of lengths around that of an area', async () => {
    const lengths = [16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 40 * KIB, 0, 1];
    const list = lengths.map(bytesOf);
    // A bare ? of a prepared statement is text to MySQL.
    const sql = `SELECT ${list.map((_, i) => `CAST(? AS BINARY) AS c${i}`).join(', ')}`;
    const [row] = await readRows(sql, list);
    expect(row!.map((value, i) => list[i]!.equals(value as Buffer))).toEqual(list.map(() => true));
  });

  test.each([1, 4, 15])('a text and a blob of %i MiB', async (size) => {
    const sql = `
      SELECT REPEAT('0123456789abcdef', ${(size * MIB) / 16}) AS a,
             REPEAT('€', ${(size * MIB) / 4}) AS w,
             REPEAT('é', ${(size * MIB) / 2}) AS n,
             REPEAT(X'00ff', ${(size * MIB) / 2}) AS b, 'end' AS e`;
    const [row] = await readRows(sql);
    expect(row![0] === '0123456789abcdef'.repeat((size * MIB) / 16)).toBe(true);
    expect(row![1] === '€'.repeat((size * MIB) / 4)).toBe(true);
    expect(row![2] === 'é'.repeat((size * MIB) / 2)).toBe(true);
    expect(Buffer.alloc(size * MIB, Buffer.from([0, 255])).equals(row![3] as Buffer)).toBe(true);
    expect(row![4]).toBe('end');
  });

  test('large and small values in turn', async () => {
    const sql = `
      SELECT seq AS i, REPEAT('x', IF(seq % 5 = 0, 20000, 3)) AS t,
             REPEAT('€', IF(seq % 7 = 0, 9000, 2)) AS w, REPEAT(X'ff', IF(seq % 3 = 0, 17000, 1)) AS b
      FROM ${numbersTo(300)}`;
    const rows = await readRows(sql);
    expect(rows).toHaveLength(300);
    const wrong = rows.filter(([i, t, w, b], at) => {
      const n = Number(i);
      return !(
        n === at + 1 &&
        t === 'x'.repeat(n % 5 === 0 ? 20_000 : 3) &&
        w === '€'.repeat(n % 7 === 0 ? 9_000 : 2) &&
        Buffer.alloc(n % 3 === 0 ? 17_000 : 1, 255).equals(b as Buffer)
      );
    });
    expect(wrong.map(([i]) => i)).toEqual([]);
  });

  test('200 columns, each of them NULL once', async () => {
    const columns = Array.from(
      { length: 200 },
      (_, i) => `IF(seq = ${i + 1}, NULL, seq + ${i}) AS c${i}`,
    );
    const rows = await readRows(`SELECT ${columns.join(', ')} FROM ${numbersTo(201)}`);
    const expected = Array.from({ length: 201 }, (_, row) =>
      Array.from({ length: 200 }, (_unused, i) => (row === i ? null : row + 1 + i)),
    );
    expect(rows).toEqual(expected);
  });

  test('4096 columns, the most that there are', async () => {
    const columns = Array.from({ length: 4096 }, (_, i) => `${i % 3 === 0 ? 'NULL' : i} AS c${i}`);
    const [row] = await readRows(`SELECT ${columns.join(', ')}`);
    expect(row).toEqual(Array.from({ length: 4096 }, (_, i) => (i % 3 === 0 ? null : i)));
  });

  test('zero dates in thousands of rows', async () => {
    const sql = `
      SELECT seq AS i, IF(seq % 2, CAST('0000-00-00' AS DATETIME), CAST('2024-01-01' AS DATETIME)) AS d
      FROM ${numbersTo(5000)}`;
    const rows = (await readRows(sql)).map((row) => row.map(exactly));
    const date = exactly(new Date(2024, 0, 1));
    expect(rows).toEqual(
      Array.from({ length: 5000 }, (_, i) => [i + 1, i % 2 ? date : '0000-00-00 00:00:00']),
    );
  });
});
