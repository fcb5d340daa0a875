/** How server-side cursors end: by their program, by errors, and with what they stand on. */
import {
  connect,
  FIELD_TYPE,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  ServerCursor,
  SSCursor,
} from '../../lib';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { recreate, untilGone, useConnection, useDatabase } from '../support/database';
import { onServer } from '../support/flavor';
import { numbersQuery, numbersTo, rowsTo } from '../support/numbers';

useDatabase();

describe.each(APIS)('server-side cursors, $name', (api) => {
  const conn = useConnection(api);
  const other = useConnection(api);

  /** How often the server did something for this session, as 'Com_stmt_close'. */
  async function count(what: string): Promise<number> {
    return Number((await conn().fetchone(`SHOW SESSION STATUS LIKE '${what}'`))![1]);
  }

  async function opened(sql: string, arraysize = 10) {
    const cursor = conn().cursor(ServerCursor);
    cursor.arraysize = arraysize;
    await cursor.execute(sql);
    return cursor;
  }

  describe('the end', () => {
    test('is told to the server: of the rows, of the cursor, of a loop, of its statement', async () => {
      const all = await opened(numbersQuery(15));
      await all.fetchall();
      expect(await count('Com_stmt_close')).toBe(1);
      await all.close();
      await all.close();
      const closed = await opened(numbersQuery(15));
      await closed.fetchone();
      await closed.close();
      expect(await count('Com_stmt_close')).toBe(2);
      const left = await opened(numbersQuery(15));
      for await (const row of left) if (row[0] === 12) break;
      expect(await count('Com_stmt_close')).toBe(3);
      await left.execute(numbersQuery(15));
      await left.execute('SELECT 1');
      expect(await count('Com_stmt_close')).toBe(4);
      await left.nextset();
      expect(await count('Com_stmt_close')).toBe(5);
      await left.execute('DO 1', undefined, { prepared: false });
      expect(await count('Com_stmt_close')).toBe(5);
    });

    test('may come while a stream holds the connection', async () => {
      const cursor = await opened(numbersQuery(15));
      const stream = conn().cursor(SSCursor);
      await stream.execute(numbersQuery(20_000));
      await cursor.close();
      expect(await failureOf(() => cursor.fetchone())).toMatchObject({
        message: 'The cursor is closed',
      });
      expect(await stream.fetchall()).toHaveLength(20_000);
      expect(await count('Com_stmt_close')).toBe(0);
      await opened(numbersQuery(1));
      expect(await count('Com_stmt_close')).toBe(1);
    });

    test('may come after that of the connection', async () => {
      const own = await api.connect();
      const cursor = own.cursor(ServerCursor);
      await cursor.execute(numbersQuery(500));
      expect(await cursor.fetchone()).toEqual([1]);
      await own.close();
      expect(await cursor.fetchmany(99)).toEqual(rowsTo(100, 2));
      expect(await failureOf(() => cursor.fetchone())).toMatchObject({
        code: 'ERR_MYSQLDB_CLOSED',
      });
      await cursor.close();
    });
  });

  describe('without their connection', () => {
    test('give the rows that are here when it was lost, unless all are wanted', async () => {
      const own = await api.connect();
      const cursor = own.cursor(ServerCursor);
      await cursor.execute(numbersQuery(500));
      expect(await cursor.fetchone()).toEqual([1]);
      await conn().execute(`KILL ${own.threadId}`);
      await failureOf(() => own.ping());
      const lost = { fatal: true, errno: expect.any(Number) };
      expect(await failureOf(() => cursor.fetchall())).toMatchObject(lost);
      expect(await cursor.fetchmany(200)).toEqual(rowsTo(100, 2));
      expect(await failureOf(() => cursor.fetchmany(200))).toMatchObject(lost);
    });

    test('give none when it was closed', async () => {
      const own = await api.connect();
      const cursor = own.cursor(ServerCursor);
      await cursor.execute(numbersQuery(500));
      await cursor.fetchone();
      await own.close();
      const closed = { code: 'ERR_MYSQLDB_CLOSED' };
      expect(await failureOf(() => cursor.fetchmany(200))).toMatchObject(closed);
    });
  });

  describe('end with their session', () => {
    test.each(['reset', 'changeUser'] as const)('by %s', async (how) => {
      const cursor = await opened(numbersQuery(50));
      expect(await cursor.fetchone()).toEqual([1]);
      await conn()[how]();
      expect(await cursor.fetchmany(9)).toEqual(rowsTo(10, 2));
      const error = await failureOf(() => cursor.fetchone());
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({
        errno: 1421,
        code: 'ER_STMT_HAS_NO_OPEN_CURSOR',
        fatal: false,
        sql: numbersQuery(50),
      });
      expect(error.hint).toMatch(/reset\(\)/);
      expect(await failureOf(() => cursor.fetchone())).toBe(error);
      await cursor.execute(numbersQuery(3));
      expect(await cursor.fetchall()).toEqual(rowsTo(3));
    });

    test('when the connection is killed', async () => {
      const cursor = await opened(numbersQuery(50));
      expect(await cursor.fetchone()).toEqual([1]);
      const { threadId } = conn();
      await other().kill(threadId);
      await untilGone(other(), threadId);
      const error = await failureOf(() => cursor.fetchall());
      expect(error).toMatchObject({ fatal: true });
      expect(conn().isUsable).toBe(false);
      await cursor.close();
    });

    test('but not by another database, and not by KILL QUERY between two fetches', async () => {
      const cursor = await opened(numbersQuery(50));
      expect(await cursor.fetchone()).toEqual([1]);
      await conn().selectDatabase('mysql');
      await other().kill(conn().threadId, 'QUERY');
      await failureOf(async () => {
        await conn().fetchone('SELECT SLEEP(0)');
        throw new Error('the kill may come late');
      });
      expect(await cursor.fetchall()).toEqual(rowsTo(50, 2));
    });
  });

  describe('errors', () => {
    test.each([
      ['SELEC 1', 1064],
      ['SELECT * FROM missing_table', 1146],
      ['SELECT (SELECT 1 UNION SELECT 2)', 1242],
    ])('of the statement: %s', async (sql, errno) => {
      const cursor = conn().cursor(ServerCursor);
      expect(await failureOf(() => cursor.execute(sql))).toMatchObject({ errno, sql });
      expect(await failureOf(() => cursor.fetchone())).toMatchObject({
        code: 'ERR_MYSQLDB_NO_RESULT',
      });
      await cursor.execute('SELECT 1');
      expect(await cursor.fetchall()).toEqual([[1]]);
      expect(await count('Com_stmt_close')).toBe(errno === 1242 ? 2 : 1);
    });

    test('of parameters', async () => {
      const cursor = conn().cursor(ServerCursor);
      const few = await failureOf(() => cursor.execute('SELECT ?'));
      expect(few).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER', sql: 'SELECT ?' });
      const none = await failureOf(() => cursor.execute('SELECT ?', [undefined]));
      expect(none).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER' });
      await cursor.execute('SELECT ?', [1]);
      expect(await cursor.fetchall()).toEqual([[1]]);
    });

    test('of a decoder end the rows', async () => {
      const broken = (value: Buffer | string): number => {
        if (String(value) === '13') throw new RangeError('13');
        return Number(value);
      };
      const cursor = conn().cursor(ServerCursor, {
        conv: [
          [FIELD_TYPE.LONGLONG, broken],
          [FIELD_TYPE.LONG, broken],
        ],
      });
      cursor.arraysize = 10;
      await cursor.execute(numbersQuery(50));
      expect(await cursor.fetchmany(12)).toEqual(rowsTo(12));
      expect(await failureOf(() => cursor.fetchone())).toBeInstanceOf(RangeError);
      expect(await count('Com_stmt_close')).toBe(1);
      expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    });

    test('a timeout ends the statement before its first row', async () => {
      const cursor = conn().cursor(ServerCursor);
      const sql = `SELECT seq, SLEEP(20) FROM ${numbersTo(9)}`;
      const error = await failureOf(() => cursor.execute(sql, undefined, { timeout: 50 }));
      expect(error).toMatchObject({ name: 'TimeoutError', fatal: false });
      await cursor.execute(numbersQuery(30), undefined, { timeout: 60_000 });
      expect(await cursor.fetchall()).toEqual(rowsTo(30));
    });

    test('another character set of results is refused until it is set back', async () => {
      await recreate(conn(), 'TABLE accents (id INT PRIMARY KEY, v VARCHAR(9)) CHARSET utf8mb4');
      await conn()
        .cursor()
        .executemany('INSERT INTO accents VALUES (?, ?)', [
          [1, 'é'],
          [2, '€'],
          [3, '😀'],
        ]);
      const cursor = await opened('SELECT v FROM accents ORDER BY id', 1);
      expect(await cursor.fetchone()).toEqual(['é']);
      await conn().setCharset('latin1');
      const error = await failureOf(() => cursor.fetchone());
      expect(error).toBeInstanceOf(ProgrammingError);
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_CHARSET' });
      await conn().execute('SET NAMES latin1');
      const refused = await failureOf(() => conn().cursor(ServerCursor).execute('SELECT 1'));
      expect(refused).toBeInstanceOf(NotSupportedError);
      expect(refused).toMatchObject({ code: 'ERR_MYSQLDB_CHARSET' });
      await conn().execute('SET NAMES utf8mb4');
      expect(await cursor.fetchall()).toEqual([['€'], ['😀']]);
    });

    onServer('mariadb', () => {
      test('an integer that MariaDB would cut', async () => {
        const cursor = conn().cursor(ServerCursor);
        const sql = 'SELECT CAST(7000000000 AS UNSIGNED)';
        const error = await failureOf(() => cursor.execute(sql));
        expect(error).toBeInstanceOf(NotSupportedError);
        expect(error).toMatchObject({ errno: 1295, sql });
        expect(error.hint).toMatch(/DECIMAL\(20\).*SSCursor/);
      });

      // With a cursor asked for, 10.11 ends its process over the first, and mixes up packets of others.
      test('what MariaDB breaks down over is executed without a cursor', async () => {
        await recreate(conn(), 'TABLE broken (id INT PRIMARY KEY)');
        const cursor = conn().cursor(ServerCursor);
        await cursor.executemany('INSERT INTO broken VALUES (?)', [[1], [2], [3]]);
        await cursor.execute('DELETE FROM broken WHERE id < 3 RETURNING id');
        expect(await cursor.fetchall()).toEqual([[1], [2]]);
        await cursor.execute('INSERT INTO broken VALUES (4) RETURNING id');
        expect(await cursor.fetchall()).toEqual([[4]]);
        await cursor.execute('ANALYZE SELECT * FROM broken');
        expect(await cursor.fetchall()).toHaveLength(1);
        expect(await conn().fetchall('SELECT * FROM broken')).toEqual([[3], [4]]);
      });
    });
  });
});

test('a fetch that runs fails when its connection is destroyed', async () => {
  const own = await connect(serverOptions());
  const cursor = own.cursor(ServerCursor);
  cursor.arraysize = 200_000;
  await cursor.execute(`SELECT seq, REPEAT('x', 50) FROM ${numbersTo(200_000)}`);
  const failure = failureOf(() => cursor.fetchall());
  own.destroy();
  expect(await failure).toMatchObject({ fatal: true });
  await cursor.close();
});

test('one that a transaction has made may be closed after it', async () => {
  const own = await connect(serverOptions());
  const closes = async (): Promise<string> =>
    (await own.fetchone<[string, string]>("SHOW SESSION STATUS LIKE 'Com_stmt_close'"))![1];
  const cursor = await own.transaction(async (tx) => {
    const made = tx.cursor(ServerCursor);
    await made.execute(numbersQuery(500));
    expect(await made.fetchone()).toEqual([1]);
    return made;
  });
  expect(await cursor.fetchone()).toEqual([2]); // it is here already
  await cursor.close();
  expect(await closes()).toBe('0');
  await own.prepare('SELECT 1');
  expect(await closes()).toBe('1');
  await own.close();
});
