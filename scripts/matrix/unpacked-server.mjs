// A newer server of Debian's unstable suite without a Debian around it: its packages and the libraries
// that they need, downloaded by apt-get and unpacked, made once and kept. Unlike the roots it takes
// seconds, and no root rights.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getuid, platform } from 'node:process';
import { debianMirror } from './mirror.mjs';
import { matrixFolder, NoRootError, run } from './roots.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** apt-get with sources, lists and a package database of its own, in which nothing is installed. */
function aptOptions(apt) {
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  for (const folder of ['lists/partial', 'archives/partial']) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  writeFileSync(join(apt, 'sources.list'), `deb ${signedBy}${debianMirror()} sid main\n`);
  writeFileSync(join(apt, 'status'), '');
  const settings = {
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::Etc::preferences': '-',
    'Dir::Etc::preferencesparts': '-',
    'Dir::State': apt,
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': apt,
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    // apt's own account could not write here.
    ...(getuid?.() === 0 && { 'APT::Sandbox::User': 'root' }),
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return ['-q', '-y', ...options];
}

function unpack(packageName, folder) {
  const apt = join(folder, 'apt');
  const options = aptOptions(apt);
  run('apt-get', [...options, '--error-on=any', 'update']);
  run('apt-get', [...options, 'install', '--download-only', packageName]);
  const archives = join(apt, 'archives');
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    run('dpkg-deb', ['-x', join(archives, file), folder]);
  }
  rmSync(apt, { recursive: true });
}

/**
 * The folder that a server package is unpacked in, made if it is not there.
 * @throws NoRootError that says why it cannot be made
 */
export function ensureUnpacked(packageName) {
  const folder = join(matrixFolder(), packageName);
  if (existsSync(join(folder, 'made-by-mysqldb'))) return folder;
  if (platform !== 'linux') throw new NoRootError('only Linux can run it');
  console.log(`Fetching ${packageName} into ${folder}, once.`);
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  unpack(packageName, unfinished);
  writeFileSync(join(unfinished, 'made-by-mysqldb'), '');
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return folder;
}
