/** A pool whose connections are killed, and whose server goes and comes. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectSync, createPool, type Pool, type PooledConnection } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { recreate, untilGone, untilRunning, useConnection, useDatabase } from '../support/database';
import { FaultyProxy } from '../support/faulty-proxy';
import { nextEvent, usePools } from '../support/pools';
import { root } from '../support/source-tree';

useDatabase();
const pool = usePools();
const killer = useConnection(APIS[0]!, { autocommit: true });

/** Kills connections, and waits for their ends, while the event loop stands still. */
function killWhileBusy(threadIds: readonly number[]): void {
  const sync = connectSync(serverOptions());
  const left = 'SELECT COUNT(*) FROM information_schema.processlist WHERE id IN (?)';
  for (const threadId of threadIds) sync.kill(threadId);
  while (Number(sync.fetchone(left, [threadIds])![0]) > 0);
  sync.close();
}

function takeAll(own: Pool, count: number): Promise<PooledConnection[]> {
  return Promise.all(Array.from({ length: count }, () => own.connection()));
}

/** The connections of a pool that are free, opened before. */
async function opened(own: Pool, count: number): Promise<readonly number[]> {
  const held = await takeAll(own, count);
  for (const conn of held) conn.release();
  await own.use(() => 1);
  return held.map(({ threadId }) => threadId);
}

describe('a connection that is killed', () => {
  test('while it is free: callers get another one, and hear nothing of it', async () => {
    const own = pool({ max: 3 });
    for (let i = 0; i < 20; i++) {
      const threadIds = await opened(own, 3);
      for (const threadId of threadIds) await killer().kill(threadId);
      for (const threadId of threadIds) await untilGone(killer(), threadId);
      const rows = await Promise.all([1, 2, 3].map((n) => own.fetchone('SELECT ?', [n])));
      expect(rows).toEqual([[1], [2], [3]]);
    }
    // Three each time, and one to three for the last calls, which may share.
    expect(own.stats.connected).toBeGreaterThan(60);
  });

  test('while it is free: the pool notices by itself', async () => {
    const own = pool({ max: 1 });
    const [threadId] = await opened(own, 1);
    const removed = nextEvent(own, 'remove');
    await killer().kill(threadId!);
    expect((await removed)[0]).toEqual({ threadId, reason: 'lost' });
    expect(own.stats).toMatchObject({ total: 0, idle: 0 });
  });

  test('while the event loop is busy: who asks next gets one that works', async () => {
    const own = pool({ max: 4, resetOnRelease: 'always' });
    const work: ((on: Pool) => Promise<unknown>)[] = [
      (on) =>
        on.connection().then((conn) => conn.fetchone('SELECT 1').finally(() => conn.release())),
      (on) => on.use((conn) => conn.fetchone('SELECT 1')),
      (on) => on.transaction((tx) => tx.fetchone('SELECT 1')),
    ];
    for (const state of ['idle', 'resetting'] as const) {
      const threadIds = await opened(own, 4);
      while (own.stats.resetting > 0) await new Promise(setImmediate);
      if (state === 'resetting') for (const conn of await takeAll(own, 4)) conn.release();
      expect(own.stats[state]).toBe(4);
      killWhileBusy(threadIds);
      expect(await Promise.all(work.map((each) => each(own)))).toEqual([[1], [1], [1]]);
    }
  });

  test('while it is lent: its place is free at once, its release is as always', async () => {
    const own = pool({ max: 1 });
    const conn = await own.connection();
    const running = failureOf(() => conn.fetchone('SELECT SLEEP(20)'));
    const waiting = own.fetchone("SELECT 'other'");
    await untilRunning(killer(), conn, 'SLEEP(20)');
    await killer().kill(conn.threadId);
    expect(await running).toMatchObject({ name: 'OperationalError', fatal: true });
    expect(await waiting).toEqual(['other']);
    expect(conn.isUsable).toBe(false);
    conn.release();
    expect(own.stats).toMatchObject({ used: 0, removed: 1 });
    expect(own.stats.total).toBeLessThanOrEqual(1);
  });

  test('in a statement: that is an error, since it may have been done', async () => {
    const own = pool({ max: 2 });
    let attempts = 0;
    own.on('acquire', () => attempts++);
    const running = failureOf(() => own.fetchone('SELECT SLEEP(20)'));
    const [{ threadId }] = await nextEvent(own, 'acquire');
    await untilRunning(killer(), { threadId }, 'SLEEP(20)');
    await killer().kill(threadId);
    expect(await running).toMatchObject({ fatal: true, sql: 'SELECT SLEEP(20)' });
    expect(attempts).toBe(1);
  });

  test('in a transaction: the function does not run again', async () => {
    const own = pool({ max: 2 });
    await own.use((conn) => recreate(conn, 'TABLE killed (id INT)'));
    let calls = 0;
    const error = await failureOf(() =>
      own.transaction(
        async (tx) => {
          calls++;
          await tx.execute('INSERT INTO killed VALUES (1)');
          await killer().kill(tx.threadId);
          await untilGone(killer(), tx.threadId);
          await tx.execute('INSERT INTO killed VALUES (2)');
        },
        { retries: 3 },
      ),
    );
    expect(error.fatal).toBe(true);
    expect(calls).toBe(1);
    expect(await own.fetchone('SELECT COUNT(*) FROM killed')).toEqual([0]);
  });
});

test('a network that goes silent: readTimeout ends it, and no place stays taken', async () => {
  const proxy = await FaultyProxy.open();
  const own = pool({
    ...(proxy.options as object),
    max: 1,
    readTimeout: 200,
    resetOnRelease: 'always',
  });
  const conn = await own.connection();
  proxy.fail('stall');
  expect(await failureOf(() => conn.fetchone('SELECT 1'))).toMatchObject({ fatal: true });
  conn.release();
  expect(await own.fetchone('SELECT 2')).toEqual([2]);
  await own.use(() => proxy.fail('stall')); // the reset gets no answer either
  expect(await own.fetchone('SELECT 3')).toEqual([3]);
  await own.close();
  await proxy.close();
});

test('the server is restarted: callers wait, and go on within a second or two', async () => {
  let server: TestServer = await startServer();
  const { port } = server;
  const own = createPool({ ...server.connectOptions, min: 2, max: 5, acquireTimeout: 30_000 });
  await opened(own, 5);
  process.kill(server.pid, 'SIGKILL');
  await server.stop();
  while (own.stats.total > 0) await nextEvent(own, 'remove');
  const waiting = Array.from({ length: 10 }, (_, n) => own.fetchone('SELECT ?', [n]));
  await nextEvent(own, 'connectError');
  server = await startServer({ options: [`--port=${port}`] });
  const begin = performance.now();
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 10 }, (_, n) => [n]));
  // At most a second until the next attempt; the rest is for a busy machine.
  expect(performance.now() - begin).toBeLessThan(5_000);
  expect(own.stats.total).toBeLessThanOrEqual(5);
  await own.close();
  await server.stop();
}, 60_000);

test('200 clients on 20 connections that are killed at random', async () => {
  const script = join(root, 'test', 'soak', 'pool.mjs');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, '3'], {
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toContain('no complaints');
}, 60_000);
