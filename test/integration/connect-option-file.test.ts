/** Connecting with what an option file says. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type ConnectOptions, InterfaceError } from '../../lib';
import { APIS, failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { cleanEnd, runChild } from '../support/child';
import { administer, useDatabase } from '../support/database';

useDatabase();

const USER = 'file_reader';
const SECRET = 'correct # horse';
const directory = mkdtempSync(join(tmpdir(), 'mysqldb-option-file-'));
const file = join(directory, 'my.cnf');

beforeAll(() => {
  administer(
    `CREATE OR REPLACE USER ${USER}@'%' IDENTIFIED BY '${SECRET}'`,
    `GRANT ALL ON ${TEST_DATABASE}.* TO ${USER}@'%'`,
  );
});
afterAll(() => {
  administer(`DROP USER ${USER}@'%'`);
  rmSync(directory, { recursive: true });
});

function write(...lines: string[]): void {
  const { host, port } = serverOptions();
  const client = ['[client]', `host=${host}`, `port=${port}`, `user=${USER}`];
  const text = [...client, `password="${SECRET}"`, ...lines, ''].join('\n');
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}

describe.each(APIS)('an option file, $name', (api) => {
  const fetch = async (options: ConnectOptions, sql: string) => {
    const conn = await api.open({ readDefaultFile: file, ...options });
    try {
      return await conn.fetchone(sql);
    } finally {
      await conn.close();
    }
  };
  const ACCOUNT = "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1), DATABASE()";

  test('is enough to connect', async () => {
    write(`database=${TEST_DATABASE}`);
    expect(await fetch({}, ACCOUNT)).toEqual([USER, TEST_DATABASE]);
  });

  test('may have a group of the application', async () => {
    write('[app]', `database=${TEST_DATABASE}`, 'init-command="SET @app = 7"');
    expect(await fetch({}, ACCOUNT)).toEqual([USER, null]);
    expect(await fetch({ readDefaultGroup: 'app' }, ACCOUNT)).toEqual([USER, TEST_DATABASE]);
    expect(await fetch({ readDefaultGroup: 'app' }, 'SELECT @app')).toEqual([7]);
  });

  test('sets what each key says', async () => {
    write('default-character-set=latin1', 'compress', 'init-command=SET @a = 1');
    const conn = await api.open({ readDefaultFile: file });
    expect(conn.charset).toBe('latin1');
    expect(conn.compression).toBe('zlib');
    await conn.close();
  });

  test('gives way to what is given', async () => {
    write('database=no_such_database', 'default-character-set=latin1');
    const { user, password } = serverOptions();
    const own = { user, password, database: TEST_DATABASE, charset: 'utf8mb4' } as ConnectOptions;
    const sql = 'SELECT DATABASE(), @@character_set_connection';
    expect(await fetch(own, sql)).toEqual([TEST_DATABASE, 'utf8mb4']);
  });

  test('with a wrong account fails as any', async () => {
    write('password=wrong');
    const error = await failureOf(() => fetch({}, 'SELECT 1'));
    expect(error).toMatchObject({ errno: 1045 });
  });

  test.each([
    ['a wrong value', 'port=nowhere'],
    ['a file that is not there', '!include missing.cnf'],
    ['a value that is missing', 'user'],
  ])('with %s is an error that shows no password', async (_what, line) => {
    write(line);
    const error = await failureOf(() => fetch({}, 'SELECT 1'));
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error.message).toContain(`line 6 of ${file}`);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('horse');
  });

  test('leaves no password in a printed connection', async () => {
    write();
    const conn = await api.open({ readDefaultFile: file });
    expect(inspect(conn, { depth: 9, showHidden: true })).not.toContain('horse');
    await conn.close();
  });

  test('that everyone may write is refused', async () => {
    write();
    chmodSync(file, 0o606);
    const error = await failureOf(() => fetch({}, 'SELECT 1'));
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error.message).toContain('may be written by everyone');
  });
});

test('readDefaultGroup alone reads the standard files, the one at home among them', async () => {
  const { host, port } = serverOptions();
  const lines = [`[at-home]`, `host=${host}`, `port=${port}`, `user=${USER}`];
  writeFileSync(join(directory, '.my.cnf'), [...lines, `password="${SECRET}"`].join('\n'), {
    mode: 0o600,
  });
  const script = `
    const conn = connectSync({ readDefaultGroup: 'at-home' });
    console.log(conn.fetchone('SELECT SUBSTRING_INDEX(CURRENT_USER(), "@", 1)')[0]);
    conn.close();
  `;
  const end = await runChild(script, { env: { HOME: directory } });
  expect(end).toMatchObject(cleanEnd(USER));
});
