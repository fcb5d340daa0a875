import { useDatabase } from '../../support/database';
import { readBack, select } from './read-back';

useDatabase();

const BITS = [
  ['TINYINT', 8],
  ['SMALLINT', 16],
  ['MEDIUMINT', 24],
  ['INT', 32],
] as const;

describe.each(BITS)('%s', (type, bits) => {
  const top = 2 ** (bits - 1);

  test('signed', async () => {
    const values = [0, 1, -1, top - 1, -top];
    expect(await readBack(type, [...values.map(String), 'NULL'])).toEqual([...values, null]);
  });

  test('unsigned', async () => {
    const values = [0, 1, top, 2 * top - 1];
    expect(await readBack(`${type} UNSIGNED`, [...values.map(String), 'NULL'])).toEqual([
      ...values,
      null,
    ]);
  });

  test('zero-filled is still a number', async () => {
    const values = [0, 7, 2 * top - 1];
    expect(await readBack(`${type}(20) ZEROFILL`, values.map(String))).toEqual(values);
  });
});

describe('BIGINT', () => {
  const SAFE = 2n ** 53n - 1n;
  const SIGNED = [0n, 1n, -1n, SAFE, SAFE + 1n, SAFE + 2n, 2n ** 63n - 1n].concat([
    -SAFE,
    -SAFE - 1n,
    -SAFE - 2n,
    -(2n ** 63n),
  ]);
  const UNSIGNED = [0n, 1n, SAFE, SAFE + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
  const literals = (values: readonly bigint[]): string[] => [...values.map(String), 'NULL'];
  const safe = (value: bigint): number | bigint =>
    value <= SAFE && value >= -SAFE ? Number(value) : value;

  test('is a number when that is safe, else a bigint', async () => {
    expect(await readBack('BIGINT', literals(SIGNED))).toEqual([...SIGNED.map(safe), null]);
    expect(await readBack('BIGINT UNSIGNED', literals(UNSIGNED))).toEqual([
      ...UNSIGNED.map(safe),
      null,
    ]);
  });

  test("is always a bigint with bigint: 'bigint'", async () => {
    const options = { bigint: 'bigint' } as const;
    expect(await readBack('BIGINT', literals(SIGNED), options)).toEqual([...SIGNED, null]);
    expect(await readBack('BIGINT UNSIGNED', literals(UNSIGNED), options)).toEqual([
      ...UNSIGNED,
      null,
    ]);
    expect(await readBack('INT', ['5'], options)).toEqual([5]);
  });

  test("is the nearest number with bigint: 'number'", async () => {
    const options = { bigint: 'number' } as const;
    expect(await readBack('BIGINT', literals(SIGNED), options)).toEqual([
      ...SIGNED.map(Number),
      null,
    ]);
    expect(await readBack('BIGINT UNSIGNED', literals(UNSIGNED), options)).toEqual([
      ...UNSIGNED.map(Number),
      null,
    ]);
  });

  test("is its digits with bigint: 'string'", async () => {
    const options = { bigint: 'string' } as const;
    expect(await readBack('BIGINT', literals(SIGNED), options)).toEqual([
      ...SIGNED.map(String),
      null,
    ]);
    expect(await readBack('BIGINT UNSIGNED', literals(UNSIGNED), options)).toEqual([
      ...UNSIGNED.map(String),
      null,
    ]);
    expect(await readBack('INT', ['5'], options)).toEqual([5]);
  });

  test('zero-filled is still a number, and text with its zeros when text is wanted', async () => {
    const values = ['0', '42', '18446744073709551615'];
    expect(await readBack('BIGINT(20) ZEROFILL', values)).toEqual([0, 42, 2n ** 64n - 1n]);
    expect(await readBack('BIGINT(20) ZEROFILL', ['42'], { bigint: 'string' })).toEqual([
      '00000000000000000042',
    ]);
  });

  test('of expressions', async () => {
    expect(await select('SELECT COUNT(*) FROM (SELECT 1) t')).toEqual([1]);
    expect(await select('SELECT ~0')).toEqual([2n ** 64n - 1n]);
    expect(await select('SELECT -9223372036854775808')).toEqual([-(2n ** 63n)]);
    expect(await select('SELECT CAST(-1 AS SIGNED)')).toEqual([-1]);
    expect(await select('SELECT CAST(-1 AS UNSIGNED)')).toEqual([2n ** 64n - 1n]);
  });
});

test('BOOL is a number, as TINYINT(1) is', async () => {
  expect(await readBack('BOOL', ['TRUE', 'FALSE', '127', 'NULL'])).toEqual([1, 0, 127, null]);
});

test('YEAR', async () => {
  expect(await readBack('YEAR', ['1901', '2155', "'0000'", "'69'", "'70'", 'NULL'])).toEqual([
    1901,
    2155,
    0,
    2069,
    1970,
    null,
  ]);
});
