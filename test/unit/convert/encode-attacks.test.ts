/** Attacks that worked on other drivers; the number is that of the advisory or report. */

import { SqlLexer, TokenKind } from '../../../lib/sql/lexer';
import { identifier } from '../../../lib/convert/values';
import { gbk, literal, noBackslash, refusal, rendered, usual } from './encode-fixtures';

/** What the server would lex: kinds and texts, so that a value that breaks out becomes visible. */
function tokens(sql: string | Uint8Array, noBackslashEscapes = false): string[] {
  const text = typeof sql === 'string' ? sql : Buffer.from(sql).toString('latin1');
  const lexer = new SqlLexer(text, { ansiQuotes: false, noBackslashEscapes }, undefined);
  const found: string[] = [];
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    found.push(kind === TokenKind.string ? 'string' : lexer.text());
  }
  return found;
}

test('mysql2 #4054, flatt.tech: an object for a password does not become a condition', () => {
  const login = 'SELECT 1 FROM users WHERE name = ? AND password = ?';
  expect(refusal(login, ['root', { password: 1 }]).message).toMatch(
    'Parameter 2 is a plain object',
  );
  expect(refusal(login, ['root', ['a', 'b']]).message).toMatch('Parameter 2 is an array');
  expect(refusal(login, ['root', [['password', 1]]]).message).toMatch('Parameter 2 is an array');
});

test('CVE-2024-36039, CVE-2025-65896: keys of an object never reach the SQL', () => {
  expect(refusal('SELECT ?', [{ "a'; DROP TABLE t; --": 1 }]).message).not.toMatch('DROP');
  expect(refusal('SELECT :a', { "a'; DROP TABLE t; --": 1 }).message).not.toMatch('DROP');
});

test('PyMySQL #1206: a name cannot leave its backticks', () => {
  const name = identifier('p`; DROP TABLE t; --');
  expect(tokens(rendered('CALL ?()', [name]))).toEqual([
    'CALL',
    '`p``; DROP TABLE t; --`',
    '(',
    ')',
  ]);
});

test.each([
  `' OR 1=1 -- `,
  `\\' OR 1=1 -- `,
  `\\\\' OR 1=1 #`,
  `'' OR 1=1`,
  `" OR 1=1`,
  `\\`,
  `'`,
  `*/ OR 1=1`,
])('a string cannot leave its quotes: %j', (text) => {
  const expected = ['SELECT', '1', 'WHERE', 'a', '=', 'string', 'AND', 'b', '=', '1'];
  const sql = 'SELECT 1 WHERE a = ? AND b = 1';
  expect(tokens(rendered(sql, [text]))).toEqual(expected);
  expect(tokens(rendered(sql, [Buffer.from(text)]))).toEqual(
    expected.flatMap((token) => (token === 'string' ? ['_binary', 'string'] : [token])),
  );
  expect(tokens(rendered(sql, [text], noBackslash), true)).toEqual(expected);
});

test('CONJS-350: on gbk no byte of a value can swallow the quote', () => {
  expect(literal("縗' OR 1=1 --", gbk)).toMatch(/^_utf8mb4 X'[0-9a-f]+'$/);
  expect(literal("\u00bf' OR 1=1 --", gbk)).toMatch(/^_utf8mb4 X'[0-9a-f]+'$/);
  expect(literal(Buffer.from([0xbf, 0x27]), gbk)).toBe("_binary X'bf27'");
  expect(literal("' OR 1=1 --", gbk)).toBe("''' OR 1=1 --'");
});

test('CVE-2024-27289 of pgx: a negative number after a minus makes no comment', () => {
  expect(rendered('SELECT 1 -?\n, ?', [-1, '\n1; DROP TABLE t'])).toBe(
    "SELECT 1 - -1\n, '\\n1; DROP TABLE t'",
  );
});

test('a value cannot end an executable comment, which some servers take for a plain one', () => {
  const sql = rendered('SELECT 1 /*!99999 , ? */', ['*/ UNION SELECT password FROM users /*']);
  expect((sql as string).split('*/')).toHaveLength(2);
});

test('a value that looks like a placeholder is not filled', () => {
  expect(rendered('SELECT ?, ?', ['?', ':a'])).toBe("SELECT '?', ':a'");
  expect(rendered('SELECT :a, :b', { a: ':b', b: ':a' })).toBe("SELECT ':b', ':a'");
});

test('a value in an open string or comment is refused, not placed in it', () => {
  expect(refusal("SELECT 'a ?", ["' OR 1=1"]).message).toMatch('Expected 0 parameters, got 1');
  expect(refusal('SELECT 1 /* ?', ['*/']).message).toMatch('Expected 0 parameters, got 1');
  expect(rendered("SELECT '\\', ?", ["' OR 1=1 -- "], noBackslash)).toBe(
    "SELECT '\\', ''' OR 1=1 -- '",
  );
  expect(usual.noBackslashEscapes).toBe(false);
});

test('prototype pollution gives no parameters', () => {
  const polluted = Object.prototype as Record<string, unknown>;
  polluted['admin'] = 1;
  try {
    expect(refusal('SELECT :admin', {}).message).toMatch('no value for :admin');
  } finally {
    delete polluted['admin'];
  }
});
