import { insertTemplate } from '../../../lib/sql/insert-template';
import type { PlaceholderStyle, SqlMode } from '../../../lib/sql/lexer';

const usual: SqlMode = { ansiQuotes: false, noBackslashEscapes: false };

/** prefix, row with <n> for its values, suffix; or the reason. */
function split(sql: string, style: PlaceholderStyle = 'qmark'): string | string[] {
  const template = insertTemplate(sql, usual, style);
  if (!template.rewritable) return template.reason;
  const row = template.row.parts.map((part, i) => (i === 0 ? part : `<${i}>${part}`)).join('');
  return [template.prefix, row, template.suffix];
}

describe('an INSERT of one row is split at the row', () => {
  test.each([
    ['INSERT INTO t VALUES (?,?)', ['INSERT INTO t VALUES ', '(<1>,<2>)', '']],
    ['insert t value(?)', ['insert t value', '(<1>)', '']],
    ['REPLACE INTO t (a, b) VALUES (?, ?);', ['REPLACE INTO t (a, b) VALUES ', '(<1>, <2>)', ';']],
    [
      'INSERT LOW_PRIORITY IGNORE INTO t VALUES (?)',
      ['INSERT LOW_PRIORITY IGNORE INTO t VALUES ', '(<1>)', ''],
    ],
    ['INSERT INTO `db`.`values` VALUES (?)', ['INSERT INTO `db`.`values` VALUES ', '(<1>)', '']],
    ['INSERT INTO value (value) VALUES (?)', ['INSERT INTO value (value) VALUES ', '(<1>)', '']],
    ['INSERT INTO db.value VALUE (?)', ['INSERT INTO db.value VALUE ', '(<1>)', '']],
    [
      'INSERT INTO t PARTITION (p0) (a) VALUES (?)',
      ['INSERT INTO t PARTITION (p0) (a) VALUES ', '(<1>)', ''],
    ],
    ['INSERT INTO t VALUES ()', ['INSERT INTO t VALUES ', '()', '']],
    ['INSERT INTO t () VALUES ( )', ['INSERT INTO t () VALUES ', '( )', '']],
    ['INSERT INTO t (a) VALUES (1)', ['INSERT INTO t (a) VALUES ', '(1)', '']],
    [
      'INSERT /*+ SET_VAR(a=1) */ INTO t VALUES (?)',
      ['INSERT /*+ SET_VAR(a=1) */ INTO t VALUES ', '(<1>)', ''],
    ],
    [
      'INSERT INTO t VALUES (?, (SELECT a FROM u WHERE b = ?))',
      ['INSERT INTO t VALUES ', '(<1>, (SELECT a FROM u WHERE b = <2>))', ''],
    ],
    ['INSERT INTO t VALUES ROW(?, 1)', ['INSERT INTO t VALUES ', 'ROW(<1>, 1)', '']],
  ])('%j', (sql, expected) => {
    expect(split(sql)).toEqual(expected);
  });

  test('with functions, constants, nesting and comments in the row, where MySQLdb gives up', () => {
    const row = "(?, UPPER(?), 'k,)', NOW(), (SELECT 1), /* ?) */ ? -- )\n)";
    expect(split(`/* ? */ INSERT INTO t VALUES ${row} -- end ?`)).toEqual([
      '/* ? */ INSERT INTO t VALUES ',
      "(<1>, UPPER(<2>), 'k,)', NOW(), (SELECT 1), /* ?) */ <3> -- )\n)",
      ' -- end ?',
    ]);
  });

  test.each([
    ' ON DUPLICATE KEY UPDATE a = VALUES(a), b = b + 1',
    ' AS new(a) ON DUPLICATE KEY UPDATE b = new.a',
    ' RETURNING id',
    ' /* c */ ; -- d',
    ' # ?',
    ' ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), b = (SELECT 1)',
  ])('with the tail %j', (tail) => {
    expect(split(`INSERT INTO t VALUES (?)${tail}`)).toEqual([
      'INSERT INTO t VALUES ',
      '(<1>)',
      tail,
    ]);
  });

  test('with named placeholders, and with percent signs undoubled in all of it', () => {
    const named = insertTemplate('INSERT INTO t VALUES (:b, :a, :b)', usual, 'named');
    expect(named.rewritable && named.row.names).toEqual(['b', 'a', 'b']);
    expect(
      split("INSERT INTO `a%%` VALUES (%s, '5%%') ON DUPLICATE KEY UPDATE b='5%%'", 'format'),
    ).toEqual(['INSERT INTO `a%` VALUES ', "(<1>, '5%')", " ON DUPLICATE KEY UPDATE b='5%'"]);
  });

  test('and an array in IN keeps its place in the row', () => {
    const template = insertTemplate('INSERT INTO t VALUES (? IN (?))', usual, 'qmark');
    expect(template.rewritable && template.row.slots).toEqual([0, 1]);
  });
});

describe('other statements say why they are not split', () => {
  test.each([
    ['UPDATE t SET a = ?', 'not INSERT or REPLACE'],
    ['', 'not INSERT or REPLACE'],
    ["SELECT INSERT('a', ?, 1, 'b')", 'not INSERT or REPLACE'],
    ['INSERT', 'no VALUES'],
    ['INSERT INTO t SELECT ?, a FROM u', 'rows come from SELECT'],
    ['INSERT INTO t (a) (SELECT ?)', 'rows come from SELECT'],
    ['INSERT INTO t SET a = ?', 'rows come from SET'],
    ['INSERT INTO t WITH c AS (SELECT 1) SELECT ? FROM c', 'rows come from WITH'],
    ['INSERT INTO t VALUES (?), (?)', 'several rows after VALUES'],
    [
      'INSERT INTO d.`T` VALUES (?, (SELECT MAX(a) FROM (SELECT a FROM t) x))',
      'the row reads the table that it goes to',
    ],
    ['INSERT INTO t VALUES ?', 'no row after VALUES'],
    ['INSERT INTO t VALUES (?', 'the row has no end'],
    ['INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE a = ?', 'parameter after the row'],
    ['INSERT INTO t PARTITION (?) VALUES (?)', 'parameter before VALUES'],
    ['INSERT INTO t VALUES (?); DELETE FROM t', 'several statements'],
    [
      'INSERT INTO t VALUES (?, LAST_INSERT_ID())',
      'LAST_INSERT_ID depends on the statement before',
    ],
    ['INSERT INTO t VALUES (?, /*!99999 ? */)', 'the row has an executable comment'],
    ['INSERT INTO t VALUES /*! ( */ ?)', 'the row has an executable comment'],
    [
      'INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE b = LAST_INSERT_ID ( /* c */ )',
      'LAST_INSERT_ID depends on the statement before',
    ],
    [
      'INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE b = b + row_count()',
      'ROW_COUNT depends on the statement before',
    ],
  ])('%j: %s', (sql, reason) => {
    expect(split(sql)).toBe(reason);
  });
});

test('a statement that is not split says whether its rows come back', () => {
  const returning = (sql: string): boolean | undefined => {
    const template = insertTemplate(sql, usual, 'qmark');
    return template.rewritable ? undefined : template.returning;
  };
  expect(returning('DELETE FROM t WHERE a = ? RETURNING id')).toBe(true);
  expect(returning('INSERT INTO t SET a = ? returning id')).toBe(true);
  expect(returning("UPDATE t SET `returning` = ? /* RETURNING */ WHERE a = 'RETURNING'")).toBe(
    false,
  );
  expect(returning('INSERT INTO t VALUES (?) RETURNING id')).toBeUndefined();
});
