/** Statements by the binary protocol: what is sent, and when a statement is prepared anew. */
import { DictCursor, identifier, IntegrityError, SSCursor } from '../../lib';
import { APIS, failureOf, TEST_DATABASE } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { jsonOf } from '../support/flavor';
import { numbersTo } from '../support/numbers';

useDatabase();

const MIB = 1024 * 1024;

describe.each(APIS)('prepared statements, $name', (api) => {
  const conn = useConnection(api, { prepared: true });

  /** How often the server did something for this session, as 'Com_stmt_prepare'. */
  async function count(what: string): Promise<number> {
    const sql = `SHOW SESSION STATUS LIKE '${what}'`;
    const cursor = await conn().execute(sql, undefined, { prepared: false });
    return Number((await cursor.fetchone())![1]);
  }

  async function counted(what: string, action: () => Promise<unknown>): Promise<number> {
    const before = await count(what);
    await action();
    return (await count(what)) - before;
  }

  describe('values', () => {
    test('arrive as they are', async () => {
      const values = [1, -1, 2 ** 53 - 1, 2n ** 63n, 1.5, true, null, 'ü😀', Buffer.from([0, 255])];
      const back = await conn().fetchone(`SELECT ${values.map(() => '?').join(', ')}`, values);
      expect(back).toEqual([...values.slice(0, 5), 1, ...values.slice(6)]);
    });

    test('integers are integers, where MySQL takes nothing else', async () => {
      const sql = `SELECT seq FROM ${numbersTo(9)} ORDER BY seq LIMIT ? OFFSET ?`;
      expect(await conn().fetchall(sql, [2, 3])).toEqual([[4], [5]]);
    });

    test('an integer beyond 64 bits, and a number beyond the safe ones', async () => {
      const [large, number] = (await conn().fetchone('SELECT CAST(? AS DECIMAL(40)), ?', [
        2n ** 100n,
        2 ** 63,
      ]))!;
      expect(large).toBe(String(2n ** 100n));
      expect(number).toBe(2n ** 63n);
    });

    test('by name, in lists, and as names', async () => {
      expect(await conn().fetchone('SELECT :x + :x + :y', { x: 1, y: 2 })).toEqual([4]);
      expect(await conn().fetchone('SELECT 3 IN (?), 4 IN (?)', [[1, 2, 3], [5]])).toEqual([1, 0]);
      const sql = `SELECT ? FROM ${numbersTo(1)}`;
      expect(await conn().fetchone(sql, [identifier('seq')])).toEqual([1]);
    });

    test("MySQLdb's placeholders", async () => {
      const own = await api.connect({ prepared: true, paramstyle: 'format' });
      expect(await own.fetchone("SELECT %s, '100%%'", [7])).toEqual([7, '100%']);
      expect(await own.fetchone('SELECT %(a)s', { a: 'x' })).toEqual(['x']);
      await own.close();
    });

    test('long ones go ahead in pieces, more together than a packet takes', async () => {
      const [size] = (await conn().fetchone('SELECT @@max_allowed_packet'))!;
      const piece = Math.floor(Number(size) / 2) - MIB;
      const texts = [0, 1, 2].map((i) => String(i).repeat(piece));
      const sql = 'SELECT LENGTH(?), LENGTH(?), LENGTH(?), SHA2(?, 256) = SHA2(?, 256)';
      const values = [...texts, Buffer.alloc(2.5 * MIB, 7), Buffer.alloc(2.5 * MIB, 7)];
      expect(await conn().fetchone(sql, values)).toEqual([piece, piece, piece, 1]);
      expect(await conn().fetchone(sql, ['é', 'b', 'c', 'd', 'e'])).toEqual([2, 1, 1, 0]);
    });

    test.each([
      [[1], /takes 2 parameters|Expected 2 parameters, got 1/],
      [[1, undefined], /Parameter 2 is undefined/],
      [[1, NaN], /Parameter 2 is NaN/],
      [[1, { a: 1 }], /Parameter 2 is a plain object/],
    ])('%j is refused', async (params, message) => {
      const error = await failureOf(() => conn().fetchone('SELECT ?, ?', params));
      expect(error.message).toMatch(message);
      expect(await conn().fetchone('SELECT ?', ['usable'])).toEqual(['usable']);
    });

    test('none for a placeholder', async () => {
      const error = await failureOf(() => conn().execute('SELECT ?'));
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER', sql: 'SELECT ?' });
      expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    });
  });

  describe('are prepared', () => {
    test('once for many executions', async () => {
      const run = async (): Promise<void> => {
        for (let i = 0; i < 5; i++) {
          expect(await conn().fetchone('SELECT ? + 1', [i])).toEqual([i + 1]);
        }
      };
      expect(await counted('Com_stmt_prepare', run)).toBe(1);
      expect(await counted('Com_stmt_execute', run)).toBe(5);
    });

    test('only when their text comes again, with auto', async () => {
      const run = (): Promise<unknown> =>
        Promise.resolve(conn().execute('SELECT ? + 2', [1], { prepared: 'auto' }));
      expect(await counted('Com_stmt_execute', run)).toBe(0);
      expect(await counted('Com_stmt_execute', run)).toBe(1);
      expect(await counted('Com_stmt_prepare', run)).toBe(0);
    });

    test('with auto, not when their text is long', async () => {
      const sql = `SELECT ? + 3 /* ${'x'.repeat(8192)} */`;
      const run = async (): Promise<void> => {
        for (let i = 0; i < 3; i++) await conn().execute(sql, [1], { prepared: 'auto' });
      };
      expect(await counted('Com_stmt_prepare', run)).toBe(0);
    });

    test('and kept, as many as the connection may', async () => {
      const own = await api.connect({ prepared: true, statementCacheSize: 2 });
      const closed = async (): Promise<unknown> => {
        const sql = "SHOW SESSION STATUS LIKE 'Com_stmt_close'";
        return Number(
          (await (await own.execute(sql, undefined, { prepared: false })).fetchone())![1],
        );
      };
      for (const n of [1, 2, 1, 3]) await own.execute(`SELECT ${n}`);
      expect(await closed()).toBe(1);
      await own.execute('SELECT 1'); // used after 2, so that 2 went
      expect(await closed()).toBe(1);
      await own.close();
    });

    test('as text where the server prepares no such statement', async () => {
      await conn().execute("PREPARE inner_one FROM 'SELECT 5'");
      expect(await conn().fetchone('EXECUTE inner_one')).toEqual([5]);
      await conn().execute("PREPARE inner_one FROM 'SELECT 6'");
      expect(await conn().fetchone('EXECUTE inner_one')).toEqual([6]);
    });

    test('and fail as text does', async () => {
      const missing = await failureOf(() => conn().execute('SELECT * FROM missing_table'));
      expect(missing).toMatchObject({ errno: 1146, sql: 'SELECT * FROM missing_table' });
      await recreate(conn(), 'TABLE unique_ones (id INT PRIMARY KEY)');
      const sql = 'INSERT INTO unique_ones VALUES (?)';
      await conn().execute(sql, [1]);
      const twice = await failureOf(() => conn().execute(sql, [1]));
      expect(twice).toBeInstanceOf(IntegrityError);
      expect(twice).toMatchObject({ errno: 1062, sql });
      expect(await conn().execute(sql, [2])).toMatchObject({ rowcount: 1 });
    });

    test('the options of execute are checked', async () => {
      const wrong = await failureOf(() =>
        conn().execute('SELECT 1', [], { prepare: true } as never),
      );
      expect(wrong.message).toMatch(/no option of execute prepare.*prepared/);
      const type = await failureOf(() => conn().execute('SELECT 1', [], { prepared: 1 } as never));
      expect(type.message).toMatch(/prepared must be/);
    });
  });

  describe('follow what changes', () => {
    test('the columns of a table', async () => {
      const list = jsonOf('[1]');
      await recreate(conn(), 'TABLE altered (id INT, v JSON)');
      await conn().execute("INSERT INTO altered VALUES (1, '[1]')");
      const read = async (): Promise<unknown> => {
        const cursor = conn().cursor(DictCursor);
        await cursor.execute('SELECT * FROM altered');
        return cursor.fetchall();
      };
      expect(await read()).toEqual([{ id: 1, v: list }]);
      await conn().execute('ALTER TABLE altered RENAME COLUMN id TO number');
      expect(await read()).toEqual([{ number: 1, v: list }]);
      expect(await read()).toEqual([{ number: 1, v: list }]);
      await conn().execute("ALTER TABLE altered ADD COLUMN more VARCHAR(9) DEFAULT 'more'");
      expect(await read()).toEqual([{ number: 1, v: list, more: 'more' }]);
      expect(await read()).toEqual([{ number: 1, v: list, more: 'more' }]);
      await conn().execute('ALTER TABLE altered DROP COLUMN more, MODIFY COLUMN v LONGTEXT');
      expect(await read()).toEqual([{ number: 1, v: '[1]' }]);
      expect(await read()).toEqual([{ number: 1, v: '[1]' }]);
      await conn().execute('ALTER TABLE altered MODIFY COLUMN v JSON');
      expect(await read()).toEqual([{ number: 1, v: list }]);
      expect(await read()).toEqual([{ number: 1, v: list }]);
    });

    test('the default database', async () => {
      const other = `${TEST_DATABASE}_other`;
      await conn().execute(`CREATE DATABASE IF NOT EXISTS ${other}`);
      await recreate(conn(), 'TABLE same_name (v INT)');
      await conn().execute('INSERT INTO same_name VALUES (1)');
      const sql = 'SELECT v FROM same_name';
      expect(await conn().fetchall(sql)).toEqual([[1]]);
      await conn().selectDatabase(other);
      await recreate(conn(), 'TABLE same_name (v INT)');
      expect(await conn().fetchall(sql)).toEqual([]);
      await conn().execute(`USE ${TEST_DATABASE}`);
      expect(await conn().fetchall(sql)).toEqual([[1]]);
      await conn().execute(`DROP DATABASE ${other}`);
    });

    test('how the session reads SQL', async () => {
      expect(await conn().fetchone('SELECT "seq"')).toEqual(['seq']);
      await conn().execute("SET sql_mode = 'ANSI_QUOTES'");
      const sql = `SELECT "seq" FROM ${numbersTo(1)}`;
      expect(await conn().fetchone(sql)).toEqual([1]);
      await conn().execute("SET sql_mode = ''");
      expect(await conn().fetchone(sql)).toEqual(['seq']);
    });

    test('the character sets', async () => {
      const sql = 'SELECT ?, CONVERT(? USING latin1)';
      expect(await conn().fetchone(sql, ['é', 'é'])).toEqual(['é', 'é']);
      await conn().execute('SET character_set_results = NULL');
      expect(await conn().fetchone(sql, ['é', 'é'])).toEqual(['é', 'é']);
      await conn().execute('SET NAMES latin1');
      expect(await conn().fetchone(sql, ['é', 'é'])).toEqual(['é', 'é']);
    });

    test('the session', async () => {
      const sql = 'SELECT ? + 3';
      expect(await conn().fetchone(sql, [1])).toEqual([4]);
      await conn().reset();
      expect(await conn().fetchone(sql, [1])).toEqual([4]);
      await conn().changeUser();
      expect(await conn().fetchone(sql, [1])).toEqual([4]);
    });
  });

  describe('results', () => {
    test('several of a procedure, and its OUT value', async () => {
      await recreate(
        conn(),
        'PROCEDURE two_results(IN a INT, OUT b INT) BEGIN SELECT a; SELECT a + 1, "x"; SET b = a + 2; END',
      );
      for (const value of [1, 2]) {
        const cursor = conn().cursor();
        // By the connection's option alone it goes as text on MariaDB (docs/prepared-statements.md).
        await cursor.execute('CALL two_results(?, ?)', [value, null], { prepared: true });
        expect(await cursor.fetchall()).toEqual([[value]]);
        expect(await cursor.nextset()).toBe(true);
        expect(await cursor.fetchall()).toEqual([[value + 1, 'x']]);
        expect(await cursor.nextset()).toBe(true);
        expect(await cursor.fetchall()).toEqual([[value + 2]]);
        while (await cursor.nextset());
      }
    });

    test.each([10, 200_000])('a stream of %i rows, to its end and left early', async (rows) => {
      const sql = `SELECT seq, REPEAT('x', ?) FROM ${numbersTo(rows)}`;
      const cursor = conn().cursor(SSCursor);
      await cursor.execute(sql, [9]);
      let sum = 0;
      for (const [n] of (await cursor.fetchall()) as [number][]) sum += n;
      expect(sum).toBe((rows * (rows + 1)) / 2);
      await cursor.execute(sql, [9]);
      expect(await cursor.fetchone()).toEqual([1, 'xxxxxxxxx']);
      await cursor.close();
      expect(await conn().fetchone('SELECT ?', ['usable'])).toEqual(['usable']);
    });

    test('an error among the rows', async () => {
      const sql = `SELECT seq, (SELECT 1 FROM ${numbersTo(2)} WHERE t.seq > ?) FROM ${numbersTo(50_000, 't')}`;
      const cursor = conn().cursor(SSCursor);
      const error = await failureOf(async () => {
        await cursor.execute(sql, [40_000]);
        await cursor.fetchall();
      });
      expect(error.errno).toBe(1242);
      expect(await conn().fetchone('SELECT ?', ['usable'])).toEqual(['usable']);
    });

    test('what a statement did', async () => {
      await recreate(conn(), 'TABLE written (id INT AUTO_INCREMENT PRIMARY KEY, v INT)');
      const cursor = conn().cursor();
      expect(await cursor.execute('INSERT INTO written (v) VALUES (?), (?)', [1, 2])).toBe(2);
      expect(cursor.lastrowid).toBe(1);
      expect(await cursor.execute('UPDATE written SET v = ? WHERE id = ?', [5, 1])).toBe(1);
      expect(conn().info).toMatch(/Rows matched: 1/);
    });

    test('numbers of fixed decimals are those that the server prints', async () => {
      const sql = 'SELECT PI(), SUM(v), -MAX(v), MAX(v) + 0 FROM (SELECT CAST(1.1 AS FLOAT) v) t';
      const asText = await conn().execute(sql, undefined, { prepared: false });
      expect((await conn().fetchone(sql))![0]).toBe((await asText.fetchone())![0]);
    });

    test('warnings that come with the rows', async () => {
      const cursor = conn().cursor();
      await cursor.execute(`SELECT CAST('x' AS SIGNED) + seq FROM ${numbersTo(3)}`);
      expect(cursor.warningCount).toBeGreaterThan(0);
    });
  });

  describe('conn.prepare', () => {
    test('keeps a statement', async () => {
      const own = await api.connect({ statementCacheSize: 1 });
      const statement = await own.prepare('SELECT ? + 4');
      for (const n of [1, 2]) await own.execute(`SELECT ${n}`, undefined, { prepared: true });
      const prepared = async (): Promise<number> => {
        const sql = "SHOW SESSION STATUS LIKE 'Com_stmt_prepare'";
        return Number((await own.fetchone(sql))![1]);
      };
      const before = await prepared();
      expect(await statement.fetchall([1])).toEqual([[5]]);
      expect(await statement.fetchone([2])).toEqual([6]);
      expect(await (await statement.execute([3])).fetchall()).toEqual([[7]]);
      expect(await prepared()).toBe(before);
      await own.reset();
      expect(await statement.fetchone([4])).toEqual([8]);
      await statement.close();
      await statement.close();
      expect(await failureOf(() => statement.execute([1]))).toMatchObject({
        code: 'ERR_MYSQLDB_CLOSED',
      });
      await own.close();
    });

    test('by name, and of what cannot be prepared', async () => {
      const statement = await conn().prepare('SELECT :a, :b');
      expect(await statement.fetchone({ a: 1, b: 'x' })).toEqual([1, 'x']);
      await api.dispose(statement);
      expect(await failureOf(() => conn().prepare('SELEKT 1'))).toMatchObject({ errno: 1064 });
      expect(await failureOf(() => conn().prepare(1 as never))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    });

    test('closing it after the connection is no error', async () => {
      const own = await api.connect();
      const statement = await own.prepare('SELECT 1');
      await own.close();
      await statement.close();
    });
  });
});
