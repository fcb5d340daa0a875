import { PreciseDate } from '../../../lib';

const TIME = Date.UTC(2024, 0, 2, 3, 4, 5, 6);

test('is a Date with the microseconds beside it', () => {
  const date = new PreciseDate(TIME, 789);
  expect(date).toBeInstanceOf(Date);
  expect(date.getTime()).toBe(TIME);
  expect(date.microseconds).toBe(6789);
  expect(date.toISOString()).toBe('2024-01-02T03:04:05.006789Z');
  expect(JSON.stringify({ date })).toBe('{"date":"2024-01-02T03:04:05.006789Z"}');
});

test('works as Dates do', () => {
  const date = new PreciseDate(TIME, 1);
  expect(date > new Date(TIME - 1)).toBe(true);
  expect(Number(date)).toBe(TIME);
  expect(new Date(date).getTime()).toBe(TIME);
  expect(Object.prototype.toString.call(date)).toBe('[object Date]');
  date.setUTCMilliseconds(999);
  expect(date.microseconds).toBe(999_001);
});

test('the microseconds may be left out', () => {
  expect(new PreciseDate(TIME).microseconds).toBe(6000);
  expect(new PreciseDate(0, 0).toISOString()).toBe('1970-01-01T00:00:00.000000Z');
});

test.each([
  [-1, 999, 999_999, '1969-12-31T23:59:59.999999Z'],
  [-62135596800000, 1, 1, '0001-01-01T00:00:00.000001Z'],
  [Date.UTC(9999, 11, 31, 23, 59, 59, 999), 999, 999_999, '9999-12-31T23:59:59.999999Z'],
])('%p and %p', (time, micros, microseconds, text) => {
  const date = new PreciseDate(time, micros);
  expect(date.microseconds).toBe(microseconds);
  expect(date.toISOString()).toBe(text);
});

test.each([-1, 1000, 0.5, NaN, Infinity])('refuses %p microseconds', (micros) => {
  expect(() => new PreciseDate(TIME, micros)).toThrow(RangeError);
});

test('an invalid one is as an invalid Date', () => {
  const date = new PreciseDate(NaN);
  expect(Number.isNaN(date.getTime())).toBe(true);
  expect(() => date.toISOString()).toThrow(RangeError);
  expect(JSON.stringify({ date })).toBe('{"date":null}');
});
