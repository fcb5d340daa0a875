// Finds what the native build needs outside of npm: the C client library and uv.h. The one place
// that knows how, for CMakeLists.txt, binding.gyp and the set-up alike.
//
//   node scripts/find-client.mjs include | libs | uv | name
//
// MYSQLDB_CLIENT=mariadb|mysql asks for one client; MYSQLDB_CLIENT_DIR=/prefix names its folder
// (with include/ and lib/ in it) where no tool knows it, as on Windows.

import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, env, execPath, exit, platform } from 'node:process';
import { pathToFileURL } from 'node:url';

/** Tried in this order: pkg-config knows cross builds, the clients' own tools know odd prefixes. */
const PROBES = [
  { client: 'mariadb', command: ['pkg-config', 'libmariadb'] },
  { client: 'mariadb', command: ['pkg-config', 'mariadb'] },
  { client: 'mariadb', command: ['mariadb_config'] },
  { client: 'mysql', command: ['pkg-config', 'mysqlclient'] },
  { client: 'mysql', command: ['mysql_config'] },
];

function run([program, ...args]) {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

function includeDirs(flags) {
  const dirs = words(flags)
    .filter((flag) => flag.startsWith('-I'))
    .map((flag) => flag.slice(2).replace(/(?<=.)\/$/, ''));
  return [...new Set(dirs)];
}

function clientIn(prefix) {
  const include = ['include/mariadb', 'include/mysql', 'include'].map((dir) => join(prefix, dir));
  const client = env.MYSQLDB_CLIENT === 'mysql' ? 'mysql' : 'mariadb';
  const library = client === 'mysql' ? 'mysqlclient' : 'mariadb';
  const libs =
    platform === 'win32'
      ? [join(prefix, 'lib', client === 'mysql' ? 'libmysql.lib' : 'libmariadb.lib')]
      : [`-L${join(prefix, 'lib')}`, `-l${library}`];
  return { name: `${client} in ${prefix}`, include: include.filter(existsSync), libs };
}

function probe({ client, command }) {
  const cflags = run([...command, command[0] === 'pkg-config' ? '--cflags-only-I' : '--include']);
  const libs = run([...command, '--libs']);
  if (cflags === undefined || libs === undefined) return undefined;
  return {
    name: `${client} by ${command.join(' ')}`,
    include: includeDirs(cflags),
    libs: words(libs),
  };
}

/** The client library to build with, or undefined when there is none. */
export function findClient() {
  if (env.MYSQLDB_CLIENT_DIR) return clientIn(env.MYSQLDB_CLIENT_DIR);
  for (const candidate of PROBES) {
    if (env.MYSQLDB_CLIENT && env.MYSQLDB_CLIENT !== candidate.client) continue;
    const found = probe(candidate);
    if (found) return found;
  }
  return undefined;
}

/** The folder that a node binary's own headers are in, when they were installed with it. */
export function nodeHeaders() {
  const dir = join(dirname(execPath), '..', 'include', 'node');
  return existsSync(join(dir, 'node_api.h')) ? dir : undefined;
}

/** A folder with uv.h. libuv keeps its ABI within version 1, so the system's copy serves too. */
export function findUv() {
  const system = includeDirs(run(['pkg-config', '--cflags-only-I', 'libuv']) ?? '');
  const usual = ['/usr/include', '/usr/local/include', '/opt/homebrew/include'];
  const nodedir = env.npm_config_nodedir ? [join(env.npm_config_nodedir, 'include', 'node')] : [];
  const candidates = [nodeHeaders(), ...nodedir, ...system, ...usual];
  return candidates.find((dir) => dir !== undefined && existsSync(join(dir, 'uv.h')));
}

function answer(question) {
  if (question === 'uv') return findUv() ?? fail('uv.h was not found: install libuv1-dev.');
  const client = findClient() ?? fail('No MySQL client library: install libmariadb-dev.');
  if (question === 'name') return client.name;
  return client[question].join('\n');
}

function fail(message) {
  console.error(`${message} \`node scripts/setup.mjs\` installs or names what is missing.`);
  exit(1);
}

if (argv[1] && import.meta.url === pathToFileURL(realpathSync(argv[1])).href)
  console.log(answer(argv[2]));
