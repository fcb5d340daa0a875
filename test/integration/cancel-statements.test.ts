/** `signal` and `timeout`: what runs ends on the server, and the connection goes on. */
import { getEventListeners } from 'node:events';
import { type Connection, FIELD_TYPE, SSCursor } from '../../lib';
import { APIS, failureOf, PROTOCOLS } from '../support/apis';
import { cleanEnd, runChild } from '../support/child';
import { recreate, untilRunning, useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { ofClient } from '../support/flavor';

useDatabase();

const TIMED_OUT = { name: 'TimeoutError', code: 'ERR_MYSQLDB_TIMEOUT', fatal: false };
const ABORTED = { name: 'AbortError', code: 'ERR_MYSQLDB_ABORTED', fatal: false };

/** Resolves when the server runs nothing for a connection. */
async function untilIdle(watcher: Connection, { threadId }: Connection): Promise<void> {
  const sql = "SELECT 1 FROM information_schema.processlist WHERE id = ? AND command = 'Sleep'";
  while ((await watcher.fetchone(sql, [threadId])) === null);
}

describe.each(PROTOCOLS)('timeout, $name', (api) => {
  const conn = useConnection(api, { autocommit: true });
  const watcher = useConnection(APIS[0]!, { autocommit: true });

  async function expectAlive(): Promise<void> {
    expect(conn().isUsable).toBe(true);
    expect(await conn().fetchone('SELECT CONNECTION_ID(), ?', ['next'])).toEqual([
      conn().threadId,
      'next',
    ]);
  }

  test('ends a statement on the server, and the connection goes on', async () => {
    const begin = performance.now();
    const error = await failureOf(() => conn().fetchall('SELECT SLEEP(?)', [60], { timeout: 100 }));
    expect(error).toMatchObject({ ...TIMED_OUT, sql: 'SELECT SLEEP(?)' });
    expect(error.message).toBe('The statement was not done within 100 ms');
    expect(error).toBeInstanceOf(Error);
    expect(performance.now() - begin).toBeGreaterThan(95);
    expect(performance.now() - begin).toBeLessThan(10_000);
    await untilIdle(watcher(), conn());
    await expectAlive();
  });

  test('of execute on a cursor, and of a statement that works', async () => {
    const cur = conn().cursor();
    const sql = `SELECT COUNT(*) FROM ${numbersTo(100_000, 'a')}, ${numbersTo(100_000, 'b')} WHERE a.seq + b.seq = ?`;
    expect(await failureOf(() => cur.execute(sql, [-1], { timeout: 50 }))).toMatchObject(TIMED_OUT);
    await expectAlive();
    await cur.execute('SELECT ?', [7], { timeout: 60_000 });
    expect(await cur.fetchall()).toEqual([[7]]);
  });

  test('0 is for ever', async () => {
    expect(await conn().fetchall('SELECT SLEEP(0.05)', undefined, { timeout: 0 })).toEqual([[0]]);
  });

  test('of a change: nothing of the statement stays, and the transaction is open', async () => {
    await recreate(watcher(), 'TABLE slow (n INT) ENGINE = InnoDB');
    await conn().begin();
    await conn().execute('INSERT INTO slow VALUES (?)', [0]);
    const sql = `INSERT INTO slow SELECT SLEEP(0.01) + seq FROM ${numbersTo(100_000)} WHERE seq > ?`;
    expect(await failureOf(() => conn().execute(sql, [0], { timeout: 150 }))).toMatchObject(
      TIMED_OUT,
    );
    expect(conn().inTransaction).toBe(true);
    await conn().commit();
    expect(await conn().fetchall('SELECT n FROM slow')).toEqual([[0]]);
  });

  test('while it waits for a lock', async () => {
    await recreate(watcher(), 'TABLE locked (n INT PRIMARY KEY) ENGINE = InnoDB');
    await watcher().execute('INSERT INTO locked VALUES (1)');
    await watcher().begin();
    await watcher().execute('UPDATE locked SET n = 2');
    const update = () => conn().execute('UPDATE locked SET n = ?', [3], { timeout: 100 });
    expect(await failureOf(update)).toMatchObject(TIMED_OUT);
    await watcher().rollback();
    expect(await conn().fetchall('SELECT n FROM locked')).toEqual([[1]]);
  });

  test('of several statements in one text: those behind do not begin', async () => {
    const many = await api.connect({ multiStatements: true, autocommit: true });
    await recreate(watcher(), 'TABLE behind (n INT)');
    const sql = 'SELECT SLEEP(60); INSERT INTO behind VALUES (1); SELECT SLEEP(60)';
    expect(await failureOf(() => many.execute(sql, undefined, { timeout: 100 }))).toMatchObject(
      TIMED_OUT,
    );
    expect(await many.fetchone('SELECT 1')).toEqual([1]);
    await many.close();
  });

  test('of executemany: the rows before are told', async () => {
    await recreate(watcher(), 'TABLE one_by_one (n INT)');
    const cur = conn().cursor();
    const update = 'DELETE FROM one_by_one WHERE n = ? OR SLEEP(0.05)';
    await conn().execute('INSERT INTO one_by_one VALUES (1), (2), (3)');
    const rows = Array.from({ length: 1_000 }, (_, n) => [n]);
    const error = await failureOf(() => cur.executemany(update, rows, { timeout: 300 }));
    expect(error).toMatchObject(TIMED_OUT);
    expect(error.affectedRows).toBeGreaterThanOrEqual(0);
    await expectAlive();
  });

  test('of callproc', async () => {
    await recreate(watcher(), 'PROCEDURE sleepy(n INT) SELECT SLEEP(n) FROM (SELECT 1) t');
    const cur = conn().cursor();
    expect(await failureOf(() => cur.callproc('sleepy', [60], { timeout: 100 }))).toMatchObject(
      TIMED_OUT,
    );
    await expectAlive();
    expect(await cur.callproc('sleepy', [0], { timeout: 60_000 })).toEqual([0]);
  });

  test('of a prepared statement that is held', async () => {
    const statement = await conn().prepare('SELECT SLEEP(?)');
    expect(await failureOf(() => statement.fetchall([60], { timeout: 100 }))).toMatchObject(
      TIMED_OUT,
    );
    expect(await statement.fetchall([0], { timeout: 60_000 })).toEqual([[0]]);
    await statement.close();
  });

  test('in the middle of a stream: what is left is dropped', async () => {
    const stream = conn().cursor(SSCursor);
    const sql = `SELECT a.seq, REPEAT('x', 100) FROM ${numbersTo(10_000, 'a')}, ${numbersTo(10_000, 'b')}`;
    await stream.execute(sql, undefined, { timeout: 300 });
    let count = 0;
    const error = await failureOf(async () => {
      for (;;) count += (await stream.fetchmany(1_000)).length;
    });
    expect(error).toMatchObject(TIMED_OUT);
    expect(count).toBeGreaterThan(0);
    expect(await failureOf(() => stream.fetchone())).toMatchObject(TIMED_OUT);
    await expectAlive();
    await stream.execute('SELECT 5');
    expect(await stream.fetchall()).toEqual([[5]]);
    await stream.close();
  });

  test('an error of the statement itself is told as it is', async () => {
    const error = await failureOf(() =>
      conn().execute('SELECT nothing', undefined, { timeout: 60_000 }),
    );
    expect(error).toMatchObject({ name: 'OperationalError', errno: 1054 });
    await expectAlive();
  });
});

describe('signal', () => {
  const api = APIS[0]!;
  const conn = useConnection(api, { autocommit: true });
  const watcher = useConnection(api, { autocommit: true });

  test.each([
    ['text', false],
    ['prepared', true],
  ])('ends what runs, with its reason as the cause: %s', async (_, prepared) => {
    const controller = new AbortController();
    const reason = new Error('the user went away');
    const running = failureOf(() =>
      conn().fetchall('SELECT SLEEP(?)', [60], { signal: controller.signal, prepared }),
    );
    await untilRunning(watcher(), conn(), 'SLEEP');
    controller.abort(reason);
    const error = await running;
    expect(error).toMatchObject({ ...ABORTED, message: 'The statement was aborted' });
    expect(error.cause).toBe(reason);
    expect(error.stack).toContain(__filename);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(await conn().fetchone('SELECT CONNECTION_ID()')).toEqual([conn().threadId]);
  });

  test('that is aborted already: nothing is sent, and the cursor keeps its rows', async () => {
    await conn().fetchone('SELECT 1', undefined, { timeout: 1_000 });
    const cur = await conn().execute('SELECT 1');
    const sent = async () => Number((await conn().fetchone("SHOW STATUS LIKE 'Questions'"))![1]);
    const before = await sent();
    const signal = AbortSignal.abort();
    for (const call of [
      () => cur.execute('SELECT 2', undefined, { signal }),
      () => conn().fetchall('SELECT 2', undefined, { signal }),
      () => conn().execute('SELECT 2', undefined, { signal }),
      () => cur.executemany('DO ?', [[1]], { signal }),
      () => cur.callproc('nothing', [], { signal }),
    ]) {
      expect(await failureOf(call)).toMatchObject(ABORTED);
    }
    expect((await sent()) - before).toBe(1);
    expect(await cur.fetchall()).toEqual([[1]]);
  });

  test('what waits for its turn is never sent, and is told at once', async () => {
    await recreate(watcher(), 'TABLE waited (n INT)');
    const controller = new AbortController();
    const { signal } = controller;
    const first = conn().fetchall('SELECT SLEEP(0.5)');
    const cancelled = [1, 2, 3].map((n) =>
      failureOf(() => conn().execute('INSERT INTO waited VALUES (?)', [n], { signal })),
    );
    const late = failureOf(() =>
      conn().execute('INSERT INTO waited VALUES (4)', [], { timeout: 50 }),
    );
    const last = conn().execute('INSERT INTO waited VALUES (5)');
    let firstIsDone = false;
    void first.then(() => (firstIsDone = true));
    controller.abort();
    for (const error of await Promise.all(cancelled)) expect(error).toMatchObject(ABORTED);
    expect(await late).toMatchObject(TIMED_OUT);
    expect(firstIsDone).toBe(false);
    await last;
    expect(await first).toEqual([[0]]);
    expect(await conn().fetchall('SELECT n FROM waited')).toEqual([[5]]);
  });

  test('leaves no listener behind: of calls that end, fail, or are refused', async () => {
    const { signal } = new AbortController();
    for (let i = 0; i < 100; i++) {
      const calls = Array.from({ length: 100 }, () => conn().fetchone('SELECT 1', [], { signal }));
      // libmysqlclient reads in the call that sends: on one core the answers may all be there by then.
      const counts = ofClient({ mariadb: [1], mysql: [0, 1] });
      expect(counts).toContain(getEventListeners(signal, 'abort').length);
      await Promise.all(calls);
    }
    const rows = `SELECT seq FROM ${numbersTo(100_000)}`;
    const stream = conn().cursor(SSCursor);
    await stream.execute(rows, undefined, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await failureOf(() => conn().fetchone('SELECT 1', undefined, { signal }));
    await stream.close();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await failureOf(() => conn().fetchone('SELECT nothing', undefined, { signal }));
    await failureOf(() => conn().fetchone('SELECT ?', [() => 1] as never, { signal }));
    await conn().cursor(SSCursor).execute(rows, undefined, { signal });
    conn().destroy();
    await failureOf(() => conn().fetchone('SELECT 1', undefined, { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  }, 120_000);

  test('between the fetches of a stream: it ends by itself, and others get their turn', async () => {
    const controller = new AbortController();
    const stream = conn().cursor(SSCursor);
    const sql = `SELECT a.seq, REPEAT('x', 100) FROM ${numbersTo(10_000, 'a')}, ${numbersTo(10_000, 'b')}`;
    await stream.execute(sql, undefined, { signal: controller.signal });
    await stream.fetchone();
    controller.abort();
    await untilIdle(watcher(), conn());
    expect(await failureOf(() => stream.fetchone())).toMatchObject(ABORTED);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    await stream.close();
  });

  test('inside of `for await`: the loop throws', async () => {
    const controller = new AbortController();
    const stream = conn().cursor(SSCursor);
    const sql = `SELECT a.seq FROM ${numbersTo(10_000, 'a')}, ${numbersTo(10_000, 'b')}`;
    await stream.execute(sql, undefined, { signal: controller.signal });
    let count = 0;
    const error = await failureOf(async () => {
      for await (const row of stream) if (row !== null && ++count === 1_000) controller.abort();
    });
    expect(error).toMatchObject(ABORTED);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    await stream.close();
  });

  test('while a stream is closed: closing becomes short, and is no failure', async () => {
    const controller = new AbortController();
    const stream = conn().cursor(SSCursor);
    const sql = `SELECT REPEAT('x', 1000), SLEEP(a.seq > 1000) FROM ${numbersTo(100_000, 'a')}`;
    await stream.execute(sql, undefined, { signal: controller.signal });
    const closing = stream.close();
    controller.abort();
    await closing;
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('while executemany waits for a row', async () => {
    await recreate(watcher(), 'TABLE from_rows (n INT)');
    const controller = new AbortController();
    let returned = false;
    const rows: AsyncIterable<[number]> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          queueMicrotask(() => controller.abort());
          return new Promise(() => {});
        },
        return: async () => {
          returned = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const { signal } = controller;
    const insert = conn()
      .cursor()
      .executemany('INSERT INTO from_rows VALUES (?)', rows, { signal });
    expect(await failureOf(() => insert)).toMatchObject({ ...ABORTED, affectedRows: 0 });
    expect(returned).toBe(true);
    expect(await conn().fetchone('SELECT COUNT(*) FROM from_rows')).toEqual([0]);
  });

  test('by a decoder, in the middle of the rows that it is to end', async () => {
    const controller = new AbortController();
    const decode = (value: string): string => {
      controller.abort();
      return value;
    };
    const cur = conn().cursor(SSCursor, { conv: [[FIELD_TYPE.VAR_STRING, decode]] });
    const sql = `SELECT REPEAT('x', 100) FROM ${numbersTo(10_000, 'a')}, ${numbersTo(10_000, 'b')}`;
    const error = await failureOf(async () => {
      await cur.execute(sql, undefined, { signal: controller.signal });
      for await (const row of cur) if (row === null) return;
    });
    expect(error).toMatchObject(ABORTED);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('of an INSERT that was done before the kill: its result is told', async () => {
    await recreate(watcher(), 'TABLE done (n INT PRIMARY KEY) ENGINE = InnoDB');
    for (let n = 0; n < 100; n++) {
      const controller = new AbortController();
      const { signal } = controller;
      const insert = conn().execute('INSERT INTO done VALUES (?)', [n], { signal });
      if (n % 2 > 0) await new Promise(setImmediate);
      controller.abort();
      const wasDone = await insert.then(
        () => 1,
        () => 0,
      );
      const count = await conn().fetchone('SELECT COUNT(*) FROM done WHERE n = ?', [n]);
      expect([n, count]).toEqual([n, [wasDone]]);
    }
  });

  test('the result of a statement that was done before wins', async () => {
    const controller = new AbortController();
    const cur = await conn().execute('SELECT 1', undefined, { signal: controller.signal });
    controller.abort();
    expect(await cur.fetchall()).toEqual([[1]]);
  });
});

test('what has cancelled a statement holds no file when that has ended', async () => {
  const end = await runChild(`
    const { existsSync, readdirSync } = require('node:fs');
    const files = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    const cancel = async (conn) => {
      try {
        return await conn.execute('SELECT SLEEP(60)', [], { timeout: 20 });
      } catch (error) {
        return error.code;
      }
    };
    console.log(await cancel(connectSync(OPTIONS))); // and what is loaded by the first
    const conns = await Promise.all([1, 2, 3, 4].map(() => connect(OPTIONS)));
    conns.push(connectSync(OPTIONS), connectSync(OPTIONS));
    const before = files();
    for (const conn of conns) await cancel(conn);
    while (files() > before) await new Promise(setImmediate); // the loop closes one of them later
    for (const conn of conns) await conn.close();`);
  expect(end).toMatchObject(cleanEnd('ERR_MYSQLDB_TIMEOUT'));
});
