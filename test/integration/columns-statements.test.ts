import { ColumnCursor, SSColumnCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useDatabase } from '../support/database';
import { withConnection } from './types/read-back';

useDatabase();

const KINDS = [ColumnCursor, SSColumnCursor];

test.each(APIS)('each result of several has its columns: $name', (api) =>
  withConnection(api, { multiStatements: true }, async (conn) => {
    for (const kind of KINDS) {
      const cursor = conn.cursor(kind);
      await cursor.execute("SELECT 1 AS a; SELECT 'x' AS b, 2 AS c; DO 1");
      expect((await cursor.fetchColumns()).columns.map(({ name }) => name)).toEqual(['a']);
      expect(await cursor.nextset()).toBe(true);
      const { columns } = await cursor.fetchColumns();
      expect(columns.map((column) => column.toArray())).toEqual([['x'], [2]]);
      await cursor.close();
    }
  }),
);

test.each(APIS)('a procedure gives columns, and executemany runs: $name', (api) =>
  withConnection(api, {}, async (conn) => {
    await conn.execute('DROP PROCEDURE IF EXISTS columnar');
    await conn.execute(
      'CREATE PROCEDURE columnar(INOUT n INT) BEGIN SELECT n AS v; SET n = n + 1; END',
    );
    const cursor = conn.cursor(ColumnCursor);
    expect(await cursor.callproc('columnar', [41])).toEqual([42]);
    expect((await cursor.fetchColumns()).columns[0]!.get(0)).toBe(41);
    await conn.execute('CREATE TEMPORARY TABLE many (n INT)');
    expect(await cursor.executemany('INSERT INTO many VALUES (?)', [[1], [2]])).toBe(2);
    await cursor.execute('SELECT n FROM many ORDER BY n');
    expect((await cursor.fetchColumns()).columns[0]!.values).toEqual(Int32Array.of(1, 2));
  }),
);

test('a piece has at least one row', () =>
  withConnection(APIS[0]!, {}, async (conn) => {
    const cursor = conn.cursor(SSColumnCursor);
    await cursor.execute('SELECT 1');
    for (const size of [0, -1, 1.5, NaN, '3' as unknown as number]) {
      expect(await failureOf(() => cursor.fetchColumns(size))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
    await cursor.close();
  }));
