// Runs the tests on other servers and client libraries than this machine's:
//
//   npm run test:matrix [-- [--only NAME]... [--smoke] [jest's arguments]]
//
// --smoke is a few minutes on MySQL 9: what .ci/run does. When the servers cannot be had it says why,
// and that is no failure there.

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, exit } from 'node:process';
import { COMBINATIONS } from './matrix/combinations.mjs';
import { NoRootError } from './matrix/roots.mjs';

/** What differs most between the servers, in little time. */
const SMOKE = [
  ...[
    'test/integration/types/[bcdfit][a-z]+.test',
    'test/integration/connect-',
    'test/integration/administration',
  ],
  ...[
    'test/integration/dbapi',
    'test/integration/cursor-',
    'test/integration/executemany(-errors|-returning)?.test',
  ],
  ...['test/integration/callproc', 'test/integration/tls', 'test/integration/error-classes'],
  ...[
    'test/integration/transactions',
    'test/integration/local-infile',
    'test/flavors',
    'test/orms/drizzle',
  ],
];

function readArguments(words) {
  const only = [];
  const jest = [];
  let smoke = false;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--only') only.push(words[++i]);
    else if (words[i] === '--smoke') smoke = true;
    else jest.push(words[i]);
  }
  const unknown = only.find((name) => !COMBINATIONS.some((each) => each.name === name));
  if (unknown !== undefined) {
    console.error(
      `There is no ${unknown}; there are ${COMBINATIONS.map(({ name }) => name).join(', ')}.`,
    );
    exit(2);
  }
  if (smoke) return { chosen: COMBINATIONS.slice(0, 1), jest: [...SMOKE, ...jest], smoke };
  return {
    chosen: COMBINATIONS.filter(({ name }) => only.length === 0 || only.includes(name)),
    jest,
    smoke,
  };
}

function countsIn(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const { passed = 0, failed = 0 } = lines.length > 0 ? JSON.parse(lines.at(-1)) : {};
  if (env.MYSQLDB_TEST_COUNTS) {
    for (const line of lines) appendFileSync(env.MYSQLDB_TEST_COUNTS, `${line}\n`);
  }
  return `${passed} passed, ${failed} failed`;
}

const { chosen, jest, smoke } = readArguments(argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'mysqldb-matrix-'));
const results = [];
try {
  for (const { name, what, run } of chosen) {
    console.log(`\n== ${what}`);
    const counts = join(folder, name.replace(':', '-'));
    try {
      const code = await run(jest, counts);
      results.push({ name, code, said: countsIn(counts) });
    } catch (error) {
      if (!(error instanceof NoRootError)) throw error;
      results.push({ name, code: smoke ? 0 : 1, said: `LEFT OUT: ${error.message}` });
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

console.log('');
for (const { name, said } of results) console.log(`${name.padEnd(24)} ${said}`);
exit(results.every(({ code }) => code === 0) ? 0 : 1);
