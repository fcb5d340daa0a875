import { identifier, type Params, ProgrammingError } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const SECRET = 'never-in-an-error';

describe.each(APIS)('$name parameters that do not fit', (api) => {
  const conn = useConnection(api);

  async function refusal(sql: string, params: unknown): Promise<Error & { hint?: string }> {
    const error = await failureOf(() => conn().execute(sql, params as Params));
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER', fatal: false });
    expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
    return error;
  }

  test.each<[string, unknown[], string]>([
    ['SELECT ?, ?', [1], 'Expected 2 parameters, got 1'],
    ['SELECT ?', [1, 2], 'Expected 1 parameter, got 2'],
    ['SELECT ?', [], 'Expected 1 parameter, got 0'],
    ['SELECT 1', [1], 'Expected 0 parameters, got 1'],
    ["SELECT '?'", [1], 'Expected 0 parameters, got 1'],
  ])('%s with %p', async (sql, params, message) => {
    const error = await refusal(sql, params);
    expect(error.message).toBe(message);
    expect(error).toMatchObject({ sql });
    expect(error.hint).toMatch(/\.$/);
  });

  test('a name that is missing', async () => {
    const error = await refusal('SELECT :a, :b, :c', { a: 1 });
    expect(error.message).toMatch(/:b, :c/);
  });

  test('names that objects only inherit', async () => {
    await refusal('SELECT :toString', {});
    await refusal('SELECT :constructor', { a: 1 });
    await refusal('SELECT :__proto__', { a: 1 });
  });

  test.each<[unknown]>([
    [null],
    [1],
    ['text'],
    [true],
    [new Date()],
    [new Map()],
    [Buffer.from('a')],
  ])('%p instead of an array or object', async (params) => {
    await refusal('SELECT ?', params);
  });

  test('an object for ? and an array for :name', async () => {
    await refusal('SELECT ?', { a: 1 });
    await refusal('SELECT :a', [1]);
  });

  const hidden = {
    secret: SECRET,
    toString: () => SECRET,
    toJSON: () => SECRET,
    toSqlString: () => SECRET,
  };
  class Money {
    amount = SECRET;
    valueOf = (): string => SECRET;
  }

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['a plain object', hidden],
    ['an instance', new Money()],
    ['a function', () => SECRET],
    ['a symbol', Symbol(SECRET)],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['an invalid Date', new Date(NaN)],
    ['a Date beyond the year 9999', new Date(253_402_300_800_000 + 86_400_000)],
    ['a Map', new Map([[SECRET, SECRET]])],
    ['a Set of numbers', new Set([1])],
    ['a Set with a comma', new Set([`${SECRET},`])],
    ['a Promise', Promise.resolve(SECRET)],
    ['a boxed string', new String(SECRET)],
    ['a RegExp', new RegExp(SECRET)],
    ['an Error', new Error(SECRET)],
    ['an array', [SECRET]],
    ['a hole', Array(1)],
    ['a bigint of 66 digits', 10n ** 65n],
  ])('%s is no value', async (_what, value) => {
    const error = await refusal('SELECT ?, ?', [1, value]);
    expect(error.message).toMatch(/^Parameter 2 /);
    expect(error.hint).toMatch(/\.$/);
    const named = await refusal('SELECT :value', { value });
    expect(named.message).toMatch(/^Parameter :value /);
    for (const text of [error.message, error.hint, named.message]) {
      expect(text).not.toContain(SECRET);
    }
  });

  test('a hole in the array', async () => {
    await refusal('SELECT ?', Array(1));
  });

  test('an empty list says what to do', async () => {
    const error = await refusal('SELECT 1 IN (?)', [[]]);
    expect(error.message).toMatch(/empty/);
    expect(error.hint).toMatch(/FALSE/);
  });

  test('a bad element of a list says which', async () => {
    const error = await refusal('SELECT 1 IN (?)', [[1, 2, { a: SECRET }]]);
    expect(error.message).toMatch(/^Parameter 1, element 3 /);
    await refusal('SELECT 1 IN (?)', [[1, [2]]]);
  });

  test('what a getter throws comes through as it is', async () => {
    const mine = new RangeError('mine');
    const params = {
      get a(): never {
        throw mine;
      },
    };
    expect(await failureOf(() => conn().execute('SELECT :a', params))).toBe(mine);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('names that are none', () => {
    for (const name of ['', 'a\0b', 5, null, undefined, {}]) {
      expect(() => identifier(name as string)).toThrow(ProgrammingError);
    }
    expect(() => identifier()).toThrow(ProgrammingError);
  });

  test('nothing of a statement with a bad parameter is sent', async () => {
    await conn().execute('CREATE TEMPORARY TABLE unsent (v INT)');
    await refusal('INSERT INTO unsent VALUES (?), (?)', [1, undefined]);
    expect(await conn().fetchall('SELECT * FROM unsent')).toEqual([]);
  });
});
