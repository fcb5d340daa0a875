// Builds the prebuilt binary of this platform into prebuilds/, with node-gyp as a user's install
// would: from the files that the package ships, in a folder of their own. So a file that package.json
// forgets fails here, and cmake-js keeps its build/ to itself.

import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodeHeaders } from './find-client.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Inside the checkout, so that node_modules is found from there. */
const stage = join(root, 'build', 'prebuild');
/** Made by other builds, and no source of this one. */
const BUILT = ['dist', 'prebuilds', 'CHANGELOG.md'];

function stageSources() {
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const file of ['package.json', ...files.filter((name) => !BUILT.includes(name))]) {
    cpSync(join(root, file), join(stage, file), { recursive: true });
  }
}

/** Headers that came with this node spare node-gyp the download of the same files. */
function useNodeHeaders() {
  const headers = nodeHeaders();
  if (headers) env.npm_config_nodedir ??= dirname(dirname(headers));
  env.npm_config_loglevel ??= 'warn';
}

async function main() {
  stageSources();
  useNodeHeaders();
  rmSync(join(root, 'prebuilds'), { recursive: true, force: true });
  const prebuildify = promisify(createRequire(import.meta.url)('prebuildify'));
  await prebuildify({
    cwd: stage,
    out: root,
    napi: true,
    strip: true,
    tagLibc: platform === 'linux',
  });
}

await main();
