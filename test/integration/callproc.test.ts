/** Stored procedures: names, arguments that go in and come out, and their results. */
import { Cursor, identifier, PreciseDate, SSCursor } from '../../lib';
import { APIS, failureOf, TEST_DATABASE } from '../support/apis';
import { administer, useConnection, useDatabase } from '../support/database';

useDatabase();

beforeAll(() =>
  administer(
    `USE ${TEST_DATABASE}`,
    'CREATE PROCEDURE nothing() BEGIN END',
    'CREATE PROCEDURE sums(IN a INT, IN b INT, OUT total INT, INOUT count INT) BEGIN SET total = a + b; SET count = count + 1; END',
    'CREATE PROCEDURE two_sets(IN a INT, OUT b VARCHAR(20)) BEGIN SELECT a, 1; SELECT a * 2; SET b = "done"; END',
    'CREATE PROCEDURE broken(OUT a INT) BEGIN SET a = 1; SELECT 1; SELECT * FROM not_there; END',
    'CREATE PROCEDURE unchanged(INOUT v LONGTEXT CHARACTER SET utf8mb4) BEGIN END',
    'CREATE PROCEDURE bytes(IN a VARBINARY(100), OUT b VARBINARY(100)) BEGIN SET b = CONCAT(a, a); END',
    'CREATE PROCEDURE times(IN a DATETIME(6), OUT b DATETIME(6)) BEGIN SET b = a + INTERVAL 1 DAY; END',
    'CREATE PROCEDURE large(IN a BIGINT UNSIGNED, OUT b BIGINT UNSIGNED, OUT c DECIMAL(65,30)) BEGIN SET b = a; SET c = 1.5; END',
    'CREATE PROCEDURE `odd``name; DROP TABLE x`(OUT a INT) BEGIN SET a = 7; END',
    'CREATE PROCEDURE `with.point`() BEGIN SELECT 5; END',
    'CREATE PROCEDURE lower_case(INOUT v VARCHAR(20)) BEGIN SET v = LOWER(v); END',
  ),
);

describe.each(APIS)('callproc, $name', (api) => {
  const conn = useConnection(api);
  const call = (name: Parameters<ReturnType<typeof cursor>['callproc']>[0], args?: unknown[]) =>
    cursor().callproc(name, args);
  const cursor = () => conn().cursor();

  test('without arguments', async () => {
    expect(await call('nothing')).toEqual([]);
    expect(await call(`${TEST_DATABASE}.nothing`)).toEqual([]);
  });

  test('returns a copy of the arguments with the values of OUT and INOUT', async () => {
    const args = [2, 3, null, 41];
    expect(await call('sums', args)).toEqual([2, 3, 5, 42]);
    expect(args).toEqual([2, 3, null, 41]);
    expect(await call('sums', [null, 3, null, null])).toEqual([null, 3, null, null]);
  });

  test('what goes in only comes back as the same value', async () => {
    const values = [7n, 1.5, 'ß🐬\\\'"', true, new Date(2024, 1, 2), null];
    for (const value of values) {
      const [back] = await call('unchanged', [value]);
      expect(back).toBe(value);
    }
  });

  test('a change of case only is a change', async () => {
    expect(await call('lower_case', ['ÄBC'])).toEqual(['äbc']);
  });

  test('values of every kind come out', async () => {
    expect(await call('bytes', [Buffer.from([0, 200]), null])).toEqual([
      Buffer.from([0, 200]),
      Buffer.from([0, 200, 0, 200]),
    ]);
    // User variables have no temporal types: times come as text.
    const date = new PreciseDate(new Date(2024, 1, 28, 10).getTime(), 456);
    expect(await call('times', [date, null])).toEqual([date, '2024-02-29 10:00:00.000456']);
    expect(await call('large', [18446744073709551615n, null, null])).toEqual([
      18446744073709551615n,
      18446744073709551615n,
      '1.500000000000000000000000000000',
    ]);
  });

  test('results are fetched as those of execute, and no empty one follows', async () => {
    const cur = cursor();
    expect(await cur.callproc('two_sets', [4, null])).toEqual([4, 'done']);
    expect(await cur.fetchall()).toEqual([[4, 1]]);
    expect(await cur.nextset()).toBe(true);
    expect(await cur.fetchall()).toEqual([[8]]);
    expect(await cur.nextset()).toBe(false);
  });

  test.each([Cursor, SSCursor])('on any kind of cursor the connection is free', async (kind) => {
    const cur = conn().cursor(kind);
    expect(await cur.callproc('two_sets', [4, null])).toEqual([4, 'done']);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    expect(await cur.fetchall()).toEqual([[4, 1]]);
  });

  test('names are quoted', async () => {
    expect(await call(identifier('odd`name; DROP TABLE x'), [null])).toEqual([7]);
    expect(await call(identifier(TEST_DATABASE, 'with.point'))).toEqual([]);
    for (const name of ['nothing(); DROP TABLE t; --', 'p`; DROP TABLE t;--', 'no.such.thing']) {
      const error = await failureOf(() => call(name));
      expect([1305, 1064, 1102]).toContain(error.errno);
    }
  });

  test('what is no name or no argument is refused before anything is sent', async () => {
    for (const name of ['', 5, null, {}, []]) {
      expect(await failureOf(() => call(name as never))).toHaveProperty('code');
    }
    expect(await failureOf(() => call('nothing', 'ab' as never))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
    expect(await failureOf(() => call('sums', [{}, 1, 2, 3]))).toMatchObject({
      code: 'ERR_MYSQLDB_PARAMETER',
    });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('too many or too few arguments are the error of the server', async () => {
    expect(await failureOf(() => call('sums', [1]))).toMatchObject({ errno: 1318 });
    expect(await failureOf(() => call('nothing', [1]))).toMatchObject({ errno: 1318 });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('an error in the middle is that of the call, and the connection is usable', async () => {
    const cur = cursor();
    expect(await failureOf(() => cur.callproc('broken', [null]))).toMatchObject({ errno: 1146 });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});
