// Builds the C program of floor/ when it is first needed, against the client library that the machine
// has for development.
import { execFile } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('floor/', import.meta.url));
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
  const files = (await readdir(sources)).map((name) => sources + name);
  const changed = await Promise.all(files.map(modified));
  if ((await modified(program)) >= Math.max(...changed)) return program;
  await mkdir(folder, { recursive: true });
  const flags = await clientFlags();
  const units = files.filter((file) => file.endsWith('.c'));
  await run('cc', ['-O2', '-Wall', '-Wextra', '-o', program, ...units, ...flags]);
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
