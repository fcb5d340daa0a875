// Folders with a Debian of their own, from its unstable suite: newer servers and client libraries than
// this machine's, which need a newer C library too. They are made once and kept.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, getuid, platform } from 'node:process';
import { debianMirror } from './mirror.mjs';

/** To build the addon and its tests, and to run the tests. */
const TOOLS = 'g++ make cmake pkg-config python3 libuv1-dev libssl-dev tzdata openssl procps';

const MYSQL = 'mysql-server-core mysql-client-core';
const MARIADB = 'mariadb-server-core mariadb-client-core mariadb-plugin-provider-lz4';

/** The development packages of the two client libraries shut each other out: one root has one. */
const PACKAGES = {
  mysql: `${MYSQL} libmysqlclient-dev ${TOOLS}`,
  mariadb: `${MARIADB} libmariadb-dev ${TOOLS}`,
  'mariadb-libmysqlclient': `${MARIADB} libmysqlclient-dev ${TOOLS}`,
};

/** Files of packages that would set up a service, or shut out the server, when they are installed. */
const ED25519 = ['mariadb-server', './usr/lib/mysql/plugin/auth_ed25519.so'];
const NATIVE_PASSWORD = ['mysql-client-core', './usr/lib/mysql/plugin/mysql_native_password.so'];
const SINGLE_FILES = {
  mysql: [],
  mariadb: [ED25519],
  'mariadb-libmysqlclient': [ED25519, NATIVE_PASSWORD],
};

const LONGEST_RUN = 30 * 60_000;

export class NoRootError extends Error {}

/** Where they are kept; the servers in them run under accounts that cannot look into root's home. */
export function matrixFolder() {
  if (env.MYSQLDB_MATRIX_DIR) return env.MYSQLDB_MATRIX_DIR;
  if (getuid?.() === 0) return '/var/cache/mysqldb/matrix';
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mysqldb', 'matrix');
}

function check() {
  if (platform !== 'linux') throw new NoRootError('only Linux can run them');
  if (getuid() !== 0) throw new NoRootError('making and entering them takes root rights');
  for (const program of ['debootstrap', 'unshare', 'chroot']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) {
      throw new NoRootError(`the program ${program} is missing (apt-get install ${program})`);
    }
  }
}

/**
 * Runs a program to its end.
 * @throws NoRootError with the end of what it printed, when it fails
 */
export function run(program, args) {
  const options = { encoding: 'utf8', timeout: LONGEST_RUN, maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr, error } = spawnSync(program, args, options);
  if (status === 0) return;
  const end = error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-5).join('\n');
  throw new NoRootError(`${program} failed: ${end}`);
}

function addFile(folder, [packageName, file]) {
  const steps = [
    'cd /tmp',
    `apt-get download ${packageName}`,
    `dpkg-deb --fsys-tarfile ${packageName}_*.deb | tar -x -C / ${file}`,
    `rm ${packageName}_*.deb`,
  ];
  run('chroot', [folder, 'sh', '-c', steps.join(' && ')]);
}

/** What a root is made of, to be found in it. */
function recipeOf(name) {
  return JSON.stringify([PACKAGES[name], SINGLE_FILES[name]]);
}

function isMade(folder, name) {
  try {
    return readFileSync(join(folder, 'made-by-mysqldb'), 'utf8') === recipeOf(name);
  } catch {
    return false;
  }
}

/**
 * The folder of a root, made if it is not there or was made of something else.
 * @throws NoRootError that says why it cannot be made
 */
export function ensureRoot(name) {
  check();
  const folder = join(matrixFolder(), name);
  if (isMade(folder, name)) return folder;
  console.log(`Making ${folder}: a Debian of its own with ${name}, once; some minutes.`);
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const include = PACKAGES[name].split(' ').join(',');
  run('debootstrap', [
    ...['--variant=minbase', `--include=${include}`],
    ...['sid', unfinished, debianMirror()],
  ]);
  for (const file of SINGLE_FILES[name]) addFile(unfinished, file);
  cpSync(execPath, join(unfinished, 'usr/local/bin/node'));
  rmSync(join(unfinished, 'var/cache/apt/archives'), { recursive: true, force: true });
  writeFileSync(join(unfinished, 'made-by-mysqldb'), recipeOf(name));
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return folder;
}
