/** What one does to a connection beside running statements. */
import type { Connection } from '../../lib';
import { APIS, failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { administer, recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

const one = async (conn: Connection, sql: string): Promise<unknown> =>
  (await conn.fetchone<unknown[]>(sql))![0];

describe.each(APIS)('a connection, $name', (api) => {
  const conn = useConnection(api, { autocommit: true });

  test('ping', async () => {
    await conn().ping();
    await conn().close();
    expect(await failureOf(() => conn().ping())).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
  });

  test('ping on a connection that the server has closed', async () => {
    administer(`KILL ${conn().threadId}`);
    expect(await failureOf(() => conn().ping())).toMatchObject({ fatal: true });
    expect(conn().isUsable).toBe(false);
  });

  test('reset drops what was set, and sets it up again', async () => {
    const set = await api.connect({
      autocommit: true,
      collation: 'utf8mb4_bin',
      sqlMode: 'ANSI_QUOTES',
      sessionTimezone: '+03:00',
      initCommand: ['SET @first = 1', 'SET @second = @first + 1'],
    });
    const state = () =>
      set.fetchone(
        'SELECT @@collation_connection, @@sql_mode, @@time_zone, @@autocommit, @second, @mine, DATABASE()',
      );
    const fresh = ['utf8mb4_bin', 'ANSI_QUOTES', '+03:00', 1, 2, null, TEST_DATABASE];
    expect(await state()).toEqual(fresh);
    await set.execute("SET @mine = 5, time_zone = '+09:00', sql_mode = '', NAMES latin1");
    await set.autocommit(false);
    await set.execute('CREATE TEMPORARY TABLE temporary_one (id INT)');
    await set.reset();
    expect(await state()).toEqual(fresh);
    expect(set.sqlMode).toBe('ANSI_QUOTES');
    expect(set.charset).toBe('utf8mb4');
    expect(set.getAutocommit()).toBe(true);
    expect(await failureOf(() => set.execute('SELECT * FROM temporary_one'))).toMatchObject({
      errno: 1146,
    });
    expect(await set.fetchone('SELECT ?', ["it's 🐬"])).toEqual(["it's 🐬"]);
    await set.close();
  });

  test('reset rolls an open transaction back', async () => {
    await recreate(conn(), 'TABLE kept (id INT) ENGINE = InnoDB');
    await conn().begin();
    await conn().execute('INSERT INTO kept VALUES (1)');
    await conn().reset();
    expect(conn().inTransaction).toBe(false);
    expect(await one(conn(), 'SELECT COUNT(*) FROM kept')).toBe(0);
  });

  test('changeUser logs in anew', async () => {
    administer(
      "CREATE OR REPLACE USER somebody@'%' IDENTIFIED BY 'a secret'",
      `GRANT ALL ON ${TEST_DATABASE}.* TO somebody@'%'`,
    );
    await conn().execute('SET @mine = 5');
    await conn().changeUser({ user: 'somebody', password: 'a secret' });
    expect(
      await one(conn(), "SUBSTRING_INDEX(CURRENT_USER(), '@', 1)".replace(/^/, 'SELECT ')),
    ).toBe('somebody');
    expect(await one(conn(), 'SELECT @mine')).toBeNull();
    expect(await one(conn(), 'SELECT DATABASE()')).toBe(TEST_DATABASE);
    expect(conn().getAutocommit()).toBe(true);
    await conn().changeUser({ user: serverOptions().user!, database: 'mysql' });
    expect(conn().database).toBe('mysql');
  });

  test('changeUser with a wrong password ends the connection, and keeps the password secret', async () => {
    const error = await failureOf(() =>
      conn().changeUser({ user: 'somebody', password: 'wrong secret' }),
    );
    expect(error).toMatchObject({ errno: 1045 });
    expect(JSON.stringify(error) + error.stack).not.toContain('wrong secret');
    expect(conn().isUsable).toBe(false);
  });

  test('selectDatabase', async () => {
    expect(conn().database).toBe(TEST_DATABASE);
    await conn().selectDatabase('mysql');
    expect(await one(conn(), 'SELECT DATABASE()')).toBe('mysql');
    expect(conn().database).toBe('mysql');
    await conn().execute('SET autocommit = 0, autocommit = 1'); // the server announces something else
    expect(conn().database).toBe('mysql');
    await conn().execute(`USE ${TEST_DATABASE}`);
    expect(conn().database).toBe(TEST_DATABASE);
    expect(await failureOf(() => conn().selectDatabase('no such one'))).toMatchObject({
      errno: 1049,
      fatal: false,
    });
    expect(await one(conn(), 'SELECT DATABASE()')).toBe(TEST_DATABASE);
  });

  test('setCharset, with and without a collation', async () => {
    await conn().setCharset('latin1', 'latin1_german1_ci');
    expect(await one(conn(), 'SELECT @@collation_connection')).toBe('latin1_german1_ci');
    expect(conn().charset).toBe('latin1');
    expect(await one(conn(), "SELECT CONVERT('é' USING utf8mb4)")).toBe('é');
    await conn().setCharset('utf8mb4');
    expect(conn().charset).toBe('utf8mb4');
    expect(await failureOf(() => conn().setCharset('klingon'))).toMatchObject({ errno: 1115 });
    expect(await failureOf(() => conn().setCharset("x'; DROP"))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  });

  test('setSqlMode changes how parameters are written', async () => {
    await conn().setSqlMode('ANSI_QUOTES,NO_BACKSLASH_ESCAPES');
    expect(conn().sqlMode).toBe('ANSI_QUOTES,NO_BACKSLASH_ESCAPES');
    expect(
      await one(conn(), 'SELECT "Host" FROM mysql.user LIMIT 0'.replace('LIMIT 0', 'LIMIT 1')),
    ).toEqual(expect.any(String));
    expect(await conn().fetchone('SELECT ?', ["a\\' OR 1 -- "])).toEqual(["a\\' OR 1 -- "]);
  });

  test('setMultiStatements', async () => {
    expect(await failureOf(() => conn().execute('SELECT 1; SELECT 2'))).toMatchObject({
      errno: 1064,
    });
    await conn().setMultiStatements(true);
    const cursor = await conn().execute('SELECT 1; SELECT 2');
    expect(await cursor.nextset()).toBe(true);
    expect(await cursor.fetchall()).toEqual([[2]]);
    await conn().setMultiStatements(false);
    expect(await failureOf(() => conn().execute('SELECT 1; SELECT 2'))).toMatchObject({
      errno: 1064,
    });
  });

  test('what switches takes true or false alone', async () => {
    const calls = ['autocommit', 'setMultiStatements'] as const;
    for (const call of calls) {
      for (const wrong of [undefined, null, 'yes', 0, 1, {}, []]) {
        const error = await failureOf(() => conn()[call](wrong as never));
        expect(error).toMatchObject({ name: 'ProgrammingError', code: 'ERR_MYSQLDB_ARGUMENT' });
        expect(error.message).toMatch(`${call}() takes true or false, not `);
      }
    }
    expect(conn().getAutocommit()).toBe(true);
  });

  test('showWarnings', async () => {
    await conn().execute('DROP TABLE IF EXISTS not_there');
    expect(await conn().showWarnings()).toEqual([
      { level: 'Note', errno: 1051, message: expect.stringMatching(/not_there/) },
    ]);
    await conn().execute('SELECT COUNT(*) FROM mysql.user');
    expect(await conn().showWarnings()).toEqual([]);
  });

  test('statistics', async () => {
    expect(await conn().statistics()).toMatch(/^Uptime: \d+ +Threads: \d+/);
    expect(await one(conn(), 'SELECT 1')).toBe(1);
  });

  test('dumpDebugInfo', async () => {
    await conn().dumpDebugInfo();
    expect(await one(conn(), 'SELECT 1')).toBe(1);
  });

  test('kill', async () => {
    const other = await api.connect();
    await conn().kill(other.threadId);
    expect(await failureOf(() => other.ping())).toMatchObject({ fatal: true });
    expect(await failureOf(() => conn().kill(4_000_000_000))).toMatchObject({ errno: 1094 });
    for (const id of [1.5, -1, '1; DROP DATABASE x', NaN]) {
      expect(await failureOf(() => conn().kill(id as number))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
    expect(await failureOf(() => conn().kill(1, 'SERVER' as never))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  });

  test('info says what a statement did', async () => {
    await recreate(conn(), 'TABLE counted (id INT)');
    expect(conn().info).toBeNull();
    await conn().execute('INSERT INTO counted VALUES (1), (2), (3)');
    expect(conn().info).toBe('Records: 3  Duplicates: 0  Warnings: 0');
    await conn().execute('UPDATE counted SET id = 5 WHERE id > 1');
    expect(conn().info).toBe('Rows matched: 2  Changed: 2  Warnings: 0');
    await conn().execute('SELECT 1');
    expect(conn().info).toBeNull();
  });

  test('facts that cost no round trip', async () => {
    expect(conn().serverVersion).toBe(await one(conn(), 'SELECT VERSION()'));
    expect(conn().threadId).toBe(await one(conn(), 'SELECT CONNECTION_ID()'));
    expect(conn().serverFlavor).toBe(/maria/i.test(conn().serverVersion) ? 'mariadb' : 'mysql');
    expect(conn().protocolVersion).toBe(10);
    expect(conn().serverCapabilities & 512n).toBe(512n);
    expect(conn().clientFlag & 512).toBe(512);
    expect(conn().compression).toBe('none');
    expect(conn().trackedState.variables).toHaveProperty('sql_mode', conn().sqlMode);
  });
});
