/** destroy() and close() in every state: what runs fails or ends, nothing hangs, nothing is cut short in silence. */
import { connect, type Connection, InterfaceError, MySQLError, SSCursor } from '../../lib';
import { serverOptions } from '../support/apis';
import { FakeServer } from '../support/fake-server';
import { failureOf, inTime } from './expectations';
import { numbersTo } from '../support/numbers';
import { recreate } from '../support/database';

const OPTIONS = { ...serverOptions(), database: 'mysql' };
const ROWS = `SELECT seq, REPEAT('x', 40) FROM ${numbersTo(1_000_000)}`;

let conn: Connection;
let ends: number;
beforeEach(async () => {
  conn = await connect(OPTIONS);
  ends = 0;
  conn.on('end', () => ends++);
});

/** Only closed connections are left; the observer is one more. */
async function expectGoneOnServer(threadId: number): Promise<void> {
  const observer = await connect(OPTIONS);
  try {
    await observer.execute(`KILL ${threadId}`);
  } catch (error) {
    expect(error).toMatchObject({ errno: 1094 }); // no such thread: the server has noticed
  } finally {
    await observer.close();
  }
}

async function expectOver(): Promise<void> {
  expect(conn.isUsable).toBe(false);
  expect(await failureOf(conn.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
  conn.destroy();
  await inTime(conn.close());
  expect(ends).toBe(1);
}

describe('destroy()', () => {
  test('of an idle connection', async () => {
    const { threadId } = conn;
    conn.destroy();
    await expectOver();
    await expectGoneOnServer(threadId);
  });

  test('fails what runs and what waits', async () => {
    const all = ['SELECT SLEEP(20)', 'SELECT 1', 'SELECT 2'].map((sql) =>
      failureOf(conn.execute(sql)),
    );
    setImmediate(() => conn.destroy());
    for (const failure of await inTime(Promise.all(all))) {
      expect(failure).toBeInstanceOf(MySQLError);
    }
    await expectOver();
  });

  test('in the same tick as a statement', async () => {
    const running = failureOf(conn.execute('SELECT SLEEP(1)'));
    conn.destroy();
    expect(await inTime(running)).toBeInstanceOf(MySQLError);
    await expectOver();
  });

  test('fails a prepared statement that runs', async () => {
    const statement = await conn.prepare('SELECT SLEEP(20)');
    const running = failureOf(statement.execute());
    setImmediate(() => conn.destroy());
    expect(await inTime(running)).toBeInstanceOf(MySQLError);
    await expectOver();
  });

  // libmysqlclient blocks in these.
  test.each<[string, () => Promise<unknown>]>([
    ['ping', () => conn.ping()],
    ['reset', () => conn.reset()],
    ['prepare', () => conn.prepare('SELECT 1')],
  ])('fails %s that gets no answer', async (_, command) => {
    conn.destroy();
    let asked = (): void => {};
    const arrival = new Promise<void>((resolve) => (asked = resolve));
    const server = await FakeServer.open(async (peer) => {
      await peer.login();
      await peer.query();
      asked();
    });
    conn = await connect(server.options);
    ends = 0;
    conn.on('end', () => ends++);
    const running = failureOf(command());
    await inTime(arrival);
    conn.destroy();
    expect(await inTime(running)).toBeInstanceOf(MySQLError);
    await expectOver();
    await server.close();
  });

  // A result that is cut short must not look like a whole one, whenever the cut comes.
  test.each([0, 1, 3, 10, 20, 40, 80, 160, 320])(
    'fails a large result that is being stored, after %d ms',
    async (delay) => {
      const reading = conn.fetchall(ROWS).then(
        (rows) => rows.length,
        (error: unknown) => error,
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      conn.destroy();
      const result = await inTime(reading);
      if (result !== 1_000_000) expect(result).toBeInstanceOf(MySQLError);
      await expectOver();
    },
  );

  test.each([1, 300, 5_000, 50_000])(
    'fails a stream of which %d rows were taken',
    async (count) => {
      const cursor = conn.cursor(SSCursor);
      await cursor.execute(ROWS);
      await cursor.fetchmany(count);
      const reading = failureOf(cursor.fetchall());
      conn.destroy();
      expect(await inTime(reading)).toBeInstanceOf(MySQLError);
      expect(await inTime(failureOf(cursor.fetchone()))).toBeInstanceOf(MySQLError);
      await inTime(cursor.close());
      await expectOver();
    },
  );

  test.each([1, 300, 5_000, 50_000])('inside for await, at row %d', async (count) => {
    const cursor = conn.cursor(SSCursor);
    await cursor.execute(ROWS);
    let rows = 0;
    const failure = await inTime(
      failureOf(
        (async () => {
          for await (const _ of cursor) if (++rows === count) conn.destroy();
        })(),
      ),
    );
    expect(failure).toBeInstanceOf(MySQLError);
    expect(rows).toBeLessThan(1_000_000);
    await expectOver();
  });

  test('of streams ends their statements on the server', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 20; i++) {
      const one = await connect(OPTIONS);
      const cursor = one.cursor(SSCursor);
      await cursor.execute(ROWS);
      await cursor.fetchmany(20_000);
      ids.push(one.threadId);
      one.destroy();
    }
    const sql = `SELECT COUNT(*) FROM information_schema.processlist WHERE id IN (${ids.join()})`;
    const end = Date.now() + 5_000;
    let left: unknown;
    do [left] = (await conn.fetchone(sql))!;
    while (left !== 0 && Date.now() < end);
    expect(left).toBe(0);
    conn.destroy();
  });

  test('while the rest of a stream is dropped', async () => {
    const cursor = conn.cursor(SSCursor);
    await cursor.execute(`SELECT a.seq FROM ${numbersTo(1_000_000, 'a')}, ${numbersTo(1000, 'b')}`);
    await cursor.fetchone();
    const closing = cursor.close().catch((error: unknown) => error);
    setTimeout(() => conn.destroy(), 20);
    await inTime(closing);
    await expectOver();
  });

  test('from a listener, a microtask and a tick of the same connection', async () => {
    const moments: ((action: () => void) => void)[] = [
      (action) => void conn.execute('SELECT 1').then(action),
      (action) => void conn.execute('SELECT 1').then(() => queueMicrotask(action)),
      (action) => void conn.execute('SELECT 1').then(() => process.nextTick(action)),
      (action) => {
        void conn.fetchall(ROWS).catch(() => {});
        setImmediate(action);
      },
    ];
    for (const moment of moments) {
      const ended = new Promise<void>((resolve) => conn.on('end', resolve));
      moment(() => conn.destroy());
      await inTime(ended);
      await expectOver();
      conn = await connect(OPTIONS);
      ends = 0;
      conn.on('end', () => ends++);
    }
    conn.destroy();
  });

  test('inside an end listener does nothing more', async () => {
    conn.on('end', () => conn.destroy());
    conn.destroy();
    await expectOver();
  });
});

describe('close()', () => {
  test('lets what was started end', async () => {
    const slow = conn.fetchone('SELECT SLEEP(0.1), 1');
    const next = conn.fetchone('SELECT 2');
    const closed = conn.close();
    expect(await failureOf(conn.execute('SELECT 3'))).toBeInstanceOf(InterfaceError);
    expect(await inTime(Promise.all([slow, next]))).toEqual([[0, 1], [2]]);
    await closed;
    await expectOver();
  });

  test('twice at once', async () => {
    await inTime(Promise.all([conn.close(), conn.close()]));
    await expectOver();
  });

  test.each([1, 300, 50_000])('inside for await, at row %d', async (count) => {
    const cursor = conn.cursor(SSCursor);
    await cursor.execute(ROWS);
    let rows = 0;
    const failure = await inTime(
      failureOf(
        (async () => {
          for await (const _ of cursor) if (++rows === count) await conn.close();
        })(),
      ),
    );
    expect(failure).toBeInstanceOf(MySQLError);
    expect(rows).toBeLessThan(1_000_000);
    await expectOver();
  });

  test.each([1, 50_000])('of the cursor inside for await, at row %d', async (count) => {
    const cursor = conn.cursor(SSCursor);
    await cursor.execute(ROWS);
    let rows = 0;
    const read = (async () => {
      for await (const _ of cursor) if (++rows === count) await cursor.close();
    })().catch((error: unknown) => error);
    await inTime(read);
    expect(await inTime(conn.fetchone('SELECT 7'))).toEqual([7]);
    await conn.close();
  });

  test('with an open transaction rolls back', async () => {
    const observer = await connect(OPTIONS);
    await recreate(observer, 'TABLE test.hazard_close (i INT) ENGINE=InnoDB').catch(async () => {
      await observer.execute('CREATE DATABASE IF NOT EXISTS test');
      await recreate(observer, 'TABLE test.hazard_close (i INT) ENGINE=InnoDB');
    });
    await conn.execute('INSERT INTO test.hazard_close VALUES (1)');
    await conn.close();
    expect(await observer.fetchall('SELECT * FROM test.hazard_close')).toEqual([]);
    await observer.execute('DROP TABLE test.hazard_close');
    await observer.close();
  });
});
