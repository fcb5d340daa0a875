import { DictCursor, NotSupportedError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const FIVE =
  'SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4';
const RANGE = { code: 'ERR_MYSQLDB_RANGE' };

describe.each(APIS)('scroll, $name', (api) => {
  const conn = useConnection(api);
  const executed = async () => {
    const cursor = conn().cursor();
    await cursor.execute(FIVE);
    return cursor;
  };

  test('relative and absolute', async () => {
    const cursor = await executed();
    cursor.scroll(3);
    expect(cursor.rownumber).toBe(3);
    expect(await cursor.fetchone()).toEqual([3]);
    cursor.scroll(-2, 'relative');
    expect(await cursor.fetchone()).toEqual([2]);
    cursor.scroll(0, 'absolute');
    expect(await cursor.fetchall()).toHaveLength(5);
  });

  test('back to the beginning, after all rows were fetched', async () => {
    const cursor = await executed();
    const rows = await cursor.fetchall();
    rows.length = 0; // what the caller does with them is his business
    cursor.scroll(0, 'absolute');
    expect(await cursor.fetchall()).toEqual([[0], [1], [2], [3], [4]]);
    expect(await cursor.fetchall()).toEqual([]);
  });

  test.each([
    [5, 'absolute'],
    [-1, 'absolute'],
    [-3, 'relative'],
    [3, 'relative'],
  ] as const)('to no row (%d, %s): the position stays', async (value, mode) => {
    const cursor = await executed();
    await cursor.fetchmany(2);
    expect(await failureOf(() => cursor.scroll(value, mode))).toMatchObject(RANGE);
    expect(cursor.rownumber).toBe(2);
  });

  test('with what is no number or mode', async () => {
    const cursor = await executed();
    for (const [value, mode] of [[1.5], [null], [NaN], ['1'], [1, 'sideways']] as never[][]) {
      expect(await failureOf(() => cursor.scroll(value!, mode))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
  });

  test('in an empty result, and without one', async () => {
    const cursor = conn().cursor(DictCursor);
    expect(await failureOf(() => cursor.scroll(1))).toMatchObject({
      code: 'ERR_MYSQLDB_NO_RESULT',
    });
    await cursor.execute(`${FIVE.replace('SELECT 0', 'SELECT 9')} LIMIT 0`);
    expect(await failureOf(() => cursor.scroll(0, 'absolute'))).toMatchObject(RANGE);
  });

  test('a streaming cursor cannot', async () => {
    const cursor = conn().cursor(SSCursor);
    await cursor.execute(FIVE);
    expect(await failureOf(() => cursor.scroll(1))).toBeInstanceOf(NotSupportedError);
    expect(await cursor.fetchall()).toHaveLength(5);
  });
});
