/** Many at once: statements on one connection, connections, and commands begun by the ends of others. */
import {
  connect,
  type Connection,
  connectSync,
  OperationalError,
  ProgrammingError,
  SSCursor,
} from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { serverOptions } from '../support/apis';
import { failureOf, inTime } from './expectations';
import { numbersTo } from '../support/numbers';

const OPTIONS = { ...serverOptions(), database: 'mysql' };

test('statements that are started at once run in order, each with its own end', async () => {
  const conn = await connect(OPTIONS);
  const results = await Promise.allSettled(
    Array.from({ length: 200 }, (_, i) =>
      conn.fetchone(i % 5 === 3 ? 'SELECT no_such_column' : `SELECT ${i}, @i := ${i}`),
    ),
  );
  results.forEach((result, i) => {
    if (i % 5 === 3) expect(result).toMatchObject({ status: 'rejected', reason: { errno: 1054 } });
    else expect(result).toEqual({ status: 'fulfilled', value: [i, i] });
  });
  await conn.close();
});

test('two statements at once and a kill: both fail as a lost connection', async () => {
  const [conn, killer] = await Promise.all([connect(OPTIONS), connect(OPTIONS)]);
  const first = failureOf(conn.fetchone('SELECT SLEEP(20)'));
  const second = failureOf(conn.fetchone('SELECT 2'));
  await killer.execute(`KILL CONNECTION ${conn.threadId}`);
  expect(await inTime(first)).toBeInstanceOf(OperationalError);
  expect(await inTime(first)).toMatchObject({ fatal: true });
  expect(await inTime(second)).toBeInstanceOf(Error);
  expect(conn.isUsable).toBe(false);
  await killer.close();
});

test('KILL QUERY leaves the connection usable', async () => {
  const [conn, killer] = await Promise.all([connect(OPTIONS), connect(OPTIONS)]);
  const running = failureOf(
    conn.fetchall(
      `SELECT a.seq FROM ${numbersTo(1_000_000, 'a')}, ${numbersTo(1_000_000, 'b')} WHERE a.seq + b.seq < 0`,
    ),
  );
  await untilRunning(killer, conn.threadId);
  await killer.execute(`KILL QUERY ${conn.threadId}`);
  expect(await inTime(running)).toMatchObject({ errno: 1317, fatal: false });
  expect(await conn.fetchone('SELECT 1')).toEqual([1]);
  await Promise.all([conn.close(), killer.close()]);
});

async function untilRunning(
  observer: Awaited<ReturnType<typeof connect>>,
  id: number,
): Promise<void> {
  const sql = `SELECT COUNT(*) FROM information_schema.processlist
    WHERE id = ${id} AND command = 'Query' AND info LIKE 'SELECT a.seq%'`;
  const end = Date.now() + 5_000;
  while ((await observer.fetchone<[number]>(sql))![0] !== 1) {
    if (Date.now() > end) throw new Error('the statement never ran');
  }
}

test('an idle connection that is killed says so', async () => {
  const [conn, killer] = await Promise.all([connect(OPTIONS), connect(OPTIONS)]);
  const ended = new Promise<void>((resolve) => conn.on('end', resolve));
  await killer.execute(`KILL CONNECTION ${conn.threadId}`);
  await inTime(ended);
  expect(conn.isUsable).toBe(false);
  await killer.close();
});

describe('on a server with room for 220 connections', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ options: { max_connections: 220 } });
  });
  afterAll(() => server.stop());
  const open = (): Promise<Connection> => connect(server.connectOptions);

  test('200 are made at once, used and closed', async () => {
    const all = await inTime(Promise.all(Array.from({ length: 200 }, open)), 20_000);
    const rows = await Promise.all(all.map((conn, i) => conn.fetchone(`SELECT ${i}`)));
    expect(rows).toEqual(all.map((_, i) => [i]));
    expect(new Set(all.map((conn) => conn.threadId)).size).toBe(all.length);
    await Promise.all(all.map((conn) => conn.close()));
  });

  test('those beyond get a typed error, and the others work', async () => {
    const all = await Promise.allSettled(Array.from({ length: 260 }, open));
    const made = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    for (const one of all) {
      if (one.status === 'fulfilled') continue;
      expect(one.reason).toBeInstanceOf(OperationalError);
      expect(one.reason).toMatchObject({ errno: 1040, retryable: true });
    }
    expect(made.length).toBeGreaterThan(100);
    expect(made.length).toBeLessThan(260);
    const rows = await Promise.all(made.map((conn) => conn.fetchone('SELECT 1')));
    expect(rows).toHaveLength(made.length);
    await Promise.all(made.map((conn) => conn.close()));
  });
});

test('commands that begin in the callbacks, microtasks and ticks of others', async () => {
  const [a, b] = await Promise.all([connect(OPTIONS), connect(OPTIONS)]);
  const sync = connectSync(OPTIONS);
  const starters: ((action: () => void) => void)[] = [
    (action) => action(),
    queueMicrotask,
    (action) => process.nextTick(action),
    (action) => void Promise.resolve().then(action),
    (action) => void setImmediate(action),
  ];
  let done = 0;
  const chain = async (depth: number): Promise<void> => {
    const rows = await a.fetchall(`SELECT seq, 'é' FROM ${numbersTo(depth * 1000 + 1)}`);
    expect(rows).toHaveLength(depth * 1000 + 1);
    // The scratch memory is one for all: a sync result inside must not disturb the others.
    expect(sync.fetchall(`SELECT seq FROM ${numbersTo(depth + 2)}`)).toHaveLength(depth + 2);
    done++;
    if (depth === 0) return;
    await Promise.all(
      starters.slice(0, 3).map(
        (start) =>
          new Promise<void>((resolve, reject) =>
            start(() => {
              void chain(depth - 1).then(resolve, reject);
              void b.fetchall('SELECT 1').catch(reject);
            }),
          ),
      ),
    );
  };
  await inTime(chain(3), 20_000);
  expect(done).toBe(1 + 3 + 9 + 27);
  sync.close();
  await Promise.all([a.close(), b.close()]);
});

test('a sync query inside the rows of an async stream', async () => {
  const conn = await connect(OPTIONS);
  const sync = connectSync(OPTIONS);
  const cursor = conn.cursor(SSCursor);
  await cursor.execute(`SELECT seq, CONCAT('v', seq) FROM ${numbersTo(50000)}`);
  let expected = 0;
  for await (const [seq, text] of cursor as AsyncIterable<[number, string]>) {
    expected++;
    if (seq !== expected || text !== `v${expected}`) throw new Error(`${seq} ${text} ${expected}`);
    if (expected % 5_000 === 0) {
      expect(sync.fetchall(`SELECT seq FROM ${numbersTo(2000)}`)).toHaveLength(2000);
    }
  }
  expect(expected).toBe(50_000);
  sync.close();
  await conn.close();
});

test('a statement beside an unread stream is refused at once, and the stream goes on', async () => {
  const conn = await connect(OPTIONS);
  const cursor = conn.cursor(SSCursor);
  await cursor.execute(`SELECT seq FROM ${numbersTo(30000)}`);
  const refused = await inTime(failureOf(conn.execute('SELECT 1')), 500);
  expect(refused).toBeInstanceOf(ProgrammingError);
  expect(refused).toMatchObject({ errno: 2014, hint: expect.any(String) });
  expect(await cursor.fetchall()).toHaveLength(30_000);
  expect(await conn.fetchone('SELECT 1')).toEqual([1]);
  await conn.close();
});

test('fetches of one stream that are started at once share its rows in order', async () => {
  const conn = await connect(OPTIONS);
  const cursor = conn.cursor(SSCursor);
  await cursor.execute(`SELECT seq FROM ${numbersTo(100_000)}`);
  const parts = await Promise.all(Array.from({ length: 10 }, () => cursor.fetchmany(10_000)));
  expect(parts.flat().map(([seq]) => seq)).toEqual(
    Array.from({ length: 100_000 }, (_, i) => i + 1),
  );
  await cursor.close();
  await conn.close();
});
