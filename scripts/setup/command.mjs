// Runs the programs that do the set-up's work. Their output is kept back and shown on failure only.

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './progress.mjs';

/** The package's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Servers live where only root's PATH looks. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec'];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function isInstalled(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.some((folder) => folder !== '' && isExecutable(join(folder, program)));
}

/** Runs a command to its end in the package's folder; throws with all of its output when it fails. */
export function run(program, args, environment = {}) {
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetupError(`${program}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      const end = signal ? `was ended by ${signal}` : `exited with ${code}`;
      const shown = Buffer.concat(output).toString().trimEnd();
      reject(new SetupError(`$ ${[program, ...args].join(' ')}\n${shown}\n${program} ${end}.`));
    });
  });
}

/** Runs a JavaScript file of an npm package with the node that runs us. */
export function runNode(file, args) {
  return run(process.execPath, [join(root, 'node_modules', file), ...args]);
}
