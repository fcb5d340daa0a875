// The constructors of PEP 249 ("Type Objects and Constructors"). Two of them are called as classes of
// JavaScript are: lib/index.ts exports them under PEP 249's names.

import { wrongArgument } from './argument-error';
import { DataError } from './errors';

/** TIME goes beyond a day: to ±838:59:59. */
const MAX_TIME_HOURS = 838;

function part(value: unknown, name: string, min: number, max: number): number {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value);
  throw new DataError(`The ${name} must be an integer from ${min} to ${max}`, {
    code: 'ERR_MYSQLDB_ARGUMENT',
  });
}

const digits = (value: number, count = 2): string => String(value).padStart(count, '0');

/** A local time whose parts are what was given: `new Date(99, …)` would be of the year 1999. */
function localDate(year: number, month: number, day: number, time: readonly number[]): Date {
  const [hour = 0, minute = 0, second = 0] = time;
  const date = new Date(2000, 0, 1, hour, minute, second);
  date.setFullYear(year, month - 1, day);
  return date;
}

/** In UTC: some zones have left days out, and no DATE column minds. */
function checkDay(year: number, month: number, day: number): void {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day) {
    throw new DataError(`There is no day ${day} in month ${month} of the year ${year}`, {
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  }
}

/**
 * A DATE value: the text that DATE columns come as. `Date(2024, 2, 29)` is `'2024-02-29'`.
 * @param month 1 to 12
 * @throws DataError when there is no such day
 */
export function dateOf(year: number, month: number, day: number): string {
  part(year, 'year', 0, 9999);
  part(month, 'month', 1, 12);
  checkDay(year, month, part(day, 'day', 1, 31));
  return `${digits(year, 4)}-${digits(month)}-${digits(day)}`;
}

/**
 * A TIME value: the text that TIME columns come as. `Time(9, 5, 0)` is `'09:05:00'`.
 * @param hour 0 to 838, the range of TIME
 * @param second may have a fraction, of which six digits are kept
 */
export function timeOf(hour: number, minute: number, second: number): string {
  part(hour, 'hour', 0, MAX_TIME_HOURS);
  part(minute, 'minute', 0, 59);
  part(typeof second === 'number' ? Math.floor(second) : second, 'second', 0, 59);
  // Rounded up, the last microsecond of a minute would be its 60th second.
  const micros = Math.min(Math.round((second % 1) * 1e6), 999_999);
  const fraction = micros === 0 ? '' : `.${digits(micros, 6).replace(/0+$/, '')}`;
  return `${digits(hour)}:${digits(minute)}:${digits(Math.floor(second))}${fraction}`;
}

/**
 * A DATETIME or TIMESTAMP value: a JavaScript `Date` of that local time; the first of the two when
 * clocks were set back.
 * @param month 1 to 12
 * @throws DataError when there is no such day or time, nor was one because clocks were set forward
 */
export function timestampOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): Date {
  dateOf(year, month, day);
  part(hour, 'hour', 0, 23);
  part(minute, 'minute', 0, 59);
  part(second, 'second', 0, 59);
  const date = localDate(year, month, day, [hour, minute, second]);
  const isThere = date.getDate() === day && date.getHours() === hour;
  if (isThere && date.getMinutes() === minute) return date;
  throw new DataError('The local time zone leaves that time out', {
    code: 'ERR_MYSQLDB_ARGUMENT',
    hint: 'Clocks were set forward over it: pass a text, which a DATETIME column takes.',
  });
}

/** The day of a moment in the local time zone. @param ticks seconds since the epoch */
export function dateFromTicks(ticks: number): string {
  const date = timestampFromTicks(ticks);
  return dateOf(date.getFullYear(), date.getMonth() + 1, date.getDate());
}

/** The time of day of a moment in the local time zone. @param ticks seconds since the epoch */
export function timeFromTicks(ticks: number): string {
  const date = timestampFromTicks(ticks);
  const seconds = date.getSeconds() + date.getMilliseconds() / 1000;
  return timeOf(date.getHours(), date.getMinutes(), seconds);
}

/**
 * A moment as a `Date`, to the millisecond.
 * @param ticks seconds since the epoch, as `Date.now() / 1000` gives them
 */
export function timestampFromTicks(ticks: number): Date {
  const date = new Date(typeof ticks === 'number' ? Math.round(ticks * 1000) : NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new DataError('Ticks are the seconds since the epoch, as a number', {
    code: 'ERR_MYSQLDB_ARGUMENT',
  });
}

/** Bytes for BINARY and BLOB columns: a copy of them, or a string as UTF-8. */
export function binaryOf(value: string | Uint8Array | ArrayBuffer): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  }
  if (value instanceof ArrayBuffer) return Buffer.from(value.slice(0));
  throw wrongArgument('Binary() takes a string or bytes');
}
