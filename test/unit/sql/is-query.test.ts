import { isQuery } from '../../../lib/sql/is-query';

const USUAL = { ansiQuotes: false, noBackslashEscapes: false };

test.each([
  'SELECT 1',
  'select * from t',
  ' ( ( SELECT 1) )',
  'WITH x AS (SELECT 1) SELECT * FROM x',
  'VALUES (1), (2)',
  'TABLE t',
  '-- a comment\n/* another */ # one more\nSELECT 1',
  "SELECT 'RETURNING', `RETURNING` FROM t -- RETURNING",
  'SELECT 1 FOR UPDATE',
])('%s', (sql) => expect(isQuery(sql, USUAL)).toBe(true));

test.each([
  '',
  '   ',
  '(',
  '?',
  "'SELECT'",
  '`SELECT` 1',
  'SELECTED',
  'EXPLAIN SELECT 1',
  'ANALYZE SELECT 1',
  'SHOW TABLES',
  'CALL p()',
  'INSERT INTO t VALUES (1) RETURNING id',
  'DELETE FROM t RETURNING id',
  'WITH x AS (SELECT 1) DELETE FROM t returning id',
  '/*!99999 SELECT */ DELETE FROM t',
  'SET STATEMENT max_statement_time = 1 FOR SELECT 1',
])('not %s', (sql) => expect(isQuery(sql, USUAL)).toBe(false));

test('reads names as the session does', () => {
  const sql = 'SELECT "RETURNING" FROM t';
  expect(isQuery(sql, { ...USUAL, ansiQuotes: true })).toBe(true);
  expect(isQuery("SELECT '\\' RETURNING '", USUAL)).toBe(true);
  expect(isQuery("SELECT '\\' RETURNING '", { ...USUAL, noBackslashEscapes: true })).toBe(false);
});
