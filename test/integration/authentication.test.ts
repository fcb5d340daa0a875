/** Ways to log in that MariaDB's server has; those of MySQL are in the matrix. */
import type { ConnectOptions } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf } from '../support/apis';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    options: ['--plugin-load-add=auth_ed25519', '--performance-schema'],
  });
  const [, sync] = APIS;
  const admin = await sync!.open({ ...server.connectOptions, autocommit: true });
  for (const sql of [
    "CREATE USER edward@'%' IDENTIFIED VIA ed25519 USING PASSWORD('an ed25519 secret')",
    "CREATE USER natalie@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('a native secret')",
    "CREATE USER nobody@'%' IDENTIFIED BY ''",
    "CREATE USER umlaut@'%' IDENTIFIED BY 'pässwörd 🐬'",
    `CREATE USER longest@'%' IDENTIFIED BY '${'x'.repeat(200)}'`,
  ]) {
    await admin.execute(sql);
  }
  await admin.close();
}, 60_000);
afterAll(() => server.stop());

describe.each(APIS)('logging in, $name', (api) => {
  const login = async (options: ConnectOptions): Promise<string> => {
    const conn = await api.open({ ...server.connectOptions, ...options });
    const [user] = (await conn.fetchone<[string]>('SELECT CURRENT_USER()'))!;
    await conn.close();
    return user;
  };

  test.each([
    ['edward', 'an ed25519 secret'],
    ['natalie', 'a native secret'],
    ['nobody', ''],
    ['umlaut', 'pässwörd 🐬'],
    ['longest', 'x'.repeat(200)],
  ])('%s', async (user, password) => {
    expect(await login({ user, password })).toBe(`${user}@%`);
    if (password !== '')
      expect(await login({ user, password, sslMode: 'DISABLED' })).toBe(`${user}@%`);
    const wrong = await failureOf(() => login({ user, password: `${password}!` }));
    expect(wrong).toMatchObject({ errno: 1045, fatal: true });
  });

  test('with the plugin named beforehand', async () => {
    const options = { user: 'edward', password: 'an ed25519 secret' };
    expect(await login({ ...options, authPlugin: 'client_ed25519' })).toBe('edward@%');
    expect(await login({ ...options, authPlugin: 'mysql_native_password' })).toBe('edward@%');
  });

  test('changing the user between plugins', async () => {
    const conn = await api.open(server.connectOptions);
    await conn.changeUser({ user: 'edward', password: 'an ed25519 secret' });
    await conn.changeUser({ user: 'natalie', password: 'a native secret' });
    expect(await conn.fetchone('SELECT CURRENT_USER()')).toEqual(['natalie@%']);
    await conn.close();
  });

  test('attributes tell the server who connects', async () => {
    const connectAttributes = { program_name: 'a test', 'with ünicode': 'välue' };
    const conn = await api.open({ ...server.connectOptions, connectAttributes });
    const attributes = await conn.fetchall<[string, string]>(
      'SELECT attr_name, attr_value FROM performance_schema.session_connect_attrs WHERE processlist_id = CONNECTION_ID()',
    );
    expect(Object.fromEntries(attributes)).toMatchObject(connectAttributes);
    await conn.close();
  });
});
