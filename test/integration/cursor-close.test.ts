import { Cursor, type CursorKind, InterfaceError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

const CASES = APIS.flatMap((api) =>
  ([Cursor, SSCursor] as CursorKind[]).map((kind) => ({ api, kind })),
);

describe.each(CASES)('$api.name $kind.name close', ({ api, kind }) => {
  const conn = useConnection(api);

  test('drops unread rows and frees the connection', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(`SELECT seq FROM ${numbersTo(50000)}`);
    await cur.fetchone();
    await cur.close();
    expect(cur).toMatchObject({ description: null, rownumber: null });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('may be called again, and on a cursor that did nothing', async () => {
    const cur = conn().cursor(kind);
    await cur.close();
    await cur.close();
    expect(await failureOf(() => cur.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
  });

  test('works after the connection was closed', async () => {
    const own = await api.connect();
    const cur = own.cursor(kind);
    await cur.execute(`SELECT seq FROM ${numbersTo(50000)}`);
    await own.close();
    await cur.close();
    expect(await failureOf(() => cur.fetchone())).toBeInstanceOf(InterfaceError);
  });

  test('leaves other cursors alone', async () => {
    const other = conn().cursor();
    await other.execute(`SELECT seq FROM ${numbersTo(3)}`);
    const cur = conn().cursor(kind);
    await cur.execute(`SELECT seq FROM ${numbersTo(50000)}`);
    await cur.close();
    expect(await other.fetchall()).toEqual([[1], [2], [3]]);
  });

  test('is what `using` does', async () => {
    const cur = conn().cursor(kind);
    await cur.execute(`SELECT seq FROM ${numbersTo(50000)}`);
    await api.dispose(cur);
    expect(await failureOf(() => cur.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});

describe.each(APIS)('$name connection', (api) => {
  test('`using` closes it', async () => {
    const conn = await api.connect();
    await api.dispose(conn);
    expect(conn.isUsable).toBe(false);
    expect(await failureOf(() => conn.execute('SELECT 1'))).toBeInstanceOf(InterfaceError);
    await api.dispose(conn);
  });

  test('each API has its own kind of `using`', async () => {
    const conn = await api.connect();
    const cur = conn.cursor();
    for (const resource of [conn, cur]) {
      expect(Symbol.asyncDispose in resource).toBe(api.name === 'async');
      expect(Symbol.dispose in resource).toBe(api.name === 'sync');
      expect(Symbol.asyncIterator in resource).toBe(api.name === 'async' && resource === cur);
      expect(Symbol.iterator in resource).toBe(api.name === 'sync' && resource === cur);
    }
    await conn.close();
  });
});

describe('async close of a stream that is still being executed', () => {
  const conn = useConnection(APIS[0]!);

  test('frees the connection', async () => {
    const cur = conn().cursor(SSCursor);
    const executed = cur.execute(`SELECT seq FROM ${numbersTo(50000)}`).catch(() => undefined);
    await cur.close();
    await executed;
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});
