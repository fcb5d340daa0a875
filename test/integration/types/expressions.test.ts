/** Integers of expressions, which MariaDB calls INT although they may hold more. */
import { PROTOCOLS } from '../../support/apis';
import { recreate, useConnection, useDatabase } from '../../support/database';

useDatabase();

const SQL =
  'SELECT CAST(7000000000 AS UNSIGNED), CAST(-7000000000 AS SIGNED), 1, CAST(5 AS SIGNED), CAST(18446744073709551615 AS UNSIGNED)';

describe.each(PROTOCOLS)('integers of expressions, $name', (api) => {
  const conn = useConnection(api);

  test('lose no digit', async () => {
    const exact = [7_000_000_000, -7_000_000_000, 1, 5, 18446744073709551615n];
    expect(await conn().fetchone(SQL)).toEqual(exact);
  });

  test('are numbers where the column is no BIGINT', async () => {
    const cursor = conn().cursor(undefined, { bigint: 'bigint' });
    await cursor.execute('SELECT 1');
    expect(Number(((await cursor.fetchone()) as unknown[])[0])).toBe(1);
  });

  test.each([
    ["SELECT ORD('\u{1f600}')", 4_036_991_104],
    ["SELECT 1, ord ('\u{1f600}')", 4_036_991_104],
    ['SELECT PERIOD_ADD(202401, 1900000000)', 15_833_535_705],
    ['SELECT 1e10 DIV 1', 10_000_000_000],
    ['SELECT 1e10DIV 1', 10_000_000_000],
    ['SELECT -1e9/**/div/**/0.1', -10_000_000_000],
    ['SELECT 1e10 DIV CAST(1 AS UNSIGNED)', 10_000_000_000],
  ])('%s loses none', async (sql, exact) => {
    await conn().execute("SET sql_mode = 'IGNORE_SPACE'");
    expect(((await conn().fetchone(sql)) as number[]).at(-1)).toBe(exact);
  });

  test('lose none in what a procedure selects', async () => {
    const select = "SELECT CAST(7000000000 AS UNSIGNED), ORD('\u{1f600}')";
    await recreate(conn(), `PROCEDURE wide() ${select}`);
    expect(await conn().fetchone('CALL wide()')).toEqual([7_000_000_000, 4_036_991_104]);
  });

  // MariaDB then names a table for them, which is the view, the CTE or the derived table.
  test.each([
    ['a view', 'SELECT x FROM v'],
    ['a view in an order', 'SELECT x FROM v ORDER BY x'],
    ['a view by groups', 'SELECT x FROM v GROUP BY x'],
    ['distinct rows of a view', 'SELECT DISTINCT x FROM v'],
    ['a CTE', 'WITH w AS (SELECT CAST(7000000000 AS UNSIGNED) AS x FROM t) SELECT x FROM w'],
    ['a derived table', 'SELECT x FROM (SELECT CAST(7000000000 AS UNSIGNED) AS x FROM t) d'],
  ])('lose none through %s', async (_, sql) => {
    await recreate(conn(), 'TABLE t (id INT)');
    await conn().execute('INSERT INTO t VALUES (1)');
    await recreate(conn(), 'VIEW v AS SELECT CAST(7000000000 AS UNSIGNED) AS x FROM t');
    expect(await conn().fetchone(sql)).toEqual([7_000_000_000]);
  });

  test('of a temporary table are what the server has cut them to', async () => {
    const table = '(SELECT CAST(7000000000 AS UNSIGNED) AS x LIMIT 1) d';
    const [cut] = (await conn().fetchone(`SELECT CAST(x AS CHAR) FROM ${table}`)) as [string];
    expect(await conn().fetchone(`SELECT x FROM ${table}`)).toEqual([Number(cut)]);
  });
});
