/**
 * @file The time zone database: the system's own, or else the small copy in this repository.
 *
 * @typedef {object} TimeZones
 * @property {string} source where it came from: a directory, or a file
 * @property {string} version such as 2025b; empty when the source does not tell
 * @property {({ name: string } & import('./tzif.mjs').Zone)[]} zones
 * @property {{ name: string, zone: string }[]} aliases other names of the zones
 * @property {{ code: string, name: string }[]} countries
 * @property {{ zone: string, country: string }[]} places which countries a zone is used in
 */

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCompact } from './compact-file.mjs';
import { findDirectory, readDirectory } from './directory.mjs';
import { continued } from './posix-rule.mjs';

const COPY = new URL('../../data/timezones.tsv', import.meta.url);

/**
 * Every zone with its transitions until 2037.
 * @returns {TimeZones}
 */
export function readTimeZones() {
  const directory = findDirectory();
  const read = directory === undefined ? readCopy() : readDirectory(directory);
  const zones = read.zones.map((zone) => ({ ...zone, transitions: continued(zone) }));
  return { ...read, zones };
}

function readCopy() {
  const source = relative(process.cwd(), fileURLToPath(COPY));
  return { ...parseCompact(readFileSync(COPY, 'utf8')), source };
}
