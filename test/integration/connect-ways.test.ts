import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { useDatabase } from '../support/database';

useDatabase();

/** The socket that the server listens at. */
async function socketPath(): Promise<string> {
  const conn = await APIS[0]!.connect();
  const [path] = (await conn.fetchone('SELECT @@socket'))!;
  await conn.close();
  return path as string;
}

describe.each(APIS)('$name connect', (api) => {
  test('goes by TCP to an address', async () => {
    const conn = await api.connect();
    expect(conn.hostInfo).toMatch(/TCP\/IP/);
    expect(conn.isUsable).toBe(true);
    expect(await conn.fetchone('SELECT CONNECTION_ID(), VERSION()')).toEqual([
      conn.threadId,
      conn.serverVersion,
    ]);
    await conn.close();
  });

  test('goes by the unix socket when one is given, whatever host and port say', async () => {
    const { user, password } = serverOptions();
    const conn = await api.open({
      user: user!,
      password: password!,
      unixSocket: await socketPath(),
      host: 'no-such-host.invalid',
      port: 1,
    });
    expect(conn.hostInfo).toMatch(/UNIX socket/);
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    await conn.close();
  });

  test('means the socket by localhost', async () => {
    const { user, password } = serverOptions();
    const options = { host: 'localhost', user: user!, password: password! };
    const conn = await api.open({ ...options, unixSocket: await socketPath() });
    expect(conn.hostInfo).toMatch(/UNIX socket/);
    await conn.close();
  });

  test('opens many connections, each its own', async () => {
    const connections = await Promise.all(Array.from({ length: 20 }, () => api.connect()));
    const ids = connections.map((conn) => conn.threadId);
    expect(new Set(ids).size).toBe(20);
    const told = await Promise.all(
      connections.map((conn) => conn.fetchone('SELECT CONNECTION_ID()')),
    );
    expect(told).toEqual(ids.map((id) => [id]));
    await Promise.all(connections.map((conn) => conn.close()));
  });
});

describe.each(APIS)('$name connectTimeout', (api) => {
  let silent: Server;
  beforeAll(async () => {
    // The kernel completes connections that nobody accepts: no event loop is needed.
    silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterAll(() => silent.close());

  test('ends the wait for a server that accepts and says nothing', async () => {
    const { port } = silent.address() as { port: number };
    const begin = performance.now();
    const error = await failureOf(() =>
      api.open({ host: '127.0.0.1', port, user: 'root', connectTimeout: 300 }),
    );
    const took = performance.now() - begin;
    expect(error).toMatchObject({ name: 'OperationalError', fatal: true });
    expect([2002, 2003, 2013]).toContain(error.errno);
    expect(took).toBeGreaterThan(250);
    expect(took).toBeLessThan(3000);
  });
});
