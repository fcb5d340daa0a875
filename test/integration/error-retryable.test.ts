/** `retryable` after a lost connection: only when the statement cannot have taken effect. */
import { type Connection, connect, connectSync, type SyncConnection } from '../../lib';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { untilGone, untilRunning, useConnection, useDatabase } from '../support/database';
import { FaultyProxy } from '../support/faulty-proxy';

useDatabase();

const LOST = { name: 'InterfaceError', code: 'ERR_MYSQLDB_CLOSED', fatal: true };

let proxy: FaultyProxy;
beforeEach(async () => (proxy = await FaultyProxy.open()));
afterEach(() => proxy.close());

describe('a statement that could not be sent is retryable', () => {
  const watcher = useConnection(APIS[0]!);

  const SOCKETS = {
    TCP: async () => ({}),
    'a unix socket': async () => {
      const [unixSocket] = (await watcher().fetchone('SELECT @@socket')) as [string];
      return { unixSocket };
    },
  };
  const FIRST: Readonly<Record<string, (conn: SyncConnection) => unknown>> = {
    'a statement': (conn) => conn.execute('DO 1'),
    'a large statement': (conn) => conn.execute(`DO '${'x'.repeat(2 ** 21)}'`),
    'a statement to prepare': (conn) => conn.execute('DO 1', [], { prepared: true }),
    'a command': (conn) => conn.ping(),
  };

  describe.each(Object.entries(SOCKETS))('sync, over %s', (_, options) => {
    test.each(Object.entries(FIRST))('%s finds out before it is sent', async (name, first) => {
      const conn = connectSync({ ...serverOptions(), ...(await options()) });
      await watcher().execute(`KILL ${conn.threadId}`);
      await untilGone(watcher(), conn.threadId);
      const error = thrownBy(() => first(conn));
      expect(error).toMatchObject({ errno: 2006, fatal: true, retryable: true });
      expect(error).toMatchObject({ hint: expect.stringContaining('wait_timeout') as unknown });
      if (name === 'a statement') expect(error).toMatchObject({ sql: 'DO 1' });
      // Whatever comes next was not sent either.
      expect(thrownBy(() => conn.execute('DO 2'))).toMatchObject({ ...LOST, retryable: true });
      conn.close();
    });
  });

  test('sync: a prepared statement finds out, and is freed', async () => {
    const conn = connectSync(serverOptions());
    const statement = conn.prepare('SELECT ?');
    const other = conn.prepare('SELECT 1, ?');
    await watcher().execute(`KILL ${conn.threadId}`);
    await untilGone(watcher(), conn.threadId);
    other.close();
    expect(thrownBy(() => statement.execute([1]))).toMatchObject({ fatal: true, retryable: true });
    statement.close();
    conn.close();
  });

  test('async: the loop has found out before', async () => {
    const conn = await connect(proxy.options);
    const end = new Promise<void>((resolve) => conn.on('end', resolve));
    proxy.fail('reset');
    await end;
    const error = await failureOf(() => conn.execute('DO 1'));
    expect(error).toMatchObject({ ...LOST, retryable: true });
    expect(error.cause).toMatchObject({ errno: 2013, retryable: true });
    await conn.close();
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure, but it succeeded');
}

describe('a statement that may have taken effect is not', () => {
  const watcher = useConnection(APIS[0]!);

  test('when the connection breaks while it runs, nor is what comes next', async () => {
    const conn: Connection = await connect(proxy.options);
    const running = failureOf(() => conn.execute('SELECT SLEEP(60)'));
    await untilRunning(watcher(), conn, 'SLEEP(60)');
    proxy.fail('reset');
    expect(await running).toMatchObject({ errno: 2013, fatal: true, retryable: false });
    const next = await failureOf(() => conn.execute('DO 1'));
    expect(next).toMatchObject({ ...LOST, retryable: false });
    await watcher().execute(`KILL ${conn.threadId}`);
    await conn.close();
  });
});

test.each(APIS)('$name: using a connection that one has closed is not retryable', async (api) => {
  const conn = await api.connect();
  await conn.close();
  expect(await failureOf(() => conn.execute('DO 1'))).toMatchObject({ ...LOST, retryable: false });
});

test('async: a connect that breaks off is retryable', async () => {
  const cut = proxy.failAfter(20, 'cut');
  const failure = failureOf(() => connect(proxy.options));
  await cut;
  expect(await failure).toMatchObject({ name: 'OperationalError', fatal: true, retryable: true });
});
