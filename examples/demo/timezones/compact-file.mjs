/**
 * @file The time zone database as one small text file, for systems that ship none; the script
 * examples/data/make.mjs writes it. A line is a record with its fields between tabs:
 *
 *     version  2025b
 *     country  DE  Germany
 *     place    Europe/Berlin  DE
 *     alias    Poland  Europe/Warsaw
 *     zone     Europe/Berlin  CET-1CEST,M3.5.0,M10.5.0/3  LMT,3208,0 CEST,7200,1 …  2-15bt0w …
 *
 * A zone has its rule, its local times (the first is the initial one), and its transitions: the
 * digit of the local time, and the seconds since the transition before, all in base 36.
 */
import { continued } from './posix-rule.mjs';
import { isSame } from './tzif.mjs';

/** @typedef {import('./time-zones.mjs').TimeZones} TimeZones */

/**
 * @param {string} text
 * @returns {TimeZones}
 */
export function parseCompact(text) {
  const records = { source: [], version: [], country: [], place: [], alias: [], zone: [] };
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    if (kind !== '' && !kind.startsWith('#')) records[kind].push(fields);
  }
  return {
    source: '',
    version: records.version[0][0],
    countries: records.country.map(([code, name]) => ({ code, name })),
    places: records.place.map(([zone, country]) => ({ zone, country })),
    aliases: records.alias.map(([name, zone]) => ({ name, zone })),
    zones: records.zone.map(parseZone),
  };
}

function parseZone([name, rule, types, changes]) {
  const localTimes = types.split(' ').map((type) => {
    const [abbreviation, utcOffset, isDst] = type.split(',');
    return { utcOffset: Number(utcOffset), isDst: isDst === '1', abbreviation };
  });
  let at = 0;
  const transitions = changes
    .split(' ')
    .filter(Boolean)
    .map((change) => {
      at += parseInt(change.slice(1), 36);
      return { at, ...localTimes[parseInt(change[0], 36)] };
    });
  return { name, initial: localTimes[0], transitions, rule };
}

/**
 * @param {TimeZones} timeZones
 * @returns {string}
 */
export function formatCompact({ version, countries, places, aliases, zones }) {
  const records = [
    ['version', version],
    ...countries.map(({ code, name }) => ['country', code, name]),
    ...places.map(({ zone, country }) => ['place', zone, country]),
    ...aliases.map(({ name, zone }) => ['alias', name, zone]),
    ...zones.map(zoneRecord),
  ];
  return records.map((fields) => `${fields.join('\t')}\n`).join('');
}

function zoneRecord(zone) {
  const types = [typeText(zone.initial)];
  let before = 0;
  const changes = withoutRuled(zone).map((transition) => {
    const type = typeText(transition);
    if (!types.includes(type)) types.push(type);
    const seconds = transition.at - before;
    before = transition.at;
    return types.indexOf(type).toString(36) + seconds.toString(36);
  });
  return ['zone', zone.name, zone.rule, types.join(' '), changes.join(' ')];
}

const typeText = ({ abbreviation, utcOffset, isDst }) =>
  [abbreviation, utcOffset, isDst ? 1 : 0].join(',');

/** The transitions but those at the end that follow from the rule. */
function withoutRuled({ transitions, rule }) {
  let kept = transitions.length;
  while (kept > 0 && followsFrom(rule, transitions[kept - 2], transitions[kept - 1])) kept--;
  return transitions.slice(0, kept);
}

function followsFrom(rule, before, transition) {
  if (before === undefined) return false;
  const [next] = continued({ transitions: [before], rule }).slice(1);
  return next !== undefined && next.at === transition.at && isSame(next, transition);
}
