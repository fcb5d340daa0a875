// The step that compiles the addon for development, with cmake-js.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findClient } from '../find-client.mjs';
import { root, runNode } from './command.mjs';
import { hashOf, hasStamp, writeStamp } from './stamp.mjs';

const ADDON = join(root, 'build', 'Release', 'mysqldb.node');
const SOURCES = ['native', 'CMakeLists.txt', 'scripts/find-client.mjs', 'package-lock.json'];
const CMAKE_JS = join('cmake-js', 'bin', 'cmake-js');

function sourceHash() {
  const { platform, arch } = process;
  return hashOf(SOURCES, [root, platform, arch, findClient()]);
}

/** CMake refuses a cache of another folder (a moved checkout) or of another generator. */
function dropForeignCache() {
  const cache = join(root, 'build', 'CMakeCache.txt');
  if (!existsSync(cache)) return;
  const text = readFileSync(cache, 'utf8');
  const isOurs =
    text.includes(`CMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`) &&
    text.includes('CMAKE_GENERATOR:INTERNAL=Unix Makefiles\n');
  if (isOurs) return;
  rmSync(cache);
  rmSync(join(root, 'build', 'CMakeFiles'), { recursive: true, force: true });
}

export const nativeBuild = {
  name: 'native build',
  isDone: () => existsSync(ADDON) && hasStamp('native', sourceHash()),
  describe: () => `cmake-js, with ${findClient()?.name}`,
  async run() {
    const hash = sourceHash();
    dropForeignCache();
    const jobs = String(availableParallelism());
    await runNode(CMAKE_JS, ['configure', '--prefer-make']);
    await runNode(CMAKE_JS, ['build', '--prefer-make', '--parallel', jobs]);
    writeStamp('native', hash);
  },
  hint: 'If that makes no sense, the build folder may be stale: remove build/ and try again.',
};
