import { type Connection, InterfaceError } from '../../lib';
import { APIS, failureOf, serverUrl, TEST_DATABASE } from '../support/apis';
import { administer, useDatabase } from '../support/database';

useDatabase();

const USER = 'u@r%l/?#:ü';
const PASSWORD = 'p@ss:w%rd/?#&=ü 😀';
const DATABASE = 'url db%#?ü';

beforeAll(() =>
  administer(
    `CREATE OR REPLACE USER '${USER}'@'%' IDENTIFIED BY '${PASSWORD}'`,
    `GRANT ALL ON *.* TO '${USER}'@'%'`,
    `CREATE DATABASE IF NOT EXISTS \`${DATABASE}\``,
  ),
);
afterAll(() => administer(`DROP USER '${USER}'@'%'`, `DROP DATABASE \`${DATABASE}\``));

describe.each(APIS)('$name connect with a URL', (api) => {
  async function withUrl<T>(url: string | URL, use: (conn: Connection) => T): Promise<Awaited<T>> {
    const conn = await api.open(url);
    try {
      return await use(conn);
    } finally {
      await conn.close();
    }
  }

  const optionError = async (url: string): Promise<unknown> => failureOf(() => api.open(url));

  test('takes text and a URL object', async () => {
    const url = serverUrl();
    url.pathname = `/${TEST_DATABASE}`;
    const database = (conn: Connection): unknown => conn.fetchone('SELECT DATABASE()');
    expect(await withUrl(url, database)).toEqual([TEST_DATABASE]);
    expect(await withUrl(url.href, database)).toEqual([TEST_DATABASE]);
    expect(await withUrl(url.href.replace(/^mysql:/, 'mariadb:'), database)).toEqual([
      TEST_DATABASE,
    ]);
  });

  test('decodes percent signs in user, password and database', async () => {
    const { host } = serverUrl();
    const [user, password, database] = [USER, PASSWORD, DATABASE].map(encodeURIComponent);
    const who = await withUrl(`mysql://${user}:${password}@${host}/${database}`, (conn) =>
      conn.fetchone('SELECT USER(), DATABASE()'),
    );
    expect(who).toEqual([expect.stringMatching(/^u@r%l\/\?#:ü@/), DATABASE]);
  });

  test('needs no database', async () => {
    const url = serverUrl();
    url.pathname = '/';
    expect(await withUrl(url, (conn) => conn.fetchone('SELECT DATABASE()'))).toEqual([null]);
  });

  test('reads options from the query in their own types', async () => {
    const url = `${serverUrl().href.replace(/\/$/, '')}/?autocommit=true&multiStatements=true&timezone=Z&connectTimeout=5000&bigint=string`;
    await withUrl(url, async (conn) => {
      expect(conn.getAutocommit()).toBe(true);
      const cur = await conn.execute('SELECT 1; SELECT 2');
      expect(await cur.nextset()).toBe(true);
      expect(await conn.fetchone('SELECT 1 << 40')).toEqual(['1099511627776']);
    });
  });

  test('takes an IPv6 address in brackets', async () => {
    // Port 1 of the loopback is no server's; an unresolved name would be error 2005.
    const error = await failureOf(() => api.open('mysql://root@[::1]:1/'));
    expect(error).toMatchObject({ name: 'OperationalError', fatal: true });
    expect([2002, 2003]).toContain(error.errno);
    expect(error.message).toContain('::1');
    expect(error.message).not.toContain('[');
  });

  test.each(['host', 'port', 'user', 'password', 'database'])(
    'refuses %s in the query: it must not redirect a connection',
    async (name) => {
      const error = await optionError(`mysql://root@127.0.0.1:1/?${name}=1`);
      expect(error).toBeInstanceOf(InterfaceError);
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
      expect((error as Error).message).toContain(name);
    },
  );

  test.each([
    ['no URL at all', 'nonsense'],
    ['another protocol', 'postgres://root@127.0.0.1/'],
    ['http', 'http://127.0.0.1/'],
    ['a port that is none', 'mysql://root@127.0.0.1:port/'],
    ['a port out of range', 'mysql://root@127.0.0.1:65536/'],
    ['half a percent code', 'mysql://root:100%@127.0.0.1:1/'],
    ['an option twice', 'mysql://root@127.0.0.1:1/?timezone=Z&timezone=local'],
    ['an unknown option', 'mysql://root@127.0.0.1:1/?timzone=Z'],
    ['a wrong value', 'mysql://root@127.0.0.1:1/?autocommit=perhaps'],
    ['a number that is none', 'mysql://root@127.0.0.1:1/?connectTimeout=soon'],
    ['an empty number', 'mysql://root@127.0.0.1:1/?connectTimeout='],
    ['a fragment, such as a # in a password makes', 'mysql://root:12#3@127.0.0.1:1/'],
  ])('refuses %s', async (_what, url) => {
    const error = await optionError(url);
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
  });
});
