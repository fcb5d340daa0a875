import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from './example-process';
import { type LocalTime, tzifFile } from './tzif-file';

interface Transition extends LocalTime {
  readonly at: number;
}

interface Zone {
  readonly name: string;
  readonly initial: LocalTime;
  readonly transitions: readonly Transition[];
  readonly rule: string;
}

interface TimeZones {
  readonly zones: readonly Zone[];
  readonly aliases: readonly { name: string; zone: string }[];
  readonly countries: readonly { code: string; name: string }[];
  readonly places: readonly { zone: string; country: string }[];
}

const CET = { utcOffset: 3600, isDst: false, abbreviation: 'CET' };
const CEST = { utcOffset: 7200, isDst: true, abbreviation: 'CEST' };
const LMT = { utcOffset: 3208, isDst: false, abbreviation: 'LMT' };

const localTimes = [LMT, CET, CEST];

function parse(file: Buffer): Promise<Zone> {
  const bytes = `Buffer.from('${file.toString('base64')}', 'base64')`;
  return evaluate(`import { parseTzif } from './timezones/tzif.mjs';`, `parseTzif(${bytes})`);
}

describe('a compiled zone', () => {
  const early = -2422054408; // 1893, before the range of 32 bits

  test('of version 2 is read with 64 bits, and its rule', async () => {
    const transitions = [
      [early, 1],
      [323830800, 2],
    ] as const;
    const file = tzifFile({ version: 2, localTimes, transitions, rule: 'CET-1' });
    expect(await parse(file)).toEqual({
      initial: LMT,
      transitions: [
        { at: early, ...CET },
        { at: 323830800, ...CEST },
      ],
      rule: 'CET-1',
    });
  });

  test('of version 1 is read with 32 bits', async () => {
    const file = tzifFile({ version: 1, localTimes, transitions: [[-1693706400, 2]] });
    expect(await parse(file)).toEqual({
      initial: LMT,
      transitions: [{ at: -1693706400, ...CEST }],
      rule: '',
    });
  });

  test('loses what changes nothing, and what no DATETIME can hold', async () => {
    const transitions = [
      [-(2 ** 59), 1],
      [-(2 ** 31), 1],
      [0, 2],
    ] as const;
    const zone = await parse(tzifFile({ version: 2, localTimes, transitions }));
    expect(zone).toMatchObject({ initial: CET, transitions: [{ at: 0, ...CEST }] });
  });
});

/** What a rule makes of the time after a transition, as [ISO time, offset] of one year. */
async function changes(rule: string, year: number): Promise<[string, number][]> {
  const before = JSON.stringify({ at: Date.UTC(year, 0) / 1000 - 1, ...CET });
  const all = await evaluate<Transition[]>(
    `import { continued } from './timezones/posix-rule.mjs';`,
    `continued({ rule: '${rule}', transitions: [${before}] })`,
  );
  return all
    .slice(1)
    .map(({ at, utcOffset }): [string, number] => [new Date(at * 1000).toISOString(), utcOffset])
    .filter(([time]) => time.startsWith(String(year)));
}

describe('a rule for the years to come', () => {
  test.each<[string, number, [string, number][]]>([
    [
      'CET-1CEST,M3.5.0,M10.5.0/3',
      2024,
      [
        ['2024-03-31T01:00:00.000Z', 7200],
        ['2024-10-27T01:00:00.000Z', 3600],
      ],
    ],
    [
      'EST5EDT,M3.2.0,M11.1.0',
      2026,
      [
        ['2026-03-08T07:00:00.000Z', -14400],
        ['2026-11-01T06:00:00.000Z', -18000],
      ],
    ],
    [
      '<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', // half an hour, in the south
      2025,
      [
        ['2025-04-05T15:00:00.000Z', 37800],
        ['2025-10-04T15:30:00.000Z', 39600],
      ],
    ],
    [
      '<-02>2<-01>,M3.5.0/-1,M10.5.0/0', // on the evening before
      2025,
      [
        ['2025-03-30T01:00:00.000Z', -3600],
        ['2025-10-26T01:00:00.000Z', -7200],
      ],
    ],
    [
      'AAA0BBB,J60/0,J300/0', // J60 is 1 March in every year
      2024,
      [
        ['2024-03-01T00:00:00.000Z', 3600],
        ['2024-10-26T23:00:00.000Z', 0],
      ],
    ],
    [
      'AAA0BBB,59/0,299/0', // day 59 from 0: 29 February in a leap year
      2024,
      [
        ['2024-02-29T00:00:00.000Z', 3600],
        ['2024-10-25T23:00:00.000Z', 0],
      ],
    ],
    ['CET-1', 2024, []],
    ['', 2024, []],
  ])('%s in %i', async (rule, year, expected) => {
    expect(await changes(rule, year)).toEqual(expected);
  });
});

describe('a directory of zones', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zoneinfo-'));
  const at = (...names: string[]): string => join(directory, ...names);
  let read: TimeZones;

  beforeAll(async () => {
    const file = tzifFile({ version: 2, localTimes: [CET], transitions: [] });
    for (const folder of ['America', 'Europe', 'US', 'posix', 'right']) mkdirSync(at(folder));
    for (const name of ['Berlin', 'London']) writeFileSync(at('Europe', name), file);
    writeFileSync(at('US', 'Eastern'), file);
    linkSync(at('US', 'Eastern'), at('America', 'New_York'));
    linkSync(at('US', 'Eastern'), at('EST5EDT'));
    symlinkSync('Europe/London', at('GB'));
    symlinkSync('nowhere', at('Dangling'));
    writeFileSync(at('posix', 'Same'), file);
    writeFileSync(at('right', 'Same'), file);
    writeFileSync(at('Notes'), 'not a zone');
    writeFileSync(at('zone1970.tab'), '#\nUS,CA\t+4042\tAmerica/New_York\tEastern\n');
    writeFileSync(at('iso3166.tab'), '# of RFC 8536\nAX\tÅland Islands\n');
    read = await evaluate<TimeZones>(
      `import { readDirectory } from './timezones/directory.mjs';`,
      `readDirectory(${JSON.stringify(directory)})`,
    );
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('has each zone once, by its name in zone1970.tab', () => {
    const names = read.zones.map(({ name }) => name);
    expect(names.sort()).toEqual(['America/New_York', 'Europe/Berlin', 'Europe/London']);
  });

  test('has its hard and symbolic links as aliases', () => {
    expect(read.aliases).toHaveLength(3);
    expect(read.aliases).toEqual(
      expect.arrayContaining([
        { name: 'GB', zone: 'Europe/London' },
        { name: 'EST5EDT', zone: 'America/New_York' },
        { name: 'US/Eastern', zone: 'America/New_York' },
      ]),
    );
  });

  test('tells the countries', () => {
    expect(read.countries).toEqual([{ code: 'AX', name: 'Åland Islands' }]);
    expect(read.places).toEqual([
      { zone: 'America/New_York', country: 'US' },
      { zone: 'America/New_York', country: 'CA' },
    ]);
  });
});

describe('the copy in the repository', () => {
  const NAMES = [
    'Africa/Casablanca',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Europe/Berlin',
    'Pacific/Apia',
  ];
  let zones: readonly Zone[];

  beforeAll(async () => {
    process.env['TZDIR'] = '/no/such/directory';
    const imports = `import { readTimeZones } from './timezones/time-zones.mjs';`;
    ({ zones } = await evaluate<TimeZones>(imports, 'readTimeZones()'));
    delete process.env['TZDIR'];
  });

  // Other releases of the database may differ outside these years, or where laws have changed since.
  test.each(NAMES)('agrees with JavaScript on %s', (name) => {
    const { initial, transitions } = zones.find((zone) => zone.name === name)!;
    const step = 5 * 86_400_000;
    for (let time = Date.UTC(1975, 0); time < Date.UTC(2020, 0); time += step) {
      const { utcOffset } = transitions.findLast(({ at }) => at * 1000 <= time) ?? initial;
      expect([new Date(time), utcOffset]).toEqual([new Date(time), offsetOf(name, time)]);
    }
  });
});

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetOf(timeZone: string, time: number): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const text = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(text)!;
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
