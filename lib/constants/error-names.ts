import { CR } from './client-errors';
import type { Flavor } from './flavor';
import { MYSQL_ER } from './mysql-errors';
import { ER, WITHOUT_PREFIX } from './server-errors';

type Names = ReadonlyMap<number, string>;

/**
 * Up to here MySQL and MariaDB number alike, but for names that MySQL has changed since, most of
 * them when it dropped the words master and slave. Above, each has its own errors.
 */
const LAST_SHARED_ERRNO = 1879;

// The client library's numbers mean the same whatever the server is: 2000 to 2999, and 5000 to
// 5999, which Connector/C keeps for itself.
const fromClient: readonly [number, string][] = Object.entries(CR).map(([key, errno]) => [
  errno,
  `CR_${key}`,
]);

function fromServer(numbers: Readonly<Record<string, number>>): [number, string][] {
  return Object.entries(numbers).map(([key, errno]) => [
    errno,
    WITHOUT_PREFIX.has(key) ? key : `ER_${key}`,
  ]);
}

function build(flavor: Flavor | undefined): Names {
  const mariadb = fromServer(ER);
  if (flavor === 'mariadb') return new Map([...fromClient, ...mariadb]);
  const shared = mariadb.filter(([errno]) => errno <= LAST_SHARED_ERRNO);
  const mysql = flavor === 'mysql' ? fromServer(MYSQL_ER) : [];
  return new Map([...fromClient, ...shared, ...mysql]);
}

const built = new Map<Flavor | undefined, Names>();

/**
 * The name of an error number: 'ER_DUP_ENTRY' for 1062. The flavour decides where the servers
 * differ; without one, only what both mean alike has a name. A number without a name is 'ER_<n>'.
 */
export function errorName(errno: number, flavor: Flavor | undefined): string {
  let names = built.get(flavor);
  if (names === undefined) {
    names = build(flavor);
    built.set(flavor, names);
  }
  return names.get(errno) ?? `ER_${errno}`;
}
