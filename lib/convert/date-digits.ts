/**
 * The text of dates, made of the codes of its characters in one call: putting strings together, two digits
 * at a time, takes twice as long, and inserts of many rows have many dates.
 */

const ZERO = 0x30;
const HYPHEN = 0x2d;
const SPACE = 0x20;
const COLON = 0x3a;
const POINT = 0x2e;

/** The digits of the numbers below 100. */
const TENS = Uint8Array.from({ length: 100 }, (_, value) => ZERO + Math.floor(value / 10));
const ONES = Uint8Array.from({ length: 100 }, (_, value) => ZERO + (value % 10));

/** `YYYY-MM-DD HH:MM:SS`, of a year from 0 to 9999 and a month from 1. */
export function dateTimeDigits(
  year: number,
  month: number,
  day: number,
  hours: number,
  minutes: number,
  seconds: number,
): string {
  const century = Math.floor(year / 100);
  const rest = year - century * 100;
  // prettier-ignore
  return String.fromCharCode(
    TENS[century]!, ONES[century]!, TENS[rest]!, ONES[rest]!, HYPHEN,
    TENS[month]!, ONES[month]!, HYPHEN, TENS[day]!, ONES[day]!, SPACE,
    TENS[hours]!, ONES[hours]!, COLON, TENS[minutes]!, ONES[minutes]!, COLON,
    TENS[seconds]!, ONES[seconds]!,
  );
}

/** `.123` */
export function milliDigits(milliseconds: number): string {
  const tens = Math.floor(milliseconds / 10);
  return String.fromCharCode(POINT, TENS[tens]!, ONES[tens]!, ONES[milliseconds - tens * 10]!);
}
