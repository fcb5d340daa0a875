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
  const clock = wallClock === undefined ? localTime(new Date(time)) : utcTime(wallClock(time));
  return clock + fraction(value, time);
}

function localTime(date: Date): string {
  const day = dayText(date.getFullYear(), date.getMonth(), date.getDate());
  return `${day} ${clockText(date.getHours(), date.getMinutes(), date.getSeconds())}`;
}

function utcTime(time: number): string {
  const date = new Date(time);
  const day = dayText(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return `${day} ${clockText(date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds())}`;
}

function dayText(year: number, month: number, day: number): string {
  if (!(year >= 0 && year <= 9999)) {
    throw new Unencodable('is a Date outside the years 0 to 9999', 'MySQL has no other years.');
  }
  return `${year > 999 ? year : pad(year, 4)}-${twoDigits(month + 1)}-${twoDigits(day)}`;
}

function clockText(hours: number, minutes: number, seconds: number): string {
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(seconds)}`;
}

/** A PreciseDate carries the whole fraction in `microseconds`. */
function fraction(value: Date & { readonly microseconds?: unknown }, time: number): string {
  const microseconds = value.microseconds;
  if (microseconds === undefined) {
    const milliseconds = ((time % 1000) + 1000) % 1000;
    return milliseconds === 0 ? '' : `.${pad(milliseconds, 3)}`;
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
  if (microseconds === 0) return '';
  return `.${pad(microseconds, 6)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

function pad(value: number, width: number): string {
  return `${value}`.padStart(width, '0');
}
