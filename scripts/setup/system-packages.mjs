// The step that installs system packages where it may (apt-get, as root or by passwordless sudo) and
// otherwise says the exact command.

import { spawnSync } from 'node:child_process';
import { isInstalled, run } from './command.mjs';
import { SetupError } from './progress.mjs';
import { missingFor } from './requirements.mjs';

/** Package managers by the program that is looked for, with the commands that install. */
const MANAGERS = [
  {
    key: 'apt',
    program: 'apt-get',
    commands: ['apt-get update', 'apt-get install -y --no-install-recommends'],
  },
  { key: 'dnf', program: 'dnf', commands: ['dnf install -y'] },
  { key: 'apk', program: 'apk', commands: ['apk add'] },
  { key: 'pacman', program: 'pacman', commands: ['pacman -S --needed'] },
  { key: 'brew', program: 'brew', commands: ['brew install'], asUser: true },
];

/** No questions, no pseudo terminal, and patience with another apt that holds the lock. */
const APT_OPTIONS = ['-y', '-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];
const APT_ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'DEBCONF_NONINTERACTIVE_SEEN=true'];

const isRoot = process.getuid?.() === 0;

function packagesFor(missing, key) {
  return missing.flatMap(({ packages }) => packages[key].split(' ').filter(Boolean));
}

/** The words that go before a command so that it runs as root, or undefined when none do. */
function rootPrefix() {
  if (isRoot) return ['env'];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n', 'env'] : undefined;
}

function instructions(missing) {
  const list = missing.map(({ what }) => `  - ${what}`).join('\n');
  const manager = MANAGERS.find(({ program }) => isInstalled(program));
  if (!manager) {
    return `Missing on this system:\n${list}\nInstall these, then run the same command again.`;
  }
  const sudo = manager.asUser || isRoot ? '' : 'sudo ';
  const commands = manager.commands.map((command) => `${sudo}${command}`);
  const packages = packagesFor(missing, manager.key);
  return `Missing on this system:\n${list}\n
Install them with\n\n  ${[commands.join(' && '), ...packages].join(' ')}\n
and run the same command again.`;
}

async function install(missing, prefix) {
  const [program, ...before] = [...prefix, ...APT_ENVIRONMENT, 'apt-get', ...APT_OPTIONS];
  await run(program, [...before, 'update']);
  const packages = packagesFor(missing, 'apt');
  await run(program, [...before, '--no-install-recommends', 'install', ...packages]);
}

export function systemPackages(purpose) {
  let missing = [];
  let prefix;
  return {
    name: 'system packages',
    isDone() {
      missing = missingFor(purpose);
      if (missing.length === 0) return true;
      prefix = isInstalled('apt-get') ? rootPrefix() : undefined;
      return false;
    },
    describe: () =>
      prefix ? `apt-get install ${packagesFor(missing, 'apt').join(' ')}` : 'some are missing',
    async run() {
      if (prefix) await install(missing, prefix);
      if (!this.isDone()) throw new SetupError(instructions(missing));
    },
  };
}
