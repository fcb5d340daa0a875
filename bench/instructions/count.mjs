// npm run bench:instructions: how many instructions the native core needs to pack a row, and for a point
// query, counted by callgrind. The kernel's are not in it. Unlike a time, the number is the same on a
// busy machine, so that a test can hold it (test/bench/instructions.test.ts).
//
//   node bench/instructions/count.mjs [--json] [--write | --plain]
//
//   --json   prints the counts as JSON
//   --write  keeps the counts as those that later ones are held against
//   --plain  runs the same work without callgrind, and counts nothing
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { findClient } from '../../scripts/find-client.mjs';
import { isInstalled, root, run } from '../../scripts/setup/command.mjs';
import { withLock } from '../../scripts/setup/lock.mjs';
import { targetFromUrl, targetToEnvironment } from '../target.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const KEPT = join(FOLDER, 'kept.json');
const PROGRAM = join(root, 'build', 'bench', 'instructions', 'count_instructions');
/** What a compiler or a client library of another version may add. */
const MARGIN = 1.25;

const CASES = [
  { name: 'packing a mixed row', words: ['packing', join(FOLDER, 'mixed.tsv')] },
  { name: 'packing a row with emoji', words: ['packing', join(FOLDER, 'emoji.tsv')] },
  { name: 'a point query', words: ['point-queries'] },
];

async function build() {
  const jobs = ['--parallel', String(availableParallelism())];
  await withLock(() =>
    run('cmake', ['--build', join(root, 'build'), '--target', 'count_instructions', ...jobs]),
  );
}

/** The server that the queries go to: the tests', or a private one. */
async function openServer() {
  const given = process.env.MYSQLDB_TEST_URL;
  if (given) return { target: targetFromUrl(given), stop: async () => {} };
  const { startServer } = await import('../../dist/testing/index.mjs');
  const server = await startServer();
  return { target: targetFromUrl(server.url), stop: () => server.stop() };
}

/**
 * @param {string[]} words
 * @param {Record<string, string | undefined>} env
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
 * @param {Record<string, string | undefined>} env
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

/** @param {(words: string[], env: Record<string, string | undefined>) => Promise<number>} doCase */
async function forAllCases(doCase) {
  const server = await openServer();
  const env = { ...process.env, ...targetToEnvironment({ ...server.target, database: '' }) };
  try {
    /** @type {Record<string, number>} */
    const numbers = {};
    for (const { name, words } of CASES) numbers[name] = await doCase(words, env);
    return numbers;
  } finally {
    await server.stop();
  }
}

/** Counts differ by processor and client library: those of others say nothing. */
function kindOfBuild() {
  return `${process.arch} ${findClient()?.name.split(' ')[0]}`;
}

/** @param {Record<string, number>} counts */
async function judge(counts) {
  const kept = JSON.parse(await readFile(KEPT, 'utf8'))[kindOfBuild()] ?? {};
  return Object.entries(counts).map(([name, instructions]) => {
    const limit = kept[name] === undefined ? undefined : Math.round(kept[name] * MARGIN);
    return { name, instructions, kept: kept[name], limit };
  });
}

/** @param {Awaited<ReturnType<typeof judge>>} results */
function print(results) {
  for (const { name, instructions, kept, limit } of results) {
    const beside = limit === undefined ? 'none kept' : `kept ${kept}, at most ${limit}`;
    const verdict = limit !== undefined && instructions > limit ? '  TOO MANY' : '';
    console.log(`${name.padEnd(26)} ${String(instructions).padStart(7)}  (${beside})${verdict}`);
  }
}

/** @param {Record<string, number>} counts */
async function keep(counts) {
  const all = JSON.parse(await readFile(KEPT, 'utf8'));
  const text = JSON.stringify({ ...all, [kindOfBuild()]: counts }, null, 2);
  await writeFile(KEPT, `${text}\n`);
}

async function main() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const { values } = parseArgs({ options: { json: flag, write: flag, plain: flag } });
  await build();
  if (values.plain) return console.log(JSON.stringify(await forAllCases(work)));
  if (!isInstalled('valgrind')) throw new Error('valgrind is not installed');
  const counts = await forAllCases(count);
  if (values.write) await keep(counts);
  const results = await judge(counts);
  if (values.json) console.log(JSON.stringify(results));
  else print(results);
  const tooMany = results.some(({ instructions, limit }) => limit && instructions > limit);
  if (tooMany) process.exitCode = 1;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
