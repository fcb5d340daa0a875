import { type AsyncCursor, ProgrammingError, SSCursor, type TupleRow } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

const MANY = `SELECT seq FROM ${numbersTo(20000)}`;

describe.each(APIS)('$name: while a stream has unread rows', (api) => {
  const conn = useConnection(api, { multiStatements: true });
  let stream: AsyncCursor<TupleRow>;

  beforeEach(async () => {
    stream = conn().cursor(SSCursor);
    await stream.execute(MANY);
  });

  test.each<[string, () => unknown]>([
    ['execute', () => conn().execute('SELECT 1')],
    ['fetchall', () => conn().fetchall('SELECT 1')],
    ['fetchone', () => conn().fetchone('SELECT 1')],
    ["another cursor's execute", () => conn().cursor().execute('SELECT 1')],
    [
      "another cursor's executemany",
      () =>
        conn()
          .cursor()
          .executemany('DO ?', [[1]]),
    ],
    ['a second stream', () => conn().cursor(SSCursor).execute('SELECT 1')],
    ['commit', () => conn().commit()],
    ['rollback', () => conn().rollback()],
    ['begin', () => conn().begin()],
    ['autocommit', () => conn().autocommit(true)],
  ])('%s is refused at once, and the stream goes on', async (_name, action) => {
    expect(await stream.fetchone()).toEqual([1]);
    const error = await failureOf(action);
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ errno: 2014, code: 'CR_COMMANDS_OUT_OF_SYNC', fatal: false });
    expect(error.hint).toMatch(/close/i);
    const rest = await stream.fetchall();
    expect(rest).toHaveLength(19_999);
    expect(rest.at(-1)).toEqual([20_000]);
    expect(await conn().fetchone("SELECT 'free'")).toEqual(['free']);
  });

  test('the rows of stored results can be fetched', async () => {
    await stream.close();
    const stored = await conn().execute('SELECT 1; SELECT 2');
    const again = conn().cursor(SSCursor);
    await again.execute(MANY);
    expect(await stored.fetchall()).toEqual([[1]]);
    expect(await stored.nextset()).toBe(true);
    expect(await stored.fetchall()).toEqual([[2]]);
    await stored.close();
    expect(await again.fetchone()).toEqual([1]);
  });

  test('the same cursor may execute again', async () => {
    await stream.fetchone();
    await stream.execute('SELECT 7');
    expect(await stream.fetchall()).toEqual([[7]]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('the same cursor may executemany', async () => {
    await conn().cursor().close();
    await stream.executemany('DO ?', [[1], [2]]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('a failed execute of the same cursor ends the stream', async () => {
    expect(await failureOf(() => stream.execute('SELEKT'))).toMatchObject({ errno: 1064 });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('an execute of the same cursor that is refused leaves no rows of the one before', async () => {
    const error = await failureOf(() => stream.execute('SELECT ?', [undefined]));
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    expect(await failureOf(() => stream.fetchone())).toBeInstanceOf(ProgrammingError);
  });

  test.each<[string, () => unknown]>([
    [
      'the last row was fetched one by one',
      async () => {
        while ((await stream.fetchone()) !== null);
      },
    ],
    ['fetchall', () => stream.fetchall()],
    ['fetchmany beyond the end', () => stream.fetchmany(20_001)],
    ['close', () => stream.close()],
    ['nextset', () => stream.nextset()],
    [
      'a loop that was left',
      async () => {
        for await (const [n] of stream) if (n === 2) break;
      },
    ],
  ])('the connection is free after %s', async (_name, action) => {
    await action();
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    await conn().commit();
  });

  test('an empty stream never holds the connection', async () => {
    await stream.execute('SELECT 1 FROM DUAL WHERE FALSE');
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    expect(await stream.fetchone()).toBeNull();
  });

  test('the stream of another connection does not matter', async () => {
    const other = await api.connect();
    expect(await other.fetchone('SELECT 1')).toEqual([1]);
    await other.close();
    expect(await stream.fetchall()).toHaveLength(20_000);
  });

  test('mogrify, which sends nothing, works', () => {
    expect(conn().mogrify('SELECT ?', ["it's"])).toBe("SELECT 'it''s'");
  });

  test('closing the connection ends it', async () => {
    await conn().close();
    expect(conn().isUsable).toBe(false);
    expect(await failureOf(() => stream.fetchall())).toMatchObject({ name: 'InterfaceError' });
  });
});

describe('async: statements that were started before the stream was', () => {
  const conn = useConnection(APIS[0]!);

  test('run before it, and those after it are refused, not queued', async () => {
    const stream = conn().cursor(SSCursor);
    const before = conn().fetchone('SELECT SLEEP(0.05), 1');
    const executed = stream.execute(MANY);
    const after = failureOf(() => conn().fetchone('SELECT 2'));
    expect(await before).toEqual([0, 1]);
    await executed;
    expect(await after).toMatchObject({ errno: 2014 });
    expect(await stream.fetchall()).toHaveLength(20_000);
  });

  test('fetches that were started together get the rows in order', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(MANY);
    const rows = await Promise.all(Array.from({ length: 2000 }, () => stream.fetchone()));
    expect(rows.map((row) => row?.[0])).toEqual(Array.from({ length: 2000 }, (_, i) => i + 1));
    expect(stream.rownumber).toBe(2000);
    await stream.close();
  });

  test('two executes of one stream that were started together run in order', async () => {
    const stream = conn().cursor(SSCursor);
    const first = stream.execute(`SELECT SLEEP(0.01), seq FROM ${numbersTo(3)}`);
    const second = stream.execute('SELECT 7');
    await Promise.all([first, second]);
    expect(await stream.fetchall()).toEqual([[7]]);
  });
});
