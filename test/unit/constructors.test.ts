import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as driver from '../../lib';

const { DataError, ProgrammingError } = driver;

describe('Date', () => {
  test.each([
    [[2024, 2, 29], '2024-02-29'],
    [[1, 1, 1], '0001-01-01'],
    [[99, 12, 31], '0099-12-31'],
    [[9999, 12, 31], '9999-12-31'],
  ] as const)('%j', ([year, month, day], text) => {
    expect(driver.Date(year, month, day)).toBe(text);
  });

  test.each([
    [2023, 2, 29],
    [2024, 13, 1],
    [2024, 0, 1],
    [2024, 4, 31],
    [10000, 1, 1],
    [2024, 1.5, 1],
    [NaN, 1, 1],
    ['2024', 1, 1],
  ])('no %p-%p-%p', (year, month, day) => {
    expect(() => driver.Date(year as number, month, day)).toThrow(DataError);
  });
});

describe('Time', () => {
  test.each([
    [[9, 5, 0], '09:05:00'],
    [[838, 59, 59], '838:59:59'],
    [[1, 2, 3.5], '01:02:03.5'],
    [[1, 2, 3.000001], '01:02:03.000001'],
    [[1, 2, 59.9999996], '01:02:59.999999'],
  ] as const)('%j', ([hour, minute, second], text) => {
    expect(driver.Time(hour, minute, second)).toBe(text);
  });

  test.each([
    [-1, 0, 0],
    [839, 0, 0],
    [1, 60, 0],
    [1, 0, 60],
    [1, 0, NaN],
    [1, 0, null as never],
    [1, 0, '5' as never],
  ])('no %p:%p:%p', (hour, minute, second) => {
    expect(() => driver.Time(hour, minute, second)).toThrow(DataError);
  });
});

describe('Timestamp', () => {
  test('is a Date of the local time', () => {
    expect(driver.Timestamp(2024, 2, 29, 12, 30, 15)).toEqual(new Date(2024, 1, 29, 12, 30, 15));
    expect(driver.Timestamp(2024, 2, 29)).toEqual(new Date(2024, 1, 29));
  });

  test('of a year below 100 too', () => {
    expect(driver.Timestamp(99, 1, 2, 3).getFullYear()).toBe(99);
  });

  test('of no time that there is not', () => {
    expect(() => driver.Timestamp(2024, 2, 30)).toThrow(DataError);
    expect(() => driver.Timestamp(2024, 2, 29, 24)).toThrow(DataError);
  });
});

test.each([
  [
    'Europe/Berlin',
    {
      leftOutDay: '2011-12-30',
      leftOutDayAtNoon: '2011-12-30T11:00:00.000Z',
      leftOutHour: 'DataError',
      hourBefore: '2024-03-31T00:59:59.000Z',
      twice: '2024-10-27T00:30:00.000Z',
    },
  ],
  ['Pacific/Apia', { leftOutDay: '2011-12-30', leftOutDayAtNoon: 'DataError' }],
])('what the local zone leaves out, in %s', (zone, expected) => {
  const script = join(__dirname, 'constructors-script.cjs');
  const env = { ...process.env, TZ: zone };
  const output = execFileSync(process.execPath, [script], { env, encoding: 'utf8' });
  expect(JSON.parse(output)).toMatchObject(expected);
});

describe('ticks', () => {
  const moment = new Date(2002, 11, 25, 13, 45, 30, 250);
  const ticks = moment.getTime() / 1000;

  test('DateFromTicks', () => expect(driver.DateFromTicks(ticks)).toBe('2002-12-25'));
  test('TimeFromTicks', () => expect(driver.TimeFromTicks(ticks)).toBe('13:45:30.25'));
  test('TimestampFromTicks', () => expect(driver.TimestampFromTicks(ticks)).toEqual(moment));
  test('no number', () => {
    for (const ticks of [NaN, Infinity, '1' as never, undefined as never]) {
      expect(() => driver.TimestampFromTicks(ticks)).toThrow(DataError);
    }
  });
});

describe('Binary', () => {
  test('copies bytes', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const binary = driver.Binary(bytes.subarray(1));
    bytes[1] = 9;
    expect(binary).toEqual(Buffer.from([2, 3]));
    expect(driver.Binary(bytes.buffer)).toEqual(Buffer.from([1, 9, 3]));
  });

  test('takes text as UTF-8', () => {
    expect(driver.Binary('Something')).toEqual(Buffer.from('Something'));
    expect(driver.Binary('')).toHaveLength(0);
  });

  // MySQLdb's Binary(3) was three zeros.
  test('takes no number', () => {
    expect(() => driver.Binary(3 as never)).toThrow(ProgrammingError);
  });
});
