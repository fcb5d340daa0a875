/** What becomes of values in the text of a statement, beside mysql2. */
import { seededRandom } from '../support/generated';
import { useDatabase } from '../support/database';
import { BOTH, FACADE, MYSQL2, onConnection } from '../support/mysql2-pair';

useDatabase();

const DATE = new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 7));

const VALUES = [
  ...[undefined, null, true, false, 0, -1.5, 1e21, NaN, Infinity, 10n, -(2n ** 70n)],
  ...['', "it's", 'a\\b', 'say "x"', '\0\b\t\n\r\x1a', '?', 'ü🐬', '%_'],
  ...[DATE, new Date(NaN), new Date(-1), Buffer.from('ab\0'), new Uint8Array([1, 255])],
  ...[
    [],
    [1, 'a', null],
    [
      [1, 2],
      ['x', 'y'],
    ],
    [[[1]]],
    new Set([1, 'b']),
    [DATE],
  ],
  ...[{}, { a: 1 }, { a: 'b', c: null, d: DATE }, { a: { b: 1 } }, { f: () => 1, g: 2 }],
  ...[new Map([['k', 1]]), { toSqlString: () => 'NOW()' }, () => 1, Symbol('s'), Object('x')],
] as never[];

const STATEMENTS = [
  'SELECT ?',
  'SELECT ?, ?',
  'SELECT ?? FROM t WHERE a = ?',
  'SELECT \'?\', "?", `?`, ? -- ?\n, ? # ?\n, ? /* ? */, ?',
  'SELECT /*! ? */ ?, /*+ ? */ ?',
  'INSERT INTO t SET ?',
  'INSERT INTO t SET a = 1, ?',
  'INSERT INTO t SET a = ?, ?',
  'UPDATE t SET ? WHERE ?',
  'UPDATE t SET a = (SELECT ?), ?',
  'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE ?',
  'INSERT INTO t (a) VALUES ? ON DUPLICATE KEY UPDATE a = 1, ?',
  'SELECT * FROM t WHERE ? AND a = ?',
  'DELETE FROM t WHERE id = ? OR ?',
  "SELECT 'set', ?",
  'SELECT a AS `set` , ?',
  'SELECT ??? , ?',
  'SELECT a--?\n, ?',
  "SELECT 'it''s ?', 'a\\'?', ?",
  "SELECT 'open ?",
  'no placeholder',
  'set ?',
];

describe('format', () => {
  test.each(STATEMENTS)('%s', (sql) => {
    for (const first of VALUES) {
      for (const values of [[first], [first, { x: 1 }], [{ x: 1 }, first], [1, first, 'z']]) {
        for (const stringify of [undefined, true, false]) {
          for (const zone of ['local', 'Z', '+05:30', '-08:00']) {
            const expected = MYSQL2.format(sql, values, stringify, zone);
            expect(FACADE.format(sql, values, stringify, zone as 'Z')).toBe(expected);
          }
        }
      }
    }
  });

  test('takes a value that is no array, and none', () => {
    for (const values of [undefined, null, 1, 'a', DATE, { a: 1 }, []]) {
      expect(FACADE.format('SET ?, ?', values)).toBe(MYSQL2.format('SET ?, ?', values));
    }
  });

  test('of statements that were put together by chance', () => {
    const random = seededRandom(20241129);
    const PIECES = [
      '?',
      '??',
      "'",
      '"',
      '`',
      '\\',
      '-- ',
      '#',
      '\n',
      '/*',
      '*/',
      ' set ',
      ',',
      '(',
      ')',
      ' where ',
      'a',
      ' = ',
      ';',
      ' key update ',
      ' ',
    ];
    for (let i = 0; i < 3000; i++) {
      const sql = Array.from({ length: 1 + random(14) }, () => PIECES[random(PIECES.length)]).join(
        '',
      );
      const values = Array.from({ length: 6 }, () => VALUES[random(VALUES.length)]);
      expect({ sql, text: FACADE.format(sql, values) }).toEqual({
        sql,
        text: MYSQL2.format(sql, values),
      });
    }
  });
});

describe('escape', () => {
  test.each([undefined, true, false])('with stringifyObjects %p', (stringify) => {
    for (const value of VALUES) {
      expect(FACADE.escape(value, stringify, 'Z')).toBe(MYSQL2.escape(value, stringify, 'Z'));
    }
  });

  test('escapeId', () => {
    for (const name of ['a', 'a.b', 'a`b', ['a', 'b.c'], 1, 'data->$.x', '', 'a.b.c']) {
      for (const forbid of [undefined, true]) {
        expect(FACADE.escapeId(name as string, forbid)).toBe(
          MYSQL2.escapeId(name as string, forbid),
        );
      }
    }
  });

  test('raw goes as it is, and is a string only', () => {
    expect(FACADE.escape(FACADE.raw('NOW()'))).toBe('NOW()');
    expect(() => FACADE.raw(1 as unknown as string)).toThrow(TypeError);
  });
});

describe('named placeholders', () => {
  const CASES: readonly [string, unknown][] = [
    ['SELECT :a, :b', { a: 1, b: 'x' }],
    ["SELECT ':a', :a", { a: 1 }],
    ['SELECT :a, :a', { a: 1 }],
    ['SELECT ::n FROM t WHERE a = :a', { n: 'col', a: 1 }],
    ['SELECT ?, ?', [1, 2]],
    ['SELECT 1', {}],
  ];
  test.each(CASES)('%s', async (sql, values) => {
    const texts = await Promise.all(
      BOTH.map(({ mysql }) =>
        onConnection(async (_conn, core) => core.format(sql, values as object), {
          namedPlaceholders: true,
        })(mysql),
      ),
    );
    expect(texts[1]).toBe(texts[0]);
  });
});

describe('under NO_BACKSLASH_ESCAPES, where mysql2 quotes for another mode', () => {
  const HOSTILE = ["\\' OR 1 = 1 -- ", "it's", 'a\\b', '\\'];

  test('text stays text', () =>
    onConnection(async (conn) => {
      await conn.query("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
      for (const text of HOSTILE) {
        const [rows] = await conn.query('SELECT ? AS a', [text]);
        expect(rows).toEqual([{ a: text }]);
      }
    })(FACADE));

  test('also when the mode was changed by a statement that was only asked for', () =>
    onConnection(async (conn) => {
      const answers = await Promise.all([
        conn.query("SET sql_mode = 'NO_BACKSLASH_ESCAPES'"),
        ...HOSTILE.map((text) => conn.query('SELECT ? AS a', [text])),
        conn.query("SET sql_mode = ''"),
        ...HOSTILE.map((text) => conn.query('SELECT ? AS a', [text])),
      ]);
      const rows = answers.map(([row]) => row).filter(Array.isArray);
      expect(rows).toEqual([...HOSTILE, ...HOSTILE].map((a) => [{ a }]));
    })(FACADE));
});
