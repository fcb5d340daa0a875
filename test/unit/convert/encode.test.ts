import vm from 'node:vm';
import { datetime, identifier, json } from '../../../lib/convert/values';
import { literal, rendered } from './encode-fixtures';

const utc = { wallClock: (time: number) => time };

describe('a number', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [-5, '-5'],
    [1e5, '100000'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [-Number.MAX_SAFE_INTEGER, '-9007199254740991'],
    [2 ** 53, '9007199254740992'],
    [2 ** 60, '1152921504606846976'],
    [-(2 ** 63), '-9223372036854775808'],
    [2 ** 64 - 2048, '18446744073709549568'],
  ])('that an integer column can hold is its exact digits: %p', (value, expected) => {
    expect(literal(value)).toBe(expected);
  });

  test.each([
    [1.1, '1.1e0'],
    [-0.5, '-0.5e0'],
    [0.1 + 0.2, '0.30000000000000004e0'],
    [1e-7, '1e-7'],
    [5e-324, '5e-324'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [2 ** 64, '18446744073709552000e0'],
    [1e21, '1e+21'],
    [1e100, '1e+100'],
    [-0, '-0e0'],
  ])('that it cannot hold is a DOUBLE: %p', (value, expected) => {
    expect(literal(value)).toBe(expected);
    expect(Object.is(Number(literal(value)), value)).toBe(true);
  });

  test('a bigint is its digits', () => {
    expect(literal(18446744073709551615n)).toBe('18446744073709551615');
    expect(literal(-(10n ** 64n))).toBe(`-1${'0'.repeat(64)}`);
  });
});

describe('a string is quoted and escaped', () => {
  test('with backslashes', () => {
    expect(literal('a\'b"c\\d\n\r\0\x1a%_')).toBe("'a''b\\\"c\\\\d\\n\\r\\0\\Z%_'");
    expect(literal('')).toBe("''");
    expect(literal('größe 😀')).toBe("'größe 😀'");
  });
});

describe('the other values', () => {
  test.each([
    [null, 'NULL'],
    [true, 'true'],
    [false, 'false'],
    [new Set(['a', 'b']), "'a,b'"],
    [new Set(), "''"],
    [new Set(["a'"]), "'a'''"],
    [identifier('a`b'), '`a``b`'],
    [identifier('db', 't.x'), '`db`.`t.x`'],
    [json({ a: ["it's"] }), '\'{\\"a\\":[\\"it\'\'s\\"]}\''],
    [json(null), "'null'"],
    [datetime(new Date(2024, 1, 29, 13, 14, 15)), "TIMESTAMP'2024-02-29 13:14:15'"],
    [datetime(new Date(2024, 1, 29, 13, 14, 15, 6)), "TIMESTAMP'2024-02-29 13:14:15.006'"],
  ])('%p is %s', (value, expected) => {
    expect(literal(value)).toBe(expected);
  });
});

describe('a Date', () => {
  test.each([
    ['2024-01-02T03:04:05Z', "'2024-01-02 03:04:05'"],
    ['2024-01-02T03:04:05.006Z', "'2024-01-02 03:04:05.006'"],
    ['1969-12-31T23:59:59.999Z', "'1969-12-31 23:59:59.999'"],
    ['0000-01-01T00:00:00Z', "'0000-01-01 00:00:00'"],
    ['0099-01-01T00:00:00Z', "'0099-01-01 00:00:00'"],
    ['9999-12-31T23:59:59Z', "'9999-12-31 23:59:59'"],
  ])('is the text of its time zone: %s', (iso, expected) => {
    expect(literal(new Date(iso), undefined, utc)).toBe(expected);
  });

  test('is in the time zone of the process unless told otherwise', () => {
    expect(literal(new Date(2024, 6, 1, 12, 30, 15))).toBe("'2024-07-01 12:30:15'");
    const plusTwo = { wallClock: (time: number) => time + 7_200_000 };
    expect(literal(new Date('2024-12-31T23:00:00Z'), undefined, plusTwo)).toBe(
      "'2025-01-01 01:00:00'",
    );
  });

  test('with microseconds keeps them', () => {
    const precise = (microseconds: unknown): Date =>
      Object.assign(new Date('2024-01-02T03:04:05.006Z'), { microseconds });
    expect(literal(precise(6007), undefined, utc)).toBe("'2024-01-02 03:04:05.006007'");
    expect(literal(precise(0), undefined, utc)).toBe("'2024-01-02 03:04:05'");
    for (const wrong of [-1, 1_000_000, 1.5, NaN, "1'"]) {
      expect(() => literal(precise(wrong))).toThrow('microseconds are no integer from 0 to 999999');
    }
  });
});

describe('values of another realm', () => {
  test('are what they are', () => {
    const foreign = (code: string): unknown => vm.runInNewContext(code);
    expect(literal(foreign('new Date(0)'), undefined, utc)).toBe("'1970-01-01 00:00:00'");
    expect(literal(foreign('new Set(["a"])'))).toBe("'a'");
    expect(literal(foreign('new Uint8Array([65])'))).toBe("_binary'A'");
    expect(rendered('a IN (?)', [foreign('[1, 2]')])).toBe('a IN (1,2)');
    expect(rendered(':a', foreign('({ a: 1 })'))).toBe('1');
    expect(() => literal(foreign('({})'))).toThrow('is a plain object');
  });
});
