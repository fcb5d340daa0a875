// Builds the C program of floor.c when it is first needed, against the client library that the
// machine has for development.
import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = fileURLToPath(new URL('floor.c', import.meta.url));
const folder = fileURLToPath(new URL('../build/bench/', import.meta.url));
const program = `${folder}floor`;

const FLAG_SOURCES = [
  ['pkg-config', '--cflags', '--libs', 'libmariadb'],
  ['mariadb_config', '--cflags', '--libs'],
  ['pkg-config', '--cflags', '--libs', 'mysqlclient'],
  ['mysql_config', '--cflags', '--libs'],
];

/** @returns {Promise<string>} the path of the program */
export async function buildFloor() {
  if ((await modified(program)) >= (await modified(source))) return program;
  await mkdir(folder, { recursive: true });
  const flags = await clientFlags();
  await run('cc', ['-O2', '-Wall', '-Wextra', '-o', program, source, ...flags]);
  return program;
}

async function clientFlags() {
  for (const [file, ...args] of FLAG_SOURCES) {
    const answer = await run(file, args).catch(() => undefined);
    if (answer) return answer.stdout.split(/\s+/).filter(Boolean);
  }
  throw new Error('no MariaDB or MySQL client library for development was found');
}

/** @param {string} path */
async function modified(path) {
  return stat(path).then(
    (entry) => entry.mtimeMs,
    () => 0,
  );
}
