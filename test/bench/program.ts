/** Runs the bench, and looks for programs that only some machines have. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = join(__dirname, '../../bench');

export function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What a script prints, on the server of the tests. */
async function run(script: string, args: readonly string[]): Promise<string> {
  const url = process.env.MYSQLDB_TEST_URL;
  const env = { ...process.env, ...(url === undefined ? {} : { MYSQLDB_BENCH_URL: url }) };
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, script), ...args], {
    env,
  });
  return stdout;
}

/** What `npm run bench` prints. */
export const bench = (...args: string[]): Promise<string> => run('run.mjs', args);

/** The same of the comparison of ORMs. */
export const orms = (...args: string[]): Promise<string> => run('orms.mjs', args);
