/** @file Finds the system's time zone database, and the zones and aliases in it. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countriesOf, placesOf } from './tables.mjs';
import { isTzif, parseTzif } from './tzif.mjs';

const PLACES = ['/usr/share/zoneinfo', '/var/db/timezone/zoneinfo', '/usr/lib/zoneinfo'];

/** The same zones again (POSIX time, with leap seconds), and what stands for the local settings. */
const NO_ZONES = new Set(['posix', 'right', 'posixrules', 'localtime', 'Factory']);

/** The directory of the time zone database; TZDIR overrides it, as in the C library. */
export function findDirectory() {
  const places = process.env.TZDIR ? [process.env.TZDIR] : PLACES;
  return places.find((place) => existsSync(join(place, 'Europe', 'Berlin')));
}

/**
 * @param {string} directory
 * @returns {import('./time-zones.mjs').TimeZones}
 */
export function readDirectory(directory) {
  const places = placesOf(tableText(directory, 'zone1970.tab', 'zone.tab'));
  const listed = new Set(places.map(({ zone }) => zone));
  const groups = groupByFile(directory, namesIn(directory));
  const zones = [];
  const aliases = [];
  for (const group of groups) {
    const bytes = readFileSync(join(directory, group[0].name));
    if (!isTzif(bytes)) continue;
    const [{ name }, ...others] = group.sort((a, b) => rank(a, listed) - rank(b, listed));
    zones.push({ name, ...parseTzif(bytes) });
    aliases.push(...others.map((other) => ({ name: other.name, zone: name })));
  }
  const countries = countriesOf(tableText(directory, 'iso3166.tab'));
  return { source: directory, version: versionOf(directory), zones, aliases, countries, places };
}

/** Names of all files below, such as America/Argentina/Ushuaia, in order. */
function namesIn(directory, prefix = '') {
  const entries = readdirSync(join(directory, prefix), { withFileTypes: true });
  return entries
    .filter(({ name }) => !NO_ZONES.has(name) && !name.includes('.') && !name.startsWith('+'))
    .flatMap((entry) => {
      const name = prefix + entry.name;
      const isLink = entry.isSymbolicLink();
      return entry.isDirectory() ? namesIn(directory, `${name}/`) : [{ name, isLink }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of one and the same file, by hard or symbolic links, are one zone and its aliases. */
function groupByFile(directory, names) {
  const groups = new Map();
  for (const each of names) {
    const file = statSync(join(directory, each.name), { bigint: true, throwIfNoEntry: false });
    if (!file?.isFile()) continue;
    const key = `${file.dev}:${file.ino}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups.values();
}

/** The file before its symbolic links; a name of zone1970.tab before hard links such as US/Eastern. */
function rank({ name, isLink }, listed) {
  return (isLink ? 4 : 0) + (listed.has(name) ? 0 : 2) + (name.includes('/') ? 0 : 1);
}

function tableText(directory, ...names) {
  const file = names.map((name) => join(directory, name)).find((path) => existsSync(path));
  return file === undefined ? '' : readFileSync(file, 'utf8');
}

/** As 2025b; empty when the system does not tell. */
function versionOf(directory) {
  const text = tableText(directory, 'tzdata.zi', '+VERSION', 'version');
  return /\b(20\d\d[a-z]+)\b/.exec(text.slice(0, 100))?.[1] ?? '';
}
