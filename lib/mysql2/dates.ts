import { offsetMinutes } from './sql-values';

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;

/**
 * The Date of a DATE, DATETIME or TIMESTAMP text in a zone of mysql2: 'local', 'Z' or '+hh:mm'. An
 * invalid Date for a zero or partial one.
 */
export function parseDate(text: string, timezone: string): Date {
  const [, ...parts] = PATTERN.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  if (month === 0 || day === 0) return new Date(NaN);
  const milliseconds = Number((parts[6] ?? '').padEnd(3, '0').slice(0, 3));
  if (timezone !== 'local') {
    const wall = new Date(0);
    wall.setUTCFullYear(year, month - 1, day);
    wall.setUTCHours(hour, minute, second, milliseconds);
    return new Date(wall.getTime() - offsetMinutes(timezone) * 60_000);
  }
  const date = new Date(2000, 0, 1, hour, minute, second, milliseconds);
  // The constructor would take the years 0 to 99 for 1900 to 1999.
  date.setFullYear(year, month - 1, day);
  date.setHours(hour, minute, second, milliseconds);
  return date;
}

const MAX_KNOWN = 4096;

/** Reads DATE columns, whose days come again and again. */
export function dateReader(timezone: string): (text: string) => Date {
  const known = new Map<string, number>();
  return (text) => {
    let time = known.get(text);
    if (time === undefined) {
      time = parseDate(text, timezone).getTime();
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(text, time);
    }
    return new Date(time);
  };
}
