import { Cursor, InterfaceError, ProgrammingError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { numbersBetween, numbersTo } from '../support/numbers';

useDatabase();

const KINDS = [Cursor, SSCursor];
const CASES = APIS.flatMap((api) => KINDS.map((kind) => ({ api, kind })));
const TEN = `SELECT seq FROM ${numbersTo(10)}`;

describe.each(CASES)('$api.name $kind.name', ({ api, kind }) => {
  const conn = useConnection(api);
  const numbers = (rows: unknown[][]): unknown[] => rows.map(([value]) => value);

  test('fetchone gives row after row, then null for ever', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(`SELECT seq, seq * 2 FROM ${numbersTo(2)}`);
    expect(await cur.fetchone()).toEqual([1, 2]);
    expect(await cur.fetchone()).toEqual([2, 4]);
    expect(await cur.fetchone()).toBeNull();
    expect(await cur.fetchone()).toBeNull();
  });

  test('fetchall gives what is left, then nothing', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    expect(numbers(await cur.fetchall())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await cur.fetchall()).toEqual([]);
    expect(await cur.fetchone()).toBeNull();
    expect(await cur.fetchmany(5)).toEqual([]);
  });

  test('fetchmany takes arraysize rows unless told', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    expect(numbers(await cur.fetchmany())).toEqual([1]);
    cur.arraysize = 3;
    expect(numbers(await cur.fetchmany())).toEqual([2, 3, 4]);
    expect(numbers(await cur.fetchmany(2))).toEqual([5, 6]);
    expect(numbers(await cur.fetchmany(100))).toEqual([7, 8, 9, 10]);
    expect(await cur.fetchmany()).toEqual([]);
  });

  test('fetchmany(0) takes no row', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    expect(await cur.fetchmany(0)).toEqual([]);
    expect(cur.rownumber).toBe(0);
    expect(await cur.fetchone()).toEqual([1]);
  });

  test.each([-1, 1.5, NaN, Infinity, '3'])('fetchmany(%p) is an error', async (size) => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    expect(await failureOf(() => cur.fetchmany(size as number))).toBeInstanceOf(ProgrammingError);
    expect(numbers(await cur.fetchmany(2))).toEqual([1, 2]);
  });

  test('the ways of fetching mix', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    expect(await cur.fetchone()).toEqual([1]);
    expect(numbers(await cur.fetchmany(3))).toEqual([2, 3, 4]);
    expect(await cur.fetchone()).toEqual([5]);
    expect(await cur.fetchmany(0)).toEqual([]);
    expect(numbers(await cur.fetchall())).toEqual([6, 7, 8, 9, 10]);
    expect(await cur.fetchone()).toBeNull();
  });

  test.each(['fetchone', 'fetchmany', 'fetchall'] as const)(
    '%s is an error before execute, and after what has no rows',
    async (fetch) => {
      const cur = conn().cursor(kind);
      const before = await failureOf(() => cur[fetch]());
      expect(before).toBeInstanceOf(ProgrammingError);
      expect(before.hint).toContain('execute()');
      for (const sql of ['CREATE TEMPORARY TABLE f (id INT)', 'INSERT INTO f VALUES (1)', 'DO 1']) {
        await cur.execute(sql);
        const error = await failureOf(() => cur[fetch]());
        expect(error).toBeInstanceOf(ProgrammingError);
        expect(error.hint).toContain('SELECT');
      }
      await cur.execute('SELECT 1');
      expect(await cur.fetchone()).toEqual([1]);
    },
  );

  test('what has nothing to fetch says why', async () => {
    const several = await api.connect({ multiStatements: true });
    const cur = several.cursor(kind);
    const why = async (): Promise<string> => (await failureOf(() => cur.fetchall())).message;
    expect(await why()).toBe('Nothing was executed yet');
    await cur.execute('DO 1');
    expect(await why()).toBe('The last statement has no result set');
    const failed = 'The last statement failed, and left nothing to fetch';
    await failureOf(() => cur.execute('SELECT nothing'));
    expect(await why()).toBe(failed);
    await cur.execute('SELECT 1');
    await failureOf(() => cur.execute('SELECT ?', [undefined]));
    expect(await why()).toBe(failed);
    await cur.execute('SELECT 1; SELECT nothing');
    await failureOf(() => cur.nextset());
    expect(await why()).toBe(failed);
    await cur.execute('SELECT 1');
    expect(await cur.nextset()).toBe(false);
    expect(await why()).toBe('The last statement has no further result');
    if (kind.streaming) {
      await cur.execute(TEN);
      for await (const row of cur) if (row !== null) break;
      expect(await why()).toBe('What was left of the last statement was dropped');
    }
    await several.close();
  });

  test('a statement that is no text is refused by what it is', async () => {
    const cur = conn().cursor(kind);
    const said = async (sql: unknown) =>
      (await failureOf(() => cur.execute(sql as string))).message;
    expect(await said(null)).toBe('The statement must be a string, not null');
    expect(await said(['SELECT 1'])).toBe('The statement must be a string, not an array');
    expect(await said(7)).toBe('The statement must be a string, not number');
  });

  test('executing again drops the rows that are left', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    await cur.fetchone();
    await cur.execute("SELECT 'new'");
    expect(cur.rownumber).toBe(0);
    expect(await cur.fetchall()).toEqual([['new']]);
  });

  test('rows that were fetched stay as they were', async () => {
    const cur = conn().cursor(kind);
    await cur.execute("SELECT 'text', x'00ff', 5");
    const row = await cur.fetchone();
    await cur.execute("SELECT 'other', x'1234', 6");
    await cur.fetchall();
    expect(row).toEqual(['text', Buffer.from([0, 255]), 5]);
  });

  test('a changed array of rows does not change what is fetched next', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    const rows = await cur.fetchmany(5);
    rows.length = 0;
    expect(numbers(await cur.fetchmany(5))).toEqual([6, 7, 8, 9, 10]);
  });

  test('a result of no rows', async () => {
    const cur = conn().cursor(kind);
    await cur.execute('SELECT 1 FROM DUAL WHERE FALSE');
    expect(await cur.fetchone()).toBeNull();
    expect(await cur.fetchall()).toEqual([]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('a closed cursor fetches nothing', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(TEN);
    await cur.close();
    for (const action of [
      () => cur.fetchone(),
      () => cur.fetchmany(2),
      () => cur.fetchall(),
      () => cur.nextset(),
      () => cur.execute('SELECT 1'),
      () => cur.executemany('DO ?', [[1]]),
    ]) {
      expect(await failureOf(action)).toBeInstanceOf(InterfaceError);
    }
    await cur.close();
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});

describe.each(APIS)('$name stored cursors', (api) => {
  const conn = useConnection(api);

  test('several have their own rows at the same time', async () => {
    const [one, other] = [conn().cursor(), conn().cursor()];
    await one.execute(`SELECT seq FROM ${numbersTo(3)}`);
    await other.execute(`SELECT seq FROM ${numbersBetween(11, 13)}`);
    const rows = [];
    for (let i = 0; i < 3; i++) rows.push(await one.fetchone(), await other.fetchone());
    expect(rows).toEqual([[1], [11], [2], [12], [3], [13]]);
  });

  test('see the rows that another one inserted without a commit', async () => {
    await recreate(conn(), 'TABLE seen (id INT)');
    await conn().cursor().execute('INSERT INTO seen VALUES (1)');
    expect(await conn().fetchall('SELECT id FROM seen')).toEqual([[1]]);
  });

  test('the shorthands of the connection', async () => {
    expect(await conn().fetchall(`SELECT seq FROM ${numbersTo(3)} WHERE seq > ?`, [1])).toEqual([
      [2],
      [3],
    ]);
    expect(await conn().fetchone(`SELECT seq FROM ${numbersBetween(5, 9)}`)).toEqual([5]);
    expect(await conn().fetchone('SELECT 1 FROM DUAL WHERE FALSE')).toBeNull();
    const cur = await conn().execute('SELECT :a', { a: 'named' });
    expect(await cur.fetchall()).toEqual([['named']]);
    for (const action of [() => conn().fetchall('DO 1'), () => conn().fetchone('DO 1')]) {
      expect(await failureOf(action)).toBeInstanceOf(ProgrammingError);
    }
  });
});
