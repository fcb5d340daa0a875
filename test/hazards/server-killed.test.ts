/** A server that is killed, as by the kernel when memory ends. */
import { connect, type Connection, InterfaceError, OperationalError, SSCursor } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { failureOf, inTime } from './expectations';
import { ofServer } from '../support/flavor';
import { numbersTo } from '../support/numbers';
import { NUMBERS_TABLE } from '../support/numbers-table';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
  const conn = await connect(server.url);
  for (const sql of ofServer({ mariadb: [], mysql: NUMBERS_TABLE })) await conn.execute(sql);
  await conn.commit();
  await conn.close();
});
afterEach(() => server.stop());

function open(overSocket: boolean): Promise<Connection> {
  const { unixSocket, connectOptions } = server;
  const place = overSocket ? { unixSocket, user: 'root' } : connectOptions;
  return connect({ ...place, database: 'mysql' });
}

test('while connections are idle, sleep, stream and store', async () => {
  const all = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((i) => open(i % 2 === 0)));
  let ends = 0;
  for (const conn of all) conn.on('end', () => ends++);
  const streams = all.slice(2, 6).map((conn) => conn.cursor(SSCursor));
  for (const [i, stream] of streams.entries()) {
    await stream.execute(`SELECT a.seq FROM ${numbersTo(1_000_000, 'a')}, ${numbersTo(1000, 'b')}`);
    await stream.fetchmany(i < 2 ? 1 : 50_000);
  }
  const running = [
    failureOf(all[6]!.execute('SELECT SLEEP(20)')),
    failureOf(
      all[7]!.fetchall(`SELECT a.seq FROM ${numbersTo(1_000_000, 'a')}, ${numbersTo(20, 'b')}`),
    ),
    ...streams.map((stream) =>
      failureOf(
        (async () => {
          while ((await stream.fetchmany(10_000)).length > 0) continue;
        })(),
      ),
    ),
  ];
  process.kill(server.pid, 'SIGKILL');
  for (const error of await inTime(Promise.all(running), 10_000)) {
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ fatal: true });
  }
  for (const conn of all) {
    if (conn.isUsable) await inTime(new Promise<void>((resolve) => conn.on('end', resolve)));
    expect(await failureOf(conn.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
    await conn.close();
  }
  expect(ends).toBe(all.length);
});

test('a new connection works when a server is there again, and is refused until then', async () => {
  const conn = await open(false);
  process.kill(server.pid, 'SIGKILL');
  await inTime(new Promise<void>((resolve) => conn.on('end', resolve)));
  const refused = await inTime(failureOf(open(false)));
  expect(refused).toBeInstanceOf(OperationalError);
  expect(refused).toMatchObject({ fatal: true });
  await server.stop();
  server = await startServer();
  const again = await open(true);
  expect(await again.fetchone('SELECT 1')).toEqual([1]);
  await again.close();
});
