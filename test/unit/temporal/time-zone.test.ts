import { timeZone } from '../../../lib/temporal/time-zone';
import { seededRandom } from '../../support/generated';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = -62135596800000; // 0001-01-01
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const iso = (time: number): string => new Date(time).toISOString().slice(0, -1);
const wallOf = (text: string): number => Date.parse(`${text}Z`);

/** What clocks show, by the parts that Intl gives: another way than the offset. */
function clock(zone: string, utc: number): string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = new Map(format.formatToParts(utc).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  return `${day}T${part('hour')}:${part('minute')}:${part('second')}`;
}

describe('an offset', () => {
  test.each([
    ['Z', 0],
    ['+00:00', 0],
    ['-00:00', 0],
    ['+05:30', 5.5],
    ['+0530', 5.5],
    ['-03:30', -3.5],
    ['+14:00', 14],
    ['-12:00', -12],
  ])('%s', (name, hours) => {
    const zone = timeZone(name);
    for (const wall of [FIRST, -1, 0, 1, LAST]) {
      expect(zone.toUtc(wall)).toBe(wall - hours * HOUR);
      expect(zone.toWall(zone.toUtc(wall))).toBe(wall);
    }
  });

  test('of zero leaves no minus zero', () => {
    for (const name of ['Z', '+00:00', '-00:00', 'UTC']) {
      expect(Object.is(timeZone(name).toUtc(0), 0)).toBe(true);
    }
  });
});

test.each([
  '',
  'z ',
  'Mars/Olympus',
  'Europe',
  '+5',
  '+05:3',
  '5:30',
  '++05:30',
  'LOCAL',
  '+02:60',
  '+24:00',
  '-99:99',
])('%j is no zone', (name) => {
  expect(() => timeZone(name)).toThrow(RangeError);
});

test.each(['europe/berlin', 'UTC', 'Etc/GMT+5', 'US/Pacific', 'CET'])('%s is a zone', (name) => {
  expect(timeZone(name).toWall(0)).toEqual(wallOf(clock(name, 0)));
});

describe('a change to summer time', () => {
  const berlin = timeZone('Europe/Berlin');
  const toUtc = (text: string): string => iso(berlin.toUtc(wallOf(text)));

  test('leaves a gap, whose times count by the offset before it', () => {
    expect(toUtc('2024-03-31T01:59:59.999')).toBe('2024-03-31T00:59:59.999');
    expect(toUtc('2024-03-31T02:00:00.000')).toBe('2024-03-31T01:00:00.000');
    expect(toUtc('2024-03-31T02:30:00.000')).toBe('2024-03-31T01:30:00.000');
    expect(toUtc('2024-03-31T03:00:00.000')).toBe('2024-03-31T01:00:00.000');
    expect(toUtc('2024-03-31T03:30:00.000')).toBe('2024-03-31T01:30:00.000');
  });

  test('and back makes a fold, of whose times the first ones count', () => {
    expect(toUtc('2024-10-27T01:59:59.999')).toBe('2024-10-26T23:59:59.999');
    expect(toUtc('2024-10-27T02:00:00.000')).toBe('2024-10-27T00:00:00.000');
    expect(toUtc('2024-10-27T02:59:59.999')).toBe('2024-10-27T00:59:59.999');
    expect(toUtc('2024-10-27T03:00:00.000')).toBe('2024-10-27T02:00:00.000');
  });

  test('does not matter to the days beside it, in whatever order they are asked', () => {
    const texts = ['2024-03-30T12:00', '2024-03-31T12:00', '2024-04-01T12:00', '2024-03-30T23:59'];
    const expected = texts.map((text) => iso(timeZone('Europe/Berlin').toUtc(wallOf(text))));
    expect(texts.map(toUtc)).toEqual(expected);
    expect(expected[0]).toBe('2024-03-30T11:00:00.000');
    expect(expected[1]).toBe('2024-03-31T10:00:00.000');
  });
});

describe('the days that zones have left out or had twice', () => {
  test('Samoa had no 30th of December 2011', () => {
    const zone = timeZone('Pacific/Apia');
    expect(iso(zone.toUtc(wallOf('2011-12-29T23:59:59')))).toBe('2011-12-30T09:59:59.000');
    expect(iso(zone.toUtc(wallOf('2011-12-31T00:00:00')))).toBe('2011-12-30T10:00:00.000');
  });

  test('Juneau had 24 hours of October 1867 twice', () => {
    const zone = timeZone('America/Juneau');
    const wall = wallOf('1867-10-19T12:00:00');
    const first = zone.toUtc(wall);
    expect(zone.toWall(first)).toBe(wall);
    expect(zone.toWall(first + DAY)).toBe(wall);
  });
});

test('offsets of local mean time have their seconds', () => {
  expect(iso(timeZone('Europe/Berlin').toUtc(wallOf('1850-01-01T00:00:00')))).toBe(
    '1849-12-31T23:06:32.000',
  );
  expect(iso(timeZone('America/New_York').toUtc(wallOf('1850-01-01T00:00:00')))).toBe(
    '1850-01-01T04:56:02.000',
  );
  expect(iso(timeZone('Africa/Monrovia').toUtc(wallOf('1960-01-01T00:00:00')))).toBe(
    '1960-01-01T00:44:30.000',
  );
});

test.each([
  'Europe/London',
  'America/St_Johns',
  'Asia/Tehran',
  'Pacific/Chatham',
  'Asia/Kathmandu',
])('clocks in %s show what Intl says, and lead back to the same instant or its twin', (name) => {
  const zone = timeZone(name);
  const random = seededRandom(51);
  for (let i = 0; i < 2000; i++) {
    const from = i % 2 ? Date.UTC(1000, 0, 2) : Date.UTC(1880, 0, 1);
    const to = i % 2 ? Date.UTC(9999, 11, 30) : Date.UTC(2040, 0, 1);
    const utc = Math.floor(from + (random(2 ** 32) / 2 ** 32) * (to - from));
    const wall = zone.toWall(utc);
    expect(iso(wall).slice(0, 19)).toBe(clock(name, utc));
    const back = zone.toUtc(wall);
    // In a fold two instants have one wall clock, and the first one counts.
    if (back !== utc) {
      expect(back).toBeLessThan(utc);
      expect(zone.toWall(back)).toBe(wall);
    }
  }
});

test('more days than are remembered are still right', () => {
  const zone = timeZone('Europe/Berlin');
  const walls = Array.from({ length: 20_000 }, (_, i) => FIRST + i * 180 * DAY);
  const once = walls.map((wall) => zone.toUtc(wall));
  expect(walls.map((wall) => zone.toUtc(wall))).toEqual(once);
  const fresh = timeZone('Europe/Berlin');
  for (const at of [0, 9_999, 16_383, 16_384, 19_999]) {
    expect(fresh.toUtc(walls[at]!)).toBe(once[at]);
  }
});
