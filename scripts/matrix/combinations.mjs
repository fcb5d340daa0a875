// What `npm run test:matrix` runs the tests on: a server, and the client library of the addon.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { root as project } from '../setup/command.mjs';
import { findMikroOrm, findPrismaClient } from '../orm-packages.mjs';
import { withLock } from '../setup/lock.mjs';
import { copyProject, runInside } from './enter.mjs';
import { ensureRoot, matrixFolder } from './roots.mjs';
import { ensureUnpacked } from './unpacked-server.mjs';

const JEST = 'node_modules/jest/bin/jest.js';
/**
 * What says nothing of a server or a client library, and needs what a root does not have: npm, and
 * the packages of the benchmarks. The other patterns are those of jest.config.cjs.
 */
const NOT_IN_A_ROOT = [
  '/node_modules/',
  'test/prebuild/',
  'test/package.test',
  'test/mysql2/alias.test',
  'test/bench/',
].map((pattern) => `--testPathIgnorePatterns=${pattern}`);
const CMAKE_JS = 'node_modules/cmake-js/bin/cmake-js';

/**
 * An unpacked server as a program of this machine: with its own loader and libraries, since it
 * needs a newer C library.
 */
function serverOnHost(folder, program) {
  const lib = join(folder, 'usr/lib/x86_64-linux-gnu');
  const share = join(folder, 'usr/share/mysql');
  const wrapper = join(matrixFolder(), program);
  // Options of ours come last: --no-defaults must be the first.
  const script = `#!/bin/sh
exec ${lib}/ld-linux-x86-64.so.2 --library-path ${lib} ${folder}/usr/sbin/${program} "$@" \\
  --basedir=${folder}/usr --lc-messages-dir=${share} --character-sets-dir=${share}/charsets \\
  --plugin-dir=${folder}/usr/lib/mysql/plugin
`;
  writeFileSync(wrapper, script);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

/** The tests on this machine, with the client library that it has. */
async function onHost(packageName, program, jestArguments, counts) {
  const lock = join(matrixFolder(), `${packageName}.lock`);
  const folder = await withLock(() => ensureUnpacked(packageName), lock);
  const server = serverOnHost(folder, program);
  const child = spawn(execPath, [JEST, ...jestArguments], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, MYSQLDB_SERVER: server, MYSQLDB_TEST_COUNTS: counts },
  });
  // A terminal's Ctrl-C reaches jest by itself; a SIGTERM, as of `timeout`, does not.
  const end = () => child.kill();
  process.once('SIGTERM', end);
  const [code] = await once(child, 'close');
  process.off('SIGTERM', end);
  return code ?? 1;
}

/** The tests inside a root, with its server and its client library. */
function inRoot(name, client, jestArguments, counts) {
  // One at a time: the project lies in the root.
  const lock = join(matrixFolder(), `${name}.lock`);
  return withLock(() => runInRoot(name, client, jestArguments, counts), lock);
}

async function runInRoot(name, client, jestArguments, counts) {
  const folder = ensureRoot(name);
  copyProject(folder);
  // A root has no npm: what the tests would install has to be there.
  await findMikroOrm();
  await findPrismaClient(join(project, 'test/orms/prisma/schema.prisma'));
  const environment = { MYSQLDB_CLIENT: client };
  const built = await runInside(
    folder,
    `node ${CMAKE_JS} configure --prefer-make && node ${CMAKE_JS} build --prefer-make --parallel 2`,
    environment,
  );
  if (built !== 0) return built;
  const counted = join(folder, 'project/build/counts');
  rmSync(counted, { force: true });
  // Ours come last: jest would take names of files after them for more patterns.
  const words = [JEST, ...jestArguments, ...NOT_IN_A_ROOT].map((word) => `'${word}'`).join(' ');
  const code = await runInside(folder, `node ${words}`, {
    ...environment,
    MYSQLDB_TEST_COUNTS: '/project/build/counts',
  });
  if (existsSync(counted)) cpSync(counted, counts);
  return code;
}

/** Each takes jest's arguments and the file that jest's counts go to, and resolves to an exit code. */
export const COMBINATIONS = [
  {
    name: 'mysql-9:libmariadb',
    what: "MySQL 9 with this machine's libmariadb",
    run: (jest, counts) => onHost('mysql-server-core', 'mysqld', jest, counts),
  },
  {
    name: 'mysql-9:libmysqlclient',
    what: 'MySQL 9 with libmysqlclient 9',
    run: (jest, counts) => inRoot('mysql', 'mysql', jest, counts),
  },
  {
    name: 'mariadb-11:libmariadb',
    what: 'MariaDB 11 with Connector/C 3.4',
    run: (jest, counts) => inRoot('mariadb', 'mariadb', jest, counts),
  },
  {
    name: 'mariadb-11:libmysqlclient',
    what: 'MariaDB 11 with libmysqlclient 9',
    run: (jest, counts) => inRoot('mariadb-libmysqlclient', 'mysql', jest, counts),
  },
];
