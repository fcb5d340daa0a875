// Remembers what a build was made from, by content: a fresh checkout's file times say nothing.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './command.mjs';

function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}

/** One hash over files and folders (paths from the package's folder) and further facts. */
export function hashOf(paths, facts = []) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.update(JSON.stringify(facts)).digest('hex');
}

function pathOf(name) {
  return join(root, 'build', 'stamps', name);
}

export function hasStamp(name, hash) {
  return existsSync(pathOf(name)) && readFileSync(pathOf(name), 'utf8') === hash;
}

export function writeStamp(name, hash) {
  mkdirSync(dirname(pathOf(name)), { recursive: true });
  writeFileSync(pathOf(name), hash);
}
