// The step that fetches a plugin of MariaDB's server which tests log in with. Debian has it in a package
// that would set up a service; here that package is only unpacked, and nothing of it is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, root, run } from './command.mjs';

const PACKAGE = 'mariadb-server';
const PLUGIN = 'auth_ed25519.so';
const FOLDER = join(root, 'build', 'server-plugins');

/** Where the server of this machine looks for plugins by itself. */
function serversOwnFolder() {
  const options = { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 };
  const { stdout } = spawnSync('mariadbd', ['--no-defaults', '--verbose', '--help'], options);
  return /^plugin-dir\s+(\S+)/m.exec(stdout ?? '')?.[1];
}

function isDone() {
  // Elsewhere the server's package has its plugins.
  if (!isInstalled('apt-get') || existsSync(join(FOLDER, PLUGIN))) return true;
  const folder = serversOwnFolder();
  return folder !== undefined && existsSync(join(folder, PLUGIN));
}

export const serverPlugins = {
  name: 'server plugin',
  isDone,
  describe: () => `${PLUGIN} out of the package ${PACKAGE}`,
  async run() {
    const folder = `${FOLDER}.new`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const download = `cd "${folder}" && apt-get -q download ${PACKAGE}`;
    await run('sh', ['-c', download]);
    const [archive] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    await run('dpkg-deb', ['-x', join(folder, archive), join(folder, 'unpacked')]);
    mkdirSync(FOLDER, { recursive: true });
    renameSync(join(folder, 'unpacked/usr/lib/mysql/plugin', PLUGIN), join(FOLDER, PLUGIN));
    rmSync(folder, { recursive: true });
  },
};
