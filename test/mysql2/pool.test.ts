/** Pools: what they give, when, and what they tell of it. */
import { once } from 'node:events';
import { inspect } from 'node:util';
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import { connect, connectSync } from '../../lib';
import { serverOptions } from '../support/apis';
import { untilGone, useDatabase } from '../support/database';
import { expectSame, FACADE, type Mysql2, pairOptions, rejection } from '../support/mysql2-pair';

useDatabase();

/** A program on a pool, which is ended after it. */
function onPool<T>(
  use: (pool: Pool, mysql: Mysql2) => Promise<T>,
  options: PoolOptions = {},
): (mysql: Mysql2) => Promise<T> {
  return async (mysql) => {
    const pool = mysql.createPool({ ...pairOptions(), ...options });
    try {
      return await use(pool, mysql);
    } finally {
      await pool.promise().end();
    }
  };
}

const take = (pool: Pool): Promise<PoolConnection> =>
  new Promise((resolve, reject) =>
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection))),
  );

/** Writes down the events of a pool; connections get numbers in the order in which they are seen. */
function watch(pool: Pool): unknown[] {
  const events: unknown[] = [];
  const numbers = new Map<unknown, number>();
  const numberOf = (connection: unknown): number => {
    if (!numbers.has(connection)) numbers.set(connection, numbers.size + 1);
    return numbers.get(connection)!;
  };
  pool.on('connection', (connection) => events.push(['connection', numberOf(connection)]));
  pool.on('acquire', (connection) => events.push(['acquire', numberOf(connection)]));
  pool.on('release', (connection) => events.push(['release', numberOf(connection)]));
  pool.on('enqueue', () => events.push(['enqueue']));
  return events;
}

test('events of connections that go and come', () =>
  expectSame(
    onPool(
      async (pool) => {
        const events = watch(pool);
        const first = await take(pool);
        const second = await take(pool);
        const third = take(pool);
        first.release();
        (await third).release();
        second.release();
        await pool.promise().query('SELECT 1');
        await pool.promise().execute('SELECT ?', [1]);
        return events;
      },
      { connectionLimit: 2 },
    ),
  ));

test('a request that must not wait is refused', () =>
  expectSame(
    onPool(
      async (pool) => {
        const held = await take(pool);
        const refused = await rejection(take(pool));
        held.release();
        return refused;
      },
      { connectionLimit: 1, waitForConnections: false },
    ),
  ));

test('a request beyond queueLimit is refused', () =>
  expectSame(
    onPool(
      async (pool) => {
        const held = await take(pool);
        const waiting = take(pool);
        const refused = await rejection(take(pool));
        held.release();
        (await waiting).release();
        return refused;
      },
      { connectionLimit: 1, queueLimit: 1 },
    ),
  ));

test('an ended pool refuses', () =>
  expectSame(async (mysql) => {
    const pool = mysql.createPool(pairOptions());
    await pool.promise().query('SELECT 1');
    await pool.promise().end();
    return [await rejection(take(pool)), await rejection(pool.promise().query('SELECT 1'))];
  }));

test('those who wait are refused when the pool ends', () =>
  expectSame(async (mysql) => {
    const pool = mysql.createPool({ ...pairOptions(), connectionLimit: 1 });
    await take(pool);
    const refused = rejection(take(pool));
    await pool.promise().end();
    return refused;
  }));

test('releasing twice gives the connection back once', () =>
  expectSame(
    onPool(
      async (pool) => {
        const events = watch(pool);
        const connection = await take(pool);
        connection.release();
        connection.release();
        const again = await take(pool);
        const isSame = again === connection;
        again.release();
        return { events, isSame };
      },
      { connectionLimit: 1 },
    ),
  ));

test('a pool that is given a connection twice lends it to one caller at a time', async () => {
  await onPool(
    async (pool) => {
      const connection = await take(pool);
      pool.releaseConnection(connection);
      pool.releaseConnection(connection);
      const [one, two] = [await take(pool), await take(pool)];
      expect(one).not.toBe(two);
      pool.releaseConnection(one);
      pool.releaseConnection(two);
    },
    { connectionLimit: 2 },
  )(FACADE);
});

test.each<[unknown, RegExp]>([
  ['the secret@host', /cannot be parsed/],
  ['mysql://user:secret%zz@host', /write %25/],
  [{ uri: 'secret' }, /cannot be parsed/],
  ['mysql://user:secret@host/db?host=evil', /option host cannot stand/],
  ['mysql://user:secret@host/db?socketPath=/tmp/evil.sock', /option socketPath cannot stand/],
  [undefined, /not undefined/],
])('a URI that is none, or leads elsewhere, is refused and not shown: %p', (given, message) => {
  const make = (): unknown => FACADE.createPool(given as string);
  expect(make).toThrow(message);
  try {
    make();
  } catch (error) {
    expect(inspect(error)).not.toContain('secret');
  }
});

test('a socket may stand in a URI of this machine', () => {
  const pool = FACADE.createPool('mysql://user@localhost/db?socketPath=/run/some.sock&timezone=Z');
  expect(pool.config).toMatchObject({
    connectionConfig: { socketPath: '/run/some.sock', timezone: 'Z', database: 'db' },
  });
});

test('the connection that came back last goes out first', () =>
  expectSame(
    onPool(async (pool) => {
      const connections = [await take(pool), await take(pool), await take(pool)];
      for (const connection of connections) connection.release();
      const again = [await take(pool), await take(pool)];
      for (const connection of again) connection.release();
      return again.map((connection) => connections.indexOf(connection));
    }),
  ));

test('a destroyed connection makes room for a new one', () =>
  expectSame(
    onPool(
      async (pool) => {
        const events = watch(pool);
        const first = await take(pool);
        const second = take(pool);
        first.destroy();
        const other = await second;
        const [rows] = await other.promise().query('SELECT 1 AS a');
        other.release();
        return { events, rows, isOther: other !== first };
      },
      { connectionLimit: 1 },
    ),
  ));

test('resetOnRelease undoes what was set in a session', () =>
  expectSame(
    onPool(
      async (pool) => {
        const connection = await take(pool);
        await connection.promise().query('SET @mine = 1');
        connection.release();
        const [rows] = await pool.promise().query('SELECT @mine AS mine');
        return rows;
      },
      { connectionLimit: 1, resetOnRelease: true },
    ),
  ));

test('a session is kept without resetOnRelease', () =>
  expectSame(
    onPool(
      async (pool) => {
        const connection = await take(pool);
        await connection.promise().query('SET @mine = 1');
        connection.release();
        return (await pool.promise().query('SELECT @mine AS mine'))[0];
      },
      { connectionLimit: 1 },
    ),
  ));

test('idle connections beyond maxIdle are ended', () =>
  expectSame(
    onPool(
      async (pool) => {
        const connections = [await take(pool), await take(pool), await take(pool)];
        const ended = Promise.all([once(connections[0]!, 'end'), once(connections[1]!, 'end')]);
        for (const connection of connections) connection.release();
        await ended;
        const kept = await take(pool);
        kept.release();
        return connections.indexOf(kept);
      },
      { maxIdle: 1 },
    ),
  ));

test('a killed idle connection leaves the pool, and the next query has a new one', () =>
  expectSame(
    onPool(
      async (pool, mysql) => {
        const events = watch(pool);
        const connection = await take(pool);
        const { threadId } = connection;
        connection.release();
        const gone = once(connection, 'error');
        const killer = mysql.createConnection(pairOptions());
        await killer.promise().query(`KILL ${threadId}`);
        await killer.promise().end();
        const [error] = (await gone) as [NodeJS.ErrnoException & { fatal: boolean }];
        const [rows] = await pool.promise().query('SELECT 1 AS a');
        return { events, rows, code: error.code, fatal: error.fatal };
      },
      { connectionLimit: 1 },
    ),
  ));

test('an idle connection that was killed while the event loop was busy is not given out', async () => {
  const pool = FACADE.createPool({ ...pairOptions(), connectionLimit: 2 });
  const held = await Promise.all([take(pool), take(pool)]);
  const killed = held.map(({ threadId }) => threadId);
  for (const connection of held) connection.release();
  const killer = connectSync(serverOptions());
  for (const id of killed) {
    killer.execute(`KILL ${id}`);
    while (killer.fetchone('SELECT 1 FROM information_schema.processlist WHERE id = ?', [id]));
  }
  killer.close();
  const [rows] = await pool.promise().query('SELECT CONNECTION_ID() AS id');
  expect(killed).not.toContain((rows as { id: number }[])[0]!.id);
  await pool.promise().end();
});

test('errors of connecting come to whoever asks', () =>
  expectSame(async (mysql) => {
    const pool = mysql.createPool({ ...pairOptions(), host: '127.0.0.1', port: 1 });
    const failures = [
      await rejection(take(pool)),
      await rejection(pool.promise().query('SELECT 1')),
      await rejection(pool.promise().execute('SELECT 1')),
    ];
    await pool.promise().end();
    return failures;
  }));

test('errors of statements come to whoever asks, and the connection goes back', () =>
  expectSame(
    onPool(
      async (pool) => [
        await rejection(pool.promise().query('SELEKT 1')),
        await rejection(pool.promise().execute('SELECT * FROM nowhere')),
        await rejection(pool.promise().execute('SELECT ?', [undefined as unknown as null])),
        (await pool.promise().query('SELECT 1 AS a'))[0],
      ],
      { connectionLimit: 1 },
    ),
  ));

test('a connection whose statements failed with nobody to tell stays in its pool, and ends with it', async () => {
  const pool = FACADE.createPool({ ...pairOptions(), connectionLimit: 1 });
  const connection = await take(pool);
  const { threadId } = connection;
  for (const sql of ['SELEKT 1', 'SELEKT 2']) {
    const failed = once(connection, 'error');
    connection.query(sql);
    expect(await failed).toMatchObject([{ code: 'ER_PARSE_ERROR' }]);
  }
  connection.query('SELEKT 3');
  connection.release();
  const [rows] = await pool.promise().query('SELECT CONNECTION_ID() AS id');
  expect(rows).toEqual([{ id: threadId }]);
  await pool.promise().end();
  const watcher = await connect(serverOptions());
  await untilGone(watcher, threadId);
  await watcher.close();
});

test('a pool has the config of its connections and its own', () =>
  expectSame(
    onPool(async (pool) => {
      const { config } = pool as unknown as { config: Record<string, unknown> };
      const { connectionLimit, maxIdle, idleTimeout, queueLimit, waitForConnections } = config;
      return { connectionLimit, maxIdle, idleTimeout, queueLimit, waitForConnections };
    }),
  ));

test('statements of a pool run at once, each on a connection of its own', () =>
  expectSame(
    onPool(async (pool) => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_unused, i) => pool.promise().query('SELECT ? AS n', [i])),
      );
      return answers.map(([rows]) => rows);
    }),
  ));
