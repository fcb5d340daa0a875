// Checks or mends the format of all C and C++ files: node scripts/clang-format.mjs --check|--write
// Uses the system's clang-format, which `node scripts/setup.mjs --for ci` installs.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const MODES = { '--check': ['--dry-run', '--Werror'], '--write': ['-i'] };
const FOLDERS = ['native', 'bench', 'test'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function sourcesIn(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .filter((file) => /\.(c|cc|h)$/.test(file))
    .map((file) => join(folder, file));
}

function main(mode) {
  if (!mode) throw new Error('Say --check or --write.');
  const files = FOLDERS.flatMap(sourcesIn);
  if (files.length === 0) return 0;
  const result = spawnSync('clang-format', [...mode, '--style=file', ...files], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.error?.code === 'ENOENT') {
    console.error('clang-format is not installed: run `node scripts/setup.mjs --for ci`.');
    return 1;
  }
  return result.status ?? 1;
}

exit(main(MODES[argv[2]]));
