import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

import { TestServerError } from './test-server-error';
import type { Account } from './watchdog';

/** In order of preference; `_mysql` is the name on macOS. */
const UNPRIVILEGED_USERS = ['mysql', '_mysql', 'nobody'];

/**
 * A socket's path has 107 bytes on Linux and 103 on macOS (sun_path in unix(7)); the server's
 * directory and file name take 27 of them.
 */
const LONGEST_PARENT = 103 - '/mysqldb-XXXXXX/mysqld.sock'.length;

const isRoot = (): boolean => process.getuid?.() === 0;

/** Whom the server runs as: an unprivileged user when we are root, else ourselves (undefined). */
export async function serverAccount(): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  for (const user of UNPRIVILEGED_USERS) {
    const [uid, gid] = await Promise.all([idOf('-u', user), idOf('-g', user)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  const tried = UNPRIVILEGED_USERS.join(', ');
  throw new TestServerError(
    'SERVER_START_FAILED',
    `A server is not started as root, and there is no user ${tried}. Add one: useradd -r mysql`,
  );
}

/** Where the server's directory is made: TMPDIR, unless a socket or the server's user cannot be there. */
export function parentDirectory(): string {
  const temporary = resolve(tmpdir());
  if (process.platform === 'win32') return temporary;
  const fits = Buffer.byteLength(temporary) <= LONGEST_PARENT;
  return fits && (!isRoot() || isOpenToAll(temporary)) ? temporary : '/tmp';
}

/** Whether other users can pass through the directory and all those above it. */
function isOpenToAll(directory: string): boolean {
  if ((statSync(directory).mode & 0o001) === 0) return false;
  const above = dirname(directory);
  return above === directory || isOpenToAll(above);
}

async function idOf(flag: '-u' | '-g', user: string): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)('id', [flag, user]);
    return Number(stdout) | 0; // macOS has negative ids, and prints them either way
  } catch {
    return undefined;
  }
}
