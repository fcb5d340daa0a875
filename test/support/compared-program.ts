/** Runs a program of test/orms/programs on one of the drivers, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serverUrl, TEST_DATABASE } from './apis';
import { administer } from './database';

export type OrmDriver = 'mysql2' | 'mysqldb';

/** What each part of a program saw. */
export type Seen = Readonly<Record<string, unknown>>;

const programs = join(__dirname, '..', 'orms', 'programs');
const WITHOUT_DRIVERS = ['--import', join(programs, 'without-drivers.mjs')];
const DEADLINE = 60_000;

/** Where the hours of a zone tell whether one is mixed up with another. */
const TZ = 'America/New_York';

/** Runs it with a fresh database; on mysqldb as if no other driver were installed. */
export async function runProgram(name: string, driver: OrmDriver): Promise<Seen> {
  const url = serverUrl();
  url.pathname = `${TEST_DATABASE}_${name}_${driver}`;
  const database = url.pathname.slice(1);
  administer(
    `DROP DATABASE IF EXISTS ${database}`,
    `CREATE DATABASE ${database} CHARACTER SET utf8mb4`,
  );
  const flags = driver === 'mysqldb' ? WITHOUT_DRIVERS : [];
  const child = spawn(process.execPath, [...flags, join(programs, `${name}.mjs`)], {
    env: { ...process.env, NODE_OPTIONS: '', TZ, DRIVER: driver, MYSQLDB_URL: url.href },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, string | null]>,
  ]);
  // What others print on mysql2 is their affair.
  if (code !== 0 || (driver === 'mysqldb' && stderr !== '')) {
    throw new Error(`${name} on ${driver} ended with ${code ?? signal}: ${stderr}\n${stdout}`);
  }
  return JSON.parse(stdout) as Seen;
}
