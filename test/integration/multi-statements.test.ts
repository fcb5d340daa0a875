import { Cursor, ProgrammingError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name with multiStatements off', (api) => {
  const conn = useConnection(api);

  test('a second statement is a syntax error, and neither runs', async () => {
    await recreate(conn(), 'TABLE single (id INT)');
    const error = await failureOf(() =>
      conn().execute('INSERT INTO single VALUES (1); INSERT INTO single VALUES (2)'),
    );
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ errno: 1064, code: 'ER_PARSE_ERROR', fatal: false });
    expect(await conn().fetchall('SELECT * FROM single')).toEqual([]);
  });

  test('a semicolon at the end is none', async () => {
    expect(await conn().fetchone('SELECT 1;')).toEqual([1]);
  });
});

describe.each(APIS)('$name with multiStatements on', (api) => {
  const conn = useConnection(api, { multiStatements: true });

  test('each statement has its result', async () => {
    const cur = conn().cursor();
    expect(await cur.execute('SELECT 1 AS a; SELECT 2 AS b UNION SELECT 3')).toBe(1);
    expect(cur.description?.[0]?.[0]).toBe('a');
    expect(await cur.fetchall()).toEqual([[1]]);
    expect(await cur.nextset()).toBe(true);
    expect(cur.rowcount).toBe(2);
    expect(cur.rownumber).toBe(0);
    expect(cur.description?.[0]?.[0]).toBe('b');
    expect(await cur.fetchall()).toEqual([[2], [3]]);
    expect(await cur.nextset()).toBe(false);
    expect(await cur.nextset()).toBe(false);
    expect(cur.description).toBeNull();
  });

  test('statements without rows have results too', async () => {
    const cur = conn().cursor();
    const sql =
      'CREATE TEMPORARY TABLE several (id INT PRIMARY KEY AUTO_INCREMENT, v INT);' +
      'INSERT INTO several (v) VALUES (1), (2), (3); UPDATE several SET v = 0 WHERE v > 1;' +
      'SELECT v FROM several ORDER BY id';
    await cur.execute(sql);
    expect(cur.description).toBeNull();
    expect(await cur.nextset()).toBe(true);
    expect([cur.rowcount, cur.lastrowid, cur.description]).toEqual([3, 1, null]);
    expect(await failureOf(() => cur.fetchall())).toBeInstanceOf(ProgrammingError);
    expect(await cur.nextset()).toBe(true);
    expect([cur.rowcount, cur.lastrowid]).toEqual([2, null]);
    expect(await cur.nextset()).toBe(true);
    expect(await cur.fetchall()).toEqual([[1], [0], [0]]);
    expect(await cur.nextset()).toBe(false);
  });

  test('placeholders count over all of them', async () => {
    const cur = await conn().execute('SELECT ?; SELECT ?, ?', ['a', 'b', 'c']);
    expect(await cur.fetchall()).toEqual([['a']]);
    await cur.nextset();
    expect(await cur.fetchall()).toEqual([['b', 'c']]);
  });

  test('an error in the first is thrown by execute', async () => {
    const error = await failureOf(() => conn().execute('SELECT nothing; SELECT 1'));
    expect(error).toMatchObject({ errno: 1054 });
    expect(await conn().fetchone('SELECT 2')).toEqual([2]);
  });

  test.each([
    ['stored', Cursor],
    ['streamed', SSCursor],
  ])('an error in a later one is thrown by nextset, after %s results', async (_how, kind) => {
    const cur = conn().cursor(kind);
    const sql = 'SELECT 1; SELECT 2; SELECT * FROM no_such_table; SELECT 4';
    await cur.execute(sql);
    expect(await cur.fetchall()).toEqual([[1]]);
    await cur.nextset();
    expect(await cur.fetchall()).toEqual([[2]]);
    const error = await failureOf(() => cur.nextset());
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ errno: 1146, sql, fatal: false });
    expect([cur.description, cur.rowcount, cur.rownumber]).toEqual([null, -1, null]);
    expect(await failureOf(() => cur.fetchall())).toMatchObject({ code: 'ERR_MYSQLDB_NO_RESULT' });
    expect(await cur.nextset()).toBe(false);
    expect(await conn().fetchone('SELECT 5')).toEqual([5]);
  });

  test('an error in a later one is not lost by the shorthands', async () => {
    const sql = 'SELECT 1; SELECT * FROM no_such_table';
    expect(await failureOf(() => conn().fetchall(sql))).toMatchObject({ errno: 1146 });
    expect(await failureOf(() => conn().fetchone(sql))).toMatchObject({ errno: 1146 });
  });

  test('rows that nobody fetched do not get into the next execute', async () => {
    const cur = conn().cursor();
    await cur.execute('SELECT 1; SELECT 2; SELECT 3');
    await cur.execute('SELECT 4');
    expect(await cur.fetchall()).toEqual([[4]]);
    expect(await cur.nextset()).toBe(false);
  });

  test('the connection is free for others at once', async () => {
    const cur = await conn().execute('SELECT 1; SELECT 2; SELECT 3');
    expect(await conn().fetchone('SELECT 10')).toEqual([10]);
    await cur.nextset();
    expect(await cur.fetchall()).toEqual([[2]]);
    await conn().commit();
    await cur.nextset();
    expect(await cur.fetchall()).toEqual([[3]]);
  });
});

describe.each(APIS)('$name with a procedure', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(
      conn(),
      `PROCEDURE two_sets(n INT)
      BEGIN SELECT n AS a; SELECT n + 1 AS b, n + 2 AS c; END`,
    );
    await recreate(
      conn(),
      `PROCEDURE breaks_later()
      BEGIN SELECT 1; SELECT * FROM no_such_table; END`,
    );
    await recreate(conn(), `PROCEDURE no_sets() BEGIN SET @x = 1; END`);
  });

  test('CALL has the results of the procedure, then its own without rows', async () => {
    const cur = conn().cursor();
    expect(await cur.execute('CALL two_sets(?)', [5])).toBe(1);
    expect(await cur.fetchall()).toEqual([[5]]);
    expect(await cur.nextset()).toBe(true);
    expect(cur.description?.map(([name]) => name)).toEqual(['b', 'c']);
    expect(await cur.fetchall()).toEqual([[6, 7]]);
    expect(await cur.nextset()).toBe(true);
    expect([cur.description, cur.rownumber]).toEqual([null, null]);
    expect(await cur.nextset()).toBe(false);
  });

  test('the connection is free after CALL, whether the results are read or not', async () => {
    await conn().execute('CALL two_sets(1)');
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    expect(await conn().fetchall('CALL two_sets(2)')).toEqual([[2]]);
    expect(await conn().fetchone('SELECT 3')).toEqual([3]);
  });

  test('an error inside a procedure comes after the results before it', async () => {
    const cur = await conn().execute('CALL breaks_later()');
    expect(await cur.fetchall()).toEqual([[1]]);
    expect(await failureOf(() => cur.nextset())).toMatchObject({ errno: 1146 });
    expect(await conn().fetchone('SELECT 3')).toEqual([3]);
  });

  test('a procedure without results has none', async () => {
    const cur = await conn().execute('CALL no_sets()');
    expect(cur.description).toBeNull();
    expect(await cur.nextset()).toBe(false);
  });
});
