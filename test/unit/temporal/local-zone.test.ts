import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Report {
  readonly compared: number;
  readonly changes: number;
  readonly gaps: number;
  readonly date: readonly unknown[];
  readonly named: readonly unknown[];
  readonly back: readonly unknown[];
}

/** Zones in which something is special, with the least number of changes that they must have. */
const ZONES: readonly (readonly [zone: string, what: string, changes: number])[] = [
  ['UTC', 'no change ever', 0],
  ['Europe/Berlin', 'summer time', 100],
  ['America/New_York', 'summer time west of Greenwich', 200],
  ['America/Sao_Paulo', 'changes at midnight', 80],
  ['Asia/Kolkata', 'half an hour, and seconds in its past', 4],
  ['Australia/Lord_Howe', 'a change of half an hour', 100],
  ['Pacific/Apia', 'a day that never was, in 2011', 20],
  ['Asia/Manila', 'a day that never was, in 1844', 8],
  ['America/Juneau', 'a day that was twice, in 1867', 100],
  ['Europe/Amsterdam', 'offsets with seconds until 1937', 100],
  ['Europe/Dublin', 'winter time', 200],
  ['Africa/Casablanca', 'changes around Ramadan', 80],
  ['Antarctica/Troll', 'a change of two hours', 60],
];

// What Date does in a gap and in a fold is in ECMAScript: the offset before it counts.
test.each(ZONES)('local time in %s (%s) is as Date has it', (zone, _what, changes) => {
  const script = join(__dirname, 'local-zone-script.cjs');
  const env = { ...process.env, TZ: zone };
  const output = execFileSync(process.execPath, [script], { env, encoding: 'utf8' });
  const report = JSON.parse(output) as Report;
  expect({ date: report.date, named: report.named, back: report.back }).toEqual({
    date: [],
    named: [],
    back: [],
  });
  expect(report.changes).toBeGreaterThanOrEqual(changes);
  expect(report.compared).toBeGreaterThanOrEqual(6000);
  // Else the script would not have seen what it is there for.
  if (changes > 0) expect(report.gaps).toBeGreaterThan(0);
});
