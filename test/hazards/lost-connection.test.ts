/** Connections that break in every phase, through a proxy in front of a real server. */
import {
  connect,
  type Connection,
  type ConnectOptions,
  InterfaceError,
  OperationalError,
  SSCursor,
} from '../../lib';
import { serverOptions } from '../support/apis';
import { type Fault, FaultyProxy } from '../support/faulty-proxy';
import { failureOf, inTime } from './expectations';
import { numbersTo } from '../support/numbers';

const ENDINGS: readonly Fault[] = ['cut', 'reset'];
const FAULTS: readonly Fault[] = [...ENDINGS, 'garbage'];
/** One row is some 50 bytes on the wire; the driver gives the rest to a thread after 250 KiB. */
const ROWS = `SELECT seq, REPEAT('x', 40) FROM ${numbersTo(400_000)}`;
const IN_LOOP = 60_000;
const IN_TAIL = 3_000_000;

let proxy: FaultyProxy;
beforeEach(async () => {
  proxy = await FaultyProxy.open();
});
afterEach(() => proxy.close());

interface Watched {
  readonly conn: Connection;
  /** How often the connection has said that it ended. */
  ends(): number;
}

async function open(options: ConnectOptions = {}): Promise<Watched> {
  const conn = await connect({ ...proxy.options, ...options });
  let ends = 0;
  conn.on('end', () => ends++);
  return { conn, ends: () => ends };
}

/** The error is fatal, the connection is over and said so once, and says so to later callers. */
async function expectLost(error: unknown, { conn, ends }: Watched): Promise<void> {
  expect(error).toBeInstanceOf(OperationalError);
  expect(error).toMatchObject({ fatal: true, code: expect.stringMatching(/^CR_/) });
  expect(conn.isUsable).toBe(false);
  expect(await failureOf(conn.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
  expect(await failureOf(conn.cursor(SSCursor).execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
  await conn.close();
  conn.destroy();
  expect(ends()).toBe(1);
}

describe.each(FAULTS)('%s while connecting', (fault) => {
  test.each([0, 1, 4, 20, 60, 85, 100])('after %d bytes', async (bytes) => {
    void proxy.failAfter(bytes, fault);
    const error = await failureOf(connect({ ...proxy.options, connectTimeout: 3_000 }));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ fatal: true });
  });
});

test('a handshake that stalls anywhere ends at connectTimeout', async () => {
  for (const bytes of [0, 2, 50, 90, 100]) {
    void proxy.failAfter(bytes, 'stall');
    const begin = performance.now();
    const error = await failureOf(connect({ ...proxy.options, connectTimeout: 300 }));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ fatal: true });
    expect(performance.now() - begin).toBeGreaterThan(250);
    expect(performance.now() - begin).toBeLessThan(1_500);
  }
});

test('every byte may come alone', async () => {
  proxy.splitInto(1);
  const { conn } = await open();
  const rows = await conn.fetchall(`SELECT seq, REPEAT('é', seq) FROM ${numbersTo(300)}`);
  expect(rows).toHaveLength(300);
  expect(rows[299]).toEqual([300, 'é'.repeat(300)]);
  await conn.close();
});

describe.each(ENDINGS)('%s', (fault) => {
  test('while a statement runs', async () => {
    const watched = await open();
    const sent = proxy.hasSent('SLEEP');
    const running = failureOf(watched.conn.execute('SELECT SLEEP(20)'));
    const waiting = failureOf(watched.conn.execute('SELECT 2'));
    await sent;
    proxy.fail(fault);
    await expectLost(await inTime(running), watched);
    expect(await inTime(waiting)).toBeInstanceOf(InterfaceError);
  });

  test('while the connection is idle', async () => {
    const watched = await open();
    const ended = new Promise<void>((resolve) => watched.conn.on('end', resolve));
    proxy.fail(fault);
    await inTime(ended);
    expect(watched.conn.isUsable).toBe(false);
    expect(await failureOf(watched.conn.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
    expect(watched.ends()).toBe(1);
  });

  test('while a statement is being sent', async () => {
    const watched = await open();
    const sent = proxy.hasSent('SELECT LENGTH');
    const running = failureOf(watched.conn.execute('SELECT LENGTH(?)', ['x'.repeat(12_000_000)]));
    await sent;
    proxy.fail(fault);
    await expectLost(await inTime(running), watched);
  });
});

test.each(ENDINGS)('%s in the header of a result', async (fault) => {
  const watched = await open();
  void proxy.failAfter(4, fault); // with garbage there the client may well wait for the rest of it
  await expectLost(await inTime(failureOf(watched.conn.fetchall(ROWS))), watched);
});

describe.each(FAULTS)('%s in a result', (fault) => {
  test.each([
    ['in its columns', 30],
    ['among its first rows', IN_LOOP],
    ['in its tail', IN_TAIL],
  ])('that is stored: %s', async (_, bytes) => {
    const watched = await open();
    void proxy.failAfter(bytes, fault);
    await expectLost(await inTime(failureOf(watched.conn.fetchall(ROWS))), watched);
  });

  test.each([
    ['among its first rows', IN_LOOP],
    ['in its tail', IN_TAIL],
  ])('that is streamed: %s', async (_, bytes) => {
    const watched = await open();
    void proxy.failAfter(bytes, fault);
    const { error, rows } = await inTime(readStream(watched.conn));
    expect(rows).toBeLessThan(400_000);
    await expectLost(error, watched);
  });

  test.each([
    ['among its first rows', IN_LOOP],
    ['in its tail', IN_TAIL],
  ])('that is streamed, while the reader is busy: %s', async (_, bytes) => {
    const watched = await open();
    const broken = proxy.failAfter(bytes, fault);
    const cursor = watched.conn.cursor(SSCursor);
    await cursor.execute(ROWS);
    await cursor.fetchmany(bytes === IN_TAIL ? 30_000 : 1);
    await inTime(broken);
    await new Promise(setImmediate); // the loop sees the socket's end
    const error = await inTime(
      failureOf(
        (async () => {
          while ((await cursor.fetchmany(1000)).length > 0) continue;
        })(),
      ),
    );
    await expectLost(error, watched);
  });
});

async function readStream(conn: Connection): Promise<{ error: unknown; rows: number }> {
  const cursor = conn.cursor(SSCursor);
  let rows = 0;
  const error = await failureOf(
    (async () => {
      await cursor.execute(ROWS);
      for await (const _ of cursor) rows++;
    })(),
  );
  return { error, rows };
}

test('connections beside the broken one are not touched', async () => {
  const broken = await open();
  const direct = await connect({ ...serverOptions(), database: 'mysql' });
  const rows = direct.fetchall(ROWS);
  void proxy.failAfter(IN_TAIL, 'garbage');
  await inTime(failureOf(broken.conn.fetchall(ROWS)));
  expect(await rows).toHaveLength(400_000);
  await direct.close();
});
