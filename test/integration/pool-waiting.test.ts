/** Those who wait for a connection of a pool: in their order, until they give up, and never in vain. */
import { getEventListeners, once } from 'node:events';
import { type AddressInfo, connect as connectSocket, createServer } from 'node:net';
import type { PooledConnection, Transaction } from '../../lib';
import { failureOf, serverOptions } from '../support/apis';
import { cleanEnd, runChild } from '../support/child';
import { administer, useDatabase } from '../support/database';
import { nextEvent, usePools } from '../support/pools';

useDatabase();
const pool = usePools();

describe('a signal', () => {
  test('ends the wait, and the place in the queue', async () => {
    const own = pool({ max: 1 });
    const held = await own.connection();
    const controller = new AbortController();
    const waiting = failureOf(() => own.connection({ signal: controller.signal }));
    const next = own.connection();
    const cause = new RangeError('enough');
    controller.abort(cause);
    const error = { name: 'AbortError', code: 'ERR_MYSQLDB_ABORTED', fatal: false, cause };
    expect(await waiting).toMatchObject(error);
    expect(own.stats.pending).toBe(1);
    held.release();
    (await next).release();
    const late = await failureOf(() => own.connection({ signal: controller.signal }));
    expect(late).toMatchObject(error);
  });

  test('of a statement ends the wait as it ends the statement', async () => {
    const own = pool({ max: 1 });
    const held = await own.connection();
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = failureOf(() => own.fetchone('SELECT 1', [], { signal }));
    const reason = new RangeError('enough');
    controller.abort(reason);
    const error = { name: 'AbortError', code: 'ERR_MYSQLDB_ABORTED', fatal: false, cause: reason };
    expect(await waiting).toMatchObject(error);
    expect(await failureOf(() => own.execute('DO 1', [], { signal }))).toMatchObject(error);
    expect(own.stats.pending).toBe(0);
    held.release();
  });

  test('of a transaction ends the wait, and nothing afterwards', async () => {
    const own = pool({ max: 1 });
    const held = await own.connection();
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = failureOf(() => own.transaction(() => 1, { signal }));
    const cause = new RangeError('enough');
    controller.abort(cause);
    const error = { name: 'AbortError', code: 'ERR_MYSQLDB_ABORTED', fatal: false, cause };
    expect(await waiting).toMatchObject(error);
    expect(own.stats.pending).toBe(0);
    held.release();
    const later = new AbortController();
    const work = async (tx: Transaction) => {
      later.abort();
      return tx.fetchone('SELECT 1');
    };
    expect(await own.transaction(work, { signal: later.signal, retries: 1 })).toEqual([1]);
    expect(await own.transaction(() => 2, { signal: undefined } as object)).toBe(2);
  });

  test.each([
    [null, 'must be an object'],
    [{ signl: 1 }, 'Did you mean signal?'],
    [{ signal: 1 }, 'signal must be an AbortSignal'],
    [{ retries: -1 }, 'retries must be an integer'],
  ])('of a transaction, or another option, must be right: %j', async (options, message) => {
    const error = await failureOf(() => pool().transaction(() => 1, options as never));
    expect(error.message).toContain(message);
  });

  test('is heard by one listener, however many wait, and by none when they have left', async () => {
    const own = pool({ max: 1 });
    const held = await own.connection();
    const controller = new AbortController();
    const { signal } = controller;
    const listeners = (): number => getEventListeners(signal, 'abort').length;
    const waiting = Array.from({ length: 20 }, () => failureOf(() => own.connection({ signal })));
    const statement = failureOf(() => own.fetchone('SELECT 1', [], { signal }));
    const served = own.connection({ signal });
    expect(own.stats.pending).toBe(22);
    expect(listeners()).toBe(1);
    controller.abort();
    for (const error of await Promise.all([...waiting, statement, failureOf(() => served)])) {
      expect(error).toMatchObject({ name: 'AbortError', code: 'ERR_MYSQLDB_ABORTED' });
    }
    expect(listeners()).toBe(0);
    held.release();
    await own.use(() => 1);
    expect(own.stats).toMatchObject({ pending: 0, used: 0, total: 1 });
  });

  test('that is aborted when a connection is on its way loses none', async () => {
    const own = pool({ max: 1 });
    for (const when of ['release', 'acquire'] as const) {
      const held = await own.connection();
      const controller = new AbortController();
      const { signal } = controller;
      const taken = own.connection({ signal }).then(
        (conn) => conn.release(),
        (error: { code: string }) => error.code,
      );
      const read = failureOf(() => own.fetchone('SELECT 1', [], { signal }));
      const abort = (): void => {
        own.off(when, abort);
        controller.abort();
      };
      own.on(when, abort);
      held.release();
      // Who has it already, has it.
      expect(await taken).toBe(when === 'acquire' ? undefined : 'ERR_MYSQLDB_ABORTED');
      expect(await read).toMatchObject({ code: 'ERR_MYSQLDB_ABORTED', fatal: false });
      expect(await own.fetchone('SELECT 2')).toEqual([2]);
      expect(own.stats).toMatchObject({ used: 0, pending: 0, connected: 1 });
    }
  });
});

test('queueLimit does not count those for whom a connection is being opened', async () => {
  const own = pool({ max: 2, queueLimit: 1 });
  const conns = [own.connection(), own.connection(), own.connection()];
  expect(own.stats).toMatchObject({ connecting: 2, pending: 3 });
  const refused = await failureOf(() => own.connection());
  expect(refused).toMatchObject({ code: 'ERR_MYSQLDB_POOL_FULL' });
  for (const conn of conns) (await conn).release();
});

test('who waits while connecting fails is served in his order when it succeeds', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const { host, port: target } = serverOptions();
  let refused = 0;
  listener.on('connection', (client) => {
    if (refused++ < 3) {
      client.destroy();
      return;
    }
    const server = connectSocket(target!, host);
    for (const end of [client, server]) end.on('error', () => client.destroy());
    client.pipe(server).pipe(client);
  });
  const own = pool({ host: '127.0.0.1', port, max: 2, acquireTimeout: 60_000 });
  const order: number[] = [];
  const take = async (number: number): Promise<void> => {
    const conn = await own.connection();
    order.push(number);
    await conn.fetchone('SELECT 1');
    conn.release();
  };
  const first = [0, 1, 2].map(take);
  await nextEvent(own, 'connectError');
  const later = [3, 4].map(take);
  await Promise.all([...first, ...later]);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(refused).toBeGreaterThan(3);
  await own.close();
  await once(listener.close(), 'close');
});

test('a refusal ends no wait while others hold connections', async () => {
  const account = (password: string) =>
    administer(`CREATE OR REPLACE USER refused_by_pool@'%' IDENTIFIED BY '${password}'`);
  account('one');
  const { database: _, ...server } = serverOptions();
  const options = { ...server, user: 'refused_by_pool', password: 'one', database: '' };
  const own = pool({ ...options, max: 2 });
  const held = await own.connection();
  account('two');
  const refused = nextEvent(own, 'connectError');
  const waiting = own.connection();
  expect((await refused)[0]).toMatchObject({ errno: 1045 });
  expect(own.stats.pending).toBe(1);
  held.destroy(); // now there is nobody to wait for
  expect(await failureOf(() => waiting)).toMatchObject({ errno: 1045 });
  await own.close();
  administer("DROP USER refused_by_pool@'%'");
});

test('free connections are lent last in, first out', async () => {
  const own = pool({ max: 3 });
  const conns = await Promise.all([own.connection(), own.connection(), own.connection()]);
  for (const conn of conns) {
    conn.release();
    while (own.stats.resetting > 0) await new Promise(setImmediate);
  }
  const again: PooledConnection[] = [];
  for (let i = 0; i < 3; i++) again.push(await own.connection());
  expect(again.map(({ threadId }) => threadId)).toEqual(
    conns.map(({ threadId }) => threadId).reverse(),
  );
  for (const conn of again) conn.release();
});

test('connections that are being closed have their place until they are', async () => {
  const own = pool({ max: 1 });
  const conn = await own.connection();
  const order: string[] = [];
  own.on('connect', () => order.push('opened'));
  await conn.changeUser(); // so that it is closed, after what runs on it
  const late = conn.fetchone('SELECT SLEEP(0.1)').then(() => order.push('done'));
  conn.release();
  expect(own.stats).toMatchObject({ total: 0, closing: 1 });
  expect(await own.fetchone('SELECT 1')).toEqual([1]);
  expect(own.stats.closing).toBe(0);
  await late;
  expect(order).toEqual(['done', 'opened']);
});

test('once nobody waits, no timer keeps the process alive', async () => {
  const end = await runChild(`
    const { createPool } = require(${JSON.stringify(require.resolve('../../dist/index.js'))});
    const options = { ...OPTIONS, port: 1, hosts: undefined, acquireTimeout: 150, min: 1 };
    const pool = createPool(options);
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
    await pool.connection().catch((error) => console.log(error.code, timers()));`);
  expect(end).toMatchObject(cleanEnd('ERR_MYSQLDB_POOL_TIMEOUT []'));
});

test('maxLifetime: each connection gets up to a tenth less, by chance', async () => {
  let ahead = 0;
  const now = performance.now.bind(performance);
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  try {
    const lifetime = 1_000_000_000;
    const own = pool({ max: 20, maxLifetime: lifetime, idleTimeout: 0 });
    const takeAll = () => Promise.all(Array.from({ length: 20 }, () => own.connection()));
    /** How many of them are closed when they come back at that age. */
    const closedAt = async (age: number): Promise<number> => {
      const all = await takeAll();
      const { removed } = own.stats;
      ahead = age;
      for (const conn of all) conn.release();
      return own.stats.removed - removed;
    };
    expect(await closedAt(lifetime * 0.899)).toBe(0);
    const some = await closedAt(lifetime * 0.95);
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(20);
  } finally {
    clock.mockRestore();
  }
});
