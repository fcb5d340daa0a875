// The step that builds lib/ into dist/, as it is published.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runNode } from './command.mjs';
import { hashOf, hasStamp, writeStamp } from './stamp.mjs';

const SCRIPT = 'scripts/write-esm-entries.mjs';
const SOURCES = [
  'lib',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
  'package-lock.json',
  SCRIPT,
];

/** Every file that package.json's exports name is there. */
function hasEntries() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(Object.values),
  );
  return files.every((file) => existsSync(join(root, file)));
}

export const typescriptBuild = {
  name: 'TypeScript build',
  isDone: () => hasEntries() && hasStamp('typescript', hashOf(SOURCES)),
  describe: () => 'tsc',
  async run() {
    const hash = hashOf(SOURCES);
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    await runNode(join('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json']);
    await run(process.execPath, [SCRIPT]);
    writeStamp('typescript', hash);
  },
};
