/** Dates as text, read in the zones of mysql2. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseDate } from '../../lib/mysql2/dates';

test.each([
  ['UTC', 1],
  ['Europe/Berlin', 5],
  ['America/New_York', 8],
  ['Australia/Lord_Howe', 4],
  ['Pacific/Apia', 3],
  ['Asia/Kolkata', 1],
])('local time in %s is read as the Date constructor does', (zone, offsets) => {
  const script = join(__dirname, 'local-date-script.cjs');
  const env = { ...process.env, TZ: zone };
  const output = execFileSync(process.execPath, [script], { env, encoding: 'utf8' });
  const report = JSON.parse(output) as { wrong: string[]; offsets: number };
  expect(report.wrong).toEqual([]);
  // Else it would not have seen what it is there for.
  expect(report.offsets).toBeGreaterThanOrEqual(offsets);
});

test.each([
  ['2024-02-29', 'Z', '2024-02-29T00:00:00.000Z'],
  ['2024-02-29 12:34:56', '+05:30', '2024-02-29T07:04:56.000Z'],
  ['2024-02-29 12:34:56.7', '-08:00', '2024-02-29T20:34:56.700Z'],
  ['2024-02-29 12:34:56.123456', 'Z', '2024-02-29T12:34:56.123Z'],
  ['0033-04-03 00:00:00', 'Z', '0033-04-03T00:00:00.000Z'],
])('%s in %s', (text, zone, expected) => {
  expect(parseDate(text, zone).toISOString()).toBe(expected);
});

test.each(['0000-00-00', '0000-00-00 00:00:00', '2024-00-01', '2024-01-00 00:00:00.000000'])(
  '%s is an invalid Date',
  (text) => {
    expect(parseDate(text, 'local').getTime()).toBeNaN();
    expect(parseDate(text, 'Z').getTime()).toBeNaN();
  },
);
