import { DictCursor, type Params } from '../../lib';
import { APIS } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name executemany', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(
      conn(),
      `TABLE many (
      id INT PRIMARY KEY AUTO_INCREMENT, a INT UNIQUE, b VARCHAR(100), c BLOB)`,
    );
  });

  /** How many statements of a kind the session has run. */
  async function statements(kind: 'insert' | 'update' | 'replace'): Promise<number> {
    const [, count] = (await conn().fetchone(`SHOW SESSION STATUS LIKE 'Com_${kind}'`))!;
    return Number(count);
  }

  const rows = (): Promise<unknown[][]> => conn().fetchall('SELECT a, b FROM many ORDER BY id');
  const INSERT = 'INSERT INTO many (a, b) VALUES (?, ?)';

  test('with no rows does nothing', async () => {
    const cur = conn().cursor();
    expect(await cur.executemany(INSERT, [])).toBe(0);
    expect(cur).toMatchObject({ rowcount: 0, lastrowid: null, description: null });
    expect(await rows()).toEqual([]);
    expect(await statements('insert')).toBe(0);
  });

  test('with one row', async () => {
    const cur = conn().cursor();
    expect(await cur.executemany(INSERT, [[1, "it's"]])).toBe(1);
    expect(cur.lastrowid).toBe(1);
    expect(await rows()).toEqual([[1, "it's"]]);
  });

  test('inserts many rows by one statement', async () => {
    const cur = conn().cursor();
    const given = Array.from({ length: 1000 }, (_, i) => [i, i % 3 ? `row ${i}` : null]);
    expect(await cur.executemany(INSERT, given)).toBe(1000);
    expect([cur.rowcount, cur.lastrowid]).toEqual([1000, 1]);
    expect(await rows()).toEqual(given);
    expect(await statements('insert')).toBe(1);
  });

  test('takes objects for :name', async () => {
    const given = [
      { a: 1, b: 'x', unused: 0 },
      { a: 2, b: null },
    ];
    await conn()
      .cursor()
      .executemany('INSERT INTO many (a, b) VALUES (:a, :b)', given as Params[]);
    expect(await rows()).toEqual([
      [1, 'x'],
      [2, null],
    ]);
    expect(await statements('insert')).toBe(1);
  });

  test('takes any iterable, a generator too, and reads it once', async () => {
    let read = 0;
    function* generate(): Generator<Params> {
      for (read = 0; read < 5; read++) yield [read, `g${read}`];
    }
    expect(await conn().cursor().executemany(INSERT, generate())).toBe(5);
    expect(read).toBe(5);
    expect(
      await conn()
        .cursor()
        .executemany(INSERT, new Set([[10, 'set']])),
    ).toBe(1);
    expect(await rows()).toHaveLength(6);
  });

  test.each([
    ['INSERT IGNORE INTO many (a, b) VALUES (?, ?)', 2],
    ['insert into `many` (a, b) value (?, ?) ;', 2],
    ['INSERT INTO many (a, b) VALUES (?, UPPER(?))', 2],
    ["/* c */ INSERT INTO many (a, b) VALUES (?, CONCAT(?, ')')) -- end", 2],
    ['INSERT INTO many (a, b, c) VALUES (?, ?, NULL) ON DUPLICATE KEY UPDATE b = VALUES(b)', 2],
  ])('%s is one statement', async (sql, count) => {
    const cur = conn().cursor();
    const given = [
      [1, 'x'],
      [2, 'y'],
    ];
    expect(await cur.executemany(sql, given)).toBe(count);
    expect(await rows()).toHaveLength(2);
    expect(await statements('insert')).toBe(1);
  });

  test('REPLACE is one statement', async () => {
    await conn()
      .cursor()
      .executemany(INSERT, [[1, 'old']]);
    const sql = 'REPLACE INTO many (a, b) VALUES (?, ?)';
    const given = [
      [1, 'new'],
      [2, 'new'],
    ];
    expect(await conn().cursor().executemany(sql, given)).toBe(3);
    expect(await rows()).toEqual(given);
    expect(await statements('replace')).toBe(1);
  });

  test('ON DUPLICATE KEY UPDATE counts as the server does', async () => {
    const sql = `${INSERT} ON DUPLICATE KEY UPDATE b = VALUES(b)`;
    const given = [
      [1, 'a'],
      [2, 'b'],
      [1, 'c'],
    ];
    expect(await conn().cursor().executemany(sql, given)).toBe(4);
    expect((await rows()).sort()).toEqual([
      [1, 'c'],
      [2, 'b'],
    ]);
    expect(await statements('insert')).toBe(1);
  });

  test('a placeholder after the row makes it one statement a row', async () => {
    const sql = `${INSERT} ON DUPLICATE KEY UPDATE b = ?`;
    const given = [
      [1, 'a', 'x'],
      [1, 'b', 'y'],
    ];
    expect(await conn().cursor().executemany(sql, given)).toBe(3);
    expect(await rows()).toEqual([[1, 'y']]);
    expect(await statements('insert')).toBe(2);
  });

  test('other statements run once a row', async () => {
    await conn()
      .cursor()
      .executemany(INSERT, [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
    const cur = conn().cursor();
    const given = [
      ['x', 1],
      ['y', 3],
      ['z', 99],
    ];
    expect(await cur.executemany('UPDATE many SET b = ? WHERE a = ?', given)).toBe(2);
    expect(cur.rowcount).toBe(2);
    expect(await statements('update')).toBe(3);
    expect(await cur.executemany('DELETE FROM many WHERE a = :a', [{ a: 1 }, { a: 2 }])).toBe(2);
    expect(await rows()).toEqual([[3, 'y']]);
  });

  test('a SELECT leaves no rows to fetch and the connection usable', async () => {
    const cur = conn().cursor();
    await cur.executemany('SELECT ?', [[1], [2]]);
    expect(cur.description).toBeNull();
    expect(await conn().fetchone('SELECT 3')).toEqual([3]);
  });

  test('rows with Buffers keep every byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const given = Array.from({ length: 50 }, (_, i) =>
      i % 3 ? [i, 'ümläut', bytes.subarray(i)] : [i, 'x', null],
    );
    await conn().cursor().executemany('INSERT INTO many (a, b, c) VALUES (?, ?, ?)', given);
    expect(await conn().fetchall('SELECT a, b, c FROM many ORDER BY id')).toEqual(given);
    expect(await statements('insert')).toBe(1);
  });

  test('arrays and objects may not mix, but values of any kinds in a column may', async () => {
    const given = [
      [1, 5],
      [2, 'text'],
      [3, null],
      [4, 1.5],
      [5, true],
    ];
    await conn().cursor().executemany(INSERT, given);
    expect((await rows()).map(([, b]) => b)).toEqual(['5', 'text', null, '1.5', '1']);
  });

  test('200 000 rows, in a few statements and in order', async () => {
    function* generate(): Generator<Params> {
      for (let i = 0; i < 200_000; i++) yield [i, `row number ${i}`];
    }
    const cur = conn().cursor();
    expect(await cur.executemany(INSERT, generate())).toBe(200_000);
    expect(cur.lastrowid).toBe(1);
    const sql = `SELECT COUNT(*), SUM(a), SUM(b = CONCAT('row number ', a)),
      SUM(id < (SELECT MAX(id) FROM many)) FROM many`;
    expect(await conn().fetchone(sql)).toEqual([200_000, '19999900000', '200000', '199999']);
    const sent = await statements('insert');
    expect(sent).toBeGreaterThan(1);
    expect(sent).toBeLessThan(30);
  });

  test('a row that alone is larger than a statement usually is', async () => {
    const given = [
      [1, Buffer.alloc(2_000_000, 'x')],
      [2, Buffer.alloc(3)],
      [3, Buffer.alloc(1_500_000, 'y')],
    ];
    await conn().execute('ALTER TABLE many MODIFY c LONGBLOB');
    expect(await conn().cursor().executemany('INSERT INTO many (a, c) VALUES (?, ?)', given)).toBe(
      3,
    );
    expect(await conn().fetchall('SELECT a, LENGTH(c) FROM many ORDER BY id')).toEqual([
      [1, 2_000_000],
      [2, 3],
      [3, 1_500_000],
    ]);
  });

  test('on a DictCursor, and after a result', async () => {
    const cur = conn().cursor(DictCursor);
    await cur.execute('SELECT 1 AS one');
    await cur.executemany(INSERT, [[1, 'a']]);
    expect(cur).toMatchObject({ description: null, rownumber: null, rowcount: 1 });
  });

  test('joins an open transaction', async () => {
    await conn().begin();
    await conn()
      .cursor()
      .executemany(INSERT, [[1, 'a']]);
    await conn().rollback();
    expect(await rows()).toEqual([]);
  });
});
