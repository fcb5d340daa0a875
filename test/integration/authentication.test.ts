/** Ways to log in that both servers have, and MariaDB's own; authentication-mysql.test.ts has MySQL's. */
import type { ConnectOptions } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf } from '../support/apis';
import { ofClient, ofServer, onClient, onServer } from '../support/flavor';
import { ServerPlugin } from '../support/server-plugins';

const ACCOUNTS: [user: string, password: string, identified?: string][] = [
  ['nobody', ''],
  ['umlaut', 'pässwörd 🐬'],
  ['longest', 'x'.repeat(200)],
  ...ofServer<[string, string, string][]>({
    mariadb: [
      ...ofClient<[string, string, string][]>({
        mariadb: [['edward', 'an ed25519 secret', 'VIA ed25519 USING PASSWORD']],
        mysql: [],
      }),
      ['natalie', 'a native secret', 'VIA mysql_native_password USING PASSWORD'],
    ],
    mysql: [
      ['charlotte', 'a caching secret', 'WITH caching_sha2_password BY'],
      ['samuel', 'a sha256 secret', 'WITH sha256_password BY'],
    ],
  }),
];
/** One of each plugin. */
const OF_PLUGINS = ACCOUNTS.filter(([, , identified]) => identified !== undefined);

const ed25519 = new ServerPlugin('auth_ed25519');
let server: TestServer;
beforeAll(async () => {
  const plugins = ofServer({ mariadb: ed25519.options, mysql: [] });
  server = await startServer({ options: [...plugins, '--performance-schema'] });
  const [, sync] = APIS;
  const admin = await sync!.open({ ...server.connectOptions, autocommit: true });
  for (const [user, password, identified = 'BY'] of ACCOUNTS) {
    const secret = identified.endsWith('PASSWORD') ? `('${password}')` : ` '${password}'`;
    await admin.execute(`CREATE USER ${user}@'%' IDENTIFIED ${identified}${secret}`);
  }
  await admin.close();
}, 60_000);
afterAll(async () => {
  await server.stop();
  ed25519[Symbol.dispose]();
});

describe.each(APIS)('logging in, $name', (api) => {
  const login = async (options: ConnectOptions): Promise<string> => {
    const conn = await api.open({ ...server.connectOptions, ...options });
    const [user] = (await conn.fetchone<[string]>('SELECT CURRENT_USER()'))!;
    await conn.close();
    return user;
  };

  test.each(ACCOUNTS)('%s', async (user, password) => {
    expect(await login({ user, password })).toBe(`${user}@%`);
    const plain: ConnectOptions = {
      sslMode: 'DISABLED',
      ...ofServer({ mariadb: {}, mysql: { getServerPublicKey: true } }),
    };
    if (password !== '') expect(await login({ user, password, ...plain })).toBe(`${user}@%`);
    const wrong = await failureOf(() => login({ user, password: `${password}!` }));
    expect(wrong).toMatchObject({ errno: 1045, fatal: true });
  });

  onServer('mariadb', () => {
    onClient('mariadb', () => {
      test('with the plugin named beforehand', async () => {
        const options = { user: 'edward', password: 'an ed25519 secret' };
        expect(await login({ ...options, authPlugin: 'client_ed25519' })).toBe('edward@%');
        expect(await login({ ...options, authPlugin: 'mysql_native_password' })).toBe('edward@%');
      });
    });
  });

  test('changing the user between plugins', async () => {
    const conn = await api.open(server.connectOptions);
    for (const [user, password] of OF_PLUGINS) {
      await conn.changeUser({ user, password });
      expect(await conn.fetchone('SELECT CURRENT_USER()')).toEqual([`${user}@%`]);
    }
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
