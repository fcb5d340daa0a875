/** Loads large enough for MariaDB's bulk protocol, and what they do when something goes wrong. */
import { type ManyProgress, type Params } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { HAS_BULK, ofServer, onServer } from '../support/flavor';

useDatabase();

const numbers = (length: number): [number, string][] =>
  Array.from({ length }, (_, n) => [n, `n${n}`]);
const UPDATE = 'UPDATE many SET b = ? WHERE a = ?';
const INSERT = 'INSERT INTO many (a, b) VALUES (?, ?)';
const swapped = (rows: readonly [number, unknown][]): [unknown, number][] =>
  rows.map(([a, b]) => [b, a]);

describe.each(APIS)('$name executemany of many rows', (api) => {
  const conn = useConnection(api, { autocommit: true });

  beforeEach(() => recreate(conn(), 'TABLE many (a INT UNIQUE, b VARCHAR(20), id SERIAL)'));

  const fill = (count: number) => conn().cursor().executemany(INSERT, numbers(count));
  const summary = (): Promise<unknown> =>
    conn().fetchone("SELECT COUNT(*), COUNT(DISTINCT a), SUM(b = CONCAT('n', a)) FROM many");

  test('INSERT, UPDATE and DELETE count their rows', async () => {
    const cur = conn().cursor();
    expect(await cur.executemany(INSERT, numbers(50_000))).toBe(50_000);
    expect([cur.lastrowid, cur.warningCount, cur.description]).toEqual([1, 0, null]);
    expect(await summary()).toEqual([50_000, 50_000, '50000']);
    const changes = numbers(3000).map(([a]): [string, number] => [`u${a % 2 ? a : 0}`, a]);
    expect(await cur.executemany(UPDATE, changes)).toBe(3000);
    expect(await cur.executemany(UPDATE, changes)).toBe(0);
    expect(cur.lastrowid).toBeNull();
    const gone = numbers(3000).map(([a]) => [2 * a]);
    expect(await cur.executemany('DELETE FROM many WHERE a = ?', gone)).toBe(3000);
    expect(await conn().fetchone("SELECT COUNT(*), SUM(b LIKE 'u%') FROM many")).toEqual([
      47_000,
      '1500',
    ]);
  });

  test('REPLACE and ON DUPLICATE KEY UPDATE count as always', async () => {
    await fill(100);
    const cur = conn().cursor();
    expect(await cur.executemany('REPLACE INTO many (a, b) VALUES (?, ?)', numbers(150))).toBe(250);
    const sql = `${INSERT} ON DUPLICATE KEY UPDATE b = CONCAT(VALUES(b), '!')`;
    expect(await cur.executemany(sql, numbers(200))).toBe(350);
    expect(await conn().fetchone("SELECT COUNT(*), SUM(b LIKE '%!') FROM many")).toEqual([
      200,
      '150',
    ]);
  });

  test('objects, and placeholders that come twice', async () => {
    const rows = numbers(500).map(([a, b]) => ({ a, b, other: {} }));
    await conn().cursor().executemany('INSERT INTO many (a, b) VALUES (:a, :b)', rows);
    const sql = "UPDATE many SET b = CONCAT(:b, '/', :a) WHERE a = :a";
    expect(await conn().cursor().executemany(sql, rows)).toBe(500);
    expect(await conn().fetchone("SELECT SUM(b = CONCAT('n', a, '/', a)) FROM many")).toEqual([
      '500',
    ]);
  });

  test('a row later in a load sees what those before have done', async () => {
    await fill(10);
    const steps = Array.from({ length: 100 }, () => [10, 3]);
    await conn().cursor().executemany('UPDATE many SET a = a + ? WHERE id = ?', steps);
    expect(await conn().fetchone('SELECT MAX(a) FROM many')).toEqual([1002]);
  });

  test('lists change from row to row', async () => {
    await fill(200);
    const rows = numbers(100).map(([a]): Params => ['x', a % 3 ? [2 * a, 2 * a + 1] : 2 * a]);
    expect(await conn().cursor().executemany('UPDATE many SET b = ? WHERE a IN (?)', rows)).toBe(
      166,
    );
  });

  test.each([UPDATE, 'DELETE FROM many WHERE b = ? AND a = ?'])(
    '%s: rows before one that is wrong are done',
    async (sql) => {
      await fill(200);
      const rows: unknown[][] = swapped(
        numbers(200).map(([a]) => [a, sql === UPDATE ? 'x' : `n${a}`]),
      );
      rows[150] = [undefined, 1];
      const error = await failureOf(() =>
        conn()
          .cursor()
          .executemany(sql, rows as Params[]),
      );
      expect(error).toMatchObject({
        code: 'ERR_MYSQLDB_PARAMETER',
        rowIndex: 150,
        affectedRows: 150,
      });
      expect(error.message).toMatch(/^Row 150: Parameter 1 is undefined/);
      const left = sql === UPDATE ? "SELECT SUM(b <> 'x') FROM many" : 'SELECT COUNT(*) FROM many';
      expect(Number((await conn().fetchone<unknown[]>(left))![0])).toBe(50);
    },
  );

  test('of UPDATE the row that failed is known, and those before are done', async () => {
    await fill(1000);
    const rows: [string, number][] = swapped(numbers(1000).map(([a]) => [a, 'x'])) as never;
    rows[700]![0] = 'longer than twenty letters';
    const error = await failureOf(() => conn().cursor().executemany(UPDATE, rows));
    expect(error).toMatchObject({ errno: 1406, rowIndex: 700, sql: UPDATE, fatal: false });
    const [first, last] = error.rowRange!;
    expect(first).toBeLessThanOrEqual(700);
    expect(last).toBeGreaterThanOrEqual(700);
    expect(error.affectedRows).toBe(first);
    expect(await conn().fetchone("SELECT SUM(b = 'x') FROM many")).toEqual(['700']);
  });

  test('a trigger that counts too leaves the row unknown', async () => {
    await recreate(conn(), 'TABLE others (n INT)');
    await conn().execute('INSERT INTO others VALUES (0)');
    await conn().execute(
      'CREATE TRIGGER more BEFORE UPDATE ON many FOR EACH ROW UPDATE others SET n = n + 1',
    );
    await fill(100);
    const rows = swapped(numbers(100).map(([a]) => [a, a === 60 ? 'x'.repeat(30) : 'x']));
    const error = await failureOf(() => conn().cursor().executemany(UPDATE, rows));
    expect(error.errno).toBe(1406);
    expect(error.rowIndex).toBe(HAS_BULK ? undefined : 60);
    expect(await conn().fetchone('SELECT n FROM others')).toEqual([60]);
  });

  test('in a transaction all of it is undone', async () => {
    await fill(100);
    await conn().begin();
    await conn()
      .cursor()
      .executemany(UPDATE, swapped(numbers(100).map(([a]) => [a, 'x'])));
    await conn().rollback();
    expect(await summary()).toEqual([100, 100, '100']);
  });

  test('a row that fails in a block in the middle', async () => {
    const rows = numbers(200_000); // several statements where they are text
    rows[150_000]![0] = 5;
    const seen: ManyProgress[] = [];
    const onProgress = (progress: ManyProgress) => seen.push(progress);
    const error = await failureOf(() => conn().cursor().executemany(INSERT, rows, { onProgress }));
    expect(error).toMatchObject({ errno: 1062 });
    expect(error.rowIndex).toBe(ofServer({ mariadb: 150_000, mysql: undefined }));
    const done = seen.at(-1)!;
    expect(error.rowRange![0]).toBe(done.rows);
    expect(error.affectedRows).toBe(done.affectedRows);
    expect(await summary()).toEqual([done.rows, done.rows, String(done.rows)]);
  });

  test('values of many kinds in one column, up to the largest', async () => {
    await recreate(conn(), 'TABLE kinds (n INT, v LONGTEXT)');
    const kinds: unknown[] = [
      ...[1, 1.5, 'text', true, null, 5n, 2n ** 63n, -(2n ** 63n), 10n ** 30n, 1e300],
      ...['', 'é😀', 'x'.repeat(100_000), Buffer.from('bytes'), new Date(2024, 1, 2)],
    ];
    const rows = Array.from({ length: 600 }, (_, n) => [n, kinds[n % kinds.length]]);
    expect(await conn().cursor().executemany('INSERT INTO kinds VALUES (?, ?)', rows)).toBe(600);
    await recreate(conn(), 'TABLE alone (n INT, v LONGTEXT)');
    for (const row of rows.slice(0, 15))
      await conn().execute('INSERT INTO alone VALUES (?, ?)', row);
    const sql = 'SELECT k.n FROM kinds k, alone a WHERE a.n = k.n % 15 AND NOT (a.v <=> k.v)';
    expect(await conn().fetchall(sql)).toEqual([]);
  });

  test('200 columns', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `c${i}`);
    await recreate(conn(), `TABLE wide (${names.map((name) => `${name} INT`).join(', ')})`);
    const rows = Array.from({ length: 3000 }, (_, n) =>
      names.map((__, i) => ((n + i) % 7 ? n * i : null)),
    );
    const sql = `INSERT INTO wide VALUES (${names.map(() => '?').join(', ')})`;
    expect(await conn().cursor().executemany(sql, rows)).toBe(3000);
    expect(await conn().fetchall('SELECT * FROM wide ORDER BY c1, c2, c8')).toEqual(
      expect.arrayContaining([rows[0], rows[1], rows[1500], rows[2999]]),
    );
  });

  test('a table that is altered between two loads', async () => {
    await fill(100);
    await conn().execute('ALTER TABLE many MODIFY b TEXT, DROP COLUMN id');
    await conn().execute('DELETE FROM many');
    expect(await fill(100)).toBe(100);
    expect(await summary()).toEqual([100, 100, '100']);
  });

  test('a connection that is killed in the midst', async () => {
    await fill(100);
    await conn().execute(`CREATE TRIGGER killing BEFORE UPDATE ON many FOR EACH ROW
      IF NEW.b = 'kill' THEN KILL CONNECTION_ID(); END IF`);
    const victim = await api.connect({ autocommit: true });
    const rows = swapped(numbers(100).map(([a]) => [a, a === 60 ? 'kill' : 'x']));
    const error = await failureOf(() => victim.cursor().executemany(UPDATE, rows));
    // MySQL says so of the statement, and hangs up after it.
    expect(error).toMatchObject(ofServer({ mariadb: { fatal: true }, mysql: { errno: 1317 } }));
    await failureOf(() => victim.execute('DO 0'));
    expect(victim.isUsable).toBe(false);
    await victim.close();
    expect(await conn().fetchone("SELECT SUM(b = 'x') FROM many")).toEqual(['60']);
  });

  test('values of 15 MiB among others', async () => {
    await recreate(conn(), 'TABLE large (n INT, v LONGBLOB)');
    const size = 15 * 1024 * 1024;
    const rows: unknown[][] = Array.from({ length: 100 }, (_, n) => [n, Buffer.from(`v${n}`)]);
    rows[50] = [50, Buffer.alloc(size, 1)];
    rows[60] = [60, 'y'.repeat(size)];
    expect(await conn().cursor().executemany('INSERT INTO large VALUES (?, ?)', rows)).toBe(100);
    expect(
      await conn().fetchall('SELECT n, LENGTH(v) FROM large WHERE LENGTH(v) > 3 ORDER BY n'),
    ).toEqual([
      [50, size],
      [60, size],
    ]);
    expect(await conn().fetchone("SELECT SUM(v = CONCAT('v', n)) FROM large")).toEqual(['98']);
  });
});

describe('async executemany of an array', () => {
  const conn = useConnection(APIS[0]!, { autocommit: true });
  const rows = numbers(90_000);
  const load = (given: unknown, sql: string) =>
    conn()
      .cursor()
      .executemany(sql, given as Params[]);
  const changed = (): unknown[] => {
    const copy: unknown[] = rows.map((row) => [...row]);
    queueMicrotask(() => {
      copy.forEach((row) => ((row as unknown[])[1] = 'changed'));
      copy.length = 10;
    });
    return copy;
  };

  beforeEach(() => recreate(conn(), 'TABLE many (a INT, b VARCHAR(20))'));

  // What stands in a comment for some servers goes as text.
  const TEXT = INSERT.replace('INTO', '/*! INTO */');

  test.each([
    ['at once', INSERT],
    ['at once', TEXT],
    ['in its turn', INSERT],
    ['in its turn', TEXT],
  ])('that is changed later, started %s: %s', async (when, sql) => {
    const before = when === 'at once' ? undefined : conn().execute('DO SLEEP(0.1)');
    expect(await load(changed(), sql)).toBe(rows.length);
    await before;
    const found = "SELECT COUNT(*), SUM(b = CONCAT('n', a)) FROM many";
    expect(await conn().fetchone(found)).toEqual([rows.length, String(rows.length)]);
  });

  test.each([INSERT, TEXT])('with a row that is wrong far behind: %s', async (sql) => {
    const copy: unknown[] = [...rows];
    copy[80_000] = [1, Symbol('no value')];
    const error = await failureOf(() => load(copy, sql));
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER', rowIndex: 80_000 });
    const sent = Number(error.affectedRows);
    expect(sent).toBeGreaterThan(10_000);
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([sent]);
  });

  test.each([INSERT, TEXT])('with a row that fails far behind: %s', async (sql) => {
    const copy: unknown[] = [...rows];
    copy[80_000] = [1, 'x'.repeat(21)];
    const error = await failureOf(() => load(copy, sql));
    expect(error).toMatchObject({ errno: 1406, rowIndex: 80_000 });
    expect(error.affectedRows).toBe(error.rowRange![0]);
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([error.affectedRows]);
  });

  test('with a row between that no packet can hold', async () => {
    await conn().execute('ALTER TABLE many MODIFY b LONGTEXT');
    const [packet] = (await conn().fetchone<[number]>('SELECT @@max_allowed_packet'))!;
    const copy: unknown[] = [...rows];
    copy[50_000] = [1, Buffer.alloc(packet)];
    for (const sql of [INSERT, TEXT]) {
      const error = await failureOf(() => load(copy, sql));
      expect(error).toMatchObject({ errno: 1153, rowIndex: 50_000, affectedRows: 50_000 });
    }
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([100_000]);
  });
});

onServer('mariadb', () => {
  describe.each(APIS)('$name executemany by the bulk protocol', (api) => {
    const conn = useConnection(api, { autocommit: true, sqlMode: '' });

    beforeEach(() => recreate(conn(), 'TABLE many (a INT, b VARCHAR(3), c DOUBLE)'));

    const sent = async (sql: string, rows: Iterable<Params>): Promise<number> => {
      const cur = conn().cursor();
      await cur.executemany(sql, rows);
      return cur.statementCount;
    };

    test('takes loads from 32 rows on, and iterables', async () => {
      await sent('INSERT INTO many (a, b) VALUES (?, ?)', numbers(31));
      expect(await sent(UPDATE, swapped(numbers(31)))).toBe(31);
      expect(await sent(UPDATE, swapped(numbers(32)))).toBe(HAS_BULK ? 1 : 32);
      expect(await sent(UPDATE, swapped(numbers(3)).values())).toBe(HAS_BULK ? 1 : 3);
    });

    test.each([
      'UPDATE many SET b = ? WHERE a = ? AND ROW_COUNT() < 5',
      'UPDATE many m, many o SET m.b = ? WHERE m.a = ? AND m.a = o.a',
      'DELETE FROM many WHERE b = ? AND a = ? RETURNING a',
      'INSERT INTO many (b, a) SELECT ?, ?',
      'INSERT INTO many SET b = ?, a = ?',
      'UPDATE many SET b = ? /*! WHERE a = ? */',
    ])('%s is sent once a row', async (sql) => {
      expect(await sent(sql, swapped(numbers(40)))).toBe(40);
    });

    test('columns of numbers take integers beside fractions, others do not', async () => {
      const mixed = (column: string) => `INSERT INTO many (${column}) VALUES (?)`;
      const rows = Array.from({ length: 4000 }, (_, n) => [n % 3 ? n : n / 8]);
      expect(await sent(mixed('c'), rows)).toBe(1);
      expect(await sent(mixed('a'), rows)).toBe(1);
      const sum = rows.reduce((total, [value]) => total + value!, 0);
      expect(await conn().fetchone('SELECT SUM(c) FROM many')).toEqual([sum]);
      await conn().execute('DELETE FROM many');
      // As DOUBLE, 1000 would be stored as 1e3.
      await sent(mixed('b'), [...rows, [1000], [0.5]]);
      expect(await conn().fetchone("SELECT COUNT(*) FROM many WHERE b LIKE '%e%'")).toEqual([0]);
    });

    test('warnings are counted once each', async () => {
      const cur = conn().cursor();
      await cur.executemany(
        'INSERT INTO many (b) VALUES (?)',
        numbers(5000).map(([, b]) => [b]),
      );
      expect(cur.warningCount).toBe(4900);
      await cur.executemany('UPDATE many SET b = ? WHERE a IS NULL LIMIT 1', [
        ...numbers(50).map(([a]) => [`u${a % 10}`]),
        ['long'],
        ['longer'],
      ]);
      expect(cur.warningCount).toBe(2);
    });
  });
});
