import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';

import { installHint } from './install-hint';
import { TestServerError } from './test-server-error';

/** Which of the two servers. */
export type ServerFlavor = 'mariadb' | 'mysql';

/** A server program on this machine. */
export interface ServerBinary {
  /** Which of the two servers it is. */
  readonly flavor: ServerFlavor;
  /** Absolute path of mariadbd or mysqld. */
  readonly binary: string;
}

/** Which server program is wanted. */
export interface FindServerOptions {
  /** Accept only this one; without it the first found, MariaDB before MySQL. */
  readonly flavor?: ServerFlavor | undefined;
  /** Path, or name to be found on PATH; default: the variable MYSQLDB_SERVER, else a search. */
  readonly binary?: string | undefined;
}

const UNIX_DIRECTORIES = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec', // Fedora, RHEL
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/libexec', // FreeBSD
  '/usr/local/mysql/bin', // the vendors' own packages and tarballs
  '/usr/local/mariadb/bin',
  '/opt/mysql/bin',
  '/opt/mariadb/bin',
  ...['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'].flatMap((brew) => [
    `${brew}/bin`,
    `${brew}/opt/mariadb/bin`,
    `${brew}/opt/mysql/bin`,
  ]),
];

/**
 * Finds a server program: the given one, or on PATH and in the usual places of the platform.
 * Fails with SERVER_NOT_FOUND and the command that installs one.
 *
 * @example
 * const { binary, flavor } = await findServer(); // '/usr/sbin/mariadbd', 'mariadb'
 */
export async function findServer(options: FindServerOptions = {}): Promise<ServerBinary> {
  const given = options.binary ?? (process.env['MYSQLDB_SERVER'] || undefined);
  if (given !== undefined) return givenServer(given, options.flavor);
  const names = options.flavor === 'mysql' ? ['mysqld'] : ['mariadbd', 'mysqld'];
  for (const binary of findPrograms(names)) {
    const flavor = await flavorOf(binary);
    if (flavor && flavor === (options.flavor ?? flavor)) return { flavor, binary };
  }
  const sought = options.flavor === 'mysql' ? 'MySQL' : 'MariaDB';
  throw new TestServerError(
    'SERVER_NOT_FOUND',
    `No ${sought} server found on PATH or in the usual places. ${installHint(options.flavor)}`,
  );
}

/** The programs of these names, in order of the names, then of the places; each place once. */
export function findPrograms(names: readonly string[], first: readonly string[] = []): string[] {
  const places = new Set([...first, ...searchedDirectories()]);
  return names.flatMap((name) =>
    Array.from(places, (place) => join(place, withExtension(name))).filter(isExecutable),
  );
}

async function givenServer(given: string, wanted?: ServerFlavor): Promise<ServerBinary> {
  const isPath = given.includes('/') || given.includes(sep);
  const binary = isPath ? resolve(given) : findPrograms([given])[0];
  if (binary === undefined || !isExecutable(binary)) {
    throw notUsable(given, 'there is no such program');
  }
  const flavor = await flavorOf(binary);
  if (!flavor) throw notUsable(given, 'it is neither mariadbd nor mysqld, or does not run here');
  if (flavor !== (wanted ?? flavor)) throw notUsable(given, `it is not ${wanted} but ${flavor}`);
  return { flavor, binary };
}

function notUsable(given: string, reason: string): TestServerError {
  const message = `Cannot use the server '${given}': ${reason}.`;
  const advice = 'Correct the option `binary` (or MYSQLDB_SERVER), or leave it out to search.';
  return new TestServerError('SERVER_NOT_FOUND', `${message} ${advice}`);
}

/** Many a mysqld is a MariaDB; only what it says of itself counts. */
async function flavorOf(binary: string): Promise<ServerFlavor | undefined> {
  if (/^mariadbd(\.exe)?$/.test(basename(realpathSync(binary)))) return 'mariadb';
  try {
    const args = ['--no-defaults', '--version'];
    const { stdout } = await promisify(execFile)(binary, args, { timeout: 10_000 });
    const version = /\sVer\s+(.*)/.exec(stdout)?.[1];
    if (version === undefined) return undefined;
    return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  } catch {
    return undefined;
  }
}

function searchedDirectories(): string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '');
  return [...path, ...(process.platform === 'win32' ? windowsDirectories() : UNIX_DIRECTORIES)];
}

/** Program Files\MariaDB 11.8\bin, Program Files\MySQL\MySQL Server 9.1\bin: newest first. */
function windowsDirectories(): string[] {
  const programs = process.env['ProgramFiles'] ?? 'C:\\Program Files';
  return [programs, join(programs, 'MySQL')].flatMap((parent) =>
    directoryNames(parent)
      .filter((name) => /^(MariaDB|MySQL Server) \d/.test(name))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => join(parent, name, 'bin')),
  );
}

function directoryNames(parent: string): string[] {
  try {
    return readdirSync(parent);
  } catch {
    return [];
  }
}

function withExtension(name: string): string {
  return process.platform === 'win32' && !/\.(exe|cmd|bat)$/i.test(name) ? `${name}.exe` : name;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
