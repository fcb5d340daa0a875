/** Server-side cursors: what they fetch, and what may happen on the connection meanwhile. */
import {
  Cursor,
  ProgrammingError,
  ServerColumnCursor,
  ServerCursor,
  ServerDictCursor,
  SSCursor,
} from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { numbersBetween, numbersQuery, numbersTo, rowsTo } from '../support/numbers';

useDatabase();

describe.each(APIS)('server-side cursors, $name', (api) => {
  const conn = useConnection(api);

  /** How often the server did something for this session, as 'Com_stmt_fetch'. */
  async function count(what: string): Promise<number> {
    return Number((await conn().fetchone(`SHOW SESSION STATUS LIKE '${what}'`))![1]);
  }

  async function opened(sql: string, arraysize = 10, params?: unknown[]) {
    const cursor = conn().cursor(ServerCursor);
    cursor.arraysize = arraysize;
    await cursor.execute(sql, params);
    return cursor;
  }

  describe('fetching', () => {
    test('asks for arraysize rows when none are left here', async () => {
      const cursor = await opened(numbersQuery(95));
      expect(await count('Com_stmt_fetch')).toBe(0);
      expect(await cursor.fetchone()).toEqual([1]);
      expect(await cursor.fetchmany(9)).toEqual(rowsTo(10, 2));
      expect(await count('Com_stmt_fetch')).toBe(1);
      expect(await cursor.fetchmany(25)).toEqual(rowsTo(35, 11));
      expect(await count('Com_stmt_fetch')).toBe(4);
      expect(await cursor.fetchmany()).toEqual(rowsTo(45, 36));
      expect(await count('Com_stmt_fetch')).toBe(5);
      expect(cursor.rownumber).toBe(45);
      expect(await cursor.fetchall()).toEqual(rowsTo(95, 46));
      expect(await count('Com_stmt_fetch')).toBe(10);
      expect(await cursor.fetchone()).toBeNull();
      expect(await cursor.fetchmany(5)).toEqual([]);
      expect(await cursor.fetchall()).toEqual([]);
      expect(await count('Com_stmt_fetch')).toBe(10);
      expect(cursor.rowcount).toBe(-1);
    });

    test('as many as arraysize says at that moment, 100 unless it is set', async () => {
      const cursor = conn().cursor(ServerCursor);
      expect(cursor.arraysize).toBe(100);
      await cursor.execute(numbersQuery(1000));
      expect(await cursor.fetchBatch()).toEqual(rowsTo(100));
      cursor.arraysize = 700;
      expect(await cursor.fetchBatch()).toEqual(rowsTo(800, 101));
      expect(conn().cursor(Cursor).arraysize).toBe(1);
    });

    test('when their number is a multiple of arraysize', async () => {
      const cursor = await opened(numbersQuery(20));
      expect(await cursor.fetchall()).toEqual(rowsTo(20));
      expect(await cursor.fetchall()).toEqual([]);
    });

    test.each([0, 1, 99, 100, 101])('a result of %i rows', async (size) => {
      const cursor = await opened(numbersQuery(1000) + ` LIMIT ${size}`, 100);
      expect(await cursor.fetchall()).toEqual(rowsTo(size));
    });

    test('more rows at once than a batch of the driver has', async () => {
      const sql = `SELECT seq, REPEAT('x', 100), seq * 2 FROM ${numbersTo(50_000)} ORDER BY seq`;
      const cursor = await opened(sql, 30_000);
      const rows = await cursor.fetchall();
      expect(rows).toHaveLength(50_000);
      expect(rows.every(([n, , twice], i) => n === i + 1 && twice === 2 * i + 2)).toBe(true);
      expect(await count('Com_stmt_fetch')).toBe(2);
    });

    test('iterating', async () => {
      const cursor = conn().cursor(ServerDictCursor);
      cursor.arraysize = 7;
      await cursor.execute(numbersQuery(50));
      const seen: unknown[] = [];
      for await (const { seq } of cursor) seen.push(seq);
      expect(seen).toEqual(rowsTo(50).flat());
    });

    test('as columns', async () => {
      const cursor = conn().cursor(ServerColumnCursor);
      cursor.arraysize = 10;
      await cursor.execute(numbersQuery(45));
      expect((await cursor.fetchColumns(15)).rowCount).toBe(20);
      const rest = await cursor.fetchColumns();
      expect(rest.columns[0]!.toArray()).toEqual(rowsTo(45, 21).flat());
      expect((await cursor.fetchColumns()).rowCount).toBe(0);
    });

    test.each([0, -1, 1.5, NaN, 2 ** 32, '5'])('not with an arraysize of %p', async (size) => {
      const cursor = await opened(numbersQuery(5), size as number);
      const error = await failureOf(() => cursor.fetchone());
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
      cursor.arraysize = 2;
      expect(await cursor.fetchall()).toEqual(rowsTo(5));
    });

    test('one result only, whose rows do not go back', async () => {
      const cursor = await opened(numbersQuery(5));
      expect(await failureOf(() => cursor.scroll(1))).toMatchObject({
        message: 'A streaming or server-side cursor cannot scroll',
      });
      expect(await cursor.nextset()).toBe(false);
      expect(await failureOf(() => cursor.fetchone())).toMatchObject({
        code: 'ERR_MYSQLDB_NO_RESULT',
      });
    });
  });

  describe('what is executed', () => {
    test('has parameters of every style', async () => {
      const sql = `SELECT seq, ? FROM ${numbersTo(9)} WHERE seq IN (?) ORDER BY seq`;
      const cursor = await opened(sql, 2, ['x', [2, 4, 6]]);
      expect(await cursor.fetchall()).toEqual([2, 4, 6].map((n) => [n, 'x']));
      await cursor.execute('SELECT :a + :b', { a: 1, b: 2 });
      expect(await cursor.fetchall()).toEqual([[3]]);
      const long = 'x'.repeat(3_000_000);
      await cursor.execute('SELECT LENGTH(?)', [long]);
      expect(await cursor.fetchall()).toEqual([[3_000_000]]);
    });

    test.each([
      [`(${numbersQuery(3)}) UNION ALL (SELECT seq FROM ${numbersBetween(4, 4)})`, 4],
      [`WITH n AS (${numbersQuery(3)}) SELECT * FROM n`, 3],
      [`/* a */ -- b\n select * from (${numbersQuery(3)}) AS n`, 3],
      [`${numbersQuery(3)} FOR UPDATE`, 3],
    ])('%s', async (sql, rows) => {
      const cursor = await opened(sql, 1);
      expect(await cursor.fetchall()).toEqual(rowsTo(rows));
      expect(await count('Com_stmt_fetch')).toBeGreaterThanOrEqual(rows);
    });

    test('other statements as by any cursor', async () => {
      await recreate(conn(), 'TABLE others (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
      const cursor = await opened('INSERT INTO others (n) VALUES (?), (?)', 10, [5, 6]);
      expect(cursor).toMatchObject({ rowcount: 2, lastrowid: 1, fields: null });
      await cursor.execute('SELECT n INTO @n FROM others LIMIT 1');
      expect(cursor).toMatchObject({ rowcount: 1, fields: null });
      expect(await cursor.execute('UPDATE others SET n = n + 1')).toBe(2);
      expect(await cursor.execute("SHOW TABLES LIKE 'others'")).toBe(1);
      expect(await cursor.fetchall()).toEqual([['others']]);
      await cursor.execute('EXPLAIN SELECT * FROM others');
      expect(await cursor.fetchall()).not.toEqual([]);
      await cursor.executemany('INSERT INTO others (n) VALUES (?)', [[1], [2]]);
      expect(cursor.rowcount).toBe(2);
      await recreate(conn(), 'PROCEDURE give() BEGIN SELECT 1; SELECT 2; END');
      await cursor.execute('CALL give()');
      expect(await cursor.fetchall()).toEqual([[1]]);
      expect(await cursor.nextset()).toBe(true);
      expect(await cursor.fetchall()).toEqual([[2]]);
      expect(await cursor.callproc('give')).toEqual([]);
      expect(await count('Com_stmt_fetch')).toBe(0);
    });

    test('is a statement of its own', async () => {
      const sql = `SELECT seq, ? FROM ${numbersTo(30)} ORDER BY seq`;
      const options = { prepared: true };
      expect(await conn().fetchall(sql, ['a'], options)).toHaveLength(30);
      const cursor = await opened(sql, 10, ['b']);
      const second = await opened(sql, 5, ['c']);
      expect(await cursor.fetchone()).toEqual([1, 'b']);
      expect(await conn().fetchone(sql, ['d'], options)).toEqual([1, 'd']);
      expect(await second.fetchmany(8)).toHaveLength(8);
      const rest = await cursor.fetchall();
      expect(rest).toHaveLength(29);
      expect(rest.at(-1)).toEqual([30, 'b']);
      expect((await second.fetchall()).at(-1)).toEqual([30, 'c']);
    });
  });

  describe('the connection meanwhile', () => {
    test('runs other statements', async () => {
      await recreate(conn(), 'TABLE copied (n INT PRIMARY KEY)');
      const cursor = await opened(numbersQuery(50));
      const stored = conn().cursor();
      const stream = conn().cursor(SSCursor);
      for await (const [n] of cursor) {
        await stored.execute('INSERT INTO copied VALUES (?)', [n]);
        await stream.execute(numbersQuery(3));
        expect(await stream.fetchall()).toEqual(rowsTo(3));
      }
      expect(await conn().fetchone('SELECT COUNT(*), MAX(n) FROM copied')).toEqual([50, 50]);
    });

    test('has several cursors open, of different columns', async () => {
      const cursors = await Promise.all(
        Array.from({ length: 150 }, (_, i) =>
          opened(
            `SELECT seq AS c${i}, ${i} AS i, 'x' FROM
          ${numbersTo(4)} ORDER BY seq`,
            1,
          ),
        ),
      );
      for (let n = 1; n <= 4; n++) {
        for (const [i, cursor] of cursors.entries()) {
          expect(await cursor.fetchone()).toEqual([n, i, 'x']);
          expect(cursor.fields![0]!.name).toBe(`c${i}`);
        }
      }
      for (const cursor of cursors) expect(await cursor.fetchone()).toBeNull();
    });

    test('with options about values of their own', async () => {
      const sql = `SELECT CAST(seq AS SIGNED) FROM ${numbersTo(4)} ORDER BY seq`;
      const asText = conn().cursor(ServerCursor, { bigint: 'string' });
      const asBigint = conn().cursor(ServerCursor, { bigint: 'bigint' });
      for (const cursor of [asText, asBigint]) {
        cursor.arraysize = 1;
        await cursor.execute(sql);
      }
      for (let n = 1; n <= 4; n++) {
        expect([await asText.fetchone(), await asBigint.fetchone()]).toEqual([
          [String(n)],
          [BigInt(n)],
        ]);
      }
    });

    test('refuses a fetch while a stream has unread rows, and may go on after it', async () => {
      const cursor = await opened(numbersQuery(50));
      const stream = conn().cursor(SSCursor);
      await stream.execute(numbersQuery(20_000));
      const error = await failureOf(() => cursor.fetchone());
      expect(error).toBeInstanceOf(ProgrammingError);
      expect(error).toMatchObject({ errno: 2014, fatal: false });
      await stream.close();
      expect(await cursor.fetchall()).toEqual(rowsTo(50));
    });

    test.each(['commit', 'rollback'] as const)('keeps them over %s', async (end) => {
      await recreate(conn(), 'TABLE kept (n INT PRIMARY KEY)');
      await conn().cursor().executemany('INSERT INTO kept VALUES (?)', rowsTo(30));
      const cursor = await opened('SELECT n FROM kept ORDER BY n');
      expect(await cursor.fetchone()).toEqual([1]);
      await conn()[end]();
      await conn().execute('DROP TABLE kept');
      expect(await cursor.fetchall()).toEqual(rowsTo(30, 2));
    });
  });
});
