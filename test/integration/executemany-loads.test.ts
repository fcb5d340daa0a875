/** Loads: progress, sources of every kind, packets, rows that fail, and rows that come back. */
import { Readable } from 'node:stream';
import type { Connection, ManyProgress } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const CREATE = 'CREATE TABLE loads (id INT PRIMARY KEY, name VARCHAR(100), note LONGTEXT)';
const INSERT = 'INSERT INTO loads (id, name) VALUES (?, ?)';

const count = async (conn: Connection): Promise<unknown> =>
  (await conn.fetchone<unknown[]>('SELECT COUNT(*) FROM loads'))![0];
const rows = (length: number) => Array.from({ length }, (_, id) => [id, `name ${id}`]);

describe.each(APIS)('executemany, $name', (api) => {
  const conn = useConnection(api, { autocommit: true });
  beforeEach(async () => {
    await conn().execute('DROP TABLE IF EXISTS loads');
    await conn().execute(CREATE);
  });

  test('tells how far it has come', async () => {
    const told: ManyProgress[] = [];
    const cursor = conn().cursor();
    const onProgress = (progress: ManyProgress): void => void told.push(progress);
    await cursor.executemany(INSERT, rows(100_000), { onProgress });
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBe(cursor.statementCount);
    expect(told.at(-1)).toMatchObject({ rows: 100_000, affectedRows: 100_000 });
    expect(told.map(({ statements }) => statements)).toEqual(told.map((_, i) => i + 1));
    expect(told.every(({ bytes }) => bytes > 0 && bytes <= 1024 * 1024)).toBe(true);
  });

  test('what onProgress throws ends it, and the connection goes on', async () => {
    const stop = new Error('enough');
    const onProgress = (): void => {
      throw stop;
    };
    const error = await failureOf(() =>
      conn().cursor().executemany(INSERT, rows(100_000), { onProgress }),
    );
    expect(error).toBe(stop);
    expect(await count(conn())).toBeGreaterThan(0);
    expect(
      await failureOf(() =>
        conn()
          .cursor()
          .executemany(INSERT, [], { onProgress: 5 as never }),
      ),
    ).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
  });

  test('tells how many statements it took', async () => {
    const cursor = conn().cursor();
    await cursor.executemany(INSERT, rows(3));
    expect(cursor.statementCount).toBe(1);
    await cursor.executemany('UPDATE loads SET name = ? WHERE id = ?', [
      ['x', 1],
      ['y', 2],
    ]);
    expect(cursor.statementCount).toBe(2);
    await cursor.executemany(INSERT, []);
    expect(cursor.statementCount).toBe(0);
  });

  test.each([
    'INSERT INTO loads (id, name) VALUES (?, UPPER(?))',
    "INSERT INTO loads (id, name, note) VALUES (?, ?, 'a (constant); with ? in it')",
    'INSERT /* ? */ INTO loads (id, name) -- VALUES (?)\nVALUES (?, /* ( */ ?) # end',
    'insert ignore into loads(id,name)values(?,?)',
    'REPLACE INTO `loads` (id, name) VALUES (?, ?) ;',
    'INSERT INTO loads (id, name) VALUE (?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name)',
    'INSERT INTO loads (id, name) VALUES ((? + 0), CONCAT(?, (SELECT "x")))',
  ])('%s is one statement', async (sql) => {
    const cursor = conn().cursor();
    expect(await cursor.executemany(sql, rows(4))).toBe(4);
    expect(cursor.statementCount).toBe(1);
    expect(await count(conn())).toBe(4);
  });

  test.each([
    'INSERT INTO loads (id, name) SELECT ?, ?',
    'INSERT INTO loads SET id = ?, name = ?',
    'INSERT INTO loads (id, name) VALUES (?, ?), (1000, "x") ON DUPLICATE KEY UPDATE name = name',
    'INSERT INTO loads (id) VALUES (?) ON DUPLICATE KEY UPDATE name = ?',
  ])('%s is one a row, and says so', async (sql) => {
    const cursor = conn().cursor();
    await cursor.executemany(sql, rows(3));
    expect(cursor.statementCount).toBe(3);
  });

  describe('tells the row that failed', () => {
    const failure = async (data: unknown[][], sql = INSERT) =>
      failureOf(() => conn().cursor().executemany(sql, data));

    test('by the server’s text', async () => {
      const error = await failure([
        [1, 'a'],
        [2, 'b'],
        [3, 'x'.repeat(101)],
        [4, 'd'],
      ]);
      expect(error).toMatchObject({ errno: 1406, rowIndex: 2, rowRange: [0, 3], affectedRows: 0 });
    });

    test('in the parameters', async () => {
      const error = await failure([
        [1, 'a'],
        [2, {}],
      ]);
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER', rowIndex: 1 });
    });

    test('of statements that are sent one by one', async () => {
      await conn().cursor().executemany(INSERT, rows(3));
      const error = await failure(
        [
          [10, 0],
          [11, 1],
          [10, 2],
        ],
        'UPDATE loads SET id = ? WHERE id = ?',
      );
      expect(error).toMatchObject({ errno: 1062, rowIndex: 2, rowRange: [2, 2], affectedRows: 2 });
    });

    test('after statements that went well', async () => {
      const data = rows(60_000);
      data[59_000]![0] = 7;
      const error = await failure(data);
      expect(error.errno).toBe(1062);
      const [first, last] = error.rowRange!;
      expect(first).toBeLessThanOrEqual(59_000);
      expect(last).toBeGreaterThanOrEqual(59_000);
      expect(error.affectedRows).toBe(first);
      expect(await count(conn())).toBe(first);
      const { serverFlavor, serverVersion } = conn();
      const counts = serverFlavor === 'mariadb' && !/^10\.[0-6]\./.test(serverVersion);
      expect(error.rowIndex).toBe(counts ? 59_000 : undefined);
    });
  });

  test('a value larger than the usual statement', async () => {
    const sql = 'INSERT INTO loads (id, note) VALUES (?, ?)';
    const big = 'x'.repeat(3 * 1024 * 1024);
    const cursor = conn().cursor();
    await cursor.executemany(sql, [
      [1, 'a'],
      [2, big],
      [3, 'c'],
      [4, big],
    ]);
    expect(await conn().fetchall('SELECT id, LENGTH(note) FROM loads ORDER BY id')).toEqual([
      [1, 1],
      [2, big.length],
      [3, 1],
      [4, big.length],
    ]);
  });

  test('an iterator that is left early is closed', async () => {
    let closed = 0;
    function* data(): Generator<unknown[]> {
      try {
        yield [1, 'a'];
        yield [2, {}];
      } finally {
        closed++;
      }
    }
    await failureOf(() => conn().cursor().executemany(INSERT, data()));
    expect(closed).toBe(1);
    expect(await count(conn())).toBe(0);
  });
});

describe('executemany from what comes later', () => {
  const [async, sync] = APIS;
  const conn = useConnection(async!, { autocommit: true });
  beforeEach(async () => {
    await conn().execute('DROP TABLE IF EXISTS loads');
    await conn().execute(CREATE);
  });

  async function* generated(length: number): AsyncGenerator<unknown[]> {
    for (let id = 0; id < length; id++) {
      if (id % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield [id, `name ${id}`];
    }
  }

  test('an async generator', async () => {
    expect(await conn().cursor().executemany(INSERT, generated(50_000))).toBe(50_000);
  });

  test('a stream of objects', async () => {
    const stream = Readable.from(rows(10));
    expect(await conn().cursor().executemany(INSERT, stream)).toBe(10);
  });

  test('a cursor of another connection', async () => {
    await conn().cursor().executemany(INSERT, rows(10));
    const other = await async!.connect();
    const source = await other.execute('SELECT id + 100, name FROM loads');
    expect(
      await conn()
        .cursor()
        .executemany(INSERT, source as never),
    ).toBe(10);
    await other.close();
  });

  test('one that rejects: its error, and the connection goes on', async () => {
    const cause = new Error('no more');
    async function* data(): AsyncGenerator<unknown[]> {
      yield [1, 'a'];
      throw cause;
    }
    expect(await failureOf(() => conn().cursor().executemany(INSERT, data()))).toBe(cause);
    expect(await count(conn())).toBe(0);
  });

  test('one that is left early is closed', async () => {
    let closed = false;
    async function* data(): AsyncGenerator<unknown[]> {
      try {
        for (;;) yield [1, {}];
      } finally {
        closed = true;
      }
    }
    await failureOf(() => conn().cursor().executemany(INSERT, data()));
    expect(closed).toBe(true);
  });

  test('statements that were started meanwhile wait for its end', async () => {
    const load = conn().cursor().executemany(INSERT, generated(5_000));
    const seen = count(conn());
    await load;
    expect(await seen).toBe(5_000);
  });

  test('a sync connection cannot', async () => {
    const connection = await sync!.connect();
    const error = await failureOf(() =>
      connection.cursor().executemany(INSERT, generated(1) as never),
    );
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    await connection.close();
  });
});

describe('with a small max_allowed_packet', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ options: { max_allowed_packet: 64 * 1024 } });
  }, 60_000);
  afterAll(() => server.stop());

  test.each(APIS)('packets are cut to it, $name', async (api) => {
    const { database: _, ...options } = { ...serverOptions(), ...server.connectOptions };
    const conn = await api.open({ ...options, autocommit: true });
    await conn.execute('CREATE DATABASE IF NOT EXISTS small');
    await conn.selectDatabase('small');
    await conn.execute('DROP TABLE IF EXISTS loads');
    await conn.execute(CREATE);
    const cursor = conn.cursor();
    const sizes: number[] = [];
    const onProgress = ({ bytes }: ManyProgress): void => void sizes.push(bytes);
    await cursor.executemany(INSERT, rows(10_000), { onProgress });
    expect(await count(conn)).toBe(10_000);
    expect(Math.max(...sizes)).toBeLessThan(64 * 1024);
    expect(Math.max(...sizes)).toBeGreaterThan(60 * 1024);

    const sql = 'INSERT INTO loads (id, note) VALUES (?, ?)';
    const error = await failureOf(() =>
      cursor.executemany(sql, [
        [20_000, 'fits'],
        [20_001, 'x'.repeat(70_000)],
      ]),
    );
    expect(error).toMatchObject({ errno: 1153, rowIndex: 1, fatal: false, affectedRows: 1 });
    expect(error.hint).toMatch(/max_allowed_packet/);
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    await conn.close();
  });
});
