// Where a Node 22 is, for what needs one: this one, or the npm package of its binary, which is installed
// into build/ when it is first asked for.
import { execFile, spawn } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../build/node-22/', import.meta.url));
const isWindows = process.platform === 'win32';
const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
const program = join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');

/** @returns {Promise<string>} the path of the program */
export async function findNode22() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 17)) return process.execPath;
  const isThere = await access(program).then(
    () => true,
    () => false,
  );
  if (!isThere) await install();
  return program;
}

async function install() {
  await mkdir(folder, { recursive: true });
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  await run(isWindows ? 'npm.cmd' : 'npm', ['install', ...flags, `${name}@22`]);
}

/** Runs a module in Node 22, with this process's arguments, and ends as it does. */
export async function runInNode22(url) {
  const args = [fileURLToPath(url), ...process.argv.slice(2)];
  const child = spawn(await findNode22(), args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
