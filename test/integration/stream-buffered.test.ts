/** Whether a stream holds its connection does not depend on how much of it has come already. */
import { getEventListeners } from 'node:events';
import {
  type AsyncCursor,
  connect,
  createPool,
  SSColumnCursor,
  SSCursor,
  SSDictCursor,
  type TupleRow,
} from '../../lib';
import { APIS, failureOf, PROTOCOLS, serverOptions } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { cleanEnd, runChild } from '../support/child';
import { numbersTo } from '../support/numbers';

useDatabase();

const OUT_OF_SYNC = { name: 'ProgrammingError', errno: 2014, fatal: false };
const rows = (count: number): string => `SELECT seq FROM ${numbersTo(count)} ORDER BY seq`;

describe.each(PROTOCOLS)('$name', (api) => {
  const conn = useConnection(api, { autocommit: true });

  test.each([2, 2000, 5000, 100_000])('%i unread rows refuse another statement', async (count) => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(rows(count));
    for (const action of [
      () => conn().fetchone('SELECT 1'),
      () => conn().cursor(SSCursor).execute('SELECT 1'),
      () => conn().commit(),
      () => conn().ping(),
      () => conn().begin(),
    ]) {
      expect(await failureOf(action)).toMatchObject(OUT_OF_SYNC);
    }
    expect(await stream.fetchone()).toEqual([1]);
    expect(await failureOf(() => conn().fetchone('SELECT 1'))).toMatchObject(OUT_OF_SYNC);
    expect(await stream.fetchall()).toHaveLength(count - 1);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('the last row frees the connection, however it is taken', async () => {
    const one = conn().cursor(SSCursor);
    await one.execute(rows(1));
    expect(await one.fetchone()).toEqual([1]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);

    const many = conn().cursor(SSDictCursor);
    await many.execute(rows(3));
    expect(await many.fetchmany(2)).toHaveLength(2);
    expect(await failureOf(() => conn().ping())).toMatchObject(OUT_OF_SYNC);
    expect(await many.fetchmany(1)).toEqual([{ seq: 3 }]);
    await conn().ping();

    const columns = conn().cursor(SSColumnCursor);
    await columns.execute(rows(3));
    expect(await failureOf(() => conn().ping())).toMatchObject(OUT_OF_SYNC);
    expect((await columns.fetchColumns()).rowCount).toBe(3);
    await conn().ping();
  });

  test.each<[string, (stream: AsyncCursor<TupleRow>) => unknown]>([
    ['close', (stream) => stream.close()],
    ['using', (stream) => api.dispose(stream)],
    ['nextset', (stream) => stream.nextset()],
    ['execute', (stream) => stream.execute('DO 1')],
    ['executemany', (stream) => stream.executemany('DO ?', [[1]])],
    ['callproc that fails', (stream) => failureOf(() => stream.callproc('nothing_there'))],
    [
      'execute that is refused',
      (stream) => failureOf(() => stream.execute('SELECT ?', [undefined])),
    ],
    [
      'a loop that is left',
      async (stream) => {
        for await (const [n] of stream) if (n === 2) break;
      },
    ],
  ])('%s frees it too', async (_name, action) => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(rows(10));
    await action(stream);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('an error behind the rows frees it when it is thrown', async () => {
    const stream = conn().cursor(SSCursor);
    const failing = `SELECT seq, (SELECT 1 UNION SELECT IF(seq < 3, 1, 2)) FROM ${numbersTo(5)}`;
    const error = await failureOf(async () => {
      await stream.execute(failing);
      await stream.fetchall();
    });
    expect(error).toMatchObject({ errno: 1242 });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('inside of transaction() too, whose end drops it', async () => {
    const use = (tx: Pick<ReturnType<typeof conn>, 'cursor' | 'fetchone'>) => {
      const stream = tx.cursor(SSCursor);
      const executed: unknown = stream.execute(rows(10));
      const after = (): unknown => {
        const refused = failureOf(() => tx.fetchone('SELECT 1'));
        return refused.then((error) => expect(error).toMatchObject(OUT_OF_SYNC));
      };
      if (executed instanceof Promise) return executed.then(after);
      expect(() => tx.fetchone('SELECT 1')).toThrow(/unread rows/);
      return undefined;
    };
    await conn().transaction(use);
    expect(conn().inTransaction).toBe(false);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});

test('a pipeline is refused as any other statement', async () => {
  const conn = await connect(serverOptions());
  const stream = conn.cursor(SSCursor);
  await stream.execute(rows(2));
  const piped = (): Promise<unknown> => conn.pipeline((pipe) => pipe.fetchone('SELECT 1'));
  expect(await failureOf(piped)).toMatchObject(OUT_OF_SYNC);
  await stream.fetchall();
  expect(await piped()).toEqual([1]);
  await conn.close();
});

test('a pool closes a connection that is released with them', async () => {
  const pool = createPool({ ...serverOptions(), max: 1 });
  const removed = new Promise((resolve) => pool.on('remove', resolve));
  const conn = await pool.connection();
  await conn.cursor(SSCursor).execute(rows(2));
  conn.release();
  expect(await removed).toEqual({ threadId: conn.threadId, reason: 'unread rows' });
  expect(await pool.fetchone('SELECT 1')).toEqual([1]);
  await pool.close();
});

describe('async: what may cancel a stream', () => {
  const conn = useConnection(APIS[0]!);

  test('drops its rows, and frees the connection', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const stream = conn().cursor(SSCursor);
    await stream.execute(rows(10), undefined, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    const error = await failureOf(async () => {
      for (;;) {
        await new Promise(setImmediate);
        await stream.fetchone();
      }
    });
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('is let go when the last row is taken', async () => {
    const { signal } = new AbortController();
    const stream = conn().cursor(SSCursor);
    await stream.execute(rows(2), undefined, { signal, timeout: 60_000 });
    await stream.fetchone();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await stream.fetchone();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await stream.execute(rows(2), undefined, { signal });
    await stream.close();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

test('a connection that is dropped with them is collected', async () => {
  const source = `
    const { setImmediate: nextTurn } = require('node:timers/promises');
    const drop = async () => {
      const conn = await connect(OPTIONS);
      const cursor = conn.cursor(SSCursor);
      await cursor.execute(${JSON.stringify(rows(10))});
      return [new WeakRef(conn), new WeakRef(cursor)];
    };
    const refs = await drop();
    for (let i = 0; i < 20; i++) { await nextTurn(); gc(); }
    console.log(refs.map((ref) => ref.deref() === undefined).join());`;
  expect(await runChild(source, { flags: ['--expose-gc'] })).toMatchObject(cleanEnd('true,true'));
});
