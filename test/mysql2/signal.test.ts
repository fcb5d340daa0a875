/** `signal`, which mysql2 has not: the query ends on the server, and the connection goes on. */
import { once } from 'node:events';
import { connectSync } from '../../lib';
import {
  createConnection,
  createPool,
  createPoolCluster,
  type PoolConnection,
} from '../../lib/mysql2';
import { serverOptions, serverUrl, TEST_DATABASE } from '../support/apis';
import { useDatabase } from '../support/database';

useDatabase();

function url(): string {
  const of = serverUrl();
  of.pathname = TEST_DATABASE;
  return of.href;
}

const open = () => createConnection(url()).promise();

const aborted = ({ signal }: AbortController): object => ({
  name: 'AbortError',
  code: 'ERR_MYSQLDB_ABORTED',
  cause: signal.reason as unknown,
});

/** Aborts when the server runs the statement. */
function abortWhenRunning(controller: AbortController, text: string): void {
  const watcher = connectSync(serverOptions());
  const sql =
    'SELECT 1 FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND info LIKE ?';
  const look = (): void => {
    if (watcher.fetchone(sql, [`${text}%`]) === null) return void setImmediate(look);
    watcher.close();
    controller.abort();
  };
  setImmediate(look);
}

describe.each(['query', 'execute'] as const)('%s', (method) => {
  test('is ended by it', async () => {
    const conn = open();
    const controller = new AbortController();
    abortWhenRunning(controller, 'SELECT SLEEP');
    const options = { sql: 'SELECT SLEEP(60), ?', values: [1], signal: controller.signal };
    const failed: unknown = await conn[method](options).catch((error: unknown) => error);
    expect(failed).toMatchObject(aborted(controller));
    const [rows] = await conn[method]('SELECT 1 AS one');
    expect(rows).toEqual([{ one: 1 }]);
    await conn.end();
  });
});

test('a query whose signal was aborted before is never sent', async () => {
  const conn = open();
  const options = { sql: 'SET @sent = 1', signal: AbortSignal.abort() };
  await expect(conn.query(options)).rejects.toMatchObject({ name: 'AbortError' });
  const [rows] = await conn.query('SELECT @sent AS sent');
  expect(rows).toEqual([{ sent: null }]);
  await conn.end();
});

describe('what waits is taken out at once', () => {
  /** Holds a connection up until the test is done, by a lock that another one has. */
  async function whileHeldUp(
    conn: ReturnType<typeof open>,
    use: () => Promise<void>,
  ): Promise<void> {
    const holder = connectSync({ ...serverOptions(), autocommit: true });
    const name = `signal test ${process.pid}`;
    holder.fetchone('SELECT GET_LOCK(?, 60)', [name]);
    const held = conn.query('SELECT GET_LOCK(?, 60)', [name]);
    await use();
    holder.close();
    await held;
  }

  test.each(['query', 'execute'] as const)('a %s behind another statement', async (method) => {
    const conn = open();
    await whileHeldUp(conn, async () => {
      const controller = new AbortController();
      const options = { sql: 'SET @sent = 1', signal: controller.signal };
      const given = Array.from({ length: 12 }, () => conn[method](options));
      const warn = jest.spyOn(process, 'emitWarning');
      controller.abort(new Error('not wanted'));
      for (const one of given) await expect(one).rejects.toMatchObject(aborted(controller));
      await expect(conn[method](options)).rejects.toMatchObject(aborted(controller));
      expect(warn).not.toHaveBeenCalled();
    });
    expect((await conn.query('SELECT @sent AS sent'))[0]).toEqual([{ sent: null }]);
    await conn.end();
  });

  test('one that pause() holds back', async () => {
    const conn = open();
    await conn.connect();
    conn.pause();
    const controller = new AbortController();
    const held = conn.query({ sql: 'SET @sent = 1', signal: controller.signal });
    controller.abort();
    await expect(held).rejects.toMatchObject(aborted(controller));
    conn.resume();
    expect((await conn.query('SELECT @sent AS sent'))[0]).toEqual([{ sent: null }]);
    await conn.end();
  });

  test('a stream, and one that nobody listens to', async () => {
    const conn = open();
    await whileHeldUp(conn, async () => {
      const controller = new AbortController();
      const options = { sql: 'SELECT 1', signal: controller.signal };
      const rows = conn.connection.query(options).stream().toArray();
      const untold = once(conn.connection, 'error');
      conn.connection.query(options);
      controller.abort();
      await expect(rows).rejects.toMatchObject(aborted(controller));
      expect(await untold).toMatchObject([aborted(controller)]);
    });
    await conn.end();
  });

  test('one that waits for a connection of a pool', async () => {
    const pool = createPool({ uri: url(), connectionLimit: 1 });
    const held = await pool.promise().getConnection();
    const controller = new AbortController();
    const options = { sql: 'SET @sent = 1', signal: controller.signal };
    const given = [pool.promise().query(options), pool.promise().execute(options)];
    const other = pool.promise().query('SELECT @sent AS sent');
    expect(pool._connectionQueue).toHaveLength(3);
    controller.abort();
    for (const one of given) await expect(one).rejects.toMatchObject(aborted(controller));
    expect(pool._connectionQueue).toHaveLength(1);
    held.release();
    expect((await other)[0]).toEqual([{ sent: null }]);
    await pool.promise().end();
  });

  test('one that gets its connection in the same moment gives it back', async () => {
    const pool = createPool({ uri: url(), connectionLimit: 1 });
    const held = await pool.promise().getConnection();
    const controller = new AbortController();
    const given = pool.promise().query({ sql: 'SET @sent = 1', signal: controller.signal });
    held.release();
    controller.abort();
    await expect(given).rejects.toMatchObject(aborted(controller));
    expect((await pool.promise().query('SELECT @sent AS sent'))[0]).toEqual([{ sent: null }]);
    await pool.promise().end();
  });

  test('one of a cluster, whose node has not failed by that', async () => {
    const cluster = createPoolCluster({ removeNodeErrorCount: 1 });
    cluster.add('ONE', { uri: url(), connectionLimit: 1 });
    const node = cluster.of('ONE');
    const held = await new Promise<PoolConnection>((resolve) =>
      node.getConnection((_error, connection) => resolve(connection)),
    );
    const controller = new AbortController();
    const given = new Promise((resolve) =>
      node.query({ sql: 'SELECT 1', signal: controller.signal }, resolve),
    );
    controller.abort();
    expect(await given).toMatchObject(aborted(controller));
    held.release();
    expect(await new Promise((resolve) => node.query('SELECT 1', resolve))).toBeNull();
    await new Promise((resolve) => cluster.end(resolve));
  });
});
