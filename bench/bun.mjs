// Where the Bun is that the driver of its built-in client runs in. The npm package of its binary is
// installed when it is first needed, into build/: it is 100 MB, and nothing else here wants it.
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VERSION = '1.4.5';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../build/bench/bun/', import.meta.url));

/** @type {Promise<string> | undefined} */
let found;

/** @returns {Promise<string>} the path of the program; fails where there is none for the platform */
export function findBun() {
  return (found ??= locate());
}

async function locate() {
  const there = await installed();
  if (there) return there;
  await mkdir(folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Its install script would only copy the binary of the platform's package to another place.
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  await run(npm, ['install', ...flags, `bun@${VERSION}`]);
  const program = await installed();
  if (!program) throw new Error(`Bun ${VERSION} does not run here`);
  return program;
}

/** The first binary of that version that runs: there may be one for each C library. */
async function installed() {
  const packages = join(folder, 'node_modules', '@oven');
  for (const name of await readdir(packages).catch(() => [])) {
    const program = join(packages, name, 'bin', process.platform === 'win32' ? 'bun.exe' : 'bun');
    const answer = await run(program, ['--version']).catch(() => undefined);
    if (answer?.stdout.trim() === VERSION) return program;
  }
  return undefined;
}
