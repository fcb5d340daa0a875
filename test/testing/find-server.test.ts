import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { findServer, startServer, TestServerError } from '../../lib/testing';

async function failure(work: Promise<unknown>): Promise<TestServerError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TestServerError);
  expect(error).toMatchObject({ name: 'TestServerError', code: 'SERVER_NOT_FOUND' });
  return error as TestServerError;
}

describe('findServer', () => {
  let directory: string;
  const { PATH, MYSQLDB_SERVER } = process.env;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'find-'));
    delete process.env['MYSQLDB_SERVER'];
  });
  afterEach(async () => {
    Object.assign(process.env, { PATH, ...(MYSQLDB_SERVER && { MYSQLDB_SERVER }) });
    await rm(directory, { recursive: true });
  });

  async function program(name: string, text: string): Promise<string> {
    const file = join(directory, name);
    await writeFile(file, `#!/bin/sh\n${text}\n`);
    await chmod(file, 0o755);
    return file;
  }
  const mysqld = (): Promise<string> =>
    program('mysqld', "echo '/usr/sbin/mysqld  Ver 9.1.0 for Linux on x86_64 (Source)'");

  test('finds one outside PATH', async () => {
    process.env['PATH'] = directory;
    const { binary } = await findServer();
    expect(basename(binary)).toMatch(/^(mariadbd|mysqld)$/);
  });

  test('finds one on PATH before those of the usual places', async () => {
    const binary = await mysqld();
    process.env['PATH'] = `${directory}:${PATH}`;
    expect(await findServer({ flavor: 'mysql' })).toEqual({ flavor: 'mysql', binary });
  });

  test('takes a mysqld for MariaDB when it says so', async () => {
    const text = "echo 'mysqld  Ver 11.8.1-MariaDB for Linux on x86_64'";
    const binary = await program('mysqld', text);
    expect(await findServer({ binary })).toEqual({ flavor: 'mariadb', binary });
  });

  test('takes the one named by MYSQLDB_SERVER', async () => {
    const binary = await mysqld();
    process.env['MYSQLDB_SERVER'] = binary;
    expect(await findServer()).toEqual({ flavor: 'mysql', binary });
  });

  test('takes a bare name from PATH', async () => {
    const file = await mysqld();
    await symlink(file, join(directory, 'my-server'));
    process.env['PATH'] = `${directory}:${PATH}`;
    const binary = join(directory, 'my-server');
    expect(await findServer({ binary: 'my-server' })).toEqual({ flavor: 'mysql', binary });
  });

  test('refuses a server of the other flavor', async () => {
    const error = await failure(findServer({ flavor: 'mariadb', binary: await mysqld() }));
    expect(error.message).toContain('it is not mariadb but mysql');
  });

  test('refuses a program that is not there', async () => {
    const error = await failure(startServer({ binary: '/nowhere/mariadbd' }));
    expect(error.message).toContain("'/nowhere/mariadbd': there is no such program");
    expect(error.message).toContain('MYSQLDB_SERVER');
  });

  test('refuses a program that is no server', async () => {
    const binary = await program('server', 'exit 1');
    const error = await failure(findServer({ binary }));
    expect(error.message).toContain('neither mariadbd nor mysqld');
  });
});
