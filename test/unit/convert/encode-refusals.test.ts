import { ProgrammingError } from '../../../lib/errors';
import { datetime, identifier, json } from '../../../lib/convert/values';
import { refusal } from './encode-fixtures';

class Account {
  secret = 'hunter2';
}

/** Everything by which an object could pose as SQL. */
const imitation = {
  toSqlString: () => '1; DROP TABLE t',
  toString: () => 'hunter2',
  valueOf: () => 'hunter2',
  toJSON: () => 'hunter2',
  [Symbol.toPrimitive]: () => 'hunter2',
  [Symbol.toStringTag]: 'Date',
};

describe('a value without a meaning in SQL is an error that names its type, never the value', () => {
  test.each([
    ['undefined', undefined, 'is undefined, which is no SQL value'],
    ['object', { password: 'hunter2' }, 'is a plain object, which is no SQL value'],
    ['null-prototype object', Object.create(null), 'is a plain object'],
    ['imitation', imitation, 'is a plain object'],
    ['instance', new Account(), 'is an instance of Account'],
    ['Map', new Map([['hunter2', 1]]), 'is an instance of Map'],
    ['Error', new Error('hunter2'), 'is an instance of Error'],
    ['RegExp', /hunter2/, 'is an instance of RegExp'],
    ['URL', new URL('http://hunter2'), 'is an instance of URL'],
    ['function', () => 'hunter2', 'is a function, which is no SQL value'],
    ['class', Account, 'is a function'],
    ['symbol', Symbol('hunter2'), 'is a symbol'],
    ['Promise', Promise.resolve('hunter2'), 'is an instance of Promise, which is no SQL value'],
    ['String', new String('hunter2'), 'is an instance of String, which is no SQL value'],
    ['Number', new Number(1), 'is an instance of Number'],
    ['Boolean', new Boolean(false), 'is an instance of Boolean'],
    ['BigInt', Object(1n), 'is an instance of BigInt'],
    ['Proxy', new Proxy(new Date(), {}), 'is a Proxy'],
    ['fake Date', Object.create(Date.prototype), 'is an instance of Date'],
    [
      'fake identifier',
      Object.create(Object.getPrototypeOf(identifier('a')) as object),
      'is an instance of Identifier',
    ],
    ['copied identifier', { ...identifier('a'), sql: '1 OR 1=1' }, 'is a plain object'],
    ['NaN', NaN, 'is NaN, which MySQL cannot store'],
    ['Infinity', -Infinity, 'is an infinite number'],
    ['long bigint', 10n ** 65n, "is a bigint of 66 digits, and MySQL's numbers end at 65"],
    ['invalid Date', new Date(NaN), 'is an invalid Date'],
    ['late Date', new Date(8.64e15), 'is a Date outside the years 0 to 9999'],
    ['early Date', new Date(-8.64e15), 'is a Date outside the years 0 to 9999'],
    ['Set of numbers', new Set([1]), 'is a Set with a number in it'],
    ['Set with a comma', new Set(['hunter2,b']), 'is a Set with a comma in a member'],
  ])('%s', (_, value, message) => {
    const error = refusal('SELECT ?, ?', [1, value]);
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error.code).toBe('ERR_MYSQLDB_PARAMETER');
    expect(error.hint).toMatch(/^[A-Z].*\.$/);
    expect(error.message).toContain(`Parameter 2 ${message}`);
    expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain('hunter2');
  });

  test.each([
    [undefined, 'Pass null for NULL.'],
    [{}, 'Pass the value that the column takes, or json(value) to send it as JSON.'],
    [NaN, 'Pass a finite number or null.'],
    [new String(''), 'Pass its valueOf().'],
    [Promise.resolve(1), 'Await it first.'],
    [10n ** 70n, 'Pass it as a string.'],
  ])('and says what to do: %p', (value, hint) => {
    expect(refusal('SELECT ?', [value]).hint).toBe(hint);
  });

  test('also when the value names another class than it has', () => {
    const value = JSON.parse(
      '{"constructor": {"name": "hunter2"}, "__proto__": {"x": 1}}',
    ) as unknown;
    expect(refusal('SELECT ?', [value]).message).toMatch(/^Parameter 1 is a plain object/);
  });
});

describe('identifier()', () => {
  test.each([
    [[], 'identifier() got no name'],
    [[''], 'Name 1 of identifier() is empty'],
    [['a', 'b\0c'], 'Name 2 of identifier() has a NUL character, which MySQL allows in no name'],
    [['a', 5], 'Name 2 of identifier() is a number'],
    [[['a']], 'Name 1 of identifier() is an array'],
  ])('refuses %j', (parts, message) => {
    expect(() => identifier(...(parts as string[]))).toThrow(message);
    expect(() => identifier(...(parts as string[]))).toThrow(ProgrammingError);
  });
});

test.each([['2024-02-29'], [0], [null], [undefined], [{ getTime: () => 0 }]])(
  'datetime(%p) is refused',
  (value) => {
    expect(() => datetime(value as unknown as Date)).toThrow(ProgrammingError);
    expect(() => datetime(value as unknown as Date)).toThrow(/^datetime\(\) got /);
  },
);

describe('json()', () => {
  test('refuses what JSON cannot hold, without naming its parts', () => {
    const cycle: Record<string, unknown> = {};
    cycle['hunter2'] = { cycle };
    const message = (value: unknown): string => {
      try {
        json(value);
      } catch (error) {
        expect(error).toBeInstanceOf(ProgrammingError);
        return (error as Error).message;
      }
      return '';
    };
    expect(message({ a: 1n })).toBe('json() got a bigint, which has no JSON form');
    expect(message(cycle)).toBe('json() got a value that contains itself');
    expect(message(undefined)).toBe('json() got undefined, which has no JSON form');
    expect(message(() => 1)).toBe('json() got a function, which has no JSON form');
  });

  test('passes on what a toJSON of the user throws', () => {
    const failure = new TypeError('of the user');
    const value = {
      toJSON(): never {
        throw failure;
      },
    };
    expect(() => json(value)).toThrow(failure);
  });

  test('makes the text at once', () => {
    const value = { a: 1 };
    const marked = json(value);
    value.a = 2;
    expect(marked.text).toBe('{"a":1}');
  });
});
