/** Statements and their results, step by step. */
import { FIELD_TYPE, FLAG } from '../../lib';
import type { LowLevelResult } from '../../lib/low-level';
import { failureOf } from '../support/apis';
import { useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { APIS, useLowLevel } from './apis';

useDatabase();

const bytes = (text: string): Buffer => Buffer.from(text);
const OUT_OF_SYNC = { errno: 2014, code: 'CR_COMMANDS_OUT_OF_SYNC', fatal: false };

describe.each(APIS)('low-level results, $name', (api) => {
  const conn = useLowLevel(api, { multiStatements: true });
  const stored = async (sql: string): Promise<LowLevelResult<'async'>> => {
    await conn().query(sql);
    return (await conn().storeResult())!;
  };

  test('cells are the bytes that the server sent', async () => {
    const result = await stored("SELECT 1, 'a', NULL, 1.5, 'ü', x'00ff'");
    expect(await result.fetchRow()).toEqual([
      [bytes('1'), bytes('a'), null, bytes('1.5'), bytes('ü'), Buffer.from([0, 255])],
    ]);
    expect(await result.fetchRow()).toEqual([]);
  });

  test('conv decides about the types that it names', async () => {
    const converting = await api.connect({ conv: [[FIELD_TYPE.LONGLONG, Number]] });
    await converting.query("SELECT CAST(7000000000 AS SIGNED), 'x'");
    expect(await (await converting.storeResult())!.fetchRow()).toEqual([
      [7_000_000_000, bytes('x')],
    ]);
    await converting.close();
  });

  test('maxRows says how many, 0 all', async () => {
    const result = await stored(`SELECT seq FROM ${numbersTo(5)} ORDER BY seq`);
    expect(await result.fetchRow()).toHaveLength(1);
    expect(await result.fetchRow(2)).toHaveLength(2);
    expect(await result.fetchRow(0)).toHaveLength(2);
    expect(await result.fetchRow(0)).toEqual([]);
  });

  test('how says what a row is', async () => {
    const sql = 'SELECT t.a, u.a, 1 AS a FROM (SELECT 5 AS a) t, (SELECT 6 AS a) u';
    const result = await stored(sql);
    expect(await result.fetchRow(1, 0)).toEqual([[bytes('5'), bytes('6'), bytes('1')]]);
    result.dataSeek(0);
    expect(await result.fetchRow(1, 1)).toEqual([
      { a: bytes('5'), 'u.a': bytes('6'), a_2: bytes('1') },
    ]);
    result.dataSeek(0);
    expect(await result.fetchRow(1, 2)).toEqual([
      { 't.a': bytes('5'), 'u.a': bytes('6'), a: bytes('1') },
    ]);
  });

  // -1 was a segmentation fault in _mysql.
  test.each([-1, 3, 1.5, NaN, '0', null])('how %p is out of range', async (how) => {
    const result = await stored('SELECT 1');
    expect(await failureOf(() => result.fetchRow(1, how as never))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
      message: expect.stringMatching(/out of range/),
    });
    expect(await result.fetchRow()).toHaveLength(1);
  });

  test.each([-1, 1.5, NaN, '1'])('maxRows %p is refused', async (maxRows) => {
    const result = await stored('SELECT 1');
    expect(await failureOf(() => result.fetchRow(maxRows as never))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  });

  test('a stored result can be sought in', async () => {
    const result = await stored(`SELECT seq FROM ${numbersTo(3)} ORDER BY seq`);
    expect(result.numRows()).toBe(3);
    expect(conn().affectedRows()).toBe(3);
    result.dataSeek(2);
    expect(await result.fetchRow(0)).toEqual([[bytes('3')]]);
    result.dataSeek(3);
    expect(await result.fetchRow()).toEqual([]);
    for (const row of [-1, 4, 0.5, NaN]) {
      expect(await failureOf(() => result.dataSeek(row))).toMatchObject({
        code: 'ERR_MYSQLDB_RANGE',
      });
    }
  });

  test('a used result counts the rows that were fetched', async () => {
    await conn().query(`SELECT seq FROM ${numbersTo(20_000)}`);
    const result = (await conn().useResult())!;
    expect(result.numRows()).toBe(0);
    await result.fetchRow();
    expect(result.numRows()).toBe(1);
    expect(await failureOf(() => result.dataSeek(0))).toMatchObject({ name: 'NotSupportedError' });
    expect(await result.fetchRow(0)).toHaveLength(19_999);
    expect(result.numRows()).toBe(20_000);
    await conn().query('DO 1');
  });

  test('describe, fieldFlags and numFields', async () => {
    const result = await stored(
      'SELECT CAST(18446744073709551615 AS UNSIGNED) AS n, NULL AS nothing',
    );
    expect(result.describe().map(([name, type]) => [name, type])).toEqual([
      ['n', FIELD_TYPE.LONGLONG],
      ['nothing', FIELD_TYPE.NULL],
    ]);
    expect(result.fieldFlags()[0]! & FLAG.UNSIGNED).toBe(FLAG.UNSIGNED);
    expect(result.numFields()).toBe(2);
    expect(conn().fieldCount()).toBe(2);
  });

  test('a statement without a result set', async () => {
    await conn().query('CREATE TEMPORARY TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT)');
    expect(await conn().storeResult()).toBeNull();
    await conn().query('INSERT INTO t (v) VALUES (1), (2)');
    expect(await conn().useResult()).toBeNull();
    expect([conn().affectedRows(), conn().insertId(), conn().fieldCount()]).toEqual([2, 1, 0]);
    expect(conn().info()).toBe('Records: 2  Duplicates: 0  Warnings: 0');
    await conn().query("SELECT CAST('x' AS SIGNED)");
    expect(await (await conn().storeResult())!.fetchRow()).toEqual([[bytes('0')]]);
    expect(conn().warningCount()).toBe(1);
  });

  test('several results', async () => {
    await conn().query('SELECT 1; DO 1; SELECT 2');
    const first = (await conn().storeResult())!;
    expect(first.hasNext).toBe(true);
    expect(await conn().nextResult()).toBe(true);
    expect(await conn().storeResult()).toBeNull();
    expect(await conn().nextResult()).toBe(true);
    const last = (await conn().storeResult())!;
    expect(last.hasNext).toBe(false);
    expect(await last.fetchRow()).toEqual([[bytes('2')]]);
    expect(await conn().nextResult()).toBe(false);
    expect(await first.fetchRow()).toEqual([[bytes('1')]]);
  });

  test('an error of a later statement is one of nextResult', async () => {
    await conn().query('SELECT 1; SELECT * FROM not_there');
    await conn().storeResult();
    expect(await failureOf(() => conn().nextResult())).toMatchObject({ errno: 1146 });
    await conn().query('DO 1');
  });

  test('discardResult drops all that is left', async () => {
    await conn().query(`SELECT seq FROM ${numbersTo(20_000)}; SELECT 2`);
    await conn().discardResult();
    await conn().query('DO 1');
    await conn().discardResult();
  });

  test('a discarded result has no rows any more', async () => {
    await conn().query(`SELECT seq FROM ${numbersTo(20_000)}`);
    const result = (await conn().useResult())!;
    await result.discard();
    expect(await failureOf(() => result.fetchRow())).toMatchObject({ name: 'InterfaceError' });
    await conn().query('DO 1');
  });

  // In _mysql nothing but a new connection helped.
  test('a query before the result was taken is refused, and the connection goes on', async () => {
    await conn().query('SELECT 1');
    expect(await failureOf(() => conn().query('SELECT 2'))).toMatchObject(OUT_OF_SYNC);
    const result = (await conn().storeResult())!;
    await conn().query('SELECT 2');
    await conn().storeResult();
    expect(await result.fetchRow()).toEqual([[bytes('1')]]);
  });

  test('so is one before a used result was read, whose end is then an end', async () => {
    await conn().query(`SELECT seq FROM ${numbersTo(20_000)}`);
    const result = (await conn().useResult())!;
    await result.fetchRow();
    expect(await failureOf(() => conn().query('SELECT 2'))).toMatchObject(OUT_OF_SYNC);
    expect(await failureOf(() => conn().sendQuery('SELECT 2'))).toMatchObject(OUT_OF_SYNC);
    expect(await result.fetchRow(0)).toHaveLength(19_999);
    expect(await result.fetchRow()).toEqual([]);
    expect(conn().errno()).toBe(0);
  });

  test('sendQuery and readQueryResult', async () => {
    await conn().sendQuery('SELECT SLEEP(0.05), 5');
    expect(await failureOf(() => conn().query('SELECT 2'))).toMatchObject(OUT_OF_SYNC);
    await conn().readQueryResult();
    expect(await (await conn().storeResult())!.fetchRow()).toEqual([[bytes('0'), bytes('5')]]);
    await conn().sendQuery('INSERT INTO not_there VALUES (1)');
    expect(await failureOf(() => conn().readQueryResult())).toMatchObject({ errno: 1146 });
    expect(await failureOf(() => conn().readQueryResult())).toMatchObject(OUT_OF_SYNC);
    await conn().query('DO 1');
  });

  test('a stored result outlives its connection', async () => {
    const result = await stored('SELECT 5');
    await conn().close();
    expect(result.numRows()).toBe(1);
    expect(result.describe()).toHaveLength(1);
    expect(await failureOf(() => conn().query('SELECT 1'))).toMatchObject({
      code: 'ERR_MYSQLDB_CLOSED',
    });
  });

  test('a statement may be bytes, and nothing else', async () => {
    await conn().query(bytes("SELECT 'ü'"));
    expect(await (await conn().storeResult())!.fetchRow()).toEqual([[bytes('ü')]]);
    for (const sql of [5, null, undefined, {}]) {
      expect(await failureOf(() => conn().query(sql as never))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
  });
});
