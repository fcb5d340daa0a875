import { DataError, PreciseDate } from '../../../lib';
import { seededRandom } from '../../support/generated';
import { timeZone } from '../../../lib/temporal/time-zone';
import { decodeCell } from './decode';
import { Aside, TextInstead } from './packed-batch';

const SAFE = 2n ** 53n;

describe('BIGINT', () => {
  const VALUES = [
    0n,
    1n,
    2n ** 31n,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 32n + 1n,
    SAFE - 1n,
    SAFE,
    SAFE + 1n,
  ];
  const SIGNED = [...VALUES, 2n ** 63n - 1n]
    .flatMap((value) => [value, -value])
    .concat(-(2n ** 63n));
  const UNSIGNED = [...VALUES, 2n ** 63n - 1n, 2n ** 63n, 2n ** 63n + 1n, 2n ** 64n - 1n];

  const isSafe = (value: bigint): boolean => value < SAFE && value > -SAFE;

  test.each(SIGNED)('%p is a number exactly when that is safe', (value) => {
    expect(decodeCell('int64', value)).toBe(isSafe(value) ? Number(value) : value);
    expect(decodeCell('int64Big', value)).toBe(value);
    expect(decodeCell('int64Number', value)).toBe(Number(value));
  });

  test.each(UNSIGNED)('unsigned %p is a number exactly when that is safe', (value) => {
    expect(decodeCell('uint64', value)).toBe(isSafe(value) ? Number(value) : value);
    expect(decodeCell('uint64Big', value)).toBe(value);
    expect(decodeCell('uint64Number', value)).toBe(Number(value));
  });

  test('zero is not minus zero', () => {
    for (const reader of ['int64', 'uint64', 'int64Number', 'uint64Number'] as const) {
      expect(Object.is(decodeCell(reader, 0n), 0)).toBe(true);
    }
  });
});

describe('narrower integers', () => {
  test.each([0, 1, -1, 2 ** 31 - 1, -(2 ** 31)])('%p', (value) => {
    expect(decodeCell('int32', value)).toBe(value);
  });

  test.each([0, 1, 2 ** 31, 2 ** 32 - 1])('unsigned %p', (value) => {
    expect(decodeCell('uint32', value | 0)).toBe(value);
  });
});

describe('DOUBLE', () => {
  test.each([0, -0, 5e-324, -5e-324, Number.MAX_VALUE, 0.1, 1e22])('%p', (value) => {
    expect(Object.is(decodeCell('double', value), value)).toBe(true);
  });
});

describe('text', () => {
  test.each(['', 'a', 'ÿ\0', '€', '😀'.repeat(100), 'x'.repeat(10_000)])(
    'comes from its area or from beside it',
    (value) => {
      expect(decodeCell('text', value)).toBe(value);
      expect(decodeCell('text', new Aside(value))).toBe(value);
    },
  );
});

describe('bytes', () => {
  test.each([[[]], [[0]], [[255, 0, 127]], [Array.from({ length: 5000 }, (_, i) => i & 255)]])(
    'are Buffers, from the area or from beside it',
    (list) => {
      const value = Buffer.from(list);
      for (const slot of [value, new Aside(value)]) {
        const decoded = decodeCell('bytes', slot);
        expect(Buffer.isBuffer(decoded)).toBe(true);
        expect(decoded).toEqual(value);
      }
    },
  );

  test('of a vector are aligned floats of their own', () => {
    const floats = Float32Array.from([1.5, -2, Infinity, NaN]);
    const bytes = new Uint8Array(floats.buffer);
    expect(decodeCell('vector', bytes)).toEqual(floats);
    expect(decodeCell('vector', new Aside(bytes))).toEqual(floats);
  });
});

describe('JSON', () => {
  test.each(['null', '1', '"€"', '[]', '{"a":{"b":[1,2.5,"x"]}}'])('%s is parsed', (text) => {
    expect(decodeCell('json', text)).toEqual(JSON.parse(text));
  });

  test('__proto__ in a document is a property', () => {
    const value = decodeCell('json', '{"__proto__": {"polluted": true}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test.each(['', '{', "{'a': 1}", 'undefined'])('%j is an error that says so', (text) => {
    const decodeIt = (): unknown => decodeCell('json', text);
    expect(decodeIt).toThrow(DataError);
    expect(decodeIt).toThrow(expect.objectContaining({ code: 'ERR_MYSQLDB_JSON' }));
  });
});

describe('dates', () => {
  const zone = timeZone('+02:00');
  const HOUR = 3_600_000;
  const settings = { zone, zeroDates: 'string' } as const;

  test.each([0, -1, 951827696000, Date.UTC(9999, 11, 31, 23, 59, 59, 999), -62135596800000])(
    'of wall clock %p are Dates in the zone',
    (wall) => {
      expect(decodeCell('date', wall, settings)).toEqual(new Date(wall - 2 * HOUR));
    },
  );

  test.each([
    [0n, 0, 0],
    [-1n, -1, 999],
    [-1000n, -1, 0],
    [-1001n, -2, 999],
    [999n, 0, 999],
    [1001n, 1, 1],
    [253402300799999999n, 253402300799999, 999],
    [-62135596800000000n, -62135596800000, 0],
    [-62135596799999999n, -62135596800000, 1],
  ])('of %p microseconds are exact', (micros, millis, rest) => {
    const value = decodeCell('dateMicros', micros, settings) as PreciseDate;
    expect(value).toBeInstanceOf(PreciseDate);
    expect(value.getTime()).toBe(millis - 2 * HOUR);
    expect(value.microseconds % 1000).toBe(rest);
  });

  test('of generated microseconds are exact', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 10_000; i++) {
      const wall = -62135596800000 + random(2 ** 31) * 146_000 + random(146_000);
      const extra = random(1000);
      const micros = BigInt(wall) * 1000n + BigInt(extra);
      const value = decodeCell('dateMicros', micros, settings) as PreciseDate;
      expect([value.getTime(), value.microseconds % 1000]).toEqual([wall - 2 * HOUR, extra]);
      const plain = decodeCell('dateMicros', micros, { ...settings, plainDates: true });
      expect(plain).toEqual(new Date(wall - 2 * HOUR));
    }
  });

  test.each(['date', 'dateMicros'] as const)('that are none, as %s', (reader) => {
    const slot = new TextInstead('0000-00-00 00:00:00');
    expect(decodeCell(reader, slot, settings)).toBe('0000-00-00 00:00:00');
    expect(decodeCell(reader, slot, { zone, zeroDates: 'null' })).toBeNull();
    expect(() => decodeCell(reader, slot, { zone, zeroDates: 'error' })).toThrow(
      expect.objectContaining({ name: 'DataError', code: 'ERR_MYSQLDB_ZERO_DATE' }),
    );
  });
});
