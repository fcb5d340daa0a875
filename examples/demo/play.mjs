/** @file The demo from its first line to its last. */

import { MySQLError } from 'mysqldb';
import { TestServerError } from 'mysqldb/testing';
import { closeProgress } from './progress.mjs';
import { errorCard, list, mute, title } from './screen.mjs';
import { changesOfAYear } from './sections/changes-of-a-year.mjs';
import { cities } from './sections/cities.mjs';
import { countries } from './sections/countries.mjs';
import { error } from './sections/error.mjs';
import { loadTimeZones } from './sections/load.mjs';
import { rollback } from './sections/rollback.mjs';
import { server } from './sections/server.mjs';
import { speed } from './sections/speed.mjs';
import { streaming } from './sections/streaming.mjs';

const SECTIONS = [
  server,
  loadTimeZones,
  changesOfAYear,
  cities,
  countries,
  streaming,
  rollback,
  error,
  speed,
];

const NEXT = [
  ['README.md', 'what else there is, in one page'],
  ['examples/quick-start.mjs', 'a first program; sync.mjs and streaming.mjs beside it'],
  ['docs/type-mapping.md', 'what each SQL type becomes in JavaScript'],
  ['docs/errors.md', 'the classes, and what an error carries'],
  ['npm test', 'the whole test suite, on a server like this one'],
  ['npm run bench', 'the speed beside that of other drivers'],
];

/** @param {import('./stage.mjs').Stage} stage */
export async function sections(stage) {
  title('mysqldb: MySQL and MariaDB for Node.js, the way of DB-API 2.0');
  for (const section of SECTIONS) await section(stage);
}

export function readNext() {
  title('That was all: the server has stopped, and its files are gone. Read next:');
  list(NEXT);
}

/** Stops writing at once, wherever the play is. */
export function fallSilent() {
  closeProgress();
  mute();
}

/** What people can read of an error that we know; undefined for a mistake of our own. */
export function errorText(error) {
  if (error instanceof TestServerError) return error.message;
  return error instanceof MySQLError ? errorCard(error) : undefined;
}
