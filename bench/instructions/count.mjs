// npm run bench:instructions: how many instructions a row and a point query need, counted by valgrind. The
// kernel's are not in it. Unlike a time, the number is the same on a busy machine, so that a test can hold
// it (test/bench/instructions.test.ts).
//
//   node bench/instructions/count.mjs [--json] [--write | --plain]
//
//   --json   prints the counts as JSON
//   --write  keeps the counts as those that later ones are held against
//   --plain  runs the same work without valgrind, and counts nothing
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { findClient } from '../../scripts/find-client.mjs';
import { isInstalled } from '../../scripts/setup/command.mjs';
import { targetFromUrl, targetToEnvironment } from '../target.mjs';
import { buildNativeCases, nativeCases } from './native-cases.mjs';
import { wholeRowCases } from './whole-rows.mjs';

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {'native' | 'node'} kept what else its count depends on
 * @property {(env: NodeJS.ProcessEnv) => Promise<number>} work does it; how many rows or queries there were
 * @property {(env: NodeJS.ProcessEnv) => Promise<number>} count instructions for each of them
 */

const KEPT = fileURLToPath(new URL('kept.json', import.meta.url));
/** What a compiler or a client library of another version may add. */
const MARGIN = 1.25;

const CASES = [...nativeCases, ...wholeRowCases];

/** The server that the queries go to: the tests', or a private one. */
async function openServer() {
  const given = process.env.MYSQLDB_TEST_URL;
  if (given) return { target: targetFromUrl(given), stop: async () => {} };
  const { startServer } = await import('../../dist/testing/index.mjs');
  const server = await startServer();
  return { target: targetFromUrl(server.url), stop: () => server.stop() };
}

/** @param {(each: Case, env: NodeJS.ProcessEnv) => Promise<number>} doCase */
async function forAllCases(doCase) {
  const server = await openServer();
  const env = { ...process.env, ...targetToEnvironment({ ...server.target, database: '' }) };
  try {
    /** @type {Record<string, number>} */
    const numbers = {};
    for (const each of CASES) numbers[each.name] = await doCase(each, env);
    return numbers;
  } finally {
    await server.stop();
  }
}

/**
 * Counts differ by processor, client library and V8: those of others say nothing.
 * @param {Case} each
 */
function placeOf({ kept }) {
  const native = `${process.arch} ${findClient()?.name.split(' ')[0]}`;
  return kept === 'native' ? native : `${native} node ${process.versions.node.split('.')[0]}`;
}

async function readKept() {
  return JSON.parse(await readFile(KEPT, 'utf8'));
}

/** @param {Record<string, number>} counts */
async function judge(counts) {
  const all = await readKept();
  return CASES.map((each) => {
    const { name } = each;
    const kept = all[placeOf(each)]?.[name];
    const limit = kept === undefined ? undefined : Math.round(kept * MARGIN);
    return { name, instructions: counts[name] ?? NaN, kept, limit };
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
  const all = await readKept();
  for (const each of CASES) {
    const place = placeOf(each);
    all[place] = { ...all[place], [each.name]: counts[each.name] };
  }
  await writeFile(KEPT, `${JSON.stringify(all, null, 2)}\n`);
}

async function main() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const { values } = parseArgs({ options: { json: flag, write: flag, plain: flag } });
  await buildNativeCases();
  if (values.plain)
    return console.log(JSON.stringify(await forAllCases((each, env) => each.work(env))));
  if (!isInstalled('valgrind')) throw new Error('valgrind is not installed');
  const counts = await forAllCases((each, env) => each.count(env));
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
