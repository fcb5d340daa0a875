/** The steps of the C API, and what comes of a step at the wrong time. */
import { ProgrammingError } from '../../lib';
import type { LowLevelConnection } from '../../lib/low-level';
import { failureOf } from '../support/apis';
import { useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { onClient } from '../support/flavor';
import { LOW_LEVEL_APIS, OUT_OF_SYNC, stored, textRow, useLowLevel } from '../support/low-level';

useDatabase();

const COUNT = `SELECT seq FROM ${numbersTo(50_000)}`;

/** That the connection is of use after all. */
async function expectUsable(conn: LowLevelConnection): Promise<void> {
  expect(await textRow(conn, "SELECT 'still here'")).toEqual(['still here']);
}

describe.each(LOW_LEVEL_APIS)('a statement, $name', (api) => {
  const conn = useLowLevel(api, { multiStatements: true });

  test('has its rows stored', async () => {
    const result = await stored(conn(), COUNT);
    expect(result.numRows()).toBe(50_000);
    expect(conn().affectedRows()).toBe(50_000);
    expect(await result.fetchRow(2)).toEqual([[Buffer.from('1')], [Buffer.from('2')]]);
    await expectUsable(conn());
    expect(await result.fetchRow(1)).toEqual([[Buffer.from('3')]]);
  });

  test('has its rows used, which are counted as they come', async () => {
    await conn().query(COUNT);
    const result = (await conn().useResult())!;
    const counts = [result.numRows()];
    await result.fetchRow();
    counts.push(result.numRows());
    await result.fetchRow(4000);
    counts.push(result.numRows());
    expect(await result.fetchRow(0)).toHaveLength(45_999);
    counts.push(result.numRows());
    expect(counts).toEqual([0, 1, 4001, 50_000]);
    expect(await result.fetchRow()).toEqual([]);
    await expectUsable(conn());
  });

  test('that has no result set has none to store or to use', async () => {
    await conn().query('DO 1');
    expect([await conn().storeResult(), await conn().useResult()]).toEqual([null, null]);
    await conn().discardResult();
    expect(await conn().nextResult()).toBe(false);
  });

  test('may be bytes, which are taken at once', async () => {
    const sql = Buffer.concat([Buffer.from("SELECT 'é', _binary'"), Buffer.from([255, 39])]);
    const pending = conn().query(sql);
    sql.fill(0);
    await pending;
    expect(await (await conn().storeResult())!.fetchRow()).toEqual([
      [Buffer.from('é'), Buffer.from([255])],
    ]);
    expect(await failureOf(() => conn().query(Buffer.from('SELEC')))).toMatchObject({
      errno: 1064,
    });
  });

  test.each([7, null, undefined, ['SELECT 1'], { sql: 'SELECT 1' }])('is never %p', async (sql) => {
    for (const send of ['query', 'sendQuery'] as const) {
      const error = await failureOf(() => conn()[send](sql as never));
      expect(error).toBeInstanceOf(ProgrammingError);
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    }
    await expectUsable(conn());
  });

  test('that fails leaves nothing to take', async () => {
    expect(await failureOf(() => conn().query('SELECT * FROM nowhere'))).toMatchObject({
      errno: 1146,
      sql: 'SELECT * FROM nowhere',
    });
    expect(await conn().storeResult()).toBeNull();
    await expectUsable(conn());
  });

  test('has results one after another', async () => {
    const first = await stored(conn(), 'SELECT 1; DO 1; SELECT 2; SELECT 3');
    expect(first.hasNext).toBe(true);
    const seen: unknown[] = [];
    while (await conn().nextResult()) {
      const result = await conn().storeResult();
      seen.push(result && [String((await result.fetchRow())[0]![0]), result.hasNext]);
    }
    expect(seen).toEqual([null, ['2', true], ['3', false]]);
    await expectUsable(conn());
  });

  test('may fail in a later result', async () => {
    await stored(conn(), 'SELECT 1; SELECT * FROM nowhere; SELECT 2');
    expect(await failureOf(() => conn().nextResult())).toMatchObject({ errno: 1146 });
    expect(await conn().nextResult()).toBe(false);
    await expectUsable(conn());
  });

  test('may have results that nobody wants', async () => {
    await conn().query(`${COUNT}; ${COUNT}; SELECT 1`);
    do await conn().discardResult();
    while (await conn().nextResult());
    await expectUsable(conn());
  });

  test('may fail after some of its rows', async () => {
    const sql = `SELECT IF(seq < 20000, seq, (SELECT 1 UNION SELECT 2)) FROM ${numbersTo(20_000)}`;
    await conn().query(sql);
    expect(await failureOf(() => conn().storeResult())).toMatchObject({ errno: 1242 });
    await conn().query(sql);
    const result = (await conn().useResult())!;
    expect(await result.fetchRow(10)).toHaveLength(10);
    expect(await failureOf(() => result.fetchRow(0))).toMatchObject({ errno: 1242 });
    expect(await result.fetchRow()).toEqual([]);
    await expectUsable(conn());
    await conn().query(sql);
    const counted = (await conn().useResult())!;
    expect((await counted.fetchRow(1_000_000)).length).toBeGreaterThan(0);
    expect(await failureOf(() => counted.fetchRow(1))).toMatchObject({ errno: 1242 });
    await expectUsable(conn());
  });
});

describe.each(LOW_LEVEL_APIS)('sending and reading apart, $name', (api) => {
  const conn = useLowLevel(api, { multiStatements: true });

  onClient('mariadb', () => {
    test('lets other work be done while the server is at work', async () => {
      const other = await api.connect();
      await conn().query("SELECT GET_LOCK('low-level', 0)");
      await conn().discardResult();
      // This would wait for the lock if it waited for the answer.
      await other.sendQuery("SELECT GET_LOCK('low-level', 30)");
      await conn().query("DO RELEASE_LOCK('low-level')");
      await other.readQueryResult();
      expect(await (await other.storeResult())!.fetchRow()).toEqual([[Buffer.from('1')]]);
      await other.close();
    });
  });

  test('gives all of what query gives', async () => {
    await conn().sendQuery(`${COUNT}; DO 1`);
    await conn().readQueryResult();
    expect(conn().fieldCount()).toBe(1);
    const result = (await conn().useResult())!;
    expect(await result.fetchRow(0)).toHaveLength(50_000);
    expect(await conn().nextResult()).toBe(true);
    expect(await conn().storeResult()).toBeNull();
    expect(await conn().nextResult()).toBe(false);
  });

  test('tells of an error with the answer', async () => {
    await conn().sendQuery('SELECT * FROM nowhere');
    expect(await failureOf(() => conn().readQueryResult())).toMatchObject({
      errno: 1146,
      sql: 'SELECT * FROM nowhere',
    });
    await expectUsable(conn());
  });

  test('needs a statement that was sent', async () => {
    expect(await failureOf(() => conn().readQueryResult())).toMatchObject(OUT_OF_SYNC);
    await stored(conn(), 'SELECT 1');
    expect(await failureOf(() => conn().readQueryResult())).toMatchObject(OUT_OF_SYNC);
  });

  test('may end with the connection', async () => {
    await conn().sendQuery('SELECT SLEEP(1)');
    await conn().close();
    expect(await failureOf(() => conn().readQueryResult())).toMatchObject({ fatal: true });
  });
});

describe.each(LOW_LEVEL_APIS)('error 2014, $name', (api) => {
  const conn = useLowLevel(api, { multiStatements: true });

  const REFUSED: [string, (conn: LowLevelConnection) => unknown][] = [
    ['query', (c) => c.query('SELECT 1')],
    ['sendQuery', (c) => c.sendQuery('SELECT 1')],
    ['nextResult', (c) => c.nextResult()],
    ['ping', (c) => c.ping()],
    ['commit', (c) => c.commit()],
    ['rollback', (c) => c.rollback()],
    ['autocommit', (c) => c.autocommit(false)],
    ['stat', (c) => c.stat()],
    ['selectDb', (c) => c.selectDb('mysql')],
    ['changeUser', (c) => c.changeUser()],
    ['resetConnection', (c) => c.resetConnection()],
    ['setCharacterSet', (c) => c.setCharacterSet('latin1')],
    ['getCharacterSetInfo', (c) => c.getCharacterSetInfo()],
    ['setServerOption', (c) => c.setServerOption(1)],
    ['kill', (c) => c.kill(1)],
    ['shutdown', (c) => c.shutdown()],
    ['dumpDebugInfo', (c) => c.dumpDebugInfo()],
  ];

  test.each(REFUSED)('is what %s gives before a result was taken', async (_, call) => {
    await conn().query(COUNT);
    expect(await failureOf(() => call(conn()))).toMatchObject(OUT_OF_SYNC);
    expect((await conn().storeResult())!.numRows()).toBe(50_000);
    await expectUsable(conn());
  });

  test.each(REFUSED)('is what %s gives while rows are unread', async (_, call) => {
    await conn().query(COUNT);
    const result = (await conn().useResult())!;
    await result.fetchRow(7);
    expect(await failureOf(() => call(conn()))).toMatchObject(OUT_OF_SYNC);
    expect(await result.fetchRow(0)).toHaveLength(49_993);
    await expectUsable(conn());
  });

  test.each(REFUSED)('is what %s gives before the answer was read', async (_, call) => {
    await conn().sendQuery(COUNT);
    expect(await failureOf(() => call(conn()))).toMatchObject(OUT_OF_SYNC);
    await conn().readQueryResult();
    await conn().discardResult();
    await expectUsable(conn());
  });

  test('is what taking a result before its answer or twice gives', async () => {
    await conn().sendQuery('SELECT 1');
    for (const take of ['storeResult', 'useResult', 'discardResult'] as const) {
      expect(await failureOf(async () => conn()[take]())).toMatchObject(OUT_OF_SYNC);
    }
    await conn().readQueryResult();
    await conn().storeResult();
    for (const take of ['storeResult', 'useResult'] as const) {
      expect(await failureOf(async () => conn()[take]())).toMatchObject(OUT_OF_SYNC);
    }
    await expectUsable(conn());
  });

  test('is what a statement gives before all results were gone through', async () => {
    await stored(conn(), 'SELECT 1; SELECT 2');
    expect(await failureOf(() => conn().query('SELECT 3'))).toMatchObject(OUT_OF_SYNC);
    expect(await conn().nextResult()).toBe(true);
    await conn().discardResult();
    await expectUsable(conn());
  });

  test('does not depend on how many rows there are: the end has to be seen', async () => {
    await conn().query('SELECT 1 UNION SELECT 2');
    const result = (await conn().useResult())!;
    expect(await result.fetchRow(2)).toHaveLength(2);
    expect(await failureOf(() => conn().query('SELECT 3'))).toMatchObject(OUT_OF_SYNC);
    expect(await result.fetchRow()).toEqual([]);
    await expectUsable(conn());
  });

  test('does not stay: a result that is dropped, by either end, frees the connection', async () => {
    await conn().query(COUNT);
    const used = (await conn().useResult())!;
    await used.fetchRow();
    await used.discard();
    await expectUsable(conn());
    await conn().query(COUNT);
    const other = (await conn().useResult())!;
    await other.fetchRow();
    await conn().discardResult();
    expect(await other.fetchRow()).toEqual([]);
    await expectUsable(conn());
    await used.discard();
    expect(await used.fetchRow(0)).toEqual([]);
  });
});

test('async calls that are made at once have their turns', async () => {
  const conn = await LOW_LEVEL_APIS[0]!.connect();
  const [, first, , second] = await Promise.all([
    conn.query('SELECT SLEEP(0.01)'),
    conn.storeResult(),
    conn.query('SELECT 2'),
    conn.storeResult(),
    conn.close(),
  ]);
  expect(first!.numRows()).toBe(1);
  expect(await second!.fetchRow()).toEqual([[Buffer.from('2')]]);
});
