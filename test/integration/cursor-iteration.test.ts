import { type AsyncCursor, Cursor, DictCursor, SSCursor, SSDictCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersBetween, numbersTo } from '../support/numbers';

useDatabase();

const CASES = APIS.flatMap((api) =>
  [Cursor, DictCursor, SSCursor, SSDictCursor].map((kind) => ({ api, kind })),
);

async function take(cur: AsyncIterable<unknown>, count = Infinity): Promise<unknown[]> {
  const rows: unknown[] = [];
  if (count === 0) return rows;
  for await (const row of cur) {
    rows.push(row);
    if (rows.length >= count) break;
  }
  return rows;
}

describe.each(CASES)('$api.name $kind.name iteration', ({ api, kind }) => {
  const conn = useConnection(api);
  const rowOf = (n: number): unknown => (kind.format === 'array' ? [n] : { seq: n });
  const rowsOf = (from: number, to: number): unknown[] =>
    Array.from({ length: to - from + 1 }, (_, i) => rowOf(from + i));

  async function executed(sql: string): Promise<AsyncCursor<unknown>> {
    const cur = conn().cursor<unknown>(kind);
    await cur.execute(sql);
    return cur;
  }

  test('gives all rows in order', async () => {
    const cur = await executed(`SELECT seq FROM ${numbersTo(1000)}`);
    expect(await take(cur)).toEqual(rowsOf(1, 1000));
    expect(await take(cur)).toEqual([]);
    expect(await cur.fetchone()).toBeNull();
  });

  test('begins where fetching ended', async () => {
    const cur = await executed(`SELECT seq FROM ${numbersTo(5)}`);
    expect(await cur.fetchone()).toEqual(rowOf(1));
    expect(await cur.fetchmany(2)).toEqual(rowsOf(2, 3));
    expect(await take(cur)).toEqual(rowsOf(4, 5));
  });

  test('may be left early; the connection is free and the cursor usable', async () => {
    const cur = await executed(`SELECT seq FROM ${numbersTo(100_000)}`);
    expect(await take(cur, 3)).toEqual(rowsOf(1, 3));
    expect(await conn().fetchone("SELECT 'free'")).toEqual(['free']);
    await cur.execute(`SELECT seq FROM ${numbersBetween(7, 8)}`);
    expect(await take(cur)).toEqual(rowsOf(7, 8));
  });

  test('an error in the loop passes, and the connection is free', async () => {
    const cur = await executed(`SELECT seq FROM ${numbersTo(100_000)}`);
    const mine = new RangeError('mine');
    const loop = async (): Promise<void> => {
      for await (const row of cur) if (row) throw mine;
    };
    expect(await failureOf(loop)).toBe(mine);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('an empty result ends at once', async () => {
    const cur = await executed(`SELECT seq FROM ${numbersTo(5)} WHERE FALSE`);
    expect(await take(cur)).toEqual([]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('is an error before execute', async () => {
    const error = await failureOf(() => take(conn().cursor<unknown>(kind)));
    expect(error).toMatchObject({ name: 'ProgrammingError' });
  });

  test('counts rownumber', async () => {
    const cur = await executed(`SELECT seq FROM ${numbersTo(5)}`);
    await take(cur);
    expect(cur.rownumber).toBe(5);
  });
});

describe.each(APIS)('$name iteration of a stored result', (api) => {
  const conn = useConnection(api);

  test('counts only the rows that the loop has seen', async () => {
    const cur = conn().cursor();
    await cur.execute(`SELECT seq FROM ${numbersTo(5)}`);
    expect(await take(cur, 2)).toEqual([[1], [2]]);
    expect(cur.rownumber).toBe(2);
    expect(await cur.fetchall()).toEqual([[3], [4], [5]]);
  });

  test('other statements may run in the loop', async () => {
    const cur = conn().cursor();
    await cur.execute(`SELECT seq FROM ${numbersTo(3)}`);
    const doubled: unknown[] = [];
    for await (const [n] of cur) doubled.push(...(await conn().fetchone('SELECT ? * 2', [n]))!);
    expect(doubled).toEqual([2, 4, 6]);
  });
});
