/** Values as other drivers of JavaScript have them, for those who come from one. */
import { ANY_TYPE, DictCursor, FIELD_TYPE, PreciseDate } from '../../../lib';
import { PROTOCOLS } from '../../support/apis';
import { useConnection, useDatabase } from '../../support/database';

useDatabase();

describe.each(PROTOCOLS)('$name', (api) => {
  const conn = useConnection(api, { timezone: 'Z', cursorClass: DictCursor });

  const rowOf = async (sql: string, options: object): Promise<unknown> => {
    const cur = conn().cursor(DictCursor, options);
    await cur.execute(sql);
    return cur.fetchone();
  };

  const timesOf = async (sql: string): Promise<number[]> => {
    const row = (await rowOf(sql, { zeroDates: 'invalid', dateOnly: 'date' })) as object;
    return (Object.values(row) as Date[]).map((date) => date.getTime());
  };

  test("bigint 'numberOrString' gives text where a number would lose digits", async () => {
    const sql = `SELECT 1 AS a, 9007199254740991 AS b, 9007199254740993 AS c, -9223372036854775808 AS d,
      18446744073709551615 AS e, NULL AS f`;
    expect(await rowOf(sql, { bigint: 'numberOrString' })).toEqual({
      a: 1,
      b: 9007199254740991,
      c: '9007199254740993',
      d: '-9223372036854775808',
      e: '18446744073709551615',
      f: null,
    });
  });

  test("dates 'plain' gives Dates that are no PreciseDate", async () => {
    const sql = `SELECT CAST('2024-02-29 12:34:56.789123' AS DATETIME(6)) AS at`;
    const { at } = (await rowOf(sql, { dates: 'plain' })) as { at: Date };
    expect(at).toEqual(new Date('2024-02-29T12:34:56.789Z'));
    expect(at).not.toBeInstanceOf(PreciseDate);
  });

  test("zeroDates 'invalid' gives an invalid Date", async () => {
    await conn().execute("SET sql_mode = ''");
    await conn().execute('CREATE TEMPORARY TABLE zeros (a DATETIME, b DATETIME(6), c DATE)');
    await conn().execute("INSERT INTO zeros VALUES ('0000-00-00', '2024-00-01', '2024-05-00')");
    expect(await timesOf('SELECT * FROM zeros')).toEqual([NaN, NaN, NaN]);
  });

  test('and has a day that its month has not count on', async () => {
    await conn().execute("SET sql_mode = 'ALLOW_INVALID_DATES'");
    await conn().execute('CREATE TEMPORARY TABLE counted (a DATETIME(3), b DATETIME(6), c DATE)');
    const date = "'2023-02-30 01:02:03.456'";
    await conn().execute(`INSERT INTO counted VALUES (${date}, ${date}, '2023-02-30')`);
    const moment = Date.UTC(2023, 2, 2, 1, 2, 3, 456);
    expect(await timesOf('SELECT * FROM counted')).toEqual([moment, moment, Date.UTC(2023, 2, 2)]);
  });

  test("repeatedNames 'last' lets the last of equal names win, where the first stood", async () => {
    const row = await rowOf('SELECT 1 AS a, 2 AS b, 3 AS a', { repeatedNames: 'last' });
    expect(Object.entries(row as object)).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });

  test('a decoder for ANY_TYPE is for all types without one of their own', async () => {
    const conv = [
      [ANY_TYPE, (value: string): string => `any ${value}`],
      [FIELD_TYPE.NEWDECIMAL, (value: string): string => `decimal ${value}`],
    ] as const;
    const sql = "SELECT CAST(-5 AS SIGNED) AS a, 1.50 AS b, 'x' AS c, NULL AS d";
    expect(await rowOf(sql, { conv })).toEqual({
      a: 'any -5',
      b: 'decimal 1.50',
      c: 'any x',
      d: null,
    });
  });

  test('frozen options of cursors mean the same each time', async () => {
    const options = Object.freeze({ bigint: 'bigint' } as const);
    const sql = 'SELECT 10000000000 AS a';
    expect(await rowOf(sql, options)).toEqual({ a: 10000000000n });
    expect(await rowOf(sql, {})).toEqual({ a: 10000000000 });
    expect(await rowOf(sql, options)).toEqual({ a: 10000000000n });
  });

  test('options that are not frozen count as they are at each time', async () => {
    const options: { bigint: 'bigint' | 'string' } = { bigint: 'bigint' };
    const sql = 'SELECT 10000000000 AS a';
    expect(await rowOf(sql, options)).toEqual({ a: 10000000000n });
    options.bigint = 'string';
    expect(await rowOf(sql, options)).toEqual({ a: '10000000000' });
  });
});
