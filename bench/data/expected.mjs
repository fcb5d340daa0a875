// What the tables' checks have in common: values as the server made them, and dates in whatever zone and
// form a driver gives them.
import { createHash } from 'node:crypto';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The server's SHA2(n, 256).
 * @param {number} n
 */
export function sha2(n) {
  return createHash('sha256').update(String(n)).digest('hex');
}

/**
 * Whether a DATETIME is that moment, read in some time zone.
 * @param {Date} value
 * @param {number} millis as if the zone were UTC
 */
export function isMoment(value, millis) {
  const off = value.getTime() - millis;
  return Math.abs(off) <= 14 * HOUR && off % (HOUR / 4) === 0;
}

/**
 * Whether a DATE, as text or as a Date, is so many days after another one.
 * @param {string | Date} value
 * @param {string} first
 * @param {number} days
 */
export function isDay(value, first, days) {
  const millis = Date.parse(first) + days * DAY;
  if (typeof value === 'string') return value === new Date(millis).toISOString().slice(0, 10);
  return isMoment(value, millis);
}
