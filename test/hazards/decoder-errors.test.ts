/** Decoders run in the middle of reading a result: what they do there must not break it. */
import { type Conv, Cursor, FIELD_TYPE, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

/** Decodes integers by the n-th call. */
const calling = (decode: (call: number, value: string) => unknown): Conv => {
  let calls = 0;
  const decoder = (value: string): unknown => decode(++calls, value);
  return [
    [FIELD_TYPE.LONG, decoder],
    [FIELD_TYPE.LONGLONG, decoder],
  ];
};

const throwAt = (call: number, error: unknown): Conv =>
  calling((now, value) => {
    if (now === call) throw error;
    return value;
  });

describe.each(APIS)('$name: an error of a decoder', (api) => {
  const conn = useConnection(api, { multiStatements: true });
  const numbers = (count: number): string => `SELECT seq FROM ${numbersTo(count)}`;

  test.each([1, 2, 5000, 150_000])('in row %i is thrown as it is', async (row) => {
    const error = new RangeError('mine');
    const cursor = conn().cursor(Cursor, { conv: throwAt(row, error) });
    expect(await failureOf(() => cursor.execute(numbers(200_000)))).toBe(error);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    // The cursor is not the worse for it.
    await cursor.execute(numbers(2));
    expect(await cursor.fetchall()).toEqual([['1'], ['2']]);
  });

  test.each([1, 2, 5000, 150_000])('in row %i of a stream comes after its rows', async (row) => {
    const error = new RangeError('mine');
    const cursor = conn().cursor(SSCursor, { conv: throwAt(row, error) });
    const rows: unknown[] = [];
    const failure = await failureOf(async () => {
      await cursor.execute(numbers(200_000));
      for await (const value of cursor) rows.push(value);
    });
    expect(failure).toBe(error);
    expect(rows).toHaveLength(row - 1);
    await cursor.close();
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('in a later result leaves the first one whole', async () => {
    const error = new Error('mine');
    const cursor = conn().cursor(Cursor, { conv: throwAt(3, error) });
    await cursor.execute(`${numbers(2)}; ${numbers(5000)}; ${numbers(1)}`);
    expect(await cursor.fetchall()).toEqual([['1'], ['2']]);
    expect(await failureOf(() => cursor.nextset())).toBe(error);
    expect(await conn().fetchall(numbers(2))).toEqual([[1], [2]]);
  });

  test.each([[undefined], [null]])('that is %p is an error too', async (thrown) => {
    const cursor = conn().cursor(Cursor, { conv: throwAt(2, thrown) });
    expect((await failureOf(() => cursor.execute(numbers(3)))).message).toBe(
      `A decoder threw ${thrown}`,
    );
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});

describe.each(APIS)('$name: a decoder that uses a connection', (api) => {
  const conn = useConnection(api);
  const IN_DECODER = { name: 'ProgrammingError', code: 'ERR_MYSQLDB_IN_DECODER' };

  const uses = ['its own', 'another'].flatMap((which) =>
    (['execute', 'close', 'destroy'] as const).map((action) => ({ which, action })),
  );
  // Only an async close waits for its turn, and only an async connection can be destroyed.
  const refused = uses.filter(
    ({ action }) => action === 'execute' || (action === 'destroy') === (api.name === 'async'),
  );

  test.each(refused)('$which, to $action, is refused', async ({ which, action }) => {
    const other = await api.connect();
    const used = which === 'another' ? other : conn();
    const failures: unknown[] = [];
    const conv = calling((call, value) => {
      if (call % 7 !== 1) return value;
      try {
        const done: unknown =
          action === 'execute' ? used.execute('SELECT 7, 8, 9') : used[action]();
        if (done instanceof Promise) done.catch((error: unknown) => failures.push(error));
      } catch (error) {
        failures.push(error);
      }
      return value;
    });
    const cursor = conn().cursor(Cursor, { conv });
    await cursor.execute(`SELECT seq, seq + 1 FROM ${numbersTo(10000)}`);
    const rows = (await cursor.fetchall()) as string[][];
    expect(rows).toHaveLength(10_000);
    expect(rows.filter(([a, b], i) => a !== `${i + 1}` || b !== `${i + 2}`)).toEqual([]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    expect(await other.fetchone('SELECT 2')).toEqual([2]);
    // An async statement of the own connection waits for its turn, and then it may.
    if (api.name === 'async' && which === 'its own' && action === 'execute') {
      expect(failures).toEqual([]);
    } else {
      expect(failures.length).toBeGreaterThan(1000);
      for (const failure of failures) expect(failure).toMatchObject(IN_DECODER);
    }
    await other.close();
  });

  test('an error that is not caught is the error of the statement', async () => {
    const conv = calling(() => conn().cursor().execute('SELECT 1'));
    const cursor = conn().cursor(Cursor, { conv });
    if (api.name === 'sync') {
      const error = await failureOf(() => cursor.execute('SELECT 9223372036854775807'));
      expect(error).toMatchObject(IN_DECODER);
    } else {
      await cursor.execute('SELECT 9223372036854775807');
      expect(await cursor.fetchone()).toEqual([expect.any(Promise)]);
    }
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});
