/** Several hosts: tried in order, until one can be reached. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type ConnectOptions, OperationalError } from '../../lib';
import { APIS, failureOf, serverOptions, serverUrl } from '../support/apis';
import { administer, useDatabase } from '../support/database';

useDatabase();

beforeAll(() => administer("CREATE OR REPLACE USER one_host@'%' IDENTIFIED BY 'right'"));
afterAll(() => administer("DROP USER one_host@'%'"));

/** Ports where nobody listens. */
let refused: readonly number[];
beforeAll(async () => {
  const servers = [createServer(), createServer()].map((server) => server.listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  refused = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
});

describe.each(APIS)('several hosts, $name', (api) => {
  const open = (hosts: ConnectOptions['hosts'], own: ConnectOptions = {}) => {
    const { host: _host, port: _port, ...account } = serverOptions();
    return api.open({ ...account, hosts, ...own } as ConnectOptions);
  };
  const server = () => {
    const { host, port } = serverOptions();
    return `${host}:${port}`;
  };
  const nobody = () => refused.map((port) => `127.0.0.1:${port}`);

  test('the second when the first refuses', async () => {
    const conn = await open([nobody()[0]!, server()]);
    expect(await conn.fetchone('SELECT @@port')).toEqual([serverOptions().port]);
    await conn.close();
  });

  test('the first that can be reached, and no other', async () => {
    const conn = await open([server(), nobody()[0]!]);
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    await conn.close();
  });

  test('a socket, a name and an object', async () => {
    const hosts = [
      '/no/such/socket',
      'no-such-host.invalid',
      { host: '127.0.0.1', port: refused[0]! },
      { host: serverOptions().host!, port: serverOptions().port! },
    ];
    const conn = await open(hosts);
    expect(conn.isUsable).toBe(true);
    await conn.close();
  });

  test('a refused password is not tried on the next', async () => {
    const account = { user: 'one_host', password: 'wrong' };
    const error = await failureOf(() => open([server(), nobody()[0]!], account));
    expect(error).toMatchObject({ errno: 1045 });
    expect(error.cause).toBeUndefined();
  });

  test('when all fail, the last error has all as its cause', async () => {
    const error = await failureOf(() => open(nobody()));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error.message).toMatch(/\(the last of 2 servers that were tried\)$/);
    expect(error.cause).toBeInstanceOf(AggregateError);
    const { errors } = error.cause as AggregateError;
    expect(errors.map(({ errno }: { errno: number }) => [2002, 2003].includes(errno))).toEqual([
      true,
      true,
    ]);
  });

  test('in a URL', async () => {
    const url = serverUrl();
    const account = `${url.username}:${url.password}`;
    const conn = await api.open(`mysql://${account}@${nobody()[0]},${url.host}/?autocommit=true`);
    expect(await conn.fetchone('SELECT @@port, @@autocommit')).toEqual([serverOptions().port, 1]);
    await conn.close();
  });
});
