import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

import { startServer, type TestServer } from '../../lib/testing';
import { greeting } from './greeting';
import { isRunning } from './parent-process';

const isRoot = process.getuid?.() === 0;

describe('a started server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  test('greets over TCP and on the unix socket with its version', async () => {
    const { host, port, unixSocket, version } = server;
    const [protocol, text] = await greeting({ host, port });
    expect(protocol).toBe(10);
    expect(text).toContain(version); // MariaDB puts '5.5.5-' in front
    expect(await greeting({ path: unixSocket })).toEqual([protocol, text]);
  });

  test('lets root in without a password over TCP and on the socket', async () => {
    const { connectOptions, unixSocket, user, password } = server;
    const accounts = [];
    for (const options of [connectOptions, { socketPath: unixSocket, user, password }]) {
      accounts.push(await selectOne(options, 'SELECT CURRENT_USER() AS value'));
    }
    expect(accounts).toEqual(['root@127.0.0.1', 'root@localhost']);
  });

  test('can be reached through its URL', async () => {
    const sql = 'SELECT VERSION() AS value';
    expect(await selectOne({ uri: server.url }, sql)).toBe(server.version);
    expect(await selectOne({ uri: `${server.url}/mysql` }, sql)).toBe(server.version);
  });

  test('has no anonymous user and no account for other hosts without loopback', async () => {
    const sql = "SELECT COUNT(*) AS value FROM mysql.user WHERE user = '' OR host = '%'";
    expect(await selectOne(server.connectOptions, sql)).toBe(0);
  });

  test('keeps the files of the machine out of the reach of SQL', async () => {
    const sql = "SELECT LOAD_FILE('/etc/passwd') AS value";
    expect(await selectOne(server.connectOptions, sql)).toBeNull();
  });

  test('listens on the loopback interface only', async () => {
    const sql = 'SELECT @@bind_address AS value';
    expect(await selectOne(server.connectOptions, sql)).toBe('127.0.0.1');
  });

  test('says where its log and its data are', () => {
    expect(readFileSync(server.logFile, 'utf8')).toContain('ready for connections');
    expect(existsSync(server.datadir)).toBe(true);
  });

  test('is described by a value that nobody can change', () => {
    expect(Object.isFrozen(server)).toBe(true);
  });

  if (isRoot && process.platform === 'linux') {
    test('runs as an unprivileged user when we are root', () => {
      expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
      expect(statSync(server.datadir).uid).toBe(statSync(`/proc/${server.pid}`).uid);
    });
  }
});

describe('several servers', () => {
  test('run at the same time, each with its own data', async () => {
    const servers = await Promise.all([startServer(), startServer()]);
    const [a, b] = servers;
    expect(a.port).not.toBe(b.port);
    await selectOne(a.connectOptions, 'SELECT 1 AS value');
    await Promise.all([a.stop(), b.stop()]);
    expect(servers.map(({ pid }) => isRunning(pid))).toEqual([false, false]);
  });
});

describe('stop()', () => {
  test('ends the server, removes its directory, and may be called again', async () => {
    const server = await startServer();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(existsSync(dirname(server.datadir))).toBe(false);
  });

  test('cleans up after a server that was killed', async () => {
    const server = await startServer();
    process.kill(server.pid, 'SIGKILL');
    await server.stop();
    expect(existsSync(dirname(server.datadir))).toBe(false);
  });

  test('kills a server that does not end by itself', async () => {
    const server = await startServer();
    process.kill(server.pid, 'SIGSTOP');
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(existsSync(dirname(server.datadir))).toBe(false);
  });

  test('is what `await using` calls', async () => {
    const server = await startServer();
    await server[Symbol.asyncDispose]();
    expect(isRunning(server.pid)).toBe(false);
  });
});

async function selectOne(options: object, sql: string): Promise<unknown> {
  const connection = await createConnection(options);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows[0]?.['value'];
  } finally {
    await connection.end();
  }
}
