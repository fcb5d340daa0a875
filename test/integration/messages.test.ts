/** `messages` of cursors and connections, and `warnings` of errors: the option `fetchWarnings`. */
import * as mysqldb from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

const WARNS = "SELECT CAST('1x' AS SIGNED), CAST('2x' AS SIGNED)";
const EXPECTED = [1, 2].map((digit) => [
  mysqldb.Warning,
  {
    level: 'Warning',
    errno: 1292,
    message: `Truncated incorrect INTEGER value: '${digit}x'`,
  },
]);

describe.each(APIS)('$name messages with fetchWarnings', (api) => {
  const conn = useConnection(api, { fetchWarnings: true });

  test('are the warnings of the last call of the cursor', async () => {
    const cur = conn().cursor();
    expect(cur.messages).toEqual([]);
    await cur.execute(WARNS);
    expect([cur.warningCount, cur.messages]).toEqual([2, EXPECTED]);
    expect(conn().messages).toEqual([]);
  });

  test('stay while rows are fetched, and end with any other call', async () => {
    const others: ((cur: mysqldb.AsyncCursor<unknown>) => unknown)[] = [
      (cur) => cur.execute('SELECT 1'),
      (cur) => cur.executemany('SELECT ?', []),
      (cur) => cur.scroll(0, 'absolute'),
      (cur) => cur.mogrify('SELECT 1'),
      (cur) => cur.setinputsizes([]),
      (cur) => cur.setoutputsize(1),
      (cur) => cur.nextset(),
      (cur) => cur.close(),
    ];
    for (const call of others) {
      const cur = conn().cursor();
      await cur.execute(WARNS);
      await cur.fetchone();
      await cur.fetchmany();
      await cur.fetchall();
      expect(cur.messages).toHaveLength(2);
      await call(cur);
      expect(cur.messages).toEqual([]);
    }
  });

  test('of a streaming cursor come at the end', async () => {
    const cur = conn().cursor(mysqldb.SSCursor);
    await cur.execute(`WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900)
      ${WARNS} UNION ALL SELECT i, REPEAT('a', 100) FROM n`);
    await cur.fetchone();
    await cur.fetchall();
    expect(cur.messages).toEqual(EXPECTED);
  });

  test('of the connection are about its own calls', async () => {
    await conn().fetchall(WARNS);
    expect(conn().messages).toEqual(EXPECTED);
    await conn().cursor().execute('SELECT 1');
    expect(conn().messages).toEqual(EXPECTED);
    await conn().commit();
    expect(conn().messages).toEqual([]);
  });

  test('showWarnings still tells them', async () => {
    await conn().execute(WARNS);
    expect(await conn().showWarnings()).toEqual(EXPECTED.map(([, row]) => row));
    expect(conn().messages).toEqual([]);
  });

  test('an error has the warnings that came with it', async () => {
    await recreate(conn(), 'TABLE warned (a TINYINT UNIQUE, b INT)');
    await conn().execute("SET sql_mode = ''");
    const cur = conn().cursor();
    const error = await failureOf(() =>
      cur.execute('INSERT INTO warned VALUES (300, 1), (300, 1)'),
    );
    expect(error.warnings).toEqual([
      expect.objectContaining({ level: 'Warning', errno: 1264 }),
      expect.objectContaining({ level: 'Warning', errno: 1264 }),
      { level: 'Error', errno: 1062, message: error.sqlMessage },
    ]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});

describe.each(APIS)('$name without fetchWarnings', (api) => {
  const conn = useConnection(api);

  test('messages are empty and nothing is asked for', async () => {
    const cur = conn().cursor();
    await cur.execute(WARNS);
    expect([cur.warningCount, cur.messages]).toEqual([2, []]);
    const error = await failureOf(() => cur.execute('SELECT nothing'));
    expect(error).not.toHaveProperty('warnings');
    const [, asked] = (await conn().fetchone("SHOW SESSION STATUS LIKE 'Com_show_warnings'"))!;
    expect(asked).toBe('0');
  });
});
