/**
 * Which server and which client library this run of the tests is on. A test of what only one of
 * them has is registered on that one alone (`onServer`, `onClient`), never skipped on the other.
 */
import { capabilities } from '../../lib';
import type { Flavor } from '../../lib/constants/flavor';

/** As `SELECT VERSION()`; global-setup.ts asks the server. */
export const SERVER_VERSION = process.env['MYSQLDB_TEST_SERVER_VERSION'] ?? '';

export const SERVER: Flavor = /mariadb/i.test(SERVER_VERSION) ? 'mariadb' : 'mysql';

/** The client library that the addon was built with. */
export const CLIENT: Flavor = capabilities.flavor;

/**
 * The bytes of a packet before the statement in it: the command, and between those of MySQL the two
 * counts of query attributes.
 */
export const COMMAND_BYTES = SERVER === 'mysql' && CLIENT === 'mysql' ? 3 : 1;

/** Whether JSON is known as such: libmysqlclient does not read what MariaDB says of a text column. */
export const KNOWS_JSON = SERVER === 'mysql' || CLIENT === 'mariadb';

/** What is read from a column of JSON with this text in it. */
export function jsonOf(text: string): unknown {
  return KNOWS_JSON ? JSON.parse(text) : text;
}

/** Whether executemany sends rows by MariaDB's bulk protocol, which libmysqlclient does not have. */
export const HAS_BULK = SERVER === 'mariadb' && CLIENT === 'mariadb';

/** Registers tests of what only one of the servers has, from one of its versions on. */
export function onServer(flavor: Flavor, register: () => void, since = 0): void {
  if (SERVER === flavor && Number.parseFloat(SERVER_VERSION) >= since) register();
}

/** Registers tests of what only one of the client libraries has. */
export function onClient(flavor: Flavor, register: () => void): void {
  if (CLIENT === flavor) register();
}

/** What is expected of this run's server, out of a table of both. */
export function ofServer<T>(expected: Readonly<Record<Flavor, T>>): T {
  return expected[SERVER];
}

/** What is expected of this run's client library, out of a table of both. */
export function ofClient<T>(expected: Readonly<Record<Flavor, T>>): T {
  return expected[CLIENT];
}
