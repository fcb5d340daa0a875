import {
  Cursor,
  type CursorKind,
  DictCursor,
  InterfaceError,
  ServerCursor,
  ServerDictCursor,
  SSCursor,
  SSDictCursor,
} from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name cursor kinds', (api) => {
  const conn = useConnection(api);
  const sql = "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL";

  test.each([Cursor, SSCursor, ServerCursor])('$name: rows are arrays', async (kind) => {
    const cur = conn().cursor(kind);
    await cur.execute(sql);
    const rows = await cur.fetchall();
    expect(rows).toEqual([
      [1, 'x'],
      [2, null],
    ]);
    expect(rows.every(Array.isArray)).toBe(true);
  });

  test.each([DictCursor, SSDictCursor, ServerDictCursor])(
    '$name: rows are objects',
    async (kind) => {
      const cur = conn().cursor(kind);
      await cur.execute(sql);
      expect(await cur.fetchall()).toEqual([
        { a: 1, b: 'x' },
        { a: 2, b: null },
      ]);
    },
  );

  test.each([
    [Cursor, 2],
    [DictCursor, 2],
    [SSCursor, -1],
    [SSDictCursor, -1],
    [ServerCursor, -1],
    [ServerDictCursor, -1],
  ] as [CursorKind, number][])('$name: rowcount is %p after a SELECT', async (kind, count) => {
    const cur = conn().cursor(kind);
    expect(await cur.execute(sql)).toBe(count);
    expect(cur.rowcount).toBe(count);
    await cur.fetchall();
    expect(await cur.execute('CREATE TEMPORARY TABLE counted (id INT)')).toBe(0);
    expect(await cur.execute('INSERT INTO counted VALUES (1), (2), (3)')).toBe(3);
  });

  test.each([
    ...[Cursor, DictCursor, SSCursor, SSDictCursor],
    ...[ServerCursor, ServerDictCursor],
  ] as CursorKind[])("$name as the connection's cursorClass", async (kind) => {
    const own = await api.connect({ cursorClass: kind });
    const row = kind.format === 'array' ? [1] : { one: 1 };
    const cur = own.cursor();
    await cur.execute('SELECT 1 AS one');
    expect(await cur.fetchone()).toEqual(row);
    await cur.close();
    expect(await own.fetchone('SELECT 1 AS one')).toEqual(row);
    expect(await own.fetchall('SELECT 1 AS one')).toEqual([row]);
    const plain = own.cursor(Cursor);
    await plain.execute('SELECT 1 AS one');
    expect(await plain.fetchone()).toEqual([1]);
    await own.close();
  });

  test.each([[class {}], ['DictCursor'], [{}]])('%p is no kind', async (kind) => {
    const error = await failureOf(() => conn().cursor(kind as unknown as CursorKind));
    expect(error).toBeInstanceOf(InterfaceError);
  });

  test('a kind cannot be changed', () => {
    expect(Object.isFrozen(DictCursor)).toBe(true);
  });
});
