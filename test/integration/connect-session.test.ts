/** Options that the server itself tells of. */
import { CLIENT, type ConnectOptions } from '../../lib';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { administer, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('the session has, $name,', (api) => {
  const fetch = async (options: ConnectOptions, sql: string) => {
    const conn = await api.connect(options);
    try {
      return await conn.fetchone(sql);
    } finally {
      await conn.close();
    }
  };

  test.each<[ConnectOptions, string, unknown]>([
    [{ charset: 'latin1' }, '@@character_set_connection', 'latin1'],
    [{ collation: 'utf8mb4_bin' }, '@@collation_connection', 'utf8mb4_bin'],
    [{ charset: 'latin1', collation: 'latin1_bin' }, '@@collation_connection', 'latin1_bin'],
    [{ sqlMode: 'ANSI_QUOTES' }, '@@sql_mode', 'ANSI_QUOTES'],
    [{ sqlMode: '' }, '@@sql_mode', ''],
    [{ sessionTimezone: '+03:30' }, '@@time_zone', '+03:30'],
    [{ sessionTimezone: 'SYSTEM' }, '@@time_zone', 'SYSTEM'],
    [{ initCommand: 'SET @a = 1' }, '@a', 1],
    [{ initCommand: ['SET @a = 1', 'SELECT 5', 'SET @a = @a + 1'] }, '@a', 2],
    [{ interactive: true }, '@@wait_timeout = @@global.interactive_timeout', 1],
    [{ ignoreSpace: true }, 'COUNT (*)', 1],
    [{ clientFlag: CLIENT.IGNORE_SPACE }, 'COUNT (*)', 1],
  ])('%p', async (options, expression, expected) => {
    expect(await fetch(options, `SELECT ${expression}`)).toEqual([expected]);
  });

  test('bindAddress', async () => {
    administer("CREATE OR REPLACE USER bound@'127.0.0.2'");
    const { database: _, ...server } = serverOptions();
    const account = { ...server, host: '127.0.0.1', user: 'bound', password: '' };
    const conn = await api.open({ ...account, bindAddress: '127.0.0.2' });
    expect(await conn.fetchone('SELECT USER()')).toEqual(['bound@127.0.0.2']);
    await conn.close();
    administer("DROP USER bound@'127.0.0.2'");
  });

  test('an error of what the server does not know', async () => {
    const failing = (options: ConnectOptions) => failureOf(() => api.connect(options));
    expect((await failing({ sqlMode: 'NO_SUCH_MODE' })).errno).toBe(1231);
    expect((await failing({ sessionTimezone: 'Mars/Olympus' })).errno).toBe(1298);
    expect((await failing({ collation: 'latin1_bin' })).errno).toBe(1253);
    const failed = await failing({ initCommand: ['SET @a = 1', 'SELEKT'] });
    expect(failed).toMatchObject({ errno: 1064, fatal: true });
  });

  test('connectAttributes', async () => {
    const conn = await api.connect({ connectAttributes: { program_name: 'test', zwölf: 'ü' } });
    // Without the performance schema the server drops them; it must take them all the same.
    expect(conn.serverCapabilities & BigInt(CLIENT.CONNECT_ATTRS)).toBeTruthy();
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    await conn.close();
  });

  test('maxAllowedPacket as the largest result that is taken', async () => {
    const error = await failureOf(() =>
      fetch({ maxAllowedPacket: 4096 }, "SELECT REPEAT('x', 1e5)"),
    );
    expect(error.errno).toBeGreaterThan(0);
    expect(error.hint).toMatch(/maxAllowedPacket|max_allowed_packet on both/);
    const killed = await failureOf(() =>
      fetch({ maxAllowedPacket: 2 ** 30 }, 'KILL CONNECTION CONNECTION_ID()'),
    );
    expect(killed.hint).not.toMatch(/maxAllowedPacket/);
    expect(await fetch({ maxAllowedPacket: 1e6 }, "SELECT LENGTH(REPEAT('x', 1e5))")).toEqual([
      100_000,
    ]);
  });
});
