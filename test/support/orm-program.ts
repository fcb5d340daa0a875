/**
 * Runs a program of test/orms/programs, a real one on the built driver: on the driver that its ORM is used
 * with otherwise and on this one, each time in a process of its own with an empty database.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serverUrl, TEST_DATABASE } from './apis';
import { administer } from './database';
import { KNOWS_JSON, SERVER } from './flavor';
import { root } from './source-tree';

/** What each part of a program saw; what JSON has no word for is text that begins with its type. */
export type Seen = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One run of a program. */
export interface Run {
  /** What the program calls its driver. */
  readonly driver: 'mysqldb' | 'mysqldb/mysql2' | 'mysql2' | 'mariadb';
  /** Flags for node. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
}

const programs = join(root, 'test', 'orms', 'programs');

/** As if no other driver were installed: a program that asks for one fails. */
export const WITHOUT_DRIVERS: readonly string[] = [
  '--import',
  join(programs, 'without-drivers.mjs'),
];

/** mysql2 is what `MYSQL2` of the environment names, or can be imported but not used. */
export const OTHER_MYSQL2: readonly string[] = ['--import', join(programs, 'other-mysql2.mjs')];

/** On mysql2, and on this driver as if there were no other. */
export const onBoth = (): Readonly<Record<'mysql2' | 'mysqldb', Run>> => ({
  mysql2: { driver: 'mysql2' },
  mysqldb: { driver: 'mysqldb', flags: WITHOUT_DRIVERS },
});

/** Where the hours of a zone tell whether one is mixed up with another. */
const TZ = 'America/New_York';

/** Milliseconds for one run. */
const DEADLINE = 60_000;

/** For the runs, and for what they need to be installed. */
const PREPARED = 300_000;

/** Runs the program before the tests, one driver after the other; gives what each run saw, by its name. */
export function useProgram<Name extends string, Parts = Seen>(
  program: string,
  prepare: () => Readonly<Record<Name, Run>> | Promise<Readonly<Record<Name, Run>>>,
): () => Readonly<Record<Name, Parts>> {
  let seen: Readonly<Record<Name, Parts>>;
  beforeAll(async () => {
    const ended: [string, unknown][] = [];
    for (const [name, run] of Object.entries<Run>(await prepare())) {
      ended.push([name, await runProgram(program, run)]);
    }
    seen = Object.fromEntries(ended) as typeof seen;
  }, PREPARED);
  return () => seen;
}

/** Throws when it does not end by itself, or complains of anything on this driver. */
async function runProgram(
  program: string,
  { driver, flags = [], env, node = process.execPath }: Run,
): Promise<unknown> {
  const drop = `DROP DATABASE IF EXISTS ${TEST_DATABASE}`;
  administer(drop, `CREATE DATABASE ${TEST_DATABASE} CHARACTER SET utf8mb4`);
  const url = serverUrl();
  url.pathname = `/${TEST_DATABASE}`;
  const child = spawn(node, [...flags, join(programs, program)], {
    env: {
      ...{ ...process.env, NODE_OPTIONS: '', TZ },
      ...{ DRIVER: driver, MYSQLDB_URL: url.href },
      ...{ FLAVOR: SERVER, KNOWS_JSON: String(KNOWS_JSON) },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, string | null]>,
  ]);
  administer(drop);
  // What others print on their drivers is their affair.
  if (code !== 0 || (driver.startsWith('mysqldb') && stderr !== '')) {
    const said = `${stderr}\n${stdout.slice(-2000)}`;
    throw new Error(`${program} on ${driver} ended with ${code ?? signal}: ${said}`);
  }
  return JSON.parse(stdout);
}
