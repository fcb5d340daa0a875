/** What executemany makes of the answers to its statements, one or many. */
import {
  type ConnectOptions,
  FIELD_TYPE,
  InterfaceError,
  SSDictCursor,
  Warning,
  type WarningRow,
} from '../../lib';
import { SqlLexer } from '../../lib/sql/lexer';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { onServer } from '../support/flavor';

useDatabase();

describe.each(APIS)('$name executemany', (api) => {
  const conn = useConnection(api);

  beforeEach(() => recreate(conn(), 'TABLE many (a INT UNIQUE, b VARCHAR(5))'));

  onServer('mariadb', () => {
    test('rows of RETURNING come from statements that are sent once a row too', async () => {
      const cur = conn().cursor();
      const rows = [[1], [2], [3]];
      expect(await cur.executemany('INSERT INTO many SET a = ? RETURNING a, b', rows)).toBe(3);
      expect(cur.statementCount).toBe(3);
      expect(cur.description!.map(([name]) => name)).toEqual(['a', 'b']);
      expect(await cur.fetchall()).toEqual([1, 2, 3].map((a) => [a, null]));
      const stream = conn().cursor(SSDictCursor);
      await stream.executemany('DELETE FROM many WHERE a > ? RETURNING a', [[2], [1], [5], [0]]);
      expect(stream.rowcount).toBe(3);
      expect(await stream.fetchall()).toEqual([{ a: 3 }, { a: 2 }, { a: 1 }]);
      expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([0]);
    });
  });

  test('an option that does not exist is an error before anything is sent', async () => {
    const cur = conn().cursor();
    const many = (options: unknown) =>
      failureOf(() => cur.executemany('INSERT INTO many (a) VALUES (?)', [[1]], options as never));
    const error = await many({ onprogress: () => {} });
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error.message).toMatch(/Did you mean onProgress\?/);
    expect(await many(null)).toBeInstanceOf(InterfaceError);
    expect(await many(5)).toBeInstanceOf(InterfaceError);
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([0]);
  });

  test('a long statement is read once', async () => {
    const cur = conn().cursor();
    const long = `INSERT INTO many (a) VALUES (? /* ${'x'.repeat(20_000)} */)`;
    const rows = Array.from({ length: 120 }, (_, i) => [i]);
    const read = jest.spyOn(SqlLexer.prototype, 'next');
    expect(await cur.executemany(long, rows)).toBe(120);
    expect(read.mock.calls.length).toBeLessThan(50);
    read.mockRestore();
  });

  test('rows of arrays and of objects change between statements that are sent once a row', async () => {
    const cur = conn().cursor();
    const error = await failureOf(() =>
      cur.executemany('INSERT INTO many SET a = ?', [[1], { a: 2 }, [3]]),
    );
    expect(error).toMatchObject({ rowIndex: 1, affectedRows: 1 });
  });
});

describe.each(APIS)('$name executemany with fetchWarnings', (api) => {
  const conn = useConnection(api, { fetchWarnings: true, sqlMode: '' });
  const numbers = (messages: readonly (readonly [unknown, WarningRow])[]) =>
    messages.map(([kind, { errno }]) => [kind, errno]);

  beforeEach(() => recreate(conn(), 'TABLE many (a INT UNIQUE, b VARCHAR(5))'));

  test('messages are those of all statements', async () => {
    const cur = conn().cursor();
    const rows = [
      [1, 'longer'],
      [2, 'short'],
      [3, 'longer'],
      [4, ''],
    ];
    await cur.executemany('INSERT INTO many SET a = ?, b = ?', rows);
    expect(cur.warningCount).toBe(2);
    expect(numbers(cur.messages)).toEqual([
      [Warning, 1265],
      [Warning, 1265],
    ]);
    await cur.executemany(
      'INSERT INTO many VALUES (? + 10, ?)',
      rows.map(([a]) => [a, 'longer']),
    );
    expect([cur.warningCount, cur.messages.length, cur.statementCount]).toEqual([4, 4, 1]);
  });

  test('a failure has the warnings of its own statement', async () => {
    const cur = conn().cursor();
    const rows = [
      [1, 'longer'],
      [2, 'longer'],
      [1, 'x'],
    ];
    const error = await failureOf(() => cur.executemany('INSERT INTO many SET a = ?, b = ?', rows));
    expect(error).toMatchObject({ errno: 1062, rowIndex: 2 });
    expect(error.warnings!.map(({ errno }) => errno)).toEqual([1062]);
    expect(cur.messages).toHaveLength(2);
  });
});

/** Decoders under which an answer means nothing any more to whoever asks the server something. */
const strange = () => Symbol('strange');
const CONV: ConnectOptions['conv'] = Object.values(FIELD_TYPE).map((type) => [type, strange]);

describe.each(APIS)('$name with decoders of the user’s', (api) => {
  const conn = useConnection(api, { conv: CONV, bigint: 'string', sqlMode: 'TRADITIONAL' });

  beforeEach(async () => {
    await recreate(conn(), 'TABLE many (a INT UNIQUE, b LONGTEXT)');
    await recreate(conn(), 'PROCEDURE keep(IN a INT, INOUT b INT) BEGIN END');
  });

  test('the largest packet is known all the same', async () => {
    const cur = conn().cursor();
    const text = 'x'.repeat(600_000);
    await cur.executemany(
      'INSERT INTO many VALUES (?, ?)',
      [1, 2, 3].map((a) => [a, text]),
    );
    expect(cur.statementCount).toBe(3);
  });

  test('and warnings, and the row that failed', async () => {
    const cur = conn().cursor();
    const error = await failureOf(() =>
      cur.executemany('INSERT INTO many VALUES (?, ?)', [
        [1, 'a'],
        [2 ** 40, 'b'],
      ]),
    );
    expect(error).toMatchObject({ errno: 1264, rowIndex: 1 });
    await conn().execute("SELECT CAST('1x' AS SIGNED)");
    expect(await conn().showWarnings()).toEqual([
      { level: 'Warning', errno: 1292, message: expect.any(String) as unknown },
    ]);
  });

  test('and which arguments of a procedure are what was sent', async () => {
    expect(await conn().cursor().callproc('keep', [7, '8'])).toEqual([7, '8']);
  });
});

describe('async executemany whose source never gives another row', () => {
  async function* source(onClosed: () => void): AsyncGenerator<unknown[]> {
    try {
      yield [1];
      await new Promise(setImmediate);
      waiting();
      yield await forever;
    } finally {
      onClosed();
    }
  }
  let waiting: () => void;
  let isWaiting: Promise<void>;
  let goOn: (row: unknown[]) => void;
  let forever: Promise<unknown[]>;
  beforeEach(() => {
    isWaiting = new Promise((resolve) => (waiting = resolve));
    forever = new Promise((resolve) => (goOn = resolve));
  });

  test('fails when the connection is destroyed', async () => {
    const conn = await APIS[0]!.connect();
    const closed = jest.fn();
    const load = failureOf(() => conn.cursor().executemany('DO ?', source(closed)));
    await isWaiting;
    conn.destroy();
    expect(await load).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED', affectedRows: 0 });
    // The generator ends when it can.
    expect(closed).not.toHaveBeenCalled();
    goOn([2]);
    await new Promise(setImmediate);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  test('fails when the server ends the connection, and says so', async () => {
    const conn = await APIS[0]!.connect();
    const other = await APIS[0]!.connect();
    const load = failureOf(() =>
      conn.cursor().executemany(
        'DO ?',
        source(() => {}),
      ),
    );
    await isWaiting;
    await other.kill(conn.threadId);
    expect(await load).toMatchObject({ errno: 2013, fatal: true });
    await other.close();
  });
});
