/** The bench suite: scenarios run against a server, and reports say what samples say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench, orms } from './program';

const folder = mkdtempSync(join(tmpdir(), 'mysqldb-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Sample = Record<string, number>;

/** What --json writes, as far as it is looked at. */
interface Run {
  processes: number;
  scenarios: {
    scenario: string;
    processes: number;
    skipped: object[];
    results: { samples: Sample[] }[];
  }[];
}

function path(name: string): string {
  return join(folder, name);
}

function samples(...times: number[]): Sample[] {
  return times.map((wallMs) => ({
    wallMs,
    cpuMs: wallMs / 2,
    loopMs: wallMs / 4,
    gcMs: 1,
    peakRssMb: 80,
    operations: 10,
    perSecond: 10_000 / wallMs,
  }));
}

/** A report as --json writes it: mixed-rows with so many milliseconds of each driver. */
function writeReport(name: string, times: Record<string, number[]>, processes = 1): string {
  const results = Object.entries(times).map(([driver, values]) => ({
    driver,
    version: '1.0',
    samples: samples(...values),
  }));
  const machine = {
    cpu: 'a <fast> one',
    date: '2026-01-02T03:04:05Z',
    node: 'v20',
    server: '10.11',
  };
  const skipped = [{ driver: 'bun', reason: 'no binary & no network' }];
  const scenarios = [{ scenario: 'mixed-rows', processes, results, skipped }];
  const report = { machine, versions: {}, loadAfter: '0.1', rounds: 3, warmups: 1, scenarios };
  writeFileSync(path(name), JSON.stringify(report));
  return path(name);
}

test('scenarios run against a server, and write their samples', async () => {
  const json = path('run.json');
  const how = ['--processes', '1', '--rounds', '2', '--warmups', '0'];
  const drivers = ['--drivers', 'mysqldb,mysqldb-sync,mysql2-query'];
  await bench('--only', 'inserts,bulk-insert,pages', ...how, ...drivers, '--json', json);
  const { scenarios } = JSON.parse(readFileSync(json, 'utf8')) as Run;
  expect(scenarios.map(({ scenario, skipped }) => [scenario, skipped])).toEqual([
    ['inserts', []],
    ['bulk-insert', []],
    ['pages', []],
  ]);
  for (const { results } of scenarios) {
    expect(results.map((one) => one.samples.length)).toEqual([2, 2, 2]);
    for (const sample of results.flatMap((one) => one.samples)) {
      expect(sample.wallMs).toBeGreaterThan(0);
      expect(sample.gcMs).toBeGreaterThanOrEqual(0);
      expect(sample.peakRssMb).toBeGreaterThan(20);
    }
  }
}, 120_000);

test('ratios are of medians, each with its target', async () => {
  const from = writeReport('ratios.json', {
    floor: [100, 90, 110],
    mysqldb: [120, 300, 110],
    'mysql2-query': [200, 210, 190],
    'mariadb-query': [180, 240, 250],
  });
  const text = await bench('--from', from);
  expect(text).toContain('mysqldb / floor: wall 1.20 (target ≤ 1.30)');
  expect(text).toContain('wall 0.60 (mysql2-query, target ≤ 0.75)');
  expect(text).toContain('CPU 0.60 (mysql2-query, target ≤ 0.55, missed)');
  expect(text).toContain('bun did not finish: no binary & no network');
});

test('a report is shown again for some scenarios, with the drivers that it has', async () => {
  const from = writeReport('again.json', { mysqldb: [120, 300, 110] });
  expect(await bench('--from', from, '--only', 'mixed-rows,ints')).toContain('mixed-rows: ');
  await expect(bench('--from', from, '--only', 'ints')).rejects.toThrow('none of these scenarios');
  await expect(bench('--from', from, '--drivers', 'mysqldb')).rejects.toThrow('the drivers of its');
});

test('each process is compared with the one beside it', async () => {
  const processes = 3;
  const from = writeReport(
    'processes.json',
    { floor: [100, 100, 200, 200, 300, 300], mysqldb: [110, 130, 220, 220, 390, 390] },
    processes,
  );
  const text = await bench('--from', from);
  expect(text).toContain('mysqldb / floor: wall 1.20 [1.10–1.30] (target ≤ 1.30)');
  expect(text).toMatch(
    /mixed-rows +│ mysqldb +│ floor +│ wall +│ ≤ 1.30 │ 1.20 \[1.10–1.30] │ met/,
  );
});

test('samples are of several processes and of several runs each', async () => {
  const json = path('processes-run.json');
  const how = ['--processes', '2', '--rounds', '1', '--warmups', '0', '--drivers', 'mysqldb'];
  await bench('--only', 'ints', ...how, '--json', json);
  const { processes, scenarios } = JSON.parse(readFileSync(json, 'utf8')) as Run;
  const { results } = scenarios[0]!;
  expect([processes, scenarios[0]!.processes, results[0]!.samples.length]).toEqual([2, 2, 2]);
  for (const { operations, wallMs, perSecond } of results[0]!.samples) {
    expect(operations).toBe(100_000);
    expect(perSecond).toBeCloseTo((100_000 / wallMs!) * 1000);
  }
}, 120_000);

test('a change counts when it lies outside of the spread of both runs', async () => {
  const before = writeReport('before.json', {
    mysqldb: [100, 101, 102],
    'mysql2-query': [200, 201, 202],
    'mysqldb-sync': [150, 151, 152],
  });
  const after = writeReport('after.json', {
    mysqldb: [130, 131, 132],
    'mysql2-query': [100, 101, 102],
    'mysqldb-sync': [140, 154, 160],
  });
  const text = await bench('--from', after, '--compare', before);
  const row = (driver: string): string[] =>
    new RegExp(`│ ${driver} .*│ (.*?) │`)
      .exec(text.slice(text.indexOf('New / old')))?.[0]
      .split('│')
      .map((cell) => cell.trim()) ?? [];
  expect(row('mysqldb').slice(1, 4)).toEqual(['mysqldb', '1.30 !', '1.30 !']);
  expect(row('mysql2-query').slice(1, 4)).toEqual(['mysql2-query', '0.50 +', '0.50 +']);
  // Its old median lies within what the new run has seen.
  expect(row('mysqldb-sync').slice(1, 4)).toEqual(['mysqldb-sync', '1.02', '1.02']);
  // More rows a second are better, not worse.
  expect(row('mysql2-query').at(-2)).toBe('1.99 +');
});

test('the charts are in one HTML file that needs nothing else', async () => {
  const from = writeReport('charts.json', {
    floor: [100],
    mysqldb: [123.4],
    'mysql2-query': [200],
  });
  await bench('--from', from, '--html', path('report.html'), '--svg', path('overview.svg'));
  const html = readFileSync(path('report.html'), 'utf8');
  expect(html.match(/<svg /g)).toHaveLength(3);
  expect(html).toContain('>123.4</text>');
  expect(html).toContain('a &#60;fast&#62; one');
  expect(html).not.toMatch(/<(script|link|img)/);
  const svg = readFileSync(path('overview.svg'), 'utf8');
  expect(svg).toMatch(/^<svg [\s\S]*>123\.4<\/text>[\s\S]*<\/svg>\s*$/);
});

test('ORMs are compared with themselves on another driver', async () => {
  const printed = await orms('--only', 'kysely', '--pairs', '1', '--rounds', '2');
  expect(printed).toMatch(/Kysely \(mysql2\) +│ select +│( +[\d.]+ +│){2} +[\d.]+ !? *│/);
  await expect(orms('--only', 'nothing')).rejects.toThrow('There is no nothing');
});
