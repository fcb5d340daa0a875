/** What the C API tells of a connection, and does to it. */
import { clientInfo } from '../../lib';
import { getClientInfo } from '../../lib/low-level';
import { failureOf, TEST_DATABASE } from '../support/apis';
import { useDatabase } from '../support/database';
import { APIS, useLowLevel } from './apis';

useDatabase();

describe.each(APIS)('a low-level connection, $name', (api) => {
  const conn = useLowLevel(api);
  const one = async (sql: string): Promise<string> => {
    await conn().query(sql);
    const [[cell]] = (await (await conn().storeResult())!.fetchRow()) as [[Buffer]];
    return cell.toString();
  };

  test('a fresh one', () => {
    expect(conn().affectedRows()).toBe(0);
    expect([conn().errno(), conn().error(), conn().sqlState()]).toEqual([0, '', '00000']);
    expect([conn().insertId(), conn().fieldCount(), conn().warningCount()]).toEqual([0, 0, 0]);
    expect(conn().info()).toBeNull();
    expect(conn().open).toBe(true);
  });

  test('keeps what the last call failed with', async () => {
    await failureOf(() => conn().query('SELECT * FROM not_there'));
    expect([conn().errno(), conn().sqlState()]).toEqual([1146, '42S02']);
    expect(conn().error()).toMatch(/not_there/);
    expect(conn().affectedRows()).toBe(-1);
    await conn().query('DO 1');
    expect([conn().errno(), conn().error(), conn().sqlState()]).toEqual([0, '', '00000']);
  });

  test('facts', async () => {
    expect(getClientInfo()).toBe(clientInfo);
    expect(conn().getProtoInfo()).toBe(10);
    expect(conn().getHostInfo()).toMatch(/via/);
    expect(conn().getServerInfo()).toBe(await one('SELECT VERSION()'));
    expect(String(conn().threadId())).toBe(await one('SELECT CONNECTION_ID()'));
    expect(conn().fileno()).toBeGreaterThanOrEqual(0);
    expect(conn().serverCapabilities & 512n).toBe(512n);
    expect(conn().clientFlag & 512).toBe(512);
    expect(conn().characterSetName()).toBe('utf8mb4');
  });

  test('commands', async () => {
    await conn().ping();
    expect(await conn().stat()).toMatch(/Uptime/);
    await conn().selectDb('mysql');
    expect(await one('SELECT DATABASE()')).toBe('mysql');
    await conn().changeUser({ database: TEST_DATABASE });
    expect(await one('SELECT DATABASE()')).toBe(TEST_DATABASE);
    await conn().setCharacterSet('latin1');
    expect(conn().characterSetName()).toBe('latin1');
    await conn().resetConnection();
    expect(conn().characterSetName()).toBe('utf8mb4');
    await conn().dumpDebugInfo();
    expect(await failureOf(() => conn().kill(4_000_000_000))).toMatchObject({ errno: 1094 });
  });

  test('transactions', async () => {
    expect(conn().getAutocommit()).toBe(false);
    await conn().query('CREATE TABLE IF NOT EXISTS low (id INT)');
    await conn().query('INSERT INTO low VALUES (1)');
    await conn().rollback();
    expect(await one('SELECT COUNT(*) FROM low')).toBe('0');
    await conn().autocommit(true);
    expect(conn().getAutocommit()).toBe(true);
    await conn().commit();
    await conn().query('DROP TABLE low');
  });

  test('setServerOption', async () => {
    await conn().setServerOption(0);
    await conn().query('SELECT 1; SELECT 2');
    await conn().discardResult();
    await conn().setServerOption(1);
    expect(await failureOf(() => conn().query('SELECT 1; SELECT 2'))).toMatchObject({
      errno: 1064,
    });
    expect(await failureOf(() => conn().setServerOption(2 as never))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  });

  test.each(['', 'NO_BACKSLASH_ESCAPES'])('escaping under sql_mode %p', async (mode) => {
    await conn().query(`SET sql_mode = '${mode}'`);
    const nasty = '\'"\\\0\n\r\x1a%_ ü🐬';
    expect(await one(`SELECT '${conn().escapeString(nasty)}'`)).toBe(nasty);
    expect(await one(`SELECT ${conn().stringLiteral(nasty)}`)).toBe(nasty);
    expect(await one(`SELECT ${conn().escape(nasty)}`)).toBe(nasty);
    const raw = Buffer.from([0, 39, 92, 255, 10]);
    await conn().query(
      Buffer.concat([
        Buffer.from("SELECT HEX(_binary'"),
        conn().escapeString(raw),
        Buffer.from("')"),
      ]),
    );
    const [[hex]] = (await (await conn().storeResult())!.fetchRow()) as [[Buffer]];
    expect(hex.toString()).toBe(raw.toString('hex').toUpperCase());
    expect(await one(`SELECT HEX(${conn().stringLiteral(raw)})`)).toBe('00275CFF0A');
  });

  test('escape takes what a parameter may be', async () => {
    expect(conn().escape(null)).toBe('NULL');
    expect(conn().escape(5)).toBe('5');
    expect(await failureOf(() => conn().escape({}))).toMatchObject({
      code: 'ERR_MYSQLDB_PARAMETER',
    });
    for (const value of [5, null, {}]) {
      expect(await failureOf(() => conn().escapeString(value as never))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
      expect(await failureOf(() => conn().stringLiteral(value as never))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
  });

  test('after close', async () => {
    await conn().close();
    await conn().close();
    expect(conn().open).toBe(false);
    for (const call of [() => conn().ping(), () => conn().storeResult(), () => conn().stat()]) {
      expect(await failureOf(call)).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
    }
  });
});
