/** Connections of pools after their release: they may be another's at any moment, so they take nothing. */
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import { useDatabase } from '../support/database';
import { FACADE, pairOptions, rejection } from '../support/mysql2-pair';

useDatabase();

const RELEASED = { code: 'ERR_MYSQLDB_RELEASED' };

async function withPool(
  use: (pool: Pool, connection: PoolConnection) => Promise<void>,
  options: PoolOptions = {},
): Promise<void> {
  const pool = FACADE.createPool({ ...pairOptions(), ...options });
  const connection = await new Promise<PoolConnection>((resolve, reject) =>
    pool.getConnection((error, got) => (error ? reject(error) : resolve(got))),
  );
  try {
    await use(pool, connection);
  } finally {
    await pool.promise().end();
  }
}

test('every command fails, and the connection is none the worse for it', () =>
  withPool(
    async (pool, connection) => {
      const promised = connection.promise();
      const { threadId } = connection;
      connection.release();
      for (const misuse of [
        promised.query('SET @mine = 1'),
        promised.execute('SET @mine = 1'),
        promised.beginTransaction(),
        promised.commit(),
        promised.rollback(),
        promised.ping(),
        promised.prepare('SELECT 1'),
        promised.changeUser({ user: 'nobody' }),
        connection.query('SET @mine = 1').stream().toArray(),
      ]) {
        expect(await rejection(misuse)).toMatchObject(RELEASED);
      }
      const [rows] = await pool.promise().query('SELECT @mine AS mine, CONNECTION_ID() AS id');
      expect(rows).toEqual([{ mine: null, id: threadId }]);
    },
    { connectionLimit: 1 },
  ));

test('what was begun before the release is done', () =>
  withPool(async (_pool, connection) => {
    const before = [
      connection.promise().query('SELECT SLEEP(0.01) AS a'),
      connection.promise().query('SELECT 2 AS a'),
    ];
    connection.release();
    expect((await Promise.all(before)).map(([rows]) => rows)).toEqual([[{ a: 0 }], [{ a: 2 }]]);
  }));

test('nobody is told: a warning, and no error of the connection', () =>
  withPool(async (pool, connection) => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    connection.release();
    await new Promise((resolve) => connection.query('SELECT 1').on('end', resolve));
    expect(emit.mock.calls).toEqual([
      [expect.stringContaining('was released to its pool'), 'MysqldbWarning'],
    ]);
    emit.mockRestore();
    expect((await pool.promise().query('SELECT 1 AS a'))[0]).toEqual([{ a: 1 }]);
  }));

test('a second release warns', () =>
  withPool(async (_pool, connection) => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    connection.release();
    connection.release();
    expect(emit.mock.calls).toEqual([
      ['A connection was released twice to its pool', 'MysqldbWarning'],
    ]);
    emit.mockRestore();
  }));

test('what may follow a release, as ORMs do it', () =>
  withPool(async (pool, connection) => {
    connection.release();
    connection.end();
    (connection as unknown as Disposable)[Symbol.dispose]();
    expect(connection.format('?', [1])).toBe('1');
    connection.destroy();
    connection.release();
    expect((await pool.promise().query('SELECT 1 AS a'))[0]).toEqual([{ a: 1 }]);
  }));

test("listeners of the pool's events may use the connection that they get", () =>
  withPool(
    async (pool, connection) => {
      const prepared: Promise<unknown>[] = [];
      pool.on('acquire', (given) => prepared.push(given.promise().query('SET @greeted = 1')));
      connection.release();
      const [rows] = await pool.promise().query('SELECT @greeted AS greeted');
      expect(rows).toEqual([{ greeted: 1 }]);
      await Promise.all(prepared);
    },
    { connectionLimit: 1 },
  ));

test.each([{ resetOnRelease: true }, { gracefulEnd: true, maxIdle: 0, idleTimeout: 0 }])(
  'the pool itself goes on using it, with %p',
  (options) =>
    withPool(async (pool, connection) => {
      await connection.promise().query('SET @mine = 1');
      const released = new Promise((resolve) => pool.once('release', resolve));
      connection.release();
      await released;
      const [rows] = await pool.promise().query('SELECT 1 AS a');
      expect(rows).toEqual([{ a: 1 }]);
    }, options),
);
