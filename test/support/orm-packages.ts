/** The ORMs that scripts/orm-packages.mjs installs when they are not there. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './source-tree';

const run = promisify(execFile);

export interface OrmPackages {
  /** Its `node_modules` have the ORM. */
  readonly folder: string;
  /** The Node that the ORM runs on. */
  readonly node: string;
}

/** A script, since jest loads no modules of that kind. */
async function find<Found>(...args: readonly string[]): Promise<Found> {
  const script = join(root, 'scripts', 'orm-packages.mjs');
  const { stdout } = await run(process.execPath, [script, ...args]);
  return JSON.parse(stdout) as Found;
}

export const findMikroOrm = (): Promise<OrmPackages> => find('mikro-orm');

export const findPrismaClient = (
  schema: string,
): Promise<OrmPackages & { readonly client: string }> => find('prisma', schema);
