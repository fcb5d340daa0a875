/** A pool lends connections: who gets which, when, and in what state. */
import { inspect } from 'node:util';
import { createPool, type Pool, PooledConnection, type PoolOptions, SSCursor } from '../../lib';
import { failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { recreate, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { nextEvent, usePools } from '../support/pools';

useDatabase();
const pool = usePools();

const LONG = `SELECT seq, REPEAT('x', 500) FROM ${numbersTo(5000)}`;

const idOf = async (on: Pick<Pool, 'fetchone'>): Promise<unknown> =>
  (await on.fetchone('SELECT CONNECTION_ID()'))![0];

describe('a pool', () => {
  test('opens a connection when one is needed, and uses it again', async () => {
    const own = pool();
    expect(own.stats).toMatchObject({ total: 0, connecting: 0, max: 10 });
    const first = await idOf(own);
    expect(own.stats.total).toBe(1);
    const conn = await own.connection();
    expect(conn.threadId).toBe(first);
    expect(conn).toBeInstanceOf(PooledConnection);
    expect(own.stats).toMatchObject({ used: 1, idle: 0, total: 1, connected: 1 });
    conn.release();
    await own.close();
    expect(own.stats).toMatchObject({ total: 0, removed: 1 });
  });

  test('prints its numbers, and no secret', () => {
    const own = pool({ password: 'hunter2', max: 3 });
    expect(inspect(own)).toMatch(/^Pool \{\n {2}max: 3,\n/);
    expect(inspect(own, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });

  test('has autocommit on, unless told otherwise', async () => {
    expect(await pool().fetchone('SELECT @@autocommit')).toEqual([1]);
    expect(await pool({ autocommit: false }).fetchone('SELECT @@autocommit')).toEqual([0]);
  });

  test('keeps min of them open from the start', async () => {
    const own = pool({ min: 2 });
    const threads = new Set<number>();
    while (threads.size < 2) {
      const [{ threadId }] = await nextEvent(own, 'connect');
      threads.add(threadId);
    }
    expect(own.stats).toMatchObject({ total: 2, idle: 2 });
    const [one, two] = await Promise.all([own.connection(), own.connection()]);
    expect(new Set([one.threadId, two.threadId])).toEqual(threads);
    const again = nextEvent(own, 'connect');
    one.destroy();
    await again;
    expect(own.stats.total).toBe(2);
  });

  test('opens max at most, and serves those who wait in their order', async () => {
    const own = pool({ max: 2 });
    const held = await Promise.all([own.connection(), own.connection()]);
    const order: number[] = [];
    const waiting = [0, 1, 2, 3, 4, 5].map(async (number) => {
      const conn = await own.connection();
      order.push(number);
      await conn.fetchone('SELECT SLEEP(0.01)');
      conn.release();
    });
    expect(own.stats).toMatchObject({ used: 2, idle: 0, pending: 6, total: 2 });
    held[0].destroy(); // also when those before are of no use
    held[1].release();
    await Promise.all(waiting);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(own.stats).toMatchObject({ pending: 0 });
    expect(own.stats.total).toBeLessThanOrEqual(2);
  });

  test('tells by events what it does', async () => {
    const own = pool({ max: 1 });
    const seen: string[] = [];
    for (const event of ['connect', 'acquire', 'enqueue', 'release', 'remove'] as const) {
      own.on(event, (info?: { threadId: number }) => {
        if (event !== 'enqueue') expect(info!.threadId).toBeGreaterThan(0);
        seen.push(event);
      });
    }
    const conn = await own.connection();
    const next = own.connection();
    conn.release();
    (await next).release();
    await own.close();
    expect(seen).toEqual(
      ['enqueue', 'connect', 'acquire', 'enqueue', 'release', 'acquire', 'release', 'remove'], // prettier-ignore
    );
  });

  test('runs statements by itself: the cursor holds no connection', async () => {
    const own = pool({ max: 1, cursorClass: SSCursor });
    const cur = await own.execute('SELECT 1 AS n UNION SELECT 2', []);
    expect(cur.rowcount).toBe(2);
    expect(own.stats.used).toBe(0);
    expect(await own.fetchall('SELECT ?', [3])).toEqual([[3]]);
    expect(await cur.fetchall()).toEqual([[1], [2]]);
    expect(await failureOf(() => cur.execute('SELECT 1'))).toMatchObject({
      code: 'ERR_MYSQLDB_RELEASED',
    });
    await cur.close();
  });

  test('runs transactions', async () => {
    const own = pool();
    await own.use((conn) => recreate(conn, 'TABLE pooled (id INT PRIMARY KEY)'));
    const insert = (id: number) =>
      own.transaction(async (tx) => {
        await tx.execute('INSERT INTO pooled VALUES (?)', [id]);
        if (id === 2) throw new RangeError('undo');
        return id;
      });
    expect(await insert(1)).toBe(1);
    await expect(insert(2)).rejects.toThrow(RangeError);
    expect(await own.fetchall('SELECT id FROM pooled')).toEqual([[1]]);
    expect(own.stats.used).toBe(0);
    expect(await failureOf(() => own.transaction(undefined as never))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  });
});

describe('a released connection', () => {
  test('is as new for the next caller', async () => {
    const own = pool({ max: 1, database: 'mysql' });
    await own.use(async (conn) => {
      await conn.execute("SET @mine = 1, time_zone = '+03:00'");
      await conn.execute('CREATE TEMPORARY TABLE test.left_over (id INT)').catch(() => {});
      await conn.begin();
    });
    expect(await own.fetchone('SELECT @mine, @@time_zone, @@autocommit')).toEqual([
      ...[null, 'SYSTEM', 1],
    ]);
    expect(own.stats).toMatchObject({ connected: 1, removed: 0 });
  });

  test.each([true, false])('has its database and autocommit back (reset: %p)', async (reset) => {
    const own = pool({ max: 1, resetOnRelease: reset });
    await own.use(async (conn) => {
      await conn.selectDatabase('mysql');
      await conn.execute('SET autocommit = 0');
    });
    const state = 'SELECT DATABASE(), @@autocommit';
    expect(await own.fetchone(state)).toEqual([TEST_DATABASE, 1]);
    await own.use((conn) => conn.execute('USE mysql'));
    expect(await own.fetchone(state)).toEqual([TEST_DATABASE, 1]);
    expect(own.stats).toMatchObject({ connected: 1 });
  });

  test('that was changed beyond a reset is closed', async () => {
    const { database: _, ...options } = serverOptions();
    const own = createPool({ ...(options as PoolOptions), max: 1 });
    const changes: ((conn: PooledConnection) => Promise<unknown>)[] = [
      (conn) => conn.selectDatabase('mysql'), // no statement takes that back
      (conn) => conn.changeUser(),
      (conn) => conn.setMultiStatements(true),
    ];
    for (const change of changes) {
      const removed = nextEvent(own, 'remove');
      await own.use(change);
      expect((await removed)[0].reason).toBe('changed');
    }
    expect(await own.fetchone('SELECT DATABASE()')).toEqual([null]);
    await own.close();
  });

  test('does not make its releaser wait for that', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    await conn.execute('SET @mine = 1');
    expect(conn.release()).toBeUndefined();
    expect(own.stats).toMatchObject({ used: 0, resetting: 1, idle: 0 });
    expect(await own.fetchone('SELECT 1')).toEqual([1]);
  });

  test('without a reset keeps variables, but no transaction', async () => {
    const own = pool({ max: 1, resetOnRelease: false });
    await own.use(async (conn) => {
      await recreate(conn, 'TABLE kept (id INT)');
      await conn.execute('SET @mine = 7');
      await conn.begin();
      await conn.execute('INSERT INTO kept VALUES (1)');
    });
    expect(await own.fetchone('SELECT @mine, COUNT(*) FROM kept')).toEqual([7, 0]);
  });

  test('finishes what was started on it, before anyone else gets it', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    const late = conn.fetchone("SELECT SLEEP(0.05), 'late'");
    conn.release();
    expect(await own.fetchone("SELECT 'next'")).toEqual(['next']);
    expect(await late).toEqual([0, 'late']);
  });

  test('with unread rows or inside of transaction() is closed instead', async () => {
    const own = pool({ max: 1 });
    for (const reason of ['unread rows', 'unfinished transaction'] as const) {
      const removed = nextEvent(own, 'remove');
      const conn = await own.connection();
      let unfinished: Promise<unknown> | undefined;
      if (reason === 'unread rows') await conn.cursor(SSCursor).execute(LONG);
      else unfinished = failureOf(() => conn.transaction((tx) => tx.execute('SELECT SLEEP(5)')));
      conn.release();
      expect((await removed)[0]).toEqual({ threadId: conn.threadId, reason });
      expect(await unfinished).not.toBeNull();
      expect(await own.fetchone('SELECT 1')).toEqual([1]);
    }
  });

  test('takes nothing any more, nor do its cursors and statements', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    const cur = conn.cursor();
    const prepared = await conn.prepare('SELECT 1');
    conn.release();
    const next = await own.connection();
    expect(next.threadId).toBe(conn.threadId);
    for (const action of [
      () => conn.execute('SELECT 1'),
      () => conn.fetchall('SELECT 1'),
      () => conn.begin(),
      () => conn.transaction(() => 1),
      () => conn.reset(),
      () => conn.pipeline((pipe) => pipe.execute('SELECT 1')),
      () => cur.execute('SELECT 1'),
      () => prepared.execute(),
      async () => conn.on('end', () => {}),
      async () => conn.release(),
    ]) {
      expect(await failureOf(action)).toMatchObject({
        ...{ name: 'InterfaceError', code: 'ERR_MYSQLDB_RELEASED', fatal: false },
        hint: expect.stringContaining('pool.connection()') as unknown,
      });
    }
    expect(conn.isReleased && !conn.isUsable).toBe(true);
    await conn.close(); // as `await using` does after a release
    conn.destroy();
    expect(next.isUsable).toBe(true);
    expect(await next.fetchone('SELECT 1')).toEqual([1]);
    next.release();
  });

  test('close and dispose release it', async () => {
    const own = pool({ max: 1 });
    const one = await own.connection();
    await one.close();
    const two = await own.connection();
    await two[Symbol.asyncDispose]();
    expect(own.stats).toMatchObject({ used: 0, connected: 1 });
  });

  test('its listeners hear nothing of the next caller', async () => {
    const own = pool({ max: 1 });
    let heard = 0;
    await own.use((conn) => void conn.on('end', () => heard++));
    const next = await own.connection();
    next.destroy();
    expect(heard).toBe(0);
  });
});
