/** A network that goes silent, without an end of the connection, where only the pool itself still waits. */
import type { PoolOptions } from '../../lib';
import { failureOf } from '../support/apis';
import { useDatabase } from '../support/database';
import { FaultyProxy } from '../support/faulty-proxy';
import { nextEvent, usePools } from '../support/pools';

useDatabase();
const pool = usePools();

let proxy: FaultyProxy;
beforeEach(async () => {
  proxy = await FaultyProxy.open();
});
afterEach(() => proxy.close());

const through = (options: PoolOptions) =>
  pool({ ...(proxy.options as object), resetOnRelease: 'always', ...options });

describe('a connection whose reset gets no answer', () => {
  test.each<PoolOptions>([{ resetOnRelease: true }, { resetOnRelease: false }])(
    '$resetOnRelease: its place is free after connectTimeout',
    async (options) => {
      const own = through({ max: 1, connectTimeout: 1_000, acquireTimeout: 20_000, ...options });
      const conn = await own.connection();
      await conn.begin();
      proxy.fail('stall');
      const removed = nextEvent(own, 'remove');
      conn.release();
      expect(await own.fetchone('SELECT 1')).toEqual([1]);
      expect(await removed).toEqual([{ threadId: conn.threadId, reason: 'lost' }]);
    },
  );

  test('keeps nobody waiting for it, when there is another place', async () => {
    const own = through({ max: 2, connectTimeout: 0, acquireTimeout: 20_000 });
    await own.use(() => proxy.fail('stall'));
    expect(await own.fetchone('SELECT 1')).toEqual([1]);
    expect(own.stats).toMatchObject({ total: 2, removed: 0 });
  });

  test('has its place until then, and the error says so', async () => {
    const own = through({ max: 1, acquireTimeout: 100 });
    await own.use(() => proxy.fail('stall'));
    expect(await failureOf(() => own.fetchone('SELECT 1'))).toMatchObject({
      code: 'ERR_MYSQLDB_POOL_TIMEOUT',
      message: expect.stringContaining(
        '0 of 1 in use, 1 being reset, 0 idle, 0 connecting, 1 waiting',
      ) as unknown,
      hint: expect.not.stringContaining('leakTimeout') as unknown,
    });
  });
});

test('what still runs on a released connection may take longer than connectTimeout', async () => {
  const own = through({ max: 1, connectTimeout: 500 });
  const conn = await own.connection();
  const late = conn.fetchone('SELECT SLEEP(1.5)');
  conn.release();
  expect(await late).toEqual([0]);
  expect(await own.fetchone('SELECT 1')).toEqual([1]);
  expect(own.stats).toMatchObject({ connected: 1, removed: 0 });
});
