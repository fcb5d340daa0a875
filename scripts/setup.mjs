// Makes a fresh clone ready to run: system packages, npm packages, native build, TypeScript build.
// What is already done is skipped, so that every `npm run` can call this first.
//
//   node scripts/setup.mjs [--for demo | test | matrix | ci | instructions]
//
// Plain Node without dependencies: it runs before node_modules exists.

import { argv, exit } from 'node:process';
import { withLock } from './setup/lock.mjs';
import { nativeBuild } from './setup/native-build.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { report, SetupError } from './setup/progress.mjs';
import { serverPlugins } from './setup/server-plugins.mjs';
import { systemPackages } from './setup/system-packages.mjs';
import { typescriptBuild } from './setup/typescript-build.mjs';

const PURPOSES = ['demo', 'test', 'matrix', 'ci', 'instructions'];
const NEEDS_PLUGINS = ['test', 'matrix', 'ci'];
const OLDEST_NODE = 20;

function purposeOf(args) {
  if (args.length === 0) return 'demo';
  const [flag, purpose] = args;
  if (flag === '--for' && PURPOSES.includes(purpose)) return purpose;
  throw new SetupError(`Usage: node scripts/setup.mjs [--for ${PURPOSES.join(' | ')}]`);
}

function checkNode() {
  const [major] = process.versions.node.split('.');
  if (Number(major) >= OLDEST_NODE) return;
  throw new SetupError(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
}

/** Each step is looked at again under the lock: another set-up may have done it meanwhile. */
async function perform(steps) {
  for (const step of steps) {
    if (step.isDone()) continue;
    await withLock(async () => {
      if (!step.isDone()) await report(step);
    });
  }
}

try {
  const purpose = purposeOf(argv.slice(2));
  checkNode();
  const plugins = NEEDS_PLUGINS.includes(purpose) ? [serverPlugins] : [];
  await perform([systemPackages(purpose), ...plugins, npmPackages, nativeBuild, typescriptBuild]);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  exit(1);
}
