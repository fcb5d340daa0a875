import { type Connection, OperationalError, SSCursor } from '../../lib';
import { APIS, failureOf, PROTOCOLS } from '../support/apis';
import { recreate, untilGone, untilRunning, useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

/** What the servers and the client say of a connection that was killed. */
const GONE = [1317, 1927, 2006, 2013];

describe.each(APIS)('$name: a connection that is killed', (api) => {
  const killer = useConnection(api, { autocommit: true });
  let conn: Connection;

  beforeEach(async () => {
    conn = await api.connect();
  });
  afterEach(() => conn.close());

  async function kill(): Promise<void> {
    await killer().execute(`KILL CONNECTION ${conn.threadId}`);
    await untilGone(killer(), conn.threadId);
  }

  async function expectLost(): Promise<void> {
    expect(conn.isUsable).toBe(false);
    for (const action of [() => conn.execute('SELECT 1'), () => conn.commit()]) {
      const error = await failureOf(action);
      expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_CLOSED' });
    }
    await conn.close();
  }

  test('while it is idle: the next statement fails, and says that the connection is lost', async () => {
    // The async connection may have heard of it before: then it is closed already.
    await kill();
    const error = await failureOf(() => conn.execute('SELECT 1'));
    if (error.name !== 'InterfaceError') {
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ fatal: true, sql: 'SELECT 1' });
      expect(GONE).toContain(error.errno);
      expect(error.hint).toMatch(/\.$/);
    }
    await expectLost();
  });

  test('by itself', async () => {
    const error = await failureOf(() => conn.execute('KILL CONNECTION CONNECTION_ID()'));
    expect(error).toBeInstanceOf(OperationalError);
    expect(GONE).toContain(error.errno);
    const next = await failureOf(() => conn.execute('SELECT 1'));
    expect(next).toMatchObject({ fatal: true });
    await expectLost();
  });

  test('with a stored result: its rows are still there', async () => {
    const cur = await conn.execute(`SELECT seq FROM ${numbersTo(3)}`);
    await kill();
    expect(await cur.fetchall()).toEqual([[1], [2], [3]]);
    await cur.close();
  });

  test('in the middle of a stream: the rows that came, then the error', async () => {
    const stream = conn.cursor(SSCursor);
    await stream.execute(`SELECT seq, REPEAT('x', 1000) FROM ${numbersTo(1_000_000)}`);
    expect((await stream.fetchone())![0]).toBe(1);
    await kill();
    let last = 1;
    const error = await failureOf(async () => {
      for await (const [n] of stream) {
        if (n !== last + 1) throw new Error(`row ${String(n)} after row ${last}`);
        last = n;
      }
    });
    expect(error).toMatchObject({ name: 'OperationalError', fatal: true });
    expect(GONE).toContain(error.errno);
    expect(last).toBeLessThan(1_000_000);
    await stream.close();
    await expectLost();
  });

  test('in the middle of fetchmany: the rows that came, then what happened to the connection', async () => {
    const stream = conn.cursor(SSCursor);
    await stream.execute(`SELECT seq, REPEAT('x', 1000) FROM ${numbersTo(1_000_000)}`);
    expect(await stream.fetchmany(3)).toHaveLength(3);
    await kill();
    let count = 3;
    const error = await failureOf(async () => {
      for (;;) count += (await stream.fetchmany(1_000)).length;
    });
    expect(error).toMatchObject({ name: 'OperationalError', fatal: true });
    expect(GONE).toContain(error.errno);
    expect(count).toBeLessThan(1_000_000);
  });

  test('in a transaction: nothing of it stays', async () => {
    await recreate(killer(), 'TABLE lost (n INT)');
    await conn.execute('INSERT INTO lost VALUES (1)');
    await kill();
    await failureOf(() => conn.commit());
    expect(await killer().fetchone('SELECT COUNT(*) FROM lost')).toEqual([0]);
  });

  test('KILL QUERY of itself leaves it usable', async () => {
    const error = await failureOf(() => conn.execute('KILL QUERY CONNECTION_ID()'));
    expect(error).toMatchObject({
      name: 'OperationalError',
      errno: 1317,
      code: 'ER_QUERY_INTERRUPTED',
      sqlState: '70100',
      fatal: false,
    });
    expect(conn.isUsable).toBe(true);
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
  });
});

describe.each(PROTOCOLS)('$name: KILL QUERY in the middle of a stream', (api) => {
  const killer = useConnection(APIS[0]!, { autocommit: true });
  const conn = useConnection(api);

  test('ends it with the error of the server, and spares the connection', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(`SELECT seq, REPEAT('x', 100) FROM ${numbersTo(10_000_000)}`);
    expect(await stream.fetchmany(1_000)).toHaveLength(1_000);
    await killer().execute(`KILL QUERY ${conn().threadId}`);
    const error = await failureOf(async () => {
      while ((await stream.fetchmany(1_000)).length > 0);
    });
    expect(error).toMatchObject({ errno: 1317, fatal: false });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});

describe('async: a connection that is killed by another', () => {
  const api = APIS[0]!;
  const killer = useConnection(api, { autocommit: true });
  let conn: Connection;

  beforeEach(async () => {
    conn = await api.connect();
  });
  afterEach(() => conn.close());

  const ended = (): Promise<void> => new Promise((resolve) => conn.on('end', resolve));

  test("while it is idle: 'end' comes by itself, once", async () => {
    let ends = 0;
    conn.on('end', () => ends++);
    const end = ended();
    await killer().execute(`KILL CONNECTION ${conn.threadId}`);
    await end;
    expect(conn.isUsable).toBe(false);
    expect(await failureOf(() => conn.fetchone('SELECT 1'))).toMatchObject({
      name: 'InterfaceError',
      message: 'The connection was lost',
      cause: { name: 'OperationalError', errno: 2013, fatal: true },
    });
    await conn.close();
    expect(ends).toBe(1);
  });

  test('while a statement runs: it fails, those that wait fail, each promise settles', async () => {
    const end = ended();
    const running = failureOf(() => conn.fetchone('SELECT SLEEP(60)'));
    const waiting = [
      failureOf(() => conn.fetchone('SELECT 1')),
      failureOf(() => conn.cursor(SSCursor).execute('SELECT 2')),
      failureOf(() => conn.commit()),
    ];
    await untilRunning(killer(), conn, 'SLEEP(60)');
    await killer().execute(`KILL CONNECTION ${conn.threadId}`);
    const error = await running;
    expect(error).toMatchObject({ name: 'OperationalError', sql: 'SELECT SLEEP(60)' });
    expect(GONE).toContain(error.errno);
    await end;
    expect(conn.isUsable).toBe(false);
    for (const late of await Promise.all(waiting)) {
      expect(['InterfaceError', 'OperationalError']).toContain(late.name);
    }
  });

  test('KILL QUERY ends the statement only', async () => {
    // MySQL's SLEEP alone would end early, without an error.
    const running = failureOf(() => conn.fetchone(`SELECT SLEEP(60) FROM ${numbersTo(2)}`));
    const next = conn.fetchone("SELECT 'next'");
    await untilRunning(killer(), conn, 'SLEEP(60)');
    await killer().execute(`KILL QUERY ${conn.threadId}`);
    expect(await running).toMatchObject({
      name: 'OperationalError',
      errno: 1317,
      code: 'ER_QUERY_INTERRUPTED',
      fatal: false,
      hint: expect.stringContaining('can still be used') as unknown,
    });
    expect(await next).toEqual(['next']);
    expect(conn.isUsable).toBe(true);
  });
});
