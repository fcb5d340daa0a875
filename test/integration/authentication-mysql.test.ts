/** The ways to log in that MySQL alone has: a password goes by TLS, the unix socket or RSA. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSync, type ConnectOptions } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf } from '../support/apis';
import { runChild } from '../support/child';
import { useDatabase } from '../support/database';
import { CLIENT, onServer } from '../support/flavor';

const PLUGINS = [
  ['caching_sha2_password', 'Caching_sha2_password_rsa_public_key'],
  ['sha256_password', 'Rsa_public_key'],
] as const;
const PASSWORD = 'a long pässword';

onServer('mysql', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mysqldb-keys-'));
  let server: TestServer;
  const administer = (sql: string): unknown => {
    const admin = connectSync({ ...server.connectOptions, autocommit: true });
    try {
      const cursor = admin.execute(sql);
      return cursor.description && cursor.fetchone();
    } finally {
      admin.close();
    }
  };
  const keyOf = (plugin: string): string => join(directory, `${plugin}.pem`);

  beforeAll(async () => {
    server = await startServer();
    for (const [plugin, status] of PLUGINS) {
      administer(`CREATE USER ${plugin}@'%' IDENTIFIED WITH ${plugin} BY '${PASSWORD}'`);
      const [, key] = administer(`SHOW STATUS LIKE '${status}'`) as [string, string];
      writeFileSync(keyOf(plugin), key);
    }
  }, 60_000);
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await server.stop();
  });
  // The server forgets the logins that it would let in by a hash alone.
  beforeEach(() => administer('FLUSH PRIVILEGES'));

  describe.each(APIS)('$name', (api) => {
    describe.each(PLUGINS)('%s', (plugin) => {
      const login = async (options: ConnectOptions): Promise<unknown> => {
        const account = { user: plugin, password: PASSWORD };
        const conn = await api.open({ ...server.connectOptions, ...account, ...options });
        const row = await conn.fetchone('SELECT CURRENT_USER()');
        await conn.close();
        return row;
      };
      const PLAIN = { sslMode: 'DISABLED' } as const;
      const IN = [`${plugin}@%`];

      test('with TLS', async () => {
        expect(await login({ sslMode: 'REQUIRED' })).toEqual(IN);
      });

      // For sha256_password libmysqlclient always asks the server for its key.
      if (CLIENT === 'mariadb' || plugin === 'caching_sha2_password') {
        test('without TLS and without a key it is refused, and the hint says what helps', async () => {
          const error = await failureOf(() => login(PLAIN));
          expect(error).toMatchObject({ errno: 2061 });
          expect(error.hint).toMatch(/getServerPublicKey.*serverPublicKeyPath/);
        });
      }

      test('without TLS, with the key that the server gives', async () => {
        expect(await login({ ...PLAIN, getServerPublicKey: true })).toEqual(IN);
      });

      // libmysqlclient keeps the key for all later logins of the process.
      test('without TLS, with the key from a file', async () => {
        const options = {
          ...server.connectOptions,
          ...PLAIN,
          ...{ user: plugin, password: PASSWORD, serverPublicKeyPath: keyOf(plugin) },
        };
        const child = await runChild(`(async () => {
          const conn = await ${api.name === 'sync' ? 'connectSync' : 'connect'}(
            ${JSON.stringify(options)});
          console.log(JSON.stringify(await conn.fetchone('SELECT CURRENT_USER()')));
          await conn.close();
        })();`);
        expect(child).toMatchObject({ code: 0, stderr: '', stdout: JSON.stringify(IN) });
      });

      test('a wrong password, by each way', async () => {
        for (const way of [{}, { ...PLAIN, getServerPublicKey: true }]) {
          const error = await failureOf(() => login({ ...way, password: 'wrong' }));
          expect(error).toMatchObject({ errno: 1045, fatal: true });
        }
      });
    });

    test('the unix socket is as good as TLS for caching_sha2_password', async () => {
      const conn = await api.open({
        unixSocket: server.unixSocket,
        user: 'caching_sha2_password',
        password: PASSWORD,
        sslMode: 'DISABLED',
      });
      expect(await conn.fetchone('SELECT CURRENT_USER()')).toEqual(['caching_sha2_password@%']);
      await conn.close();
    });

    test('a password that the server remembers needs no key', async () => {
      const account = { user: 'caching_sha2_password', password: PASSWORD };
      const options = { ...server.connectOptions, ...account };
      for (const sslMode of ['REQUIRED', 'DISABLED'] as const) {
        const conn = await api.open({ ...options, sslMode });
        expect(await conn.fetchone('SELECT 1')).toEqual([1]);
        await conn.close();
      }
    });
  });
});

onServer('mariadb', () => {
  useDatabase();

  test.each(APIS)('the key options change nothing for other plugins, $name', async (api) => {
    const conn = await api.connect({ sslMode: 'DISABLED', getServerPublicKey: true });
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    await conn.close();
  });
});
