// Running a command inside a root, on a copy of the project that belongs to the root.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { root as project } from '../setup/command.mjs';

/** Where the project lies inside a root. */
const INSIDE = '/project';

/** What npm has installed, which a root has not; of the last two what scripts/orm-packages.mjs put there. */
const INSTALLED = ['node_modules', 'build/orms', 'build/node-22'];

/** Copies what git knows or would take, and the TypeScript build that child processes load. */
export function copyProject(folder) {
  const target = join(folder, INSIDE);
  for (const name of ['lib', 'native', 'test', 'dist', 'scripts', 'examples']) {
    rmSync(join(target, name), { recursive: true, force: true });
  }
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: project, encoding: 'utf8' },
  );
  for (const file of listed.split('\0').filter((name) => name && existsSync(join(project, name)))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(project, file), join(target, file), { preserveTimestamps: true });
  }
  cpSync(join(project, 'dist'), join(target, 'dist'), { recursive: true });
  for (const name of INSTALLED) mkdirSync(join(target, name), { recursive: true });
}

/**
 * Runs a command in the root and resolves to its exit code. The mounts that it needs and the
 * processes that it starts are in namespaces of their own, which end with it however it ends.
 */
export function runInside(folder, command, environment = {}) {
  const mounts = [
    `mount --rbind /dev "$1/dev"`,
    `mount -t proc proc "$1/proc"`,
    `mount -t tmpfs tmpfs "$1/tmp"`,
    `chmod 1777 "$1/tmp"`,
    ...INSTALLED.filter((name) => existsSync(join(project, name))).map(
      (name) => `mount --bind "$2/${name}" "$1${INSIDE}/${name}"`,
    ),
    `cd "$1${INSIDE}"`,
    `exec chroot "$1" sh -c "cd ${INSIDE} && $3"`,
  ];
  const child = spawn(
    'unshare',
    [
      ...['--pid', '--fork', '--kill-child', '--mount'],
      '--propagation',
      'private',
      'sh',
      '-c',
      mounts.join(' && '),
      'sh',
      folder,
      project,
    ].concat(command),
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
        HOME: '/root',
        LANG: 'C.UTF-8',
        ...(env.CI && { CI: env.CI }),
        ...environment,
      },
    },
  );
  // A terminal's Ctrl-C reaches all of them; a SIGTERM, as of `timeout`, does not.
  const end = () => child.kill();
  process.once('SIGTERM', end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ? 1 : code));
  }).finally(() => process.off('SIGTERM', end));
}
