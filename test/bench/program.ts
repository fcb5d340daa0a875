/** Runs the bench, and looks for programs that only some machines have. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(__dirname, '../../bench/run.mjs');

export function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What `npm run bench` prints. */
export async function bench(...args: string[]): Promise<string> {
  const url = process.env.MYSQLDB_TEST_URL;
  const env = { ...process.env, ...(url === undefined ? {} : { MYSQLDB_BENCH_URL: url }) };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env });
  return stdout;
}
