// The step that brings node_modules to what package-lock.json says.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './command.mjs';

function packagesOf(lockFile) {
  const path = join(root, lockFile);
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** npm keeps a lock file of what it installed; optional packages of other platforms are not in it. */
function matches(installed, wanted) {
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === '') return true;
    const there = installed[path];
    return there ? there.version === version : Boolean(optional ?? peer);
  });
}

export const npmPackages = {
  name: 'npm packages',
  isDone() {
    const installed = packagesOf('node_modules/.package-lock.json');
    return installed !== undefined && matches(installed, packagesOf('package-lock.json'));
  },
  describe: () => 'npm ci',
  // No package of ours needs its install script, and our own would build the addon a second time.
  run: () =>
    run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--no-audit',
      '--no-fund',
    ]),
  hint: 'Is the npm registry reachable? `npm ping` tells.',
};
