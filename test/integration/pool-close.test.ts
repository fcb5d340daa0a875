/** The end of a pool, and of a process that has one. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { failureOf } from '../support/apis';
import { cleanEnd, runChild } from '../support/child';
import { useDatabase } from '../support/database';
import { nextEvent, nobody, usePools } from '../support/pools';

useDatabase();
const pool = usePools();

describe('close', () => {
  test('lets those who hold and those who wait finish; nobody else gets in', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    const waiting = own.fetchone("SELECT 'waited'");
    let done = false;
    const closing = own.close().then(() => (done = true));
    expect(own.isClosed).toBe(true);
    for (const action of [
      () => own.connection(),
      () => own.fetchone('SELECT 1'),
      () => own.transaction(() => 1),
    ]) {
      expect(await failureOf(action)).toMatchObject({
        ...{ name: 'InterfaceError', code: 'ERR_MYSQLDB_POOL_CLOSED' },
      });
    }
    expect(await conn.fetchone("SELECT 'held'")).toEqual(['held']);
    expect(done).toBe(false);
    conn.release();
    expect(await waiting).toEqual(['waited']);
    await closing;
    expect(own.stats).toMatchObject({ total: 0, idle: 0, used: 0 });
    await own.close();
  });

  test('cuts what is left after its timeout', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    const running = failureOf(() => conn.fetchone('SELECT SLEEP(20)'));
    const waiting = failureOf(() => own.fetchone('SELECT 1'));
    await own.close({ timeout: 50 });
    expect(await running).toMatchObject({ fatal: true });
    expect(await waiting).toMatchObject({ code: 'ERR_MYSQLDB_POOL_CLOSED' });
    expect(conn.isUsable).toBe(false);
    conn.release();
    expect(own.stats.total).toBe(0);
  });

  test('cuts what was released, and still ends what was started on it', async () => {
    const own = pool({ max: 2 });
    const conn = await own.connection();
    await conn.changeUser(); // so that it is closed after that
    const running = failureOf(() => conn.fetchone('SELECT SLEEP(60)'));
    conn.release();
    const other = await own.connection();
    const resetting = failureOf(() => other.fetchone('SELECT SLEEP(60)'));
    other.release();
    expect(own.stats).toMatchObject({ used: 0, total: 1, resetting: 1 });
    await own.close({ timeout: 50 });
    for (const error of [await running, await resetting]) {
      expect(error).toMatchObject({ fatal: true });
    }
    expect(own.stats).toMatchObject({ total: 0, removed: 2 });
  });

  test('with a timeout of 0 waits for as long as it takes', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    let done = false;
    const closing = own.close({ timeout: 0 }).then(() => (done = true));
    await conn.fetchone('SELECT SLEEP(0.1)');
    expect(done).toBe(false);
    conn.release();
    await closing;
  });

  test("where the clock is a test's, or has no setImmediate, as in browsers", async () => {
    jest.useFakeTimers();
    const frozen = globalThis.setImmediate;
    try {
      for (const present of [frozen, undefined]) {
        Object.assign(globalThis, { setImmediate: present });
        const own = pool({ max: 1 });
        expect(await own.fetchone('SELECT 1')).toEqual([1]);
        expect(await own.fetchone('SELECT 2')).toEqual([2]);
        await own.close();
        expect(own.stats).toMatchObject({ removed: 1, total: 0 });
      }
    } finally {
      globalThis.setImmediate = frozen;
      jest.useRealTimers();
    }
  });

  test('does not wait for a server that says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const accepted = once(silent, 'connection') as Promise<[Socket]>;
    const own = pool({ port, connectTimeout: 60_000 });
    const waiting = failureOf(() => own.connection());
    const [socket] = await accepted;
    await own.close({ timeout: 20 });
    expect(own.stats.connecting).toBe(1);
    expect(await waiting).toMatchObject({ code: 'ERR_MYSQLDB_POOL_CLOSED' });
    socket.destroy();
    silent.close();
  });

  test('of a pool that never connected, or is just connecting', async () => {
    await pool().close();
    const own = pool({ min: 3 });
    await own.close();
    expect(own.stats).toMatchObject({ total: 0, connecting: 0 });
    const bad = pool({ min: 1, port: await nobody() });
    await nextEvent(bad, 'connectError');
    await bad[Symbol.asyncDispose]();
  });
});

describe('the process', () => {
  const script = (rest: string): string => `
    const { createPool } = require(${JSON.stringify(require.resolve('../../dist/index.js'))});
    const pool = createPool({ ...OPTIONS, min: 2, idleTimeout: 20_000, leakTimeout: 20_000 });
    ${rest}`;

  test('ends with an idle pool, and one that cannot connect', async () => {
    const end = await runChild(
      script(`
        const bad = createPool({ ...OPTIONS, port: ${await nobody()}, min: 1 });
        await new Promise((resolve) => bad.on('connectError', resolve));
        console.log(await pool.fetchone('SELECT 1'));`),
    );
    expect(end).toMatchObject(cleanEnd('[ 1 ]'));
  });

  test('waits for those who wait', async () => {
    const end = await runChild(
      script(`
        const bad = createPool({ ...OPTIONS, port: ${await nobody()}, acquireTimeout: 300 });
        await bad.connection().catch((error) => console.log(error.code));`),
    );
    expect(end).toMatchObject(cleanEnd('ERR_MYSQLDB_POOL_TIMEOUT'));
  });

  test('is warned of a leak that nobody listens for', async () => {
    const end = await runChild(`
      const { createPool } = require(${JSON.stringify(require.resolve('../../dist/index.js'))});
      const pool = createPool({ ...OPTIONS, leakTimeout: 20 });
      const warned = new Promise((resolve) => process.on('warning', resolve));
      const conn = await pool.connection();
      const keepAlive = setInterval(() => {}, 1000);
      const warning = await warned;
      clearInterval(keepAlive);
      console.log(warning.name, /held for 20 ms/.test(warning.message), warning.detail.length > 0);`);
    expect(end.stdout).toBe('MySQLPoolLeak true true');
  });

  test('hears of what a listener throws, and the pool goes on', async () => {
    const end = await runChild(
      script(`
        process.on('uncaughtException', (error) => console.log(error.message));
        pool.on('release', () => { throw new Error('of the listener'); });
        console.log(await pool.fetchone('SELECT 1'));`),
    );
    expect(end.stdout).toContain('of the listener');
    expect(end.stdout).toContain('[ 1 ]');
  });
});
