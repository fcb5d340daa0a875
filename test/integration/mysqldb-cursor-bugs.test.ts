/** What MySQLdb's cursors get wrong, and where these ones differ; other files have the rest. */
import { IntegrityError, InterfaceError, ProgrammingError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name', (api) => {
  const conn = useConnection(api, { paramstyle: 'format' });

  beforeEach(async () => {
    await recreate(conn(), 'TABLE t (a INT UNIQUE, b VARCHAR(20))');
  });

  test('%s and %% after ON DUPLICATE KEY UPDATE', async () => {
    const cur = conn().cursor();
    const insert = 'INSERT INTO t VALUES (%s, %s) ON DUPLICATE KEY UPDATE b =';
    await cur.executemany(`${insert} %s`, [
      [1, 'a', 'x'],
      [1, 'b', 'y'],
    ]);
    expect(await conn().fetchall('SELECT b FROM t')).toEqual([['y']]);
    await cur.executemany(`${insert} '5%%'`, [[1, 'c']]);
    expect(await conn().fetchall('SELECT b FROM t')).toEqual([['5%']]);
  });

  test('a stream ends well after another cursor was refused', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(`WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900)
      SELECT i, REPEAT('x', 200) FROM n`);
    await stream.fetchone();
    expect(await failureOf(() => conn().cursor().execute('SELECT 1'))).toMatchObject({
      errno: 2014,
    });
    expect(await stream.fetchall()).toHaveLength(899);
    expect(await stream.fetchone()).toBeNull();
  });

  test.each(['SELECT nothing', 'SELECT %s'])('fetching after %j failed', async (sql) => {
    const cur = conn().cursor();
    await cur.execute('SELECT 1');
    await failureOf(() => cur.execute(sql, []));
    for (const fetch of ['fetchone', 'fetchall', 'fetchmany'] as const) {
      const error = await failureOf(() => cur[fetch]());
      expect(error).toBeInstanceOf(ProgrammingError);
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_NO_RESULT' });
    }
  });

  test('every call of a closed cursor says that it is closed', async () => {
    const cur = conn().cursor();
    await cur.execute('SELECT 1');
    await cur.close();
    for (const call of [
      () => cur.execute('SELECT 1'),
      () => cur.executemany('SELECT 1', []),
      () => cur.callproc('p'),
      () => cur.fetchone(),
      () => cur.nextset(),
      () => cur.scroll(0),
      () => cur.mogrify('SELECT 1'),
      () => cur.setinputsizes([]),
      () => cur.setoutputsize(1),
    ]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(InterfaceError);
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
    }
  });

  test('an empty list for IN, a row that is no array, and a missing name are errors of ours', async () => {
    const cur = conn().cursor();
    for (const call of [
      () => cur.execute('SELECT 1 IN (%s)', [[]]),
      () => cur.executemany('INSERT INTO t (a) VALUES (%s)', [1, 2] as never),
      () => cur.execute('SELECT %(a)s', {}),
      () => cur.execute('SELECT %s', [1, 2]),
    ]) {
      expect(await failureOf(call)).toMatchObject({
        name: 'ProgrammingError',
        code: 'ERR_MYSQLDB_PARAMETER',
      });
    }
  });

  test('executemany with no rows sets rowcount', async () => {
    const cur = conn().cursor();
    await cur.execute('SELECT 1');
    expect(await cur.executemany('INSERT INTO t (a) VALUES (%s)', [])).toBe(0);
    expect(cur.rowcount).toBe(0);
  });

  test('lastrowid is null after a SELECT, and after a DDL rowcount is that of the server', async () => {
    const cur = conn().cursor();
    await cur.execute('CREATE TEMPORARY TABLE ids (id INT PRIMARY KEY AUTO_INCREMENT)');
    expect([cur.rowcount, cur.lastrowid]).toEqual([0, null]);
    await cur.execute('INSERT INTO ids VALUES ()');
    expect(cur.lastrowid).toBe(1);
    await cur.execute('SELECT 1');
    expect(cur.lastrowid).toBeNull();
  });

  test('errors of a later statement come from nextset, and the connection is usable', async () => {
    const multi = await api.connect({ multiStatements: true });
    await multi.execute('CREATE TEMPORARY TABLE once (a INT UNIQUE)');
    const cur = multi.cursor();
    await cur.execute('SELECT 1; INSERT INTO once VALUES (1), (1); SELECT 2');
    expect(await cur.fetchall()).toEqual([[1]]);
    expect(await failureOf(() => cur.nextset())).toBeInstanceOf(IntegrityError);
    expect(await cur.nextset()).toBe(false);
    expect(await multi.fetchone('SELECT 3')).toEqual([3]);
    await multi.close();
  });
});
