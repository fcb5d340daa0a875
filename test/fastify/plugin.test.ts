import { once } from 'node:events';
import fastify, { type FastifyContextConfig } from 'fastify';
import { type Pool, type PoolOptions } from '../../lib';
import { mysqldbFastify, type MysqldbFastifyOptions } from '../../lib/adapters/fastify';
import { failureOf, serverOptions } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { nextEvent, usePools } from '../support/pools';
import { TestApp, useServers } from './support';

useDatabase();
const makeServer = useServers();
const makePool = usePools();
const options = (): PoolOptions => serverOptions();

test('gives the server a pool, and its requests the database', async () => {
  const server = await makeServer();
  server.app.get('/', ({ mysqldb }) => mysqldb.fetchall('SELECT ? + 1', [41]));
  await server.listen();
  expect(await server.get('/')).toEqual({ status: 200, body: [[42]] });
  expect(await server.app.mysqldb.fetchone('SELECT 1')).toEqual([1]);
});

test('serves routes that were declared before it was loaded, and those of children', async () => {
  const app = fastify();
  const server = new TestApp(app);
  void app.register(mysqldbFastify, { pool: options() });
  app.get('/early', { config: { mysqldb: { transaction: true } } }, async ({ mysqldb }) => {
    await mysqldb.fetchone('SELECT 1');
    return app.mysqldb.stats.used;
  });
  void app.register(async (child) => {
    child.get('/child', ({ mysqldb }) => mysqldb.fetchone('SELECT 2'));
  });
  await server.listen();
  expect((await server.get('/child')).body).toEqual([2]);
  expect((await server.get('/early')).body).toBe(1);
  await app.close();
});

// @ts-expect-error a boolean, or options
export const wrong: FastifyContextConfig = { mysqldb: { transaction: 'yes' } };

test.each<[string, object, string]>([
  ['a setting that is misspelt', { transactions: true }, 'no setting transactions'],
  ['a transaction that is none', { transaction: 'yes' }, 'must be true, false or an object'],
  ['what only a function can do again', { transaction: { retries: 1 } }, 'no option retries'],
])('%s is an error', async (_, mysqldb, message) => {
  const server = await makeServer();
  server.app.get('/', { config: { mysqldb } }, async () => 'not reached');
  await server.listen();
  const body = { code: 'ERR_MYSQLDB_OPTION', message: expect.stringContaining(message) };
  expect(await server.get('/')).toMatchObject({ status: 500, body });
});

test('several pools have names', async () => {
  const app = fastify();
  await app.register(mysqldbFastify, { pool: options() });
  await app.register(mysqldbFastify, { pool: options(), name: 'reports' });
  const { reports } = app as unknown as { reports: Pool };
  expect(reports).not.toBe(app.mysqldb);
  const config = { reports: { transaction: true } };
  app.get('/', { config }, async (request) => {
    const own = (request as unknown as { reports: typeof request.mysqldb }).reports;
    await own.execute('SELECT 1');
    return [reports.stats.used, app.mysqldb.stats.used];
  });
  const server = new TestApp(app);
  await server.listen();
  expect((await server.get('/')).body).toEqual([1, 0]);
  await app.close();
  expect([reports.isClosed, app.mysqldb.isClosed]).toEqual([true, true]);
});

test('the same name twice is an error', async () => {
  const app = fastify();
  await app.register(mysqldbFastify, { pool: options() });
  const failure = await failureOf(() => app.register(mysqldbFastify, { pool: options() }));
  expect(failure.code).toBe('FST_ERR_DEC_ALREADY_PRESENT');
  await app.close();
});

test.each<[string, Partial<MysqldbFastifyOptions>]>([
  ['no pool', {}],
  ['an option that createPool does not know', { pool: { connectionLimit: 3 } as PoolOptions }],
  ['a URL with an option that nobody knows', { pool: 'mysql://127.0.0.1/?evil=1' }],
])('%s is an error of the start', async (_, given) => {
  const app = fastify();
  void app.register(mysqldbFastify, given as MysqldbFastifyOptions);
  expect(await failureOf(() => app.ready())).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
});

describe('closing the server', () => {
  test('waits for requests, then closes the pool', async () => {
    const server = await makeServer();
    const { mysqldb } = server.app;
    const begun = nextEvent(mysqldb, 'acquire');
    server.app.get('/', (request) =>
      request.mysqldb.fetchone('SELECT 7 FROM (SELECT SLEEP(0.3)) s'),
    );
    await server.listen();
    const answer = server.get('/');
    await begun;
    await server.app.close();
    expect((await answer).body).toEqual([7]);
    expect(mysqldb.stats).toMatchObject({ total: 0, used: 0 });
    expect(mysqldb.isClosed).toBe(true);
  });

  test('leaves a pool open that it was given', async () => {
    const pool = makePool();
    const { app } = await makeServer(pool);
    expect(app.mysqldb).toBe(pool);
    await app.close();
    expect(await pool.fetchone('SELECT 1')).toEqual([1]);
  });

  test('cuts what is held for longer than closeTimeout', async () => {
    const { app } = await makeServer();
    const held = await app.mysqldb.connection();
    await app.close();
    expect(held.isUsable).toBe(false);
  });
});

describe('a pool that is busy', () => {
  const BUSY: PoolOptions = { max: 1, acquireTimeout: 1_000 };

  test.each([
    ['a statement', {}],
    ['a transaction of the request', { mysqldb: { transaction: true } }],
  ])('answers 503 after acquireTimeout, to %s', async (_, config) => {
    const server = await makeServer(BUSY);
    server.app.get('/', { config }, ({ mysqldb }) => mysqldb.fetchone('SELECT 1'));
    await server.listen();
    const held = await server.app.mysqldb.connection();
    const body = { statusCode: 503, code: 'ERR_MYSQLDB_POOL_TIMEOUT' };
    expect(await server.get('/')).toMatchObject({ status: 503, body });
    held.release();
    expect((await server.get('/')).body).toEqual([1]);
  });

  test('tells its numbers to the log, and not to clients', async () => {
    const lines: string[] = [];
    const server = await makeServer(BUSY, (line) => lines.push(line));
    server.app.get('/', ({ mysqldb }) => mysqldb.fetchone('SELECT 1'));
    await server.listen();
    const held = await server.app.mysqldb.connection();
    expect((await server.get('/')).body).toEqual({
      ...{ statusCode: 503, code: 'ERR_MYSQLDB_POOL_TIMEOUT', error: 'Service Unavailable' },
      message: 'The database is not available now',
    });
    expect(lines.join('')).toContain('1 of 1 in use');
    held.release();
  });

  test('answers 503 when its queue is full', async () => {
    const server = await makeServer({ max: 1, queueLimit: 1, acquireTimeout: 0 });
    server.app.get('/', ({ mysqldb }) => mysqldb.transaction((tx) => tx.fetchone('SELECT 1')));
    await server.listen();
    const held = await server.app.mysqldb.connection();
    const first = nextEvent(server.app.mysqldb, 'enqueue');
    const waiting = server.get('/');
    await first;
    expect(await server.get('/')).toMatchObject({ status: 503 });
    held.release();
    expect((await waiting).body).toEqual([1]);
  });

  test('a handler may make do without the transaction that it could not begin', async () => {
    const server = await makeServer(BUSY);
    const config = { mysqldb: { transaction: true } };
    server.app.get('/', { config }, async ({ mysqldb }) =>
      mysqldb.fetchone('SELECT 1').catch(() => 'from the cache'),
    );
    await server.listen();
    const held = await server.app.mysqldb.connection();
    expect(await server.get('/')).toEqual({ status: 200, body: 'from the cache' });
    held.release();
  });

  test.each([
    ['a statement', {}],
    ['a transaction of the request', { mysqldb: { transaction: true } }],
  ])('forgets a client that leaves while it waits, with %s', async (_, config) => {
    const server = await makeServer({ max: 1, acquireTimeout: 0 });
    const failure = new Promise<unknown>((resolve) => {
      server.app.get('/', { config }, async ({ mysqldb }) => {
        const reading = mysqldb.fetchone('SELECT 1');
        resolve(reading.catch((error: unknown) => error));
        return reading;
      });
    });
    await server.listen();
    const held = await server.app.mysqldb.connection();
    const waits = nextEvent(server.app.mysqldb, 'enqueue');
    const client = await server.leaver('/');
    await waits;
    client.destroy();
    expect(await failure).toMatchObject({ name: 'AbortError', statusCode: 499 });
    expect(server.app.mysqldb.stats.pending).toBe(0);
    held.release();
  });
});

test('answers 503 while there is no server', async () => {
  const server = await makeServer({ host: '127.0.0.1', port: 1, acquireTimeout: 100 });
  server.app.get('/', ({ mysqldb }) => mysqldb.fetchone('SELECT 1'));
  await server.listen();
  const { status, body } = await server.get('/');
  expect(status).toBe(503);
  expect(JSON.stringify(body)).not.toContain('127.0.0.1');
});

test('ends the statement of a client that leaves', async () => {
  const server = await makeServer();
  const failure = new Promise<unknown>((resolve) => {
    server.app.post('/', async ({ mysqldb }) => {
      resolve(mysqldb.fetchone('SELECT SLEEP(100)').catch((error: unknown) => error));
      await failure;
    });
  });
  await server.listen();
  const acquired = nextEvent(server.app.mysqldb, 'acquire');
  const client = await server.leaver('/', 'POST');
  await acquired;
  client.destroy();
  expect(await failure).toMatchObject({ code: 'ERR_MYSQLDB_ABORTED', statusCode: 499 });
  expect(server.app.mysqldb.stats).toMatchObject({ used: 0, total: 1 });
});

test('rolls back transaction() of a client that has left', async () => {
  administer(`CREATE OR REPLACE TABLE ${options().database}.note (id INT)`);
  const server = await makeServer();
  const failure = new Promise<unknown>((resolve) => {
    server.app.post('/', async ({ mysqldb }) => {
      const working = mysqldb.transaction(async (tx) => {
        await tx.execute('INSERT INTO note VALUES (1)');
        if (!mysqldb.signal.aborted) await once(mysqldb.signal, 'abort');
      });
      resolve(working.catch((error: unknown) => error));
      await working;
    });
  });
  await server.listen();
  const acquired = nextEvent(server.app.mysqldb, 'acquire');
  const client = await server.leaver('/', 'POST');
  await acquired;
  client.destroy();
  expect(await failure).toMatchObject({ name: 'AbortError', statusCode: 499 });
  expect(await server.app.mysqldb.fetchall('SELECT * FROM note')).toEqual([]);
});

test('does not take the end of a request for the leaving of its client', async () => {
  const server = await makeServer();
  const signals: AbortSignal[] = [];
  server.app.post('/', async ({ mysqldb }) => {
    signals.push(mysqldb.signal);
    return mysqldb.fetchone('SELECT 1 FROM (SELECT SLEEP(0.1)) s');
  });
  await server.listen();
  expect(await server.post('/', { long: 'x'.repeat(200_000) })).toEqual({ status: 200, body: [1] });
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
});
