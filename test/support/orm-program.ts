/** Runs a program of test/orms/programs, a real one on the built driver, in a process of its own. */
import { join } from 'node:path';
import { serverOptions } from './apis';
import { run } from './orm-packages';
import { root } from './source-tree';

const programs = join(root, 'test', 'orms', 'programs');

/** With it, a program that needs mysql2 or mariadb fails. */
export const WITHOUT_DRIVERS: readonly string[] = [
  '--import',
  join(programs, 'without-drivers.mjs'),
];

export interface ProgramOptions {
  /** The driver that it runs on, as the program calls it. */
  readonly driver: string;
  /** Flags for node. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
}

/** What the program has reported. */
export async function runProgram<Seen>(
  name: string,
  { driver, flags = [], env, node = process.execPath }: ProgramOptions,
): Promise<Seen> {
  const { stdout } = await run(node, [...flags, join(programs, name)], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DRIVER: driver,
      ORM_OPTIONS: JSON.stringify(serverOptions()),
      ...env,
    },
    maxBuffer: 64 << 20,
  });
  return JSON.parse(stdout) as Seen;
}
