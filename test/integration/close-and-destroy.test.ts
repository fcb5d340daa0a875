import {
  type AsyncCursor,
  type Connection,
  InterfaceError,
  MySQLError,
  SSCursor,
  type TupleRow,
} from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, untilGone, untilRunning, useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

const api = APIS[0]!;

describe.each(APIS)('$name close', (anyApi) => {
  test('ends the connection on the server', async () => {
    const [conn, watcher] = [await anyApi.connect(), await anyApi.connect()];
    await conn.close();
    await untilGone(watcher, conn.threadId);
    await watcher.close();
  });

  test('may be called again', async () => {
    const conn = await anyApi.connect();
    await conn.close();
    await conn.close();
    expect(conn.isUsable).toBe(false);
  });

  test('keeps what is known without the server, but no open transaction', async () => {
    const conn = await anyApi.connect();
    const { threadId, serverVersion } = conn;
    await conn.begin();
    await conn.close();
    expect(conn.inTransaction).toBe(false);
    expect([conn.threadId, conn.serverVersion]).toEqual([threadId, serverVersion]);
  });

  test.each<[string, (conn: Connection) => unknown]>([
    ['execute', (conn) => conn.execute('SELECT 1')],
    ['fetchall', (conn) => conn.fetchall('SELECT 1')],
    ['fetchone', (conn) => conn.fetchone('SELECT 1')],
    ['begin', (conn) => conn.begin()],
    ['commit', (conn) => conn.commit()],
    ['rollback', (conn) => conn.rollback()],
    ['autocommit', (conn) => conn.autocommit(true)],
    ['cursor().execute', (conn) => conn.cursor().execute('SELECT 1')],
    ['cursor().executemany', (conn) => conn.cursor().executemany('DO ?', [[1]])],
    ['cursor(SSCursor).execute', (conn) => conn.cursor(SSCursor).execute('SELECT 1')],
  ])('%s after it is an InterfaceError', async (_name, action) => {
    const conn = await anyApi.connect();
    await conn.close();
    const error = await failureOf(() => action(conn));
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
    expect(error.hint).toContain('connect');
  });

  test('a cursor made before it cannot execute', async () => {
    const conn = await anyApi.connect();
    const cur = await conn.execute('SELECT 1');
    await conn.close();
    expect(await failureOf(() => cur.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
    expect(await failureOf(() => cur.executemany('DO ?', [[1]]))).toBeInstanceOf(InterfaceError);
  });

  test('in the middle of a stream', async () => {
    const conn = await anyApi.connect();
    const cur = conn.cursor(SSCursor);
    await cur.execute(`SELECT seq FROM ${numbersTo(1_000_000)}`);
    await cur.fetchone();
    await conn.close();
    expect(await failureOf(() => cur.fetchmany(100_000))).toBeInstanceOf(InterfaceError);
    await cur.close();
  });
});

describe('async misuse', () => {
  const bad = undefined as never;

  function closedCursor(conn: Connection): AsyncCursor<TupleRow> {
    const cur = conn.cursor();
    void cur.close();
    return cur;
  }

  test.each<[string, (conn: Connection) => unknown]>([
    ['connect', () => api.connect({ port: bad, nonsense: 1 } as never)],
    ['execute', (conn) => conn.execute('SELECT ?', [])],
    ['fetchall', (conn) => conn.fetchall('SELECT ?', [bad])],
    ['fetchone', (conn) => conn.fetchone('SELECT ?', [])],
    ['no statement', (conn) => conn.execute(bad)],
    ['cursor().execute', (conn) => conn.cursor().execute('SELECT ?', [bad])],
    ['cursor().execute on a stream', (conn) => conn.cursor(SSCursor).execute('SELECT ?', [bad])],
    ['cursor().executemany', (conn) => conn.cursor().executemany('DO ?', bad)],
    ['cursor().fetchone', (conn) => conn.cursor().fetchone()],
    ['cursor().fetchmany', (conn) => conn.cursor().fetchmany(-1)],
    ['cursor().fetchall', (conn) => conn.cursor().fetchall()],
    ['execute of a closed cursor', (conn) => closedCursor(conn).execute('SELECT 1')],
    ['executemany of a closed cursor', (conn) => closedCursor(conn).executemany('DO ?', [[1]])],
    ['fetchone of a closed cursor', (conn) => closedCursor(conn).fetchone()],
    ['nextset of a closed cursor', (conn) => closedCursor(conn).nextset()],
  ])('%s rejects and never throws', async (_name, action) => {
    const conn = await api.connect();
    // A call that threw would leave here, and .catch() would see nothing.
    const result = action(conn) as Promise<unknown>;
    expect(result).toBeInstanceOf(Promise);
    const error = await result.catch((reason: unknown) => reason);
    expect(['InterfaceError', 'ProgrammingError']).toContain((error as Error | undefined)?.name);
    await conn.close();
  });
});

describe('async close', () => {
  test('waits for the statements that were started', async () => {
    const conn = await api.connect({ autocommit: true });
    await recreate(conn, 'TABLE waited (n INT)');
    const started = [
      conn.fetchone('SELECT SLEEP(0.05)'),
      ...Array.from({ length: 10 }, (_, n) => conn.execute('INSERT INTO waited VALUES (?)', [n])),
    ];
    const closed = conn.close();
    const late = failureOf(() => conn.fetchone('SELECT 1'));
    await closed;
    expect((await Promise.allSettled(started)).every((s) => s.status === 'fulfilled')).toBe(true);
    expect(await late).toBeInstanceOf(InterfaceError);
    const other = await api.connect();
    expect(await other.fetchone('SELECT COUNT(*) FROM waited')).toEqual([10]);
    await other.close();
  });

  test('called twice at once ends both', async () => {
    const conn = await api.connect();
    await Promise.all([conn.close(), conn.close(), conn.fetchone('SELECT 1').catch(() => 0)]);
    expect(conn.isUsable).toBe(false);
  });

  test("emits 'end' once", async () => {
    const conn = await api.connect();
    let ends = 0;
    conn.on('end', () => ends++);
    await Promise.all([conn.close(), conn.close()]);
    conn.destroy();
    expect(ends).toBe(1);
  });

  test("does not emit 'end' to who left", async () => {
    const conn = await api.connect();
    let ends = 0;
    const listener = (): void => void ends++;
    conn.on('end', listener).off('end', listener);
    await conn.close();
    expect(ends).toBe(0);
  });
});

describe('async destroy', () => {
  const watcher = useConnection(api, { autocommit: true });

  test('rejects what runs and what waits, and each promise settles', async () => {
    const conn = await api.connect();
    let ends = 0;
    conn.on('end', () => ends++);
    const running = failureOf(() => conn.fetchone('SELECT SLEEP(60)'));
    const waiting = [
      failureOf(() => conn.fetchone('SELECT 1')),
      failureOf(() => conn.commit()),
      failureOf(() => conn.cursor(SSCursor).execute('SELECT 1')),
    ];
    await untilRunning(watcher(), conn, 'SLEEP(60)');
    conn.destroy();
    expect(conn.isUsable).toBe(false);
    const first = await running;
    expect(first).toBeInstanceOf(MySQLError);
    expect(first).toMatchObject({ fatal: true });
    for (const error of await Promise.all(waiting)) expect(error).toBeInstanceOf(InterfaceError);
    expect(ends).toBe(1);
  });

  test('ends a close() that waits', async () => {
    const conn = await api.connect();
    const running = failureOf(() => conn.fetchone('SELECT SLEEP(60)'));
    const closed = conn.close();
    await untilRunning(watcher(), conn, 'SLEEP(60)');
    conn.destroy();
    await closed;
    expect(await running).toBeInstanceOf(MySQLError);
  });

  test('on an idle connection', async () => {
    const conn = await api.connect();
    conn.destroy();
    conn.destroy();
    expect(conn.isUsable).toBe(false);
    expect(await failureOf(() => conn.fetchone('SELECT 1'))).toBeInstanceOf(InterfaceError);
    await conn.close();
    await untilGone(watcher(), conn.threadId);
  });

  test('in the middle of a stream', async () => {
    const conn = await api.connect();
    const cur = conn.cursor(SSCursor);
    await cur.execute(`SELECT seq FROM ${numbersTo(1_000_000)}`);
    const rows: unknown[] = [];
    const error = await failureOf(async () => {
      for await (const row of cur) {
        rows.push(row);
        if (rows.length === 10) conn.destroy();
      }
    });
    expect(error).toBeInstanceOf(MySQLError);
    expect(rows.length).toBeLessThan(100_000);
    await cur.close();
  });

  // After many rows the server pauses for longer than a test may take: no read can end well.
  const ENDLESS = `SELECT seq, IF(seq > 200000, SLEEP(1000), 0) FROM ${numbersTo(300_000)}`;

  // Several times, since it matters what the thread that reads the long tail does at that moment.
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'while a long result comes in never passes a part of it for the whole (%p)',
    async () => {
      const conn = await api.connect();
      const running = failureOf(() => conn.fetchall(ENDLESS));
      await untilRunning(watcher(), conn, numbersTo(300_000));
      conn.destroy();
      expect(await running).toBeInstanceOf(MySQLError);
    },
  );

  test.each([10, 20_000, 100_000])(
    'while a stream is read, after %p rows, never passes for its end',
    async (rows) => {
      const conn = await api.connect();
      const stream = conn.cursor(SSCursor);
      await stream.execute(ENDLESS);
      expect(await stream.fetchmany(rows)).toHaveLength(rows);
      const running = failureOf(() => stream.fetchall());
      conn.destroy();
      expect(await running).toBeInstanceOf(MySQLError);
    },
  );

  test('rolls an open transaction back', async () => {
    await recreate(watcher(), 'TABLE undone (n INT)');
    const conn = await api.connect();
    await conn.execute('INSERT INTO undone VALUES (1)');
    conn.destroy();
    await untilGone(watcher(), conn.threadId);
    expect(await watcher().fetchone('SELECT COUNT(*) FROM undone')).toEqual([0]);
  });
});
