import { bulkTemplate } from '../../../lib/sql/bulk-template';
import type { PlaceholderStyle, SqlMode } from '../../../lib/sql/lexer';

const usual: SqlMode = { ansiQuotes: false, noBackslashEscapes: false };
const template = (sql: string, style: PlaceholderStyle = 'qmark') =>
  bulkTemplate(sql, usual, style);

/** Which columns are asked for, and for each placeholder which of them it goes to. */
function targets(sql: string, style?: PlaceholderStyle) {
  const { columnQuery, columns } = template(sql, style)!;
  return [columnQuery?.replaceAll('\n', ' '), columns];
}

describe('an INSERT whose values stand alone in the row', () => {
  test.each([
    ['INSERT INTO t VALUES (?, ?)', 'SELECT * FROM t LIMIT 0', [0, 1]],
    ["insert t values (?, NOW(), ?, 'x', ?)", 'SELECT * FROM t LIMIT 0', [0, 2, 4]],
    ['INSERT IGNORE INTO t (a, b) VALUES (?, ?);', 'SELECT a, b FROM t LIMIT 0', [0, 1]],
    ['REPLACE INTO `d`.`t` (`a b`) VALUE (?)', 'SELECT `a b` FROM `d`.`t` LIMIT 0', [0]],
    ['INSERT INTO value (value) VALUES (?)', 'SELECT value FROM value LIMIT 0', [0]],
    ['INSERT INTO t PARTITION (p0) (a) VALUES (?)', undefined, [0]],
    ['INSERT INTO t (a -- c\n) VALUES (?)', 'SELECT a FROM t LIMIT 0', [0]],
    [
      'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE n = VALUES(a) + 1',
      'SELECT a FROM t LIMIT 0',
      [0],
    ],
  ])('%s', (sql, query, columns) => {
    expect(template(sql)?.verb).toBe('INSERT');
    expect(targets(sql)).toEqual([query, columns]);
  });

  test('with the placeholders of every style', () => {
    const query = 'SELECT `%`, a FROM t LIMIT 0';
    expect(targets('INSERT INTO t (`%`, a) VALUES (:x, :x)', 'named')).toEqual([query, [0, 1]]);
    expect(targets('INSERT INTO t (`%%`, a) VALUES (%s, %s)', 'format')).toEqual([query, [0, 1]]);
  });
});

test.each([
  ['UPDATE t SET a = ? WHERE b = ?', 'SELECT a FROM t LIMIT 0', [0, undefined]],
  ['UPDATE t SET a = a + ?, b = ?', 'SELECT b FROM t LIMIT 0', [undefined, 0]],
  ['UPDATE d.t SET t.a = ?, `b` = ? ORDER BY c', 'SELECT t.a, `b` FROM d.t LIMIT 0', [0, 1]],
  [
    'UPDATE t SET a = b = ?, c = (?), d = IF(?, 1, 2)',
    undefined,
    [undefined, undefined, undefined],
  ],
  ['UPDATE t SET a = ? + 1 WHERE b = ? AND c = ?', undefined, [undefined, undefined, undefined]],
  ['DELETE FROM t WHERE a = ? LIMIT 1', undefined, [undefined]],
  ['DELETE QUICK FROM t WHERE a IN (?)', undefined, [undefined]],
])('%s', (sql, query, columns) => {
  expect(targets(sql)).toEqual([query, columns]);
});

test.each([
  'SELECT ?',
  '?',
  '',
  'INSERT INTO t VALUES (1)',
  'INSERT INTO t VALUES (?, UPPER(?))',
  'INSERT INTO t VALUES (? + 1)',
  'INSERT INTO t VALUES ((?))',
  'INSERT INTO t VALUES (?) RETURNING a',
  'INSERT INTO t VALUES (?, LAST_INSERT_ID())',
  'INSERT INTO t VALUES (?), (?)',
  'INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE a = ?',
  'INSERT INTO t SET a = ?',
  'INSERT INTO t SELECT ?',
  'INSERT INTO t VALUES (?); DELETE FROM t',
  'INSERT INTO t VALUES (/*! ? */)',
  'UPDATE t, u SET t.a = ?',
  'UPDATE t AS x SET a = ?',
  'UPDATE t SET a = ? WHERE b = ROW_COUNT()',
  'DELETE t FROM t JOIN u WHERE a = ?',
  'DELETE FROM t WHERE a = ? RETURNING a',
  'UPDATE t SET a = /*M! 1 + */ ?',
  'UPDATE t SET a = ?; UPDATE t SET b = ?',
  'CALL p(?)',
])('%s is sent otherwise', (sql) => {
  expect(template(sql)).toBeNull();
});

test.each([
  ['UPDATE t SET a = COALESCE(?, UPPER(b)) WHERE c IN (?, ?) AND (d = ?)', false],
  ['UPDATE t SET a = f(?)', true],
  ['UPDATE t SET a = d.upper(?)', true],
  ['UPDATE t SET a = `f`(?)', true],
])('%s calls others: %p', (sql, calls) => {
  expect(template(sql)?.callsOthers).toBe(calls);
});
