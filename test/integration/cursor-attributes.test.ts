import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';
import { numbersTo } from '../support/numbers';

useDatabase();

describe.each(APIS)('$name cursor', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(conn(), 'TABLE item (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(10) UNIQUE)');
  });

  test('a fresh one knows nothing yet', () => {
    const cur = conn().cursor();
    expect(cur).toMatchObject({
      description: null,
      fields: null,
      rowcount: -1,
      lastrowid: null,
      rownumber: null,
      arraysize: 1,
      warningCount: 0,
    });
  });

  describe('execute returns rowcount', () => {
    test.each([
      ["INSERT INTO item (v) VALUES ('a'), ('b'), ('c')", 3],
      ["UPDATE item SET v = CONCAT(v, 'x') WHERE id < 3", 2],
      ["UPDATE item SET v = v WHERE v = 'seed'", 0],
      ['UPDATE item SET v = 1 WHERE id = 1000', 0],
      ["REPLACE INTO item (v) VALUES ('seed')", 2],
      ["INSERT INTO item (v) VALUES ('seed') ON DUPLICATE KEY UPDATE v = 'new'", 2],
      ["INSERT IGNORE INTO item (v) VALUES ('seed'), ('fresh')", 1],
      ['DELETE FROM item', 2],
      ['DELETE FROM item WHERE FALSE', 0],
      ['SELECT * FROM item', 2],
      ['SELECT * FROM item WHERE FALSE', 0],
      ...ofServer<[string, number][]>({
        mariadb: [["INSERT INTO item (v) VALUES ('r1'), ('r2') RETURNING id", 2]],
        mysql: [],
      }),
      ['CREATE TEMPORARY TABLE made (id INT)', 0],
      ['SET @x = 1', 0],
      ['DO 1', 0],
      ['/* a comment only */ SELECT 1', 1],
    ])('%s: %p', async (sql, count) => {
      await conn().execute("INSERT INTO item (v) VALUES ('seed'), ('other')");
      const cur = conn().cursor();
      expect(await cur.execute(sql)).toBe(count);
      expect(cur.rowcount).toBe(count);
    });
  });

  test('lastrowid is the first id of an INSERT, an explicit one too', async () => {
    const cur = conn().cursor();
    await cur.execute("INSERT INTO item (v) VALUES ('a')");
    expect(cur.lastrowid).toBe(1);
    await cur.execute("INSERT INTO item (v) VALUES ('b'), ('c'), ('d')");
    expect(cur.lastrowid).toBe(2);
    await cur.execute("INSERT INTO item VALUES (500, 'e')");
    expect(cur.lastrowid).toBe(500);
    await cur.execute('UPDATE item SET id = LAST_INSERT_ID(600) WHERE id = 500');
    expect(cur.lastrowid).toBe(600);
  });

  test('lastrowid is null after a statement that made none', async () => {
    const cur = conn().cursor();
    for (const sql of ['SELECT 1', 'UPDATE item SET v = id', 'DO 1', 'DELETE FROM item']) {
      await cur.execute('INSERT INTO item (v) VALUES (UUID_SHORT() % 1000000)');
      expect(cur.lastrowid).not.toBeNull();
      await cur.execute(sql);
      expect([sql, cur.lastrowid]).toEqual([sql, null]);
    }
    await cur.execute('CREATE TEMPORARY TABLE no_key (id INT)');
    await cur.execute('INSERT INTO no_key VALUES (1)');
    expect(cur.lastrowid).toBeNull();
  });

  test('lastrowid belongs to the cursor, not to the connection', async () => {
    const [one, other] = [conn().cursor(), conn().cursor()];
    await one.execute("INSERT INTO item (v) VALUES ('a')");
    await other.execute("INSERT INTO item (v) VALUES ('b')");
    await other.execute('SELECT 1');
    expect([one.lastrowid, other.lastrowid]).toEqual([1, null]);
  });

  test('lastrowid is exact beyond 2^53', async () => {
    await conn().execute(
      'CREATE TEMPORARY TABLE big (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, v INT)',
    );
    const cur = await conn().execute('INSERT INTO big VALUES (18446744073709551610, 1)');
    expect(cur.lastrowid).toBe(18446744073709551610n);
    await cur.execute('INSERT INTO big (v) VALUES (2)');
    expect(cur.lastrowid).toBe(18446744073709551611n);
  });

  test('rownumber is the index of the row that comes next', async () => {
    const cur = await conn().execute(`SELECT seq FROM ${numbersTo(10)}`);
    const seen: unknown[] = [cur.rownumber];
    await cur.fetchone();
    seen.push(cur.rownumber);
    await cur.fetchmany(4);
    seen.push(cur.rownumber);
    await cur.fetchall();
    seen.push(cur.rownumber);
    await cur.fetchone();
    seen.push(cur.rownumber);
    expect(seen).toEqual([0, 1, 5, 10, 10]);
    await cur.execute('DO 1');
    expect(cur.rownumber).toBeNull();
  });

  test('warningCount counts the warnings of the statement', async () => {
    const cur = await conn().execute("SELECT 1 + 'x', 2 + 'y'");
    expect(cur.warningCount).toBe(2);
    const warnings = await conn().fetchall('SHOW WARNINGS');
    expect(warnings.map(([level, code]) => [level, code])).toEqual([
      ['Warning', 1292],
      ['Warning', 1292],
    ]);
    await cur.execute('SELECT 1');
    expect(cur.warningCount).toBe(0);
  });

  test.each<[string, string, unknown[] | undefined]>([
    ['that the server refused', 'SELEKT', undefined],
    ['whose parameters were refused', 'SELECT ?', []],
    ['whose value was refused', 'SELECT ?', [undefined]],
  ])('a statement %s leaves no result of the one before', async (_what, sql, params) => {
    const cur = await conn().execute('SELECT 1');
    await failureOf(() => cur.execute(sql, params));
    expect(cur).toMatchObject({ description: null, fields: null, rowcount: -1, rownumber: null });
    expect(await failureOf(() => cur.fetchone())).toMatchObject({ name: 'ProgrammingError' });
  });
});
