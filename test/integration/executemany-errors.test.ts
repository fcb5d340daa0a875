import { connectSync, DataError, IntegrityError, type Params, ProgrammingError } from '../../lib';
import { APIS, failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';

useDatabase();

describe.each(APIS)('$name executemany that fails', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(conn(), 'TABLE many (a INT UNIQUE, b VARCHAR(5))');
  });

  const INSERT = 'INSERT INTO many VALUES (?, ?)';
  const UPDATE = 'UPDATE many SET a = ? WHERE b = ?';
  const many = (sql: string, rows: unknown) =>
    failureOf(() =>
      conn()
        .cursor()
        .executemany(sql, rows as Params[]),
    );

  async function expectUsable(): Promise<void> {
    expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
  }

  test.each([INSERT, UPDATE])('%s: too few parameters in a row', async (sql) => {
    const error = await many(sql, [[1, 'a'], [2, 'b'], [3]]);
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER' });
    expect(error.message).toBe('Row 2: Expected 2 parameters, got 1');
    await expectUsable();
  });

  test.each([INSERT, UPDATE])('%s: a value that cannot be a parameter', async (sql) => {
    const error = await many(sql, [
      [1, 'a'],
      [2, undefined],
    ]);
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error.message).toMatch(/^Row 1: Parameter 2 is undefined/);
    expect(error.hint).toBe('Pass null for NULL.');
    expect(error.sql).toContain(sql.slice(0, 5));
    await expectUsable();
  });

  test.each([INSERT, UPDATE])('%s: a row that is none', async (sql) => {
    for (const row of [5, null, undefined, 'ab', new Date()]) {
      const error = await many(sql, [[1, 'a'], row]);
      expect(error).toBeInstanceOf(ProgrammingError);
      expect(error.message).toMatch(/^Row 1: /);
    }
    await expectUsable();
  });

  test('arrays and objects in one call', async () => {
    const error = await many(INSERT, [[1, 'a'], { a: 2, b: 'b' }]);
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error.message).toMatch(/^Row 1: /);
    await expectUsable();
  });

  test.each([[5], [null], [undefined], [{}], [true]])('%p instead of rows', async (rows) => {
    const error = await many(INSERT, rows);
    expect(error).toBeInstanceOf(ProgrammingError);
    await expectUsable();
  });

  test('what a generator throws comes through as it is, and the connection is usable', async () => {
    const mine = new RangeError('mine');
    function* generate(): Generator<Params> {
      yield [1, 'a'];
      throw mine;
    }
    expect(await many(INSERT, generate())).toBe(mine);
    await expectUsable();
  });

  test('a generator is closed when a row is refused', async () => {
    let closed = false;
    function* generate(): Generator<unknown> {
      try {
        yield [1, 'a'];
        yield [2];
        yield [3, 'c'];
      } finally {
        closed = true;
      }
    }
    await many(INSERT, generate());
    expect(closed).toBe(true);
  });

  test('a duplicate key', async () => {
    const error = await many(INSERT, [
      [1, 'a'],
      [2, 'b'],
      [1, 'c'],
    ]);
    expect(error).toBeInstanceOf(IntegrityError);
    expect(error).toMatchObject({
      errno: 1062,
      message: `Duplicate entry '1' for key '${ofServer({ mariadb: 'a', mysql: 'many.a' })}'`,
      sql: INSERT,
      fatal: false,
    });
    await expectUsable();
    // One statement is all or nothing.
    expect(await conn().fetchall('SELECT a FROM many')).toEqual([]);
  });

  test('data that is too long', async () => {
    const error = await many(INSERT, [
      [1, 'a'],
      [2, 'longer than five'],
    ]);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ errno: 1406, sql: INSERT });
    await expectUsable();
  });

  test('one of the statements that run once a row', async () => {
    await conn()
      .cursor()
      .executemany(INSERT, [
        [1, 'a'],
        [2, 'b'],
      ]);
    const error = await many(UPDATE, [
      [5, 'a'],
      [5, 'b'],
      [6, 'a'],
    ]);
    expect(error).toBeInstanceOf(IntegrityError);
    expect(error.sql).toBe(UPDATE);
    await expectUsable();
    expect(await conn().fetchall('SELECT a, b FROM many ORDER BY b')).toEqual([
      [5, 'a'],
      [2, 'b'],
    ]);
  });

  test('leaves the cursor without the result of the statement before', async () => {
    const cur = conn().cursor();
    await cur.execute('SELECT 1');
    await failureOf(() => cur.executemany(INSERT, [[1]]));
    expect(cur).toMatchObject({ description: null, rowcount: -1 });
  });

  test('a syntax error', async () => {
    expect(await many('INSERT INTO many VALUES (?, ?', [[1, 'a']])).toMatchObject({ errno: 1064 });
    expect(await many('INSERT many VALUES (?, ?) WHERE', [[1, 'a']])).toMatchObject({
      errno: 1064,
    });
    await expectUsable();
  });
});

test('rows that were quoted for another sql_mode are not sent', async () => {
  const conn = connectSync({ ...serverOptions(), database: TEST_DATABASE, autocommit: true });
  conn.execute('CREATE TEMPORARY TABLE quoted (a VARCHAR(50), b VARCHAR(50))');
  conn.setSqlMode('NO_BACKSLASH_ESCAPES');
  function* rows(): Generator<Params> {
    yield ["\\'), NULL), (USER(), 1) -- "];
    conn.setSqlMode('');
    yield ['b'];
  }
  // CONCAT keeps it out of the bulk protocol.
  const sql = 'INSERT INTO quoted (a, b) VALUES (CONCAT(?), NULL)';
  const error = await failureOf(() => conn.cursor().executemany(sql, rows()));
  expect(error).toBeInstanceOf(ProgrammingError);
  expect(error.message).toBe('The session reads SQL otherwise than when the rows were made');
  expect(conn.fetchall('SELECT * FROM quoted')).toEqual([]);
  conn.close();
});
