// What a row costs from the socket to the JavaScript object: the C client, packing, decoding and the
// garbage collector. Node runs in cachegrind, single-threaded, so that code is compiled and garbage is
// collected at the same places each time; two runs differ by some ten instructions in a million.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('fetch-rows.mjs', import.meta.url));

/** Results that are fetched: by then V8 has compiled what it will. */
const WARM_UP = 40;
/** … and those that are counted, which is what the longer of two runs has more. */
const MEASURED = 80;

const VALGRIND = [
  ...['valgrind', '--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'],
  // V8 writes code, and rewrites it.
  '--smc-check=all-non-file',
];
const NODE = [process.execPath, '--predictable', '--single-threaded'];

/** @typedef {import('./count.mjs').Case} Case */

/** @type {Case[]} */
export const wholeRowCases = [
  rowCase('a mixed row, text', 'text'),
  rowCase('a mixed row, prepared', 'prepared'),
];

/**
 * @param {string} name
 * @param {'text' | 'prepared'} protocol
 * @returns {Case}
 */
function rowCase(name, protocol) {
  return {
    name,
    kept: 'node',
    work: async (env) => (await fetchRows(WARM_UP, protocol, env, NODE)).rows,
    count: (env) => count(protocol, env),
  };
}

/**
 * @param {number} results
 * @param {string} protocol
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} words that run the program
 */
async function fetchRows(results, protocol, env, [file = '', ...args]) {
  const words = [...args, PROGRAM, String(results), protocol];
  const { stdout, stderr } = await promisify(execFile)(file, words, { env, timeout: 240_000 });
  const refs = /I\s+refs:\s+([\d,]+)/.exec(stderr);
  return { rows: Number(stdout), instructions: Number(refs?.[1]?.replaceAll(',', '')) };
}

/**
 * @param {string} protocol
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} instructions for each row
 */
async function count(protocol, env) {
  const words = [...VALGRIND, ...NODE];
  const [short, long] = await Promise.all(
    [WARM_UP, WARM_UP + MEASURED].map((results) => fetchRows(results, protocol, env, words)),
  );
  const instructions = (long.instructions - short.instructions) / (long.rows - short.rows);
  if (Number.isNaN(instructions)) throw new Error('cachegrind counted nothing');
  return Math.round(instructions);
}
