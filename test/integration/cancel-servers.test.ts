/** Where the kill goes: to the session's own server, or nowhere, and then the connection is cut. */
import { connect, type Connection, type ConnectOptions, type MySQLError } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf } from '../support/apis';
import { Balancer } from '../support/balancer';
import { Authority, BIND_ADDRESS, VERIFIED_HOST } from '../support/certificates';
import { recreate } from '../support/database';

let authority: Authority;
let server: TestServer;
let other: TestServer;
let admin: Connection;

beforeAll(async () => {
  authority = new Authority();
  const { cert, key } = authority.sign('server', 'DNS:localhost,IP:127.0.0.1,IP:127.0.0.2');
  const tls = [`--ssl-cert=${cert}`, `--ssl-key=${key}`, `--ssl-ca=${authority.cert}`];
  [server, other] = await Promise.all([
    startServer({ options: [...tls, BIND_ADDRESS] }),
    startServer(),
  ]);
  admin = await connect(server.url);
}, 60_000);

afterAll(async () => {
  await admin.close();
  await Promise.all([server, other].map((one) => one.stop()));
  authority.remove();
});

const ENDED = { name: 'TimeoutError', code: 'ERR_MYSQLDB_TIMEOUT', fatal: false };
const CUT = {
  name: 'TimeoutError',
  code: 'ERR_MYSQLDB_TIMEOUT',
  fatal: true,
  message: expect.stringContaining('and its connection was cut: ') as unknown,
  hint: expect.stringContaining('open a new connection') as unknown,
};

describe.each(APIS)('$name', (api) => {
  const slow = (conn: Connection, timeout = 150): Promise<MySQLError> =>
    failureOf(() => conn.fetchall('SELECT SLEEP(60)', undefined, { timeout }));

  async function expectEnds(options: ConnectOptions): Promise<void> {
    const conn = await api.open({ ...server.connectOptions, ...options });
    expect(await slow(conn)).toMatchObject(ENDED);
    expect(await conn.fetchone('SELECT CONNECTION_ID()')).toEqual([conn.threadId]);
    await conn.close();
  }

  async function expectCut(conn: Connection): Promise<MySQLError> {
    const begin = performance.now();
    const error = await slow(conn);
    expect(error).toMatchObject(CUT);
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(conn.isUsable).toBe(false);
    expect(await failureOf(() => conn.execute('SELECT 1'))).toMatchObject({
      code: 'ERR_MYSQLDB_CLOSED',
    });
    await conn.close();
    return error;
  }

  test('by a unix socket', async () => {
    const { user, unixSocket } = server;
    const conn = await api.open({ user, unixSocket });
    expect(await slow(conn)).toMatchObject(ENDED);
    expect(await conn.fetchone('SELECT CONNECTION_ID()')).toEqual([conn.threadId]);
    await conn.close();
  });

  test('over TLS without a check of the name', () => expectEnds({ sslMode: 'REQUIRED' }));

  test('over TLS, where the certificate must be of the name', () =>
    expectEnds({ host: VERIFIED_HOST, ssl: { ca: authority.cert } }));

  test.each(['zlib'] as const)('compressed: %s', (compress) => expectEnds({ compress }));

  test('under ANSI_QUOTES and another character set', () =>
    expectEnds({ sqlMode: 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', charset: 'latin1' }));

  test('as an account without rights, with a password, that has changed its user', async () => {
    await recreate(admin, "USER plain@'%' IDENTIFIED BY 'a secret'");
    const conn = await api.open({ ...server.connectOptions, user: 'plain', password: 'a secret' });
    expect(await slow(conn)).toMatchObject(ENDED);
    await recreate(admin, "USER changed@'%' IDENTIFIED BY 'another secret'");
    await conn.changeUser({ user: 'changed', password: 'another secret' });
    expect(await slow(conn)).toMatchObject(ENDED);
    await conn.reset();
    expect(await slow(conn)).toMatchObject(ENDED);
    await conn.close();
  });

  test('when the account may not log in again: cut, and no secret is told', async () => {
    await recreate(admin, "USER once@'%' IDENTIFIED BY 'first secret'");
    const conn = await api.open({
      ...server.connectOptions,
      user: 'once',
      password: 'first secret',
    });
    await conn.fetchone('SELECT 1');
    await admin.execute("ALTER USER once@'%' IDENTIFIED BY 'second secret'");
    const error = await expectCut(conn);
    expect(error.cause).toMatchObject({ errno: 1045 });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('secret');
  });

  test('the server is restarted or stopped meanwhile: the error is told', async () => {
    const gone = await startServer();
    const conn = await api.open(gone.url);
    await conn.fetchone('SELECT 1', undefined, { timeout: 1_000 });
    await gone.stop();
    const error = await failureOf(() => conn.fetchone('SELECT 1', undefined, { timeout: 1_000 }));
    expect(error).toMatchObject({ fatal: true });
    await conn.close();
  });
});

describe('behind a balancer', () => {
  const api = APIS[0]!;
  let balancer: Balancer;

  afterEach(() => balancer.close());

  test('of one server, which sees the port of the balancer', async () => {
    balancer = await Balancer.open(server);
    const conn = await api.open({ ...server.connectOptions, port: balancer.port });
    const late = () => conn.fetchall('SELECT SLEEP(60)', undefined, { timeout: 150 });
    expect(await failureOf(late)).toMatchObject(ENDED);
    expect(await conn.fetchone('SELECT CONNECTION_ID()')).toEqual([conn.threadId]);
    expect(balancer.connections).toBe(2);
    await conn.close();
  });

  test('a thread of the same id on another server is left alone', async () => {
    balancer = await Balancer.open(server, other);
    const to = { ...server.connectOptions, port: balancer.port };
    const conn = await api.open(to);
    // The other server gets as far with its ids, and somebody works under this one.
    let victim = await api.open(other.url);
    while (victim.threadId < conn.threadId) {
      await victim.close();
      victim = await api.open(other.url);
    }
    expect(victim.threadId).toBe(conn.threadId);
    const work = victim.fetchall('SELECT SLEEP(1)');
    const error = await failureOf(() =>
      conn.fetchall('SELECT SLEEP(60)', undefined, { timeout: 100 }),
    );
    expect(error).toMatchObject(CUT);
    expect(balancer.connections).toBe(2);
    expect(await work).toEqual([[0]]);
    await victim.close();
  });

  test('a server that answers no more: within connectTimeout the connection is cut', async () => {
    balancer = await Balancer.open(server);
    const to = { ...server.connectOptions, port: balancer.port, connectTimeout: 3_000 };
    const conns = await Promise.all(Array.from({ length: 20 }, () => api.open(to)));
    for (const conn of conns) await conn.fetchone('SELECT 1', undefined, { timeout: 1_000 });
    balancer.silent = true;
    const begin = performance.now();
    const errors = await Promise.all(
      conns.map((conn) =>
        failureOf(() => conn.fetchall('SELECT SLEEP(60)', undefined, { timeout: 100 })),
      ),
    );
    for (const error of errors) expect(error).toMatchObject(CUT);
    expect(performance.now() - begin).toBeGreaterThan(3_000);
    expect(performance.now() - begin).toBeLessThan(20_000);
    // No crowd of connections to a server that stands still: eight, and those whose end is not heard of yet.
    expect(balancer.mostSilent).toBeLessThanOrEqual(16);
    expect(balancer.mostSilent).toBeGreaterThan(0);
  });
});
