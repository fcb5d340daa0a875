/**
 * @file The rule at the end of a compiled time zone, as POSIX writes the variable TZ
 * ("CET-1CEST,M3.5.0,M10.5.0/3"): it says how the years after the last transition go on.
 */

const DAY = 86_400;
const NAME = '(<[^>]+>|[A-Za-z]+)';
const TIME = '([+-]?\\d+(?::\\d+){0,2})';
const DATE = `([^,/]+)(?:/${TIME})?`;
const RULE = new RegExp(`^${NAME}${TIME}${NAME}${TIME}?,${DATE},${DATE}$`);

/** The last year that compiled zones spell out, for programs whose time has 32 bits. */
const LAST_YEAR = 2037;

/**
 * The transitions of a zone, continued by its rule to the end of 2037 where the file ends earlier.
 * @param {Pick<import('./tzif.mjs').Zone, 'transitions' | 'rule'>} zone
 * @returns {import('./tzif.mjs').Transition[]}
 */
export function continued({ transitions, rule }) {
  const last = transitions.at(-1)?.at ?? Date.UTC(1970, 0) / 1000;
  const more = [];
  for (let year = new Date(last * 1000).getUTCFullYear(); year <= LAST_YEAR; year++) {
    more.push(...transitionsOf(rule, year).filter(({ at }) => at > last));
  }
  return [...transitions, ...more];
}

/**
 * The transitions of a year, in order; none when the rule knows no daylight-saving time.
 * @param {string} rule
 * @param {number} year
 * @returns {import('./tzif.mjs').Transition[]}
 */
function transitionsOf(rule, year) {
  const match = RULE.exec(rule);
  if (!match) return [];
  const [, standardName, west, dstName, dstWest, startDate, startTime, endDate, endTime] = match;
  const standard = { utcOffset: 0 - seconds(west), isDst: false, abbreviation: bare(standardName) };
  const dstOffset = dstWest === undefined ? standard.utcOffset + 3600 : 0 - seconds(dstWest);
  const dst = { utcOffset: dstOffset, isDst: true, abbreviation: bare(dstName) };
  const start = localSecond(year, startDate, startTime) - standard.utcOffset;
  const end = localSecond(year, endDate, endTime) - dst.utcOffset;
  const both = [
    { at: start, ...dst },
    { at: end, ...standard },
  ];
  return both.sort((a, b) => a.at - b.at);
}

const bare = (name) => name.replace(/[<>]/g, '');

function seconds(time) {
  const [hours, minutes = 0, rest = 0] = time.replace(/^[+-]/, '').split(':').map(Number);
  return (time.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
}

function localSecond(year, date, time = '2') {
  return dayNumber(year, date) * DAY + seconds(time);
}

/** Days since 1970: `M3.5.0` is the last Sunday of March, `J60` is 1 March, `59` is day 59 from 0. */
function dayNumber(year, date) {
  const days = (month, day) => Date.UTC(year, month, day) / 1000 / DAY;
  if (date.startsWith('J')) {
    const day = Number(date.slice(1));
    const isLeap = days(1, 29) !== days(2, 1);
    return days(0, day) + (isLeap && day >= 60 ? 1 : 0);
  }
  if (!date.startsWith('M')) return days(0, 1 + Number(date));
  const [month, week, weekday] = date.slice(1).split('.').map(Number);
  const first = days(month - 1, 1);
  const firstWeekday = (((first + 4 - weekday) % 7) + 7) % 7; // 1 January 1970 was a Thursday
  const day = first + ((7 - firstWeekday) % 7) + (week - 1) * 7;
  return day < days(month, 1) ? day : day - 7;
}
