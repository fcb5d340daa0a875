/** Servers that open a cursor, or do not, and then send what the protocol does not allow. */
import {
  type Connection,
  connect,
  MySQLError,
  NotSupportedError,
  ServerCursor,
  type AsyncCursor,
  type TupleRow,
} from '../../lib';
import {
  eof,
  error,
  FakeServer,
  FIELD,
  ok,
  type Peer,
  prepared,
  resultHead,
} from '../support/fake-server';
import { BROKEN_ROWS, bytes } from './broken-rows';
import { failureOf, inTime } from './expectations';

const COMMAND = { quit: 1, query: 3, prepare: 0x16, execute: 0x17, close: 0x19, fetch: 0x1c };
const CURSOR_EXISTS = 0x40;
const LAST_ROW_SENT = 0x80;

const head = resultHead(FIELD.long, FIELD.varString);
const toPrepare = [prepared(2, 0), ...head.slice(1)];
const withCursor = [...head.slice(0, -1), eof(CURSOR_EXISTS)];
const good = bytes(0, 0, 7, 0, 0, 0, 1, 97);

/** Answers the fetches in turn, and hangs up after the last. */
function serve(toExecute: readonly Buffer[], fetches: readonly Buffer[][]): Promise<FakeServer> {
  return FakeServer.open(async (peer: Peer) => {
    await peer.login();
    const left = [...fetches];
    for (;;) {
      const command = (await peer.packet())?.[0];
      if (command === undefined || command === COMMAND.quit) return;
      if (command === COMMAND.prepare) peer.send(1, ...toPrepare);
      else if (command === COMMAND.execute) peer.send(1, ...toExecute);
      else if (command === COMMAND.fetch) {
        peer.send(1, ...(left.shift() ?? []));
        // Whoever waits for more learns that nothing comes.
        if (left.length === 0) peer.socket.end();
      } else if (command !== COMMAND.close) peer.send(1, ok());
    }
  });
}

async function onServer<T>(
  toExecute: readonly Buffer[],
  fetches: readonly Buffer[][],
  use: (cursor: AsyncCursor<TupleRow>, conn: Connection) => Promise<T>,
): Promise<T> {
  const server = await serve(toExecute, fetches);
  const conn = await connect({ ...server.options, sslMode: 'DISABLED' });
  try {
    return await inTime(use(conn.cursor(ServerCursor), conn));
  } finally {
    conn.destroy();
    await server.close();
  }
}

const fetched = (...fetches: Buffer[][]): Promise<TupleRow[]> =>
  onServer(withCursor, fetches, async (cursor) => {
    await cursor.execute('SELECT 1');
    return cursor.fetchall();
  });

test('what is right is read', async () => {
  const rows = await fetched([good, good, eof(CURSOR_EXISTS)], [good, eof(LAST_ROW_SENT)]);
  expect(rows).toEqual(Array(3).fill([7, 'a']));
});

test('a fetch that brings no row is the last, whatever the status says', async () => {
  expect(await fetched([good, eof(CURSOR_EXISTS)], [eof(CURSOR_EXISTS)])).toEqual([[7, 'a']]);
});

test('more rows than were asked for are read all the same', async () => {
  const answer = [...Array<Buffer>(250).fill(good), eof(LAST_ROW_SENT)];
  expect(await fetched(answer)).toHaveLength(250);
});

describe('is an error', () => {
  test.each(Object.keys(BROKEN_ROWS))('a row %s, first or later', async (name) => {
    const broken = BROKEN_ROWS[name]!;
    for (const answer of [[broken], [broken, good], [good, broken], [good, good, broken]]) {
      const found = await failureOf(fetched([...answer, eof(LAST_ROW_SENT)]));
      expect(found).toBeInstanceOf(MySQLError);
    }
  });

  test.each([
    ['no answer', []],
    ['rows without an end', [[good, good]]],
    ['an error for rows', [[error(1317, 'no', '70100')]]],
    ['an error among the rows', [[good, error(1317, 'no', '70100')]]],
  ])('%s', async (_name, fetches) => {
    expect(await failureOf(fetched(...fetches))).toBeInstanceOf(MySQLError);
  });
});

test('after an error of a fetch the connection goes on, and the cursor does not', async () => {
  const fetches = [[good, eof(CURSOR_EXISTS)], [error(1317, 'Interrupted', '70100')], [good]];
  await onServer(withCursor, fetches, async (cursor, conn) => {
    await cursor.execute('SELECT 1');
    expect(await cursor.fetchone()).toEqual([7, 'a']);
    const failure = await failureOf(cursor.fetchone());
    expect(failure).toMatchObject({ errno: 1317, fatal: false, sql: 'SELECT 1' });
    await conn.ping();
    expect(await failureOf(cursor.fetchall())).toBe(failure);
  });
});

test.each([
  ['rows', [...head, good, good, eof()]],
  ['no rows', [...head, eof()]],
])('a result of %s without a cursor ends the connection', async (_name, toExecute) => {
  await onServer(toExecute, [], async (cursor, conn) => {
    const failure = await failureOf(cursor.execute('SELECT 1'));
    expect(failure).toBeInstanceOf(NotSupportedError);
    expect(failure).toMatchObject({ errno: 2054, fatal: true, sql: 'SELECT 1' });
    expect((failure as MySQLError).hint).toMatch(/proxy.*SSCursor/);
    expect(conn.isUsable).toBe(false);
  });
});

test('an answer without a result set is one', async () => {
  await onServer([ok()], [], async (cursor, conn) => {
    await cursor.execute('SELECT 1');
    expect(cursor).toMatchObject({ rowcount: 0, fields: null });
    await conn.ping();
  });
});
