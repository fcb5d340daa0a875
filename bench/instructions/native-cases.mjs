// What the native core does by itself, counted by callgrind in the functions that are told to it.
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { root, run } from '../../scripts/setup/command.mjs';
import { withLock } from '../../scripts/setup/lock.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = join(root, 'build', 'bench', 'instructions', 'count_instructions');

/** @typedef {import('./count.mjs').Case} Case */

/** @type {Case[]} */
export const nativeCases = [
  nativeCase('packing a mixed row', ['packing', join(FOLDER, 'mixed.tsv')]),
  nativeCase('packing a row with emoji', ['packing', join(FOLDER, 'emoji.tsv')]),
  nativeCase('a point query', ['point-queries']),
];

export async function buildNativeCases() {
  const jobs = ['--parallel', String(availableParallelism())];
  await withLock(() =>
    run('cmake', ['--build', join(root, 'build'), '--target', 'count_instructions', ...jobs]),
  );
}

/**
 * @param {string} name
 * @param {string[]} words
 * @returns {Case}
 */
function nativeCase(name, words) {
  return {
    name,
    kept: 'native',
    work: (env) => work(words, env),
    count: (env) => count(words, env),
  };
}

/**
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} [before] the program that runs it
 * @returns {Promise<number>} rows or queries
 */
async function work(words, env, before = []) {
  const [file = '', ...args] = [...before, PROGRAM, ...words];
  const { stdout } = await promisify(execFile)(file, args, { env, timeout: 120_000 });
  return Number(stdout);
}

/**
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} instructions for each row or query
 */
async function count(words, env) {
  const output = join(root, 'build', 'bench', `callgrind.${process.pid}`);
  await mkdir(join(root, 'build', 'bench'), { recursive: true });
  const flags = [
    '--tool=callgrind',
    `--callgrind-out-file=${output}`,
    '--toggle-collect=measured*',
  ];
  const operations = await work(words, env, ['valgrind', ...flags]);
  const totals = /^totals: (\d+)$/m.exec(await readFile(output, 'utf8'));
  if (!totals) throw new Error('callgrind counted nothing');
  return Math.round(Number(totals[1]) / operations);
}
