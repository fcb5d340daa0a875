/** Runs the programs in test/orms/programs on mysql2 and on this driver, each with an empty database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serverUrl, TEST_DATABASE } from './apis';
import { administer } from './database';
import { SERVER } from './flavor';

/** What each part of a program saw; values that JSON has not are tagged with their type. */
export type Seen = Record<string, Record<string, unknown>>;

export interface BothSeen {
  readonly mysql2: Seen;
  readonly mysqldb: Seen;
}

const programs = join(__dirname, '..', 'orms', 'programs');

/** With it, a program that asks for mysql2 fails. */
const WITHOUT_OTHERS = ['--import', join(programs, 'without-drivers.mjs')];

export interface ProgramOptions {
  /** The ORM imports mysql2 itself, though it does not use it. */
  readonly importsMysql2?: boolean;
}

/** Runs a program on both drivers, one after the other, before the tests; gives what they saw. */
export function useProgram(program: string, options: ProgramOptions = {}): () => BothSeen {
  const flags = options.importsMysql2 ? [] : WITHOUT_OTHERS;
  let seen: BothSeen;
  beforeAll(async () => {
    const mysql2 = await runProgram(program, 'mysql2', []);
    seen = { mysql2, mysqldb: await runProgram(program, 'mysqldb', flags) };
  }, 2 * DEADLINE);
  return () => seen;
}

/** Milliseconds for one run of a program. */
const DEADLINE = 60_000;

/** Runs a program; throws when it does not end by itself, or printed anything but what it saw. */
async function runProgram(program: string, driver: keyof BothSeen, flags: string[]): Promise<Seen> {
  const drop = `DROP DATABASE IF EXISTS ${TEST_DATABASE}`;
  administer(drop, `CREATE DATABASE ${TEST_DATABASE} CHARACTER SET utf8mb4`);
  try {
    const url = serverUrl();
    url.pathname = `/${TEST_DATABASE}`;
    const child = spawn(process.execPath, [...flags, join(programs, program)], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        TZ: 'America/New_York',
        DRIVER: driver,
        MYSQLDB_URL: url.href,
        FLAVOR: SERVER,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE);
    const ended = once(child, 'close');
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code, signal] = (await ended) as [number | null, string | null];
    clearTimeout(deadline);
    if (code !== 0 || stderr !== '') {
      throw new Error(`${program} on ${driver} ended with ${code ?? signal}: ${stderr}${stdout}`);
    }
    return JSON.parse(stdout) as Seen;
  } finally {
    administer(drop);
  }
}
