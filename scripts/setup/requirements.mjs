// What the system must have, how that is seen (by the thing itself, not by a package database), and
// which packages bring it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findClient, findUv } from '../find-client.mjs';
import { isInstalled } from './command.mjs';

const oneOf =
  (...programs) =>
  () =>
    programs.some(isInstalled);

/** Debian's -core packages have the programs without a service that starts by itself. */
const MARIADB = {
  apt: 'mariadb-server-core mariadb-client-core',
  dnf: 'mariadb-server',
  apk: 'mariadb mariadb-client',
  pacman: 'mariadb',
  brew: 'mariadb',
};

/** `for` names the purposes that need it; without it every purpose does. */
const REQUIREMENTS = [
  {
    what: 'a C++20 compiler',
    isThere: oneOf('g++', 'clang++', 'c++'),
    packages: { apt: 'g++', dnf: 'gcc-c++', apk: 'g++', pacman: 'gcc', brew: 'llvm' },
  },
  {
    what: 'make',
    isThere: oneOf('make', 'gmake'),
    packages: { apt: 'make', dnf: 'make', apk: 'make', pacman: 'make', brew: 'make' },
  },
  {
    what: 'CMake',
    isThere: oneOf('cmake'),
    packages: { apt: 'cmake', dnf: 'cmake', apk: 'cmake', pacman: 'cmake', brew: 'cmake' },
  },
  {
    what: 'pkg-config',
    isThere: oneOf('pkg-config', 'pkgconf'),
    packages: {
      apt: 'pkg-config',
      dnf: 'pkgconf-pkg-config',
      apk: 'pkgconf',
      pacman: 'pkgconf',
      brew: 'pkgconf',
    },
  },
  {
    what: 'the MariaDB or MySQL C client with its headers',
    isThere: () => findClient()?.include.some((dir) => existsSync(join(dir, 'mysql.h'))) ?? false,
    packages: {
      apt: 'libmariadb-dev',
      dnf: 'mariadb-connector-c-devel',
      apk: 'mariadb-connector-c-dev',
      pacman: 'mariadb-libs',
      brew: 'mariadb-connector-c',
    },
  },
  {
    what: "libuv's header (uv.h), which this node came without",
    isThere: () => findUv() !== undefined,
    packages: {
      apt: 'libuv1-dev',
      dnf: 'libuv-devel',
      apk: 'libuv-dev',
      pacman: 'libuv',
      brew: 'libuv',
    },
  },
  {
    what: 'a MariaDB or MySQL server program',
    isThere: oneOf('mariadbd', 'mysqld'),
    packages: MARIADB,
    isServer: true,
    for: ['demo', 'instructions'],
  },
  {
    // Many tests use its sequence tables.
    what: 'a MariaDB server program',
    isThere: oneOf('mariadbd'),
    packages: MARIADB,
    isServer: true,
    for: ['test', 'matrix', 'ci'],
  },
  {
    what: 'the time zone database',
    isThere: () => existsSync('/usr/share/zoneinfo/Europe/Berlin'),
    packages: { apt: 'tzdata', dnf: 'tzdata', apk: 'tzdata', pacman: 'tzdata', brew: '' },
  },
  {
    what: "openssl, which makes the tests' certificates",
    isThere: oneOf('openssl'),
    packages: {
      apt: 'openssl',
      dnf: 'openssl',
      apk: 'openssl',
      pacman: 'openssl',
      brew: 'openssl',
    },
    for: ['test', 'matrix', 'ci'],
  },
  {
    what: 'Python 3, for node-gyp',
    isThere: oneOf('python3', 'python'),
    packages: { apt: 'python3', dnf: 'python3', apk: 'python3', pacman: 'python', brew: 'python' },
    for: ['ci'],
  },
  {
    // The roots are made on Linux only.
    what: 'debootstrap, which makes the roots of other servers',
    isThere: () => process.platform !== 'linux' || isInstalled('debootstrap'),
    packages: {
      apt: 'debootstrap',
      dnf: 'debootstrap',
      apk: 'debootstrap',
      pacman: 'debootstrap',
      brew: '',
    },
    for: ['matrix'],
  },
  {
    what: 'clang-format',
    isThere: oneOf('clang-format'),
    packages: {
      apt: 'clang-format',
      dnf: 'clang-tools-extra',
      apk: 'clang-extra-tools',
      pacman: 'clang',
      brew: 'clang-format',
    },
    for: ['ci'],
  },
  {
    // It knows Linux only, for practical purposes; elsewhere nothing is counted.
    what: 'valgrind, which counts instructions',
    isThere: () => process.platform !== 'linux' || isInstalled('valgrind'),
    packages: { apt: 'valgrind', dnf: 'valgrind', apk: 'valgrind', pacman: 'valgrind', brew: '' },
    for: ['ci', 'instructions'],
  },
];

function isNeeded(requirement, purpose) {
  // Tests can use a server that runs already, wherever it is.
  if (requirement.isServer && purpose !== 'demo' && process.env.MYSQLDB_TEST_URL) return false;
  return requirement.for?.includes(purpose) ?? true;
}

/** What is needed for a purpose and not there. */
export function missingFor(purpose) {
  return REQUIREMENTS.filter((each) => isNeeded(each, purpose) && !each.isThere());
}
