import { findServer, startServer, TestServerError } from '../../lib/testing';

// A machine without any server: no file may be executed.
jest.mock('node:fs', () => ({
  ...jest.requireActual<object>('node:fs'),
  accessSync: () => {
    throw new Error('ENOENT');
  },
}));

const { platform } = process;
const { MYSQLDB_SERVER } = process.env;
beforeAll(() => delete process.env['MYSQLDB_SERVER']);
afterAll(() => Object.assign(process.env, MYSQLDB_SERVER && { MYSQLDB_SERVER }));
const pretend = (value: NodeJS.Platform): unknown =>
  Object.defineProperty(process, 'platform', { value });
afterEach(() => pretend(platform));

describe('on a machine without a server', () => {
  const installers: [NodeJS.Platform, RegExp, RegExp][] = [
    ['linux', /(apt-get|dnf|apk) (install|add) mariadb/, /(apt-get|dnf) install mysql-server/],
    ['darwin', /brew install mariadb/, /brew install mysql/],
    ['win32', /winget install MariaDB\.Server/, /winget install Oracle\.MySQL/],
  ];

  test.each(installers)(
    'the error on %s has the command to install one',
    async (name, ...hints) => {
      pretend(name);
      for (const [index, flavor] of (['mariadb', 'mysql'] as const).entries()) {
        const error: unknown = await findServer({ flavor }).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(TestServerError);
        expect(error).toMatchObject({ code: 'SERVER_NOT_FOUND' });
        expect((error as TestServerError).message).toMatch(hints[index]!);
      }
    },
  );

  test('startServer fails with it', async () => {
    await expect(startServer()).rejects.toMatchObject({ code: 'SERVER_NOT_FOUND', log: '' });
  });
});
