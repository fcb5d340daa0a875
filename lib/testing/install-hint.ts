import { existsSync } from 'node:fs';

import type { ServerFlavor } from './find-server';

/** The command that installs a server on this platform, as a sentence. */
export function installHint(flavor: ServerFlavor = 'mariadb'): string {
  const commands = (flavor === 'mysql' ? mysqlCommands : mariadbCommands)();
  const others = 'or name one that you have with MYSQLDB_SERVER=/path/to/mariadbd';
  return `Install one: ${commands.join('; ')}; ${others}.`;
}

function mariadbCommands(): string[] {
  if (process.platform === 'darwin') return ['brew install mariadb'];
  if (process.platform === 'win32') return ['winget install MariaDB.Server'];
  return linuxCommands({
    apt: 'sudo apt-get install mariadb-server',
    dnf: 'sudo dnf install mariadb-server',
    apk: 'sudo apk add mariadb',
  });
}

function mysqlCommands(): string[] {
  if (process.platform === 'darwin') return ['brew install mysql'];
  if (process.platform === 'win32') return ['winget install Oracle.MySQL'];
  return linuxCommands({
    apt: 'sudo apt-get install mysql-server (Debian: from https://dev.mysql.com/downloads/repo/apt)',
    dnf: 'sudo dnf install mysql-server',
  });
}

/** The command of the package manager that is there, or all of them when none is known. */
function linuxCommands(commands: Readonly<Record<string, string>>): string[] {
  const known = Object.entries(commands).filter(([manager]) => {
    const program = manager === 'apt' ? 'apt-get' : manager;
    return ['/usr/bin', '/sbin'].some((place) => existsSync(`${place}/${program}`));
  });
  return (known.length > 0 ? known : Object.entries(commands)).map(([, command]) => command);
}
