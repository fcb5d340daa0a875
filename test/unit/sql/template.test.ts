import type { PlaceholderStyle, SqlMode } from '../../../lib/sql/lexer';
import { compileTemplate, Slot } from '../../../lib/sql/template';

const usual: SqlMode = { ansiQuotes: false, noBackslashEscapes: false };
const noBackslash: SqlMode = { ansiQuotes: false, noBackslashEscapes: true };
const ansi: SqlMode = { ansiQuotes: true, noBackslashEscapes: false };

function count(sql: string, mode = usual, style: PlaceholderStyle = 'qmark'): number {
  return compileTemplate(sql, mode, style).count;
}

function names(sql: string, mode = usual): readonly string[] | undefined {
  return compileTemplate(sql, mode, 'named').names;
}

/** The SQL with <1>, <2> … where values go. */
function marked(sql: string, style: PlaceholderStyle = 'qmark'): string {
  const { parts } = compileTemplate(sql, usual, style);
  return parts.map((part, i) => (i === 0 ? part : `<${i}>${part}`)).join('');
}

describe('the ? placeholder', () => {
  test.each([
    ['SELECT ?', 1],
    ['SELECT ?, ?', 2],
    ['', 0],
    ['?', 1],
    ["SELECT '?'", 0],
    ["SELECT 'it''s ?', ?", 1],
    ["SELECT 'it\\'s ?', ?", 1],
    ["SELECT '\\\\', ?", 1],
    ['SELECT "?", ?', 1],
    ['SELECT "a""?" , ?', 1],
    ['SELECT `a``?`, ?', 1],
    ['SELECT `a\\`, ?', 1],
    ["SELECT N'?', _utf8mb4'?', x'3F', b'1', ?", 1],
    ['SELECT @\'?\', @`?`, @"?", @a := ?', 1],
    ['SELECT doc->\'$.a?\' , doc->>"$[0]?" FROM t WHERE a = ?', 1],
    ["SELECT TIME '10:00:00', DATE'2024-01-01', ?", 1],
    ['SELECT 1 -- ?\n, ?', 1],
    ['SELECT 1 --?', 1],
    ['SELECT 1 --\t?', 0],
    ['SELECT 1 --\x01?', 0],
    ['SELECT 1 --\x7f?', 0],
    ['SELECT 1 --', 0],
    ['SELECT 5--?', 1],
    ['SELECT 1 # ?\n, ?', 1],
    ['SELECT 1 # ?', 0],
    ['SELECT 1 -- ? \r ?', 0],
    ['SELECT /* ? */ ?', 1],
    ['SELECT /*/ ? */ ?', 1],
    ['SELECT /**/ ?', 1],
    ['SELECT /* /* ? */ ?', 1],
    ['SELECT /*+ MAX_EXECUTION_TIME(?) */ ?', 1],
    ['SELECT /*! ? */, ?', 2],
    ['SELECT /*!50000 ? */, /*M! ? */, /*M!100100 ?*/, ?', 4],
    ["SELECT /*! '*/ ?' */, ?", 1],
    ['SELECT /*! 1 /* ? */ , ? */, ?', 2],
    ['SELECT a*/b, ?', 1],
    ['SELECT ??', 2],
  ])('%j has %i', (sql, expected) => {
    expect(count(sql)).toBe(expected);
  });

  test.each([
    ["SELECT '?"],
    ["SELECT 'a\\'?"],
    ['SELECT `?'],
    ['SELECT "?'],
    ['SELECT /* ?'],
    ["'\\"],
  ])('is not found in what never ends: %j', (sql) => {
    expect(count(sql)).toBe(0);
  });

  test('is not found in the dollar-quoted bodies of MySQL 9', () => {
    expect(count('CREATE FUNCTION f() LANGUAGE JAVASCRIPT AS $$ a ? b : c $$')).toBe(0);
    expect(count('SELECT $js$ ? $$ ? $js$, ?')).toBe(1);
    expect(count('SELECT $$, ?')).toBe(1);
    expect(count('SELECT a$b$c, ?, d$b$')).toBe(1);
  });

  test('reads a backslash as itself under NO_BACKSLASH_ESCAPES', () => {
    expect(count("SELECT '\\', ?", noBackslash)).toBe(1);
    expect(count("SELECT '\\', ?")).toBe(0);
    expect(count('SELECT "\\", ?', noBackslash)).toBe(1);
  });

  test('reads double quotes as names under ANSI_QUOTES', () => {
    expect(count('SELECT "a\\", ?', ansi)).toBe(1);
    expect(count('SELECT "a\\", ?')).toBe(0);
    expect(count('SELECT "a""?", ?', ansi)).toBe(1);
    expect(count("SELECT '\\'?', ?", ansi)).toBe(1);
  });
});

describe('the :name placeholder', () => {
  test.each([
    ['SELECT :a, :b_2, :a', ['a', 'b_2', 'a']],
    ['SELECT @v:=:a', ['a']],
    ['SELECT @v := 1', []],
    ['SELECT @v:=1', []],
    ['SELECT a::b, ::c', []],
    ['again:LOOP', []],
    ['`again`:LOOP', []],
    ['again: LOOP', []],
    ["SELECT ':a', TIME'10:20:30', :b", ['b']],
    ["SELECT doc->'$.a:b' FROM t WHERE x=:x", ['x']],
    ['SELECT :1, : a, :', []],
    ['SELECT :größe', ['größe']],
    ['SELECT :__proto__, :constructor', ['__proto__', 'constructor']],
    ['SELECT (:a), -:b /*c*/:d', ['a', 'b', 'd']],
    ['SELECT ?, :a', ['a']],
    ['SELECT 1 -- :a', []],
  ])('%j has %j', (sql, expected) => {
    expect(names(sql)).toEqual(expected);
  });
});

describe("MySQLdb's placeholders", () => {
  test('%s and %(name)s, with %% for a percent sign everywhere', () => {
    expect(marked("SELECT %s, 5 %% 3, 'a%%', '%s', %s", 'format')).toBe(
      "SELECT <1>, 5 % 3, 'a%', '%s', <2>",
    );
    expect(marked("SELECT %(a)s LIKE 'x%%' -- %(b)s", 'pyformat')).toBe(
      "SELECT <1> LIKE 'x%' -- %(b)s",
    );
    expect(compileTemplate('%(a b)s %(c)s', usual, 'pyformat').names).toEqual(['a b', 'c']);
  });

  test('%%s is no placeholder, and neither are other letters', () => {
    expect(count('SELECT 5 %%s, 5 % 3, a %d', usual, 'format')).toBe(0);
    expect(count('SELECT %(a)d, %(b', usual, 'pyformat')).toBe(0);
  });
});

describe('the SQL around a value', () => {
  test.each([
    ['SELECT 1 LIMIT?', 'SELECT 1 LIMIT <1>'],
    ['a=?AND b=?', 'a=<1> AND b=<2>'],
    ["SELECT 'a'?", "SELECT 'a' <1>"],
    ["SELECT ?'a'", "SELECT <1> 'a'"],
    ['SELECT -?', 'SELECT - <1>'],
    ['SELECT 5--?', 'SELECT 5--<1>'],
    ['SELECT ?--?, 1-?', 'SELECT <1>--<2>, 1- <3>'],
    ['SELECT ??', 'SELECT <1> <2>'],
    ['SELECT 1.?', 'SELECT 1. <1>'],
    ['SELECT ?.5', 'SELECT <1> .5'],
    ['CREATE USER ?@?', 'CREATE USER <1>@<2>'],
    ['SELECT (?,?)', 'SELECT (<1>,<2>)'],
  ])('%j is kept apart from it: %j', (sql, expected) => {
    expect(marked(sql)).toBe(expected);
  });
});

describe('the place of an array', () => {
  test.each([
    ['a IN (?)', [Slot.list]],
    ['a in(?)', [Slot.list]],
    ['a IN /* c */ ( -- d\n ? )', [Slot.list]],
    ['a NOT IN (?) AND b = ?', [Slot.list, 0]],
    ['a IN (?, ?)', [0, 0]],
    ['a IN ((?))', [0]],
    ['a IN ? ', [0]],
    ['FIND_IN_SET(?)', [0]],
    ['`in` (?)', [0]],
    ['f(?)', [0]],
    ['VALUES (?)', [0]],
    ['a IN (? + 1)', [0]],
    ['a IN (SELECT ?)', [0]],
    ['/*! a IN (?) */', [Slot.list | Slot.comment]],
    ['/*!99999 ? */ ?', [Slot.comment, 0]],
  ])('%j: %j', (sql, slots) => {
    expect(compileTemplate(sql, usual, 'qmark').slots).toEqual(slots);
  });

  test('is also bare after IN in the styles of MySQLdb', () => {
    expect(compileTemplate('a IN %s', usual, 'format').slots).toEqual([Slot.bareList]);
    expect(compileTemplate('a IN (%s)', usual, 'format').slots).toEqual([Slot.list]);
    expect(compileTemplate('a IN %(b)s', usual, 'pyformat').slots).toEqual([Slot.bareList]);
  });
});

describe('compiling', () => {
  test('is done once for the same SQL, mode and style', () => {
    const sql = "SELECT '\\', ?, :a";
    const first = compileTemplate(sql, usual, 'qmark');
    expect(compileTemplate(`${sql}`, { ...usual }, 'qmark')).toBe(first);
    expect(compileTemplate(sql, noBackslash, 'qmark').count).toBe(1);
    expect(compileTemplate(sql, usual, 'named').names).toEqual([]);
    expect(compileTemplate(sql, noBackslash, 'named').names).toEqual(['a']);
    expect(compileTemplate(sql, usual, 'qmark')).toBe(first);
  });

  test('takes time in proportion to the length, whatever the text', () => {
    const started = process.hrtime.bigint();
    for (const piece of [
      "'",
      '\\',
      '/*',
      '`',
      '$a',
      '$a$',
      '%(',
      ':',
      ':a',
      '--',
      '/*!',
      '"',
      '(',
    ]) {
      for (const style of ['qmark', 'named', 'pyformat'] as const) {
        compileTemplate(piece.repeat(200_000), usual, style);
      }
    }
    // Seconds; a loop in a loop would take minutes.
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(30);
  });
});
