import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { findPrograms, type ServerBinary } from './find-server';
import { creationFlags } from './server-options';
import { TestServerError } from './test-server-error';
import type { Account, Program } from './watchdog';

/** All that the programs of one throwaway server have in common. */
export interface Plan extends ServerBinary {
  readonly directory: string;
  readonly datadir: string;
  readonly account: Account | undefined;
  /** The caller's flags: they come last, so they win. */
  readonly flags: readonly string[];
}

/**
 * Nothing here has to survive a power cut, so nothing is made durable: no doublewrite buffer, no
 * sync at a commit, and files just large enough for tests, since every start writes them.
 */
const THROWAWAY = [
  '--innodb-buffer-pool-size=64M',
  '--innodb-doublewrite=0',
  '--innodb-flush-log-at-trx-commit=0',
];

/** `loose`: a server that does not have the option warns and goes on. */
const THROWAWAY_MARIADB = [
  ...THROWAWAY,
  '--innodb-log-file-size=32M',
  '--loose-debug-no-sync', // for the rest, and Aria's system tables; MariaDB's own tests use it
];

const THROWAWAY_MYSQL = [
  ...THROWAWAY,
  '--loose-innodb-redo-log-capacity=32M', // since 8.0.30
  '--sync-binlog=0',
  ...(process.platform === 'win32' ? [] : ['--innodb-flush-method=nosync']),
];

/** root may come over TCP too; a mysqld initialises with root@localhost alone, the socket's. */
const MYSQL_ACCOUNTS = `CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
GRANT PROXY ON ''@'' TO 'root'@'127.0.0.1' WITH GRANT OPTION;
`;

/** The program that makes the data directory, with the system tables and root without password. */
export async function initialisation(plan: Plan): Promise<Program> {
  const created = creationFlags(plan.flags);
  if (plan.flavor === 'mariadb') {
    const { command, args } = mariadbInstaller(plan);
    return { command, args: [...args, ...created], account: plan.account };
  }
  const accounts = join(plan.directory, 'accounts.sql');
  await writeFile(accounts, MYSQL_ACCOUNTS, { mode: 0o644 });
  const own = [`--init-file=${accounts}`, `--datadir=${plan.datadir}`, '--secure-file-priv=NULL'];
  const args = ['--no-defaults', '--initialize-insecure', ...own, ...THROWAWAY_MYSQL, ...created];
  return { command: plan.binary, args, account: plan.account };
}

/** The server itself; `--no-defaults` keeps the machine's my.cnf out and has to be first. */
export function server(plan: Plan, port: number): Program {
  const args = [
    '--no-defaults',
    ...places(plan),
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    ...(plan.flavor === 'mariadb' ? mariadbArguments(plan) : mysqlArguments()),
    ...plan.flags,
  ];
  return { command: plan.binary, args, account: plan.account };
}

function places({ directory, datadir }: Plan): string[] {
  const inside = (file: string): string => join(directory, file);
  const both = [`--datadir=${datadir}`, `--pid-file=${inside('mysqld.pid')}`];
  // On Windows the log would go to a file, and --socket names a pipe, which is off by default.
  return [
    ...both,
    process.platform === 'win32' ? '--console' : `--socket=${inside('mysqld.sock')}`,
  ];
}

/** Root has no password here: secure-file-priv keeps this machine's files out of its reach. */
function mariadbArguments(plan: Plan): string[] {
  return [...THROWAWAY_MARIADB, `--secure-file-priv=${plan.directory}`, ...baseDirectory(plan)];
}

function mysqlArguments(): string[] {
  return [...THROWAWAY_MYSQL, '--secure-file-priv=NULL', '--skip-log-bin', '--loose-mysqlx=0'];
}

function mariadbInstaller(plan: Plan): Pick<Program, 'command' | 'args'> {
  const command = installerOf(plan.binary);
  if (command === undefined) {
    const message = `Found ${plan.binary}, but not mariadb-install-db, which belongs beside it.`;
    const advice = 'Install it from the same package or archive.';
    throw new TestServerError('SERVER_NOT_FOUND', `${message} ${advice}`);
  }
  const datadir = `--datadir=${plan.datadir}`;
  if (process.platform === 'win32') return { command, args: [datadir] };
  return {
    command,
    args: [
      '--no-defaults',
      '--force', // the host's own name need not be known to DNS
      datadir,
      '--auth-root-authentication-method=normal',
      '--skip-test-db', // and no anonymous user
      ...THROWAWAY_MARIADB,
      ...baseDirectory(plan),
    ],
  };
}

function installerOf(binary: string): string | undefined {
  const real = dirname(realpathSync(binary));
  const beside = [dirname(binary), real, join(real, '../bin'), join(real, '../scripts')];
  return findPrograms(['mariadb-install-db', 'mysql_install_db'], beside)[0];
}

/** An unpacked archive keeps its installer in scripts/, and has to be told where it lies. */
function baseDirectory({ binary }: Plan): string[] {
  const installer = installerOf(binary) ?? '';
  const directory = dirname(installer);
  return basename(directory) === 'scripts' ? [`--basedir=${dirname(directory)}`] : [];
}
