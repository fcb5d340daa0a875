import { dateTimeDigits, milliDigits } from './date-digits';
import { Unencodable } from './encode-error';

/**
 * The time that clocks show in a time zone: takes milliseconds since the epoch, and returns what
 * `Date.UTC` would make of the wall clock's year, month, day and time.
 */
export type WallClock = (time: number) => number;

/** A Date as the text of a DATETIME, with as many fractional digits as it has: none, 3 or 6. */
export function dateText(value: Date, wallClock: WallClock | undefined): string {
  const time = Date.prototype.getTime.call(value);
  if (Number.isNaN(time)) throw new Unencodable('is an invalid Date', 'Pass a valid one, or null.');
  const clock = wallClock === undefined ? localTime(value) : utcTime(wallClock(time));
  return clock + fraction(value, time);
}

/** By the methods of every Date: a subclass may have others of these names. */
function localTime(date: Date): string {
  const { prototype } = Date;
  return dateTimeDigits(
    checkedYear(prototype.getFullYear.call(date)),
    prototype.getMonth.call(date) + 1,
    prototype.getDate.call(date),
    prototype.getHours.call(date),
    prototype.getMinutes.call(date),
    prototype.getSeconds.call(date),
  );
}

function utcTime(time: number): string {
  const date = new Date(time);
  return dateTimeDigits(
    checkedYear(date.getUTCFullYear()),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  );
}

function checkedYear(year: number): number {
  if (year >= 0 && year <= 9999) return year;
  throw new Unencodable('is a Date outside the years 0 to 9999', 'MySQL has no other years.');
}

/** A PreciseDate carries the whole fraction in `microseconds`. */
function fraction(value: Date & { readonly microseconds?: unknown }, time: number): string {
  const microseconds = value.microseconds;
  if (microseconds === undefined) {
    const milliseconds = ((time % 1000) + 1000) % 1000;
    return milliseconds === 0 ? '' : milliDigits(milliseconds);
  }
  if (
    typeof microseconds !== 'number' ||
    !Number.isInteger(microseconds) ||
    microseconds < 0 ||
    microseconds > 999_999
  ) {
    throw new Unencodable(
      'is a Date whose microseconds are no integer from 0 to 999999',
      'Use a PreciseDate, which has them right.',
    );
  }
  return microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0')}`;
}
