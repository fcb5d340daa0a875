import { ProgrammingError } from '../../../lib/errors';
import { ParamEncoder } from '../../../lib/convert/encode';
import { compileTemplate } from '../../../lib/sql/template';
import { refusal, rendered, usual } from './encode-fixtures';

const mode = { ansiQuotes: false, noBackslashEscapes: false };

describe('positional parameters', () => {
  test('go to the placeholders in order', () => {
    expect(rendered("SELECT ?, '?', ?", [1, 'a'])).toBe("SELECT 1, '?', 'a'");
    expect(rendered('SELECT 1', [])).toBe('SELECT 1');
    expect(rendered('SELECT $1, ?', ['$&$1'])).toBe("SELECT $1, '$&$1'");
  });

  test.each([
    ['SELECT ?, ?', [1], 'Expected 2 parameters, got 1'],
    ['SELECT ?', [1, 2], 'Expected 1 parameter, got 2'],
    ['SELECT 1', [1], 'Expected 0 parameters, got 1'],
    ['SELECT ?', [], 'Expected 1 parameter, got 0'],
  ])('%j with %j: %s', (sql, params, message) => {
    const error = refusal(sql, params);
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ message, code: 'ERR_MYSQLDB_PARAMETER', sql });
  });

  test('a wrong number has a hint where the cause is known', () => {
    expect(refusal('SELECT ??', ['a']).hint).toMatch('identifier(name)');
    expect(refusal('SELECT :a', [1]).hint).toBe('The placeholders are :name: pass a plain object.');
    expect(refusal("SELECT '?'", [1]).hint).toBe(
      'A ? in quotes or in a comment is no placeholder.',
    );
    expect(refusal('SELECT ?', []).hint).toBe('Pass one value for each ?.');
  });
});

describe('named parameters', () => {
  test('are found by name, as often as they are named', () => {
    expect(rendered('SELECT :b, :a, :b', { a: 1, b: 'x', more: {} })).toBe("SELECT 'x', 1, 'x'");
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    expect(rendered('SELECT :a', bare)).toBe('SELECT 1');
  });

  test('must all be there', () => {
    const error = refusal('SELECT :a, :b, :c, :b', { c: 1 });
    expect(error.message).toBe('The parameters have no value for :a, :b');
    expect(error.hint).toBe('Add them, with null for NULL.');
    expect(error.code).toBe('ERR_MYSQLDB_PARAMETER');
    expect(refusal('SELECT :a', { a: undefined }).message).toMatch(/^Parameter :a is undefined/);
  });

  test('are own properties: nothing is inherited', () => {
    expect(refusal('SELECT :toString', {}).message).toMatch('no value for :toString');
    expect(refusal('SELECT :constructor, :__proto__', {}).message).toMatch(
      ':constructor, :__proto__',
    );
    const own = JSON.parse('{"__proto__": 1}') as object;
    expect(rendered('SELECT :__proto__', own)).toBe('SELECT 1');
  });

  test('need placeholders with names', () => {
    expect(refusal('SELECT ?', { a: 1 }).message).toBe(
      'The placeholders are ?, which do not take such parameters',
    );
    expect(refusal('SELECT ?', { a: 1 }).hint).toBe('Pass the parameters as an array.');
    expect(rendered('SELECT 1', { a: 1 })).toBe('SELECT 1');
  });
});

test('a template with the other kind of parameters is refused', () => {
  const encoder = new ParamEncoder();
  const named = compileTemplate('SELECT :a', mode, 'named');
  expect(() => encoder.render(named, [1], usual)).toThrow(
    'The placeholders are :name, which do not take such parameters',
  );
  const positional = compileTemplate('SELECT ?', mode, 'qmark');
  expect(() => encoder.render(positional, { length: 1, 0: 'x' }, usual)).toThrow(
    'The placeholders are ?, which do not take such parameters',
  );
});

describe("MySQLdb's styles", () => {
  const encoder = new ParamEncoder();

  test('render the same values, with lists after a bare IN', () => {
    const format = compileTemplate("SELECT %s LIKE '5%%' OR a IN %s", mode, 'format');
    expect(encoder.render(format, ['x', [1, 2]], usual)).toBe("SELECT 'x' LIKE '5%' OR a IN (1,2)");
    const named = compileTemplate('SELECT %(a)s', mode, 'pyformat');
    expect(encoder.render(named, { a: 1 }, usual)).toBe('SELECT 1');
  });

  test('name their placeholders in errors', () => {
    const format = compileTemplate('SELECT %s', mode, 'format');
    expect(() => encoder.render(format, [], usual)).toThrow('Expected 1 parameter, got 0');
    const named = compileTemplate('SELECT %(a)s', mode, 'pyformat');
    expect(() => encoder.render(named, {}, usual)).toThrow('no value for %(a)s');
    expect(() => encoder.render(named, { a: {} }, usual)).toThrow(
      'Parameter %(a)s is a plain object',
    );
  });
});

describe('getters and proxies', () => {
  test('may throw, and what they throw arrives as it is', () => {
    const failure = new RangeError('of the user');
    const params = {
      get a(): never {
        throw failure;
      },
    };
    expect(() => rendered('SELECT :a', params)).toThrow(failure);
    const proxy = new Proxy([], {
      get() {
        throw failure;
      },
    });
    expect(() => rendered('SELECT ?', proxy)).toThrow(failure);
  });

  test('are asked once for each placeholder, so what was checked is what is sent', () => {
    let asked = 0;
    const params = {
      get a(): unknown {
        return asked++ === 0 ? 1 : '1 OR 1=1';
      },
    };
    expect(rendered('SELECT :a', params)).toBe('SELECT 1');
    expect(asked).toBe(1);
  });
});

describe('an array', () => {
  test('is a list alone in IN (?)', () => {
    expect(rendered('a IN (?) AND b = ?', [[1, "x'", null], 2])).toBe(
      "a IN (1,'x''',NULL) AND b = 2",
    );
    expect(rendered('a NOT IN (:ids)', { ids: [1n] })).toBe('a NOT IN (1)');
  });

  test('of arrays is a list of rows', () => {
    expect(
      rendered('(a, b) IN (?)', [
        [
          [1, 'x'],
          [2, 'y'],
        ],
      ]),
    ).toBe("(a, b) IN ((1,'x'),(2,'y'))");
  });

  test('may hold bytes', () => {
    const sql = rendered('a IN (?) OR b = ?', [[Buffer.from('x'), 1], Buffer.from('y')]);
    expect(Buffer.from(sql as Uint8Array).toString()).toBe("a IN (_binary'x',1) OR b = _binary'y'");
  });

  test('of 200 000 elements is fine', () => {
    const sql = rendered('a IN (?)', [
      Array.from({ length: 200_000 }, (_, i) => Buffer.from([65 + (i % 2)])),
    ]);
    expect(sql.length).toBe('a IN ()'.length + 200_000 * "_binary'A',".length - 1);
  });

  test.each([
    [
      'SELECT ?',
      [[1, 2]],
      /^Parameter 1 is an array, which is a list only where it stands alone in IN \(\?\)/,
    ],
    ['a IN (?, ?)', [1, [2]], /^Parameter 2 is an array/],
    ['a IN (?)', [[]], /^Parameter 1 is an empty array, and SQL has no empty list$/],
    ['a IN (?)', [[[]]], /^Parameter 1, element 1 is an empty array/],
    ['a IN (?)', [[1, [2]]], /^Parameter 1, element 2 is not of the kind of the first one/],
    ['a IN (?)', [[[1], 2]], /^Parameter 1, element 2 is not of the kind of the first one/],
    ['a IN (?)', [[[1, [2]]]], /^Parameter 1, element 1, element 2 is an array/],
    ['a IN (?)', [[1, undefined]], /^Parameter 1, element 2 is undefined/],
    ['a IN (?)', [new Array(2)], /^Parameter 1, element 1 is undefined/],
    ['a IN (?)', [[[1], [{}]]], /^Parameter 1, element 2, element 1 is a plain object/],
    ['a IN (:b)', { b: [Symbol('x')] }, /^Parameter :b, element 1 is a symbol/],
  ])('elsewhere, empty or of mixed kinds is an error: %j', (sql, params, message) => {
    expect(refusal(sql, params).message).toMatch(message);
  });
});
