import { type ConnectOptions, DictCursor, InterfaceError } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name connect options', (api) => {
  const refusal = (options: unknown) => failureOf(() => api.connect(options as ConnectOptions));

  test.each([
    ['unixSockt', 'unixSocket'],
    ['unix_socket', 'unixSocket'],
    ['pasword', 'password'],
    ['AutoCommit', 'autocommit'],
    ['timeZone', 'timezone'],
    ['multiStatement', 'multiStatements'],
    ['databse', 'database'],
  ])('%s is unknown, and the error names %s', async (given, meant) => {
    const error = await refusal({ [given]: 1 });
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
    expect(error.message).toContain(given);
    expect(error.message).toMatch(new RegExp(`Did you mean ${meant}\\?`));
  });

  test('an unknown option that is near to none gets the whole list', async () => {
    const error = await refusal({ nothingLikeIt: 1 });
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error.message).not.toContain('Did you mean');
    expect(error.hint).toContain('unixSocket');
  });

  test('an unknown option is an error even when it is undefined', async () => {
    expect(await refusal({ nothingLikeIt: undefined })).toBeInstanceOf(InterfaceError);
  });

  test.each(['__proto__', 'constructor', 'toString'])('%s is no option', async (name) => {
    const options = Object.fromEntries([[name, 'x']]);
    expect(await failureOf(() => api.open(options))).toBeInstanceOf(InterfaceError);
  });

  test.each<[string, unknown]>([
    ['host', 1],
    ['host', null],
    ['host', 'a\0b'],
    ['port', '3306'],
    ['port', 1.5],
    ['port', -1],
    ['port', 65_536],
    ['user', 1],
    ['password', 1],
    ['password', 'a\0b'],
    ['database', {}],
    ['unixSocket', true],
    ['connectTimeout', '1s'],
    ['connectTimeout', -1],
    ['connectTimeout', NaN],
    ['autocommit', 1],
    ['multiStatements', 'yes'],
    ['cursorClass', 'DictCursor'],
    ['cursorClass', class {}],
    ['bigint', true],
    ['decimal', 'bigint'],
    ['dates', 'text'],
    ['zeroDates', 'throw'],
    ['json', true],
    ['paramstyle', 'qmark'],
    ['timezone', 1],
    ['timezone', ''],
    ['timezone', 'Mars/Olympus'],
    ['timezone', '+2'],
  ])('%s cannot be %p', async (name, value) => {
    const error = await refusal({ [name]: value });
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
    expect(error.message).toContain(`option ${name} `);
  });

  test('an undefined option counts as not given', async () => {
    const options = { timezone: undefined, autocommit: undefined } as unknown as ConnectOptions;
    const conn = await api.connect(options);
    expect(conn.getAutocommit()).toBe(false);
    await conn.close();
  });

  test('changes of the options object after connecting change nothing', async () => {
    const options: ConnectOptions = { cursorClass: DictCursor };
    const conn = await api.connect(options);
    delete options.cursorClass;
    expect(await conn.fetchone('SELECT 1 AS one')).toEqual({ one: 1 });
    await conn.close();
  });

  test.each<[unknown]>([[null], [5], [true], [[]]])('%p is no options object', async (options) => {
    expect(await failureOf(() => api.open(options as ConnectOptions))).toBeInstanceOf(
      InterfaceError,
    );
  });
});

describe.each(APIS)('$name session options', (api) => {
  test('autocommit is off unless asked for', async () => {
    const conn = await api.connect();
    expect(conn.getAutocommit()).toBe(false);
    expect(await conn.fetchone('SELECT @@autocommit')).toEqual([0]);
    await conn.close();
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('autocommit: %p', async (autocommit, value) => {
    const conn = await api.connect({ autocommit });
    expect(conn.getAutocommit()).toBe(autocommit);
    expect(await conn.fetchone('SELECT @@autocommit')).toEqual([value]);
    await conn.close();
  });

  test("autocommit: null leaves the server's own", async () => {
    const conn = await api.connect({ autocommit: null });
    const [server] = (await conn.fetchone('SELECT @@global.autocommit'))!;
    expect(await conn.fetchone('SELECT @@autocommit')).toEqual([server]);
    expect(conn.getAutocommit()).toBe(server === 1);
    await conn.close();
  });

  test('the charset is utf8mb4 in all directions', async () => {
    const conn = await api.connect();
    const sql =
      'SELECT @@character_set_client, @@character_set_connection, @@character_set_results';
    expect(await conn.fetchone(sql)).toEqual(['utf8mb4', 'utf8mb4', 'utf8mb4']);
    await conn.close();
  });

  test("the session's time zone and sql_mode stay the server's", async () => {
    const conn = await api.connect({ timezone: '+09:00' });
    const sql = 'SELECT @@time_zone = @@global.time_zone, @@sql_mode = @@global.sql_mode';
    expect(await conn.fetchone(sql)).toEqual([1, 1]);
    await conn.close();
  });

  test.each([
    [false, 0],
    [true, 1],
  ])('foundRows: %p makes an UPDATE without effect report %p', async (foundRows, reported) => {
    const conn = await api.connect({ foundRows });
    await conn.execute('CREATE TEMPORARY TABLE found (id INT)');
    await conn.execute('INSERT INTO found VALUES (1)');
    expect(await conn.cursor().execute('UPDATE found SET id = 1')).toBe(reported);
    await conn.close();
  });
});
