import { type Connection, type ConnectOptions } from '../../lib';
import { APIS, failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { printed } from '../support/printed';

useDatabase();

const SECRET = 'correct-horse-battery';
const USER = 'secret_keeper';

beforeAll(() =>
  administer(
    `CREATE OR REPLACE USER ${USER}@'%' IDENTIFIED BY '${SECRET}'`,
    `GRANT ALL ON ${TEST_DATABASE}.* TO ${USER}@'%'`,
  ),
);
afterAll(() => administer(`DROP USER ${USER}@'%'`));

describe.each(APIS)('$name: the password appears', (api) => {
  const options = (): ConnectOptions => ({ user: USER, password: SECRET });

  async function withConnection(use: (conn: Connection) => unknown): Promise<void> {
    const conn = await api.connect(options());
    try {
      await use(conn);
    } finally {
      await conn.close();
    }
  }

  test('not in a printed connection', async () => {
    await withConnection((conn) => expect(printed(conn)).not.toContain(SECRET));
  });

  test('not in a printed cursor', async () => {
    await withConnection(async (conn) =>
      expect(printed(await conn.execute('SELECT 1'))).not.toContain(SECRET),
    );
  });

  test('not in a printed connection that is closed', async () => {
    const conn = await api.connect(options());
    await conn.close();
    expect(printed(conn)).not.toContain(SECRET);
  });

  test('not in an error of a statement', async () => {
    await withConnection(async (conn) =>
      expect(printed(await failureOf(() => conn.execute('SELEKT')))).not.toContain(SECRET),
    );
  });

  test.each<[string, ConnectOptions]>([
    ['access denied', { password: `${SECRET}!` }],
    ['an unknown database', { database: 'no_such_database' }],
    ['a refused connection', { host: '127.0.0.1', port: 1 }],
    ['an unknown host', { host: 'no-such-host.invalid' }],
    ['a missing socket', { unixSocket: '/no/such/socket' }],
    ['an unknown option', { pasword: SECRET } as ConnectOptions],
    ['an option of the wrong type', { timezone: SECRET }],
    ['a password of the wrong type', { password: [SECRET] as unknown as string }],
    ['a password with NUL', { password: `${SECRET}\0` }],
  ])('not in the error of %s', async (_what, wrong) => {
    const error = await failureOf(() => api.connect({ ...options(), ...wrong }));
    expect(printed(error)).not.toContain(SECRET);
  });

  const { host } = new URL(process.env['MYSQLDB_TEST_URL']!);

  test.each([
    ['access denied', `mysql://${USER}:${SECRET}!@${host}/`],
    ['an unknown database', `mysql://${USER}:${SECRET}@${host}/no_such_database`],
    ['another protocol', `http://${USER}:${SECRET}@${host}/`],
    ['a URL that cannot be parsed', `mysql://${USER}:${SECRET}@${host}:x/`],
    ['a half percent code', `mysql://${USER}:${SECRET}%@${host}/`],
    ['an unknown option', `mysql://${USER}:${SECRET}@${host}/?nothing=1`],
    ['an option that repeats it', `mysql://${USER}@${host}/?password=${SECRET}`],
    ['a ? in the password', `mysql://${USER}:12?${SECRET}@${host}/db`],
    ['a # in the password', `mysql://${USER}:12#${SECRET}@${host}/db`],
  ])('not in the error of a URL with %s', async (_what, url) => {
    const error = await failureOf(() => api.open(url));
    expect(printed(error)).not.toContain(SECRET);
  });

  test('not in the process list', async () => {
    await withConnection(async (conn) => {
      const rows = await conn.fetchall('SHOW FULL PROCESSLIST');
      expect(printed(rows)).not.toContain(SECRET);
    });
  });
});

test('options that were given are left as they were', async () => {
  const options = Object.freeze({ ...serverOptions(), password: serverOptions().password ?? '' });
  for (const api of APIS) await (await api.open(options)).close();
});
