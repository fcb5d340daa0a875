import { CR } from './client-errors';
import type { Flavor } from './flavor';
import { ER, ER_COUNTS, MARIADB_ER, MYSQL_ER, WITHOUT_PREFIX } from './server-errors';

type Names = ReadonlyMap<number, string>;
type Numbers = readonly (readonly [key: string, errno: number])[];

function named(numbers: Numbers): Names {
  return new Map(
    numbers.map(([key, errno]) => [errno, WITHOUT_PREFIX.includes(key) ? key : `ER_${key}`]),
  );
}

/** What can be said of a number when the server has not yet told which one it is. */
function undisputed(mariadb: Names, mysql: Names): Names {
  const all = new Map([...mariadb, ...mysql]);
  for (const [errno, name] of mariadb) if (all.get(errno) !== name) all.delete(errno);
  return all;
}

function ofServers(): Readonly<Record<Flavor | 'unknown', Names>> {
  const all: Numbers = Object.entries(ER);
  const both = all.slice(0, ER_COUNTS.both);
  const own = all.slice(ER_COUNTS.both);
  const { mariadb: count } = ER_COUNTS;
  const mariadb = named([...both, ...own.slice(0, count), ...Object.entries(MARIADB_ER)]);
  const mysql = named([...both, ...own.slice(count), ...Object.entries(MYSQL_ER)]);
  return { mariadb, mysql, unknown: undisputed(mariadb, mysql) };
}

/** Where the two libraries name a number differently, the first counts: Connector/C's. */
function ofClient(): Names {
  const names = Object.entries(CR).map(([key, errno]): [number, string] => [errno, `CR_${key}`]);
  return new Map(names.reverse());
}

let client: Names | undefined;
let servers: ReturnType<typeof ofServers> | undefined;

/**
 * The name of an error number: 'ER_DUP_ENTRY' for 1062. The flavour decides where the servers
 * differ; without one, a number that means two things has no name. Such a one is 'ER_<n>'. The
 * client library's numbers, 2000 to 2999 and 5000 to 5999, mean the same whatever the server is.
 */
export function errorName(errno: number, flavor: Flavor | undefined): string {
  client ??= ofClient();
  servers ??= ofServers();
  const name = client.get(errno) ?? servers[flavor ?? 'unknown'].get(errno);
  return name ?? `ER_${errno}`;
}
