import { offsetMinutes } from './sql-values';

const ZERO = 48;
/** The length of `2024-02-29`, and where the parts of a time begin behind it. */
const DAY_LENGTH = 10;
const HOUR = 11;
const MINUTE = 14;
const SECOND = 17;
const FRACTION = 20;

/** The two digits at an index. */
const two = (text: string, at: number): number =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

/** The first three digits of a fraction of a second, of which there may be fewer. */
function milliseconds(text: string): number {
  return text.length <= FRACTION ? 0 : Number(text.slice(FRACTION, FRACTION + 3).padEnd(3, '0'));
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
/** From this year on no zone has changed its clock within a quarter of an hour. */
const REGULAR_SINCE = 1980;
const KNOWN = 4096;

/** Quarters of an hour on local clocks, since the year 0 in UTC's count, and what they are in UTC. */
const knownQuarters = new Float64Array(KNOWN).fill(NaN);
const knownTimes = new Float64Array(KNOWN);

/** What a local time of 1980 or later is in UTC; asking the runtime each time would be slow. */
function localTime(wall: number, quarterAt: () => Date): number {
  const quarter = Math.floor(wall / QUARTER_MS);
  const slot = quarter & (KNOWN - 1);
  if (knownQuarters[slot] !== quarter) {
    knownQuarters[slot] = quarter;
    knownTimes[slot] = quarterAt().getTime();
  }
  return knownTimes[slot]! + (wall - quarter * QUARTER_MS);
}

/**
 * The Date of a DATE, DATETIME or TIMESTAMP text in a zone of mysql2: 'local', 'Z' or '+hh:mm'. An
 * invalid Date for a zero or partial one.
 */
export function parseDate(text: string, timezone: string): Date {
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  if (month === 0 || day === 0) return new Date(NaN);
  const hasTime = text.length > DAY_LENGTH;
  const hour = hasTime ? two(text, HOUR) : 0;
  const minute = hasTime ? two(text, MINUTE) : 0;
  const rest = (hasTime ? two(text, SECOND) * 1000 : 0) + milliseconds(text);
  const wall = utc(year, month, day, hour, minute) + rest;
  if (timezone === 'Z') return new Date(wall);
  if (timezone !== 'local') return new Date(wall - offsetMinutes(timezone) * MINUTE_MS);
  if (year < REGULAR_SINCE) return new Date(local(year, month, day, hour, minute).getTime() + rest);
  const quarterAt = (): Date => local(year, month, day, hour, minute - (minute % 15));
  return new Date(localTime(wall, quarterAt));
}

// Both take the years 0 to 99 for 1900 to 1999, unless they are set afterwards.

function utc(year: number, month: number, day: number, hour: number, minute: number): number {
  if (year >= 100) return Date.UTC(year, month - 1, day, hour, minute);
  return new Date(Date.UTC(2000, 0, 1, hour, minute)).setUTCFullYear(year, month - 1, day);
}

function local(year: number, month: number, day: number, hour: number, minute: number): Date {
  const date = new Date(year, month - 1, day, hour, minute);
  if (year < 100) date.setFullYear(year, month - 1, day);
  return date;
}
