import { withoutLiterals } from '../../../lib/sql/without-literals';

const USUAL = { ansiQuotes: false, noBackslashEscapes: false };

test.each([
  ["SELECT 'a'", 'SELECT ?'],
  ["SELECT 'it''s', 'a\\'b', n'c'", 'SELECT ?, ?, ?'],
  ["SELECT x'1F', X'1F', b'01', 0x1F, 0b01", 'SELECT ?, ?, ?, ?, ?'],
  ["SELECT _utf8mb4'a'", 'SELECT _utf8mb4?'],
  ['SELECT 1, 12.5, -3, .5, 1e9, 1.5e9, 1.5e-9', 'SELECT ?, ?, -?, .?, ?, ?, ?-?'],
  ['SELECT t1.c2, `3`, @v4 FROM db5.t6 AS `a"b`', 'SELECT t1.c2, `3`, @v4 FROM db5.t6 AS `a"b`'],
  ['SELECT /* why: 5 */ a -- 6', 'SELECT /* why: 5 */ a -- 6'],
  ['SELECT /*!50000 7 */ a', 'SELECT /*!? ? */ a'],
  ["SELECT 'open", 'SELECT ?'],
  ["ALTER USER u IDENTIFIED BY 'pass'", 'ALTER USER u IDENTIFIED BY ?'],
  ['', ''],
])('%s', (sql, expected) => {
  expect(withoutLiterals(sql, USUAL)).toBe(expected);
});

test('reads quotes as the session does', () => {
  const ansi = { ansiQuotes: true, noBackslashEscapes: true };
  expect(withoutLiterals('SELECT "a", \'b\\\', 5', ansi)).toBe('SELECT "a", ?, ?');
});
