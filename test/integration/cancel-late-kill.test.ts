/** A kill that comes too late never hits the next statement: 1 000 cancels around a statement's end. */
import { type Connection, SSCursor } from '../../lib';
import { APIS } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

const CANCELS = 1_000;
/** The sync API can be told whole milliseconds alone, so that each of its cancels takes longer. */
const SYNC_CANCELS = 300;

const [async, sync] = APIS;

/** Runs some statement for about so many seconds, and cancels it; whether that was in time. */
type Cancelled = (conn: Connection, seconds: number) => Promise<boolean>;

const wasCancelled = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    (error: { code: string }) => {
      if (/^ERR_MYSQLDB_(ABORTED|TIMEOUT)$/.test(error.code)) return true;
      throw error;
    },
  );

/** A statement that looks often whether it was killed. */
const SENSITIVE = `SELECT COUNT(*), ? FROM ${numbersTo(500)}`;

/** The lengths come to hover around the time that a kill takes, whatever the machine. */
async function race(conn: Connection, count: number, cancel: Cancelled): Promise<void> {
  const ends = { cancelled: 0, done: 0 };
  let seconds = 0.005;
  for (let i = 0; i < count; i++) {
    const cancelled = await cancel(conn, seconds * (0.8 + (i % 5) / 10));
    ends[cancelled ? 'cancelled' : 'done']++;
    seconds = cancelled ? seconds * 0.9 : Math.min(seconds * 1.1, 0.1);
    expect([i, await conn.fetchall(SENSITIVE, [i], { prepared: i % 2 > 0 })]).toEqual([
      i,
      [[500, i]],
    ]);
  }
  expect(await conn.fetchone('SELECT CONNECTION_ID()')).toEqual([conn.threadId]);
  if (count < SYNC_CANCELS) return;
  expect(ends.cancelled).toBeGreaterThan(count / 20);
  expect(ends.done).toBeGreaterThan(count / 20);
}

const aborted = (work: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> => {
  const controller = new AbortController();
  const running = wasCancelled(work(controller.signal));
  controller.abort();
  return running;
};

describe('async', () => {
  const conn = useConnection(async!, { autocommit: true });

  test.each([
    ['text', false],
    ['prepared', true],
  ])(
    '%s',
    async (_, prepared) => {
      await race(conn(), CANCELS, (to, seconds) =>
        aborted((signal) => to.fetchall('SELECT SLEEP(?)', [seconds], { signal, prepared })),
      );
    },
    300_000,
  );

  // Without rows: those that are not taken yet are dropped however late the cancel comes.
  test('streams', async () => {
    await race(conn(), CANCELS, (to, seconds) =>
      aborted(async (signal) => {
        const stream = to.cursor(SSCursor);
        await stream.execute('SELECT 1 FROM DUAL WHERE SLEEP(?)', [seconds], { signal });
        for await (const row of stream) if (row === null) return;
      }),
    );
  }, 300_000);

  test('many connections at once', async () => {
    const others = await Promise.all(
      Array.from({ length: 10 }, () => async!.connect({ autocommit: true })),
    );
    const cancel: Cancelled = (to, seconds) =>
      aborted((signal) => to.fetchall('SELECT SLEEP(?)', [seconds], { signal }));
    await Promise.all(others.map((other) => race(other, 40, cancel)));
    await Promise.all(others.map((other) => other.close()));
  }, 300_000);
});

describe('sync', () => {
  const conn = useConnection(sync!, { autocommit: true });

  test.each([
    ['text', false],
    ['prepared', true],
  ])(
    '%s',
    async (_, prepared) => {
      const timeout = 2;
      await race(conn(), SYNC_CANCELS, (to, seconds) =>
        wasCancelled(
          (async () => to.fetchall('SELECT SLEEP(?)', [seconds], { timeout, prepared }))(),
        ),
      );
    },
    300_000,
  );
});
