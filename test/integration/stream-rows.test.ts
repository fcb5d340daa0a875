import { Cursor, DictCursor, SSCursor, SSDictCursor } from '../../lib';
import { APIS } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { onServer } from '../support/flavor';
import { numbersTo } from '../support/numbers';

useDatabase();

const mixed = (
  rows: number,
): string => `SELECT seq, seq * 1000000007 AS big, IF(seq % 7, CONCAT('row ', seq), NULL) AS text,
  seq / 3e0 AS ratio, IF(seq % 1000, 'x', REPEAT('long ', 2000)) AS bulk
  FROM ${numbersTo(rows)}`;

function sameValues(row: object, other: object): boolean {
  const [values, others] = [Object.values(row), Object.values(other)];
  return values.length === others.length && values.every((value, i) => value === others[i]);
}

describe.each(APIS)('$name stream', (api) => {
  const conn = useConnection(api, { multiStatements: true });

  test.each([
    [300_000, SSCursor, Cursor],
    [50_000, SSDictCursor, DictCursor],
  ] as const)('%p rows as the stored result has them', async (rows, streaming, storing) => {
    const stored = conn().cursor<unknown>(storing);
    await stored.execute(mixed(rows));
    const expected = await stored.fetchall();
    expect(expected).toHaveLength(rows);
    const stream = conn().cursor<unknown>(streaming);
    await stream.execute(mixed(rows));
    let count = 0;
    let different = 0;
    for await (const row of stream) {
      // Not expect(), which would take minutes for so many.
      if (!sameValues(row as object, expected[count++] as object)) different++;
    }
    expect([count, different]).toEqual([rows, 0]);
    expect(stream.rownumber).toBe(rows);
  });

  test('fetchmany of every size gives each row once', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(`SELECT seq FROM ${numbersTo(50000)}`);
    const seen: unknown[] = [];
    for (let size = 1; ; size = (size * 7) % 3001) {
      const rows = await stream.fetchmany(size);
      seen.push(...rows.map(([n]) => n));
      if (rows.length < size) break;
    }
    expect(seen).toEqual(Array.from({ length: 50_000 }, (_, i) => i + 1));
  });

  test('fetchone to the end gives each row once', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(`SELECT seq FROM ${numbersTo(20000)}`);
    let next = 1;
    for (let row = await stream.fetchone(); row !== null; row = await stream.fetchone()) {
      if (row[0] !== next) throw new Error(`got ${String(row[0])} instead of ${next}`);
      next++;
    }
    expect(next).toBe(20_001);
  });

  test('a row arrives when the server has sent it, not when the result is complete', async () => {
    const own = await api.connect();
    const stream = own.cursor(SSCursor);
    // The last of these comes in a year; 20 kB a row make the server send each at once.
    await stream.execute(`SELECT seq, REPEAT('x', 20000), SLEEP(IF(seq > 3, 1000, 0.02))
      FROM ${numbersTo(30000)}`);
    const rows = [await stream.fetchone(), await stream.fetchone()];
    expect(rows.map((row) => row![0])).toEqual([1, 2]);
    await api.abandon(own);
  });

  test.each([
    ['text', 'CHAR(64 + seq USING utf8mb4)'],
    ['bytes', 'CHAR(64 + seq)'],
  ])('large rows of %s', async (_what, letter) => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(`SELECT seq, REPEAT(${letter}, 1000000) FROM ${numbersTo(20)}`);
    let next = 1;
    for await (const [n, value] of stream) {
      const text = (value as string | Buffer).toString();
      expect([n, text.length]).toEqual([next, 1_000_000]);
      expect(text.replaceAll(String.fromCharCode(64 + next), '')).toBe('');
      next++;
    }
    expect(next).toBe(21);
  });

  test('several streams one after another on one connection', async () => {
    for (let round = 1; round <= 5; round++) {
      const stream = conn().cursor(SSCursor);
      await stream.execute(`SELECT seq + ? FROM ${numbersTo(5000)}`, [round]);
      const rows = await stream.fetchall();
      expect([rows.length, rows[0], rows.at(-1)]).toEqual([5000, [1 + round], [5000 + round]]);
    }
  });

  test('nextset goes on to the next result, dropping what is left of this one', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(
      `SELECT seq FROM ${numbersTo(5000)}; DO 1; SELECT seq * 2 FROM ${numbersTo(5000)}; SELECT 9`,
    );
    expect(await stream.fetchmany(2)).toEqual([[1], [2]]);
    expect(await stream.nextset()).toBe(true);
    expect(stream.description).toBeNull();
    expect(await stream.nextset()).toBe(true);
    expect(stream).toMatchObject({ rownumber: 0, rowcount: -1 });
    const rows = await stream.fetchall();
    expect([rows.length, rows.at(-1)]).toEqual([5000, [10_000]]);
    expect(await stream.nextset()).toBe(true);
    expect(await stream.fetchone()).toEqual([9]);
    expect(await stream.nextset()).toBe(false);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('a result that waits for nextset holds the connection, until the cursor is closed', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute('SELECT 1; SELECT 2');
    expect(await stream.fetchall()).toEqual([[1]]);
    await stream.close();
    expect(await conn().fetchone('SELECT 3')).toEqual([3]);
  });

  test('the results of a procedure', async () => {
    await recreate(conn(), 'PROCEDURE streamed() BEGIN SELECT 1; SELECT 2, 3; END');
    const stream = conn().cursor(SSCursor);
    await stream.execute('CALL streamed()');
    expect(await stream.fetchall()).toEqual([[1]]);
    expect(await stream.nextset()).toBe(true);
    expect(await stream.fetchall()).toEqual([[2, 3]]);
    expect(await stream.nextset()).toBe(true);
    expect(stream.description).toBeNull();
    expect(await stream.nextset()).toBe(false);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  onServer('mariadb', () =>
    test('RETURNING streams, and the rows were inserted', async () => {
      await conn().execute('CREATE TEMPORARY TABLE returned (id INT)');
      const stream = conn().cursor(SSCursor);
      await stream.execute(`INSERT INTO returned SELECT seq FROM ${numbersTo(3000)} RETURNING id`);
      expect(await stream.fetchone()).toEqual([1]);
      await stream.close();
      expect(await conn().fetchone('SELECT COUNT(*) FROM returned')).toEqual([3000]);
    }),
  );
});
