/** A pool of several servers: which one it goes to, and what it learns from them. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connect, createPool, type Pool, type PoolOptions } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { PoolHost } from '../../lib/pool/pool-hosts';
import { failureOf } from '../support/apis';
import { FaultyProxy } from '../support/faulty-proxy';
import { nextEvent } from '../support/pools';

let servers: readonly [TestServer, TestServer];
let nobody: number;
const pools: Pool[] = [];

beforeAll(async () => {
  servers = await Promise.all([startServer(), startServer()]);
  for (const { connectOptions } of servers) {
    const conn = await connect({ ...connectOptions, autocommit: true });
    await conn.execute("CREATE USER app@'%' IDENTIFIED BY 'app'");
    await conn.execute('CREATE DATABASE app');
    await conn.execute("GRANT ALL ON app.* TO app@'%'");
    await conn.execute('CREATE TABLE app.t (id INT)');
    await conn.close();
  }
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  nobody = (listener.address() as { port: number }).port;
  await once(listener.close(), 'close');
}, 60_000);
afterAll(() => Promise.all(servers.map((server) => server.stop())));
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close({ timeout: 1 }))));

function pool(hosts: PoolOptions['hosts'], options?: PoolOptions): Pool {
  const account = { user: 'app', password: 'app', database: 'app', getServerPublicKey: true };
  const own = createPool({ ...account, hosts: hosts!, ...options });
  pools.push(own);
  return own;
}

const at = (port: number) => ({ host: '127.0.0.1', port });
const first = () => at(servers[0].port);
const second = () => at(servers[1].port);
const portOf = async (own: Pool, readOnly = false): Promise<unknown> =>
  (await own.fetchone('SELECT @@port', [], { readOnly }))![0];

/** The servers of so many connections that are held at once. */
async function portsOf(own: Pool, count: number, readOnly = false): Promise<number[]> {
  const ports: number[] = [];
  const held = [];
  for (let i = 0; i < count; i++) {
    const conn = await own.connection({ readOnly });
    ports.push(((await conn.fetchone('SELECT @@port')) as [number])[0]);
    held.push(conn);
  }
  for (const conn of held) conn.release();
  return ports;
}

async function setReadOnly(server: TestServer, on: boolean): Promise<void> {
  const conn = await connect({ ...server.connectOptions, autocommit: true });
  await conn.execute(`SET GLOBAL read_only = ${on ? 1 : 0}`);
  await conn.close();
}

test('failover: the first that can be reached', async () => {
  const own = pool([`127.0.0.1:${nobody}`, first(), second()]);
  expect(await portsOf(own, 3)).toEqual([0, 1, 2].map(() => servers[0].port));
});

test('when none can be reached, the error has all', async () => {
  const own = pool([at(nobody), at(nobody)], { acquireTimeout: 50 });
  const error = await failureOf(() => own.connection());
  expect(error).toMatchObject({ code: 'ERR_MYSQLDB_POOL_TIMEOUT' });
  expect((error.cause as Error).message).toContain('the last of 2 servers');
  expect((error.cause as Error).cause).toBeInstanceOf(AggregateError);
});

test('round-robin: one after the other, and past one that is not there', async () => {
  const own = pool([first(), second()], { balance: 'round-robin' });
  const [one, two] = [servers[0].port, servers[1].port];
  expect(await portsOf(own, 4)).toEqual([one, two, one, two]);
  const gap = pool([first(), at(nobody), second()], { balance: 'round-robin' });
  expect(new Set(await portsOf(gap, 5))).toEqual(new Set([one, two]));
});

test('random: all of them, sooner or later', async () => {
  const own = pool([first(), second()], { balance: 'random', max: 40 });
  const ports = await portsOf(own, 40);
  expect(new Set(ports).size).toBe(2);
});

describe('replicas', () => {
  const split = () => [first(), { ...second(), role: 'replica' as const }];

  test('are for what is read, primaries for all else', async () => {
    const own = pool(split());
    expect([await portOf(own), await portOf(own, true)]).toEqual([
      ...[servers[0].port, servers[1].port],
    ]);
    const read = await own.transaction((tx) => tx.fetchone('SELECT @@port'), { readOnly: true });
    expect(read).toEqual([servers[1].port]);
    const written = await own.transaction((tx) => tx.fetchone('SELECT @@port'));
    expect(written).toEqual([servers[0].port]);
    expect(await own.use((conn) => conn.fetchone('SELECT @@port'), { readOnly: true })).toEqual([
      servers[1].port,
    ]);
    expect(own.stats).toMatchObject({ max: 20, total: 2 });
  });

  test('that are not there are replaced by a primary', async () => {
    const own = pool([first(), { ...at(nobody), role: 'replica' }]);
    expect(await portOf(own, true)).toBe(servers[0].port);
  });

  test('take turns', async () => {
    const own = pool([
      first(),
      ...[first(), second()].map((h) => ({ ...h, role: 'replica' as const })),
    ]);
    expect(new Set(await portsOf(own, 2, true)).size).toBe(2);
  });

  test('without any, readOnly is the primary', async () => {
    expect(await portOf(pool([first()]), true)).toBe(servers[0].port);
  });

  test('up to max connections to them, and as many to primaries', async () => {
    const own = pool(split(), { max: 1 });
    const held = await Promise.all([own.connection(), own.connection({ readOnly: true })]);
    expect(own.stats).toMatchObject({ max: 2, used: 2, pending: 0 });
    for (const conn of held) conn.release();
  });

  test('that refuse a change are replicas all the same', async () => {
    await setReadOnly(servers[1], true);
    const own = pool(split());
    const error = await failureOf(() =>
      own.execute('INSERT INTO t VALUES (1)', [], { readOnly: true }),
    );
    expect([1290, 1836]).toContain(error.errno);
    expect(await portOf(own, true)).toBe(servers[1].port);
    expect(own.stats.removed).toBe(0);
    await setReadOnly(servers[1], false);
  });
});

describe('a server that cannot be reached', () => {
  test('comes last for a second, and longer each further time, until it is reached', async () => {
    let ahead = 0;
    const now = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
    try {
      const server = await FaultyProxy.open(first());
      const host = new PoolHost(
        { user: 'app', password: 'app', sslMode: 'DISABLED' },
        at(server.options.port!),
        false,
      );
      const avoided = (): number => Math.round((host.avoidedUntil - performance.now()) / 1000);
      const fail = async (): Promise<number> => {
        ahead += 60_000; // long after the time before
        const attempts = [0, 1, 2].map(() => failureOf(() => host.open()));
        await Promise.all(attempts);
        return avoided();
      };
      void server.failAfter(0, 'cut');
      const times: number[] = [];
      for (let i = 0; i < 7; i++) times.push(await fail());
      expect(times).toEqual([1, 2, 4, 8, 16, 30, 30]);
      void server.failAfter(Infinity, 'cut');
      await (await host.open()).close();
      expect(host.avoidedUntil).toBe(0);
      void server.failAfter(0, 'cut');
      expect(await fail()).toBe(1);
      await server.close();
    } finally {
      clock.mockRestore();
    }
  });
});

describe('a primary that takes no changes any more', () => {
  afterEach(() => Promise.all(servers.map((server) => setReadOnly(server, false))));

  test('is left: all its connections, for the next server', async () => {
    const own = pool([first(), second()]);
    await portsOf(own, 3);
    await own.execute('INSERT INTO t VALUES (1)');
    await setReadOnly(servers[0], true);
    const removed = nextEvent(own, 'remove', ({ reason }) => reason === 'read-only');
    const error = await failureOf(() => own.execute('INSERT INTO t VALUES (2)'));
    expect([1290, 1836]).toContain(error.errno);
    expect(error.hint).toContain('primary');
    await removed;
    await own.execute('INSERT INTO t VALUES (3)');
    expect(await portsOf(own, 3)).toEqual([1, 2, 3].map(() => servers[1].port));
    expect(own.stats.total).toBe(3);
  });

  test('is tried again when the others take none either: one of them may be the next', async () => {
    await Promise.all(servers.map((server) => setReadOnly(server, true)));
    const own = pool([first(), second()]);
    const insert = () => own.execute('INSERT INTO t VALUES (5)');
    const refusedBy: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      refusedBy.push(await portOf(own));
      await failureOf(insert);
    }
    const [one, two] = [servers[0].port, servers[1].port];
    expect(refusedBy).toEqual([one, two, one, two]);
    await setReadOnly(servers[1], false);
    await failureOf(insert);
    expect((await insert()).rowcount).toBe(1);
    expect(await portOf(own)).toBe(two);
  });

  test.each([
    ['1290 of --read-only', 1290, 'running with the --read-only option', true],
    ['1290 of --super-read-only', 1290, 'running with the --super-read-only option', true],
    ['1290 of another option', 1290, 'running with the --secure-file-priv option', false],
    ['1792 outside of a transaction', 1792, 'in a READ ONLY transaction', true],
    ['1836', 1836, 'Running in read-only mode', true],
    ['1205', 1205, 'Lock wait timeout exceeded in read-only mode', false],
  ])('%s: left is %4$p', async (_, errno, text, isLeft) => {
    const own = pool([first(), second()]);
    const error = await failureOf(() =>
      own.execute(`SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = '${text}'`),
    );
    expect(error.errno).toBe(errno);
    expect(await portOf(own)).toBe(servers[isLeft ? 1 : 0].port);
    expect(own.stats.removed).toBe(isLeft ? 1 : 0);
  });

  test('a transaction that asked for it is no such thing', async () => {
    const own = pool([first(), second()]);
    const error = await failureOf(() =>
      own.use((conn) =>
        conn.transaction((tx) => tx.execute('INSERT INTO t VALUES (4)'), { readOnly: true }),
      ),
    );
    expect(error).toMatchObject({ errno: 1792 });
    expect(await portOf(own)).toBe(servers[0].port);
    expect(own.stats).toMatchObject({ removed: 0 });
  });
});
