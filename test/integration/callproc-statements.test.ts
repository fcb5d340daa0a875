/** The statements of callproc: what they tell, when they are made, and that nothing of them leaks. */
import { identifier, type AsyncCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

const PROCEDURES = [
  'PROCEDURE keep(INOUT a LONGBLOB, INOUT b DOUBLE) BEGIN END',
  'PROCEDURE size_of(IN a LONGBLOB, OUT b INT) SET b = LENGTH(a)',
  "PROCEDURE warns() DO CAST('1x' AS SIGNED)",
  'PROCEDURE add_one(IN a INT, OUT b INT) BEGIN SELECT a; SET b = a + 1; END',
];

describe.each(APIS)('callproc, $name', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    for (const procedure of PROCEDURES) await recreate(conn(), procedure);
  });

  test('no argument is in an error', async () => {
    const args = ['a secret of its own', identifier('not_there')];
    const error = await failureOf(() => conn().cursor().callproc('keep', args));
    expect(error).toMatchObject({ errno: 1054, sql: 'SET @`_mysqldb_0` = ?, @`_mysqldb_1` = ?' });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('bytes are taken as they are when it is called', async () => {
    const bytes = Buffer.from('abc');
    const first = conn().cursor().callproc('keep', [bytes, 0]);
    const second = conn().cursor().callproc('keep', [bytes, 1]);
    bytes.fill('x');
    expect((await first)[0]).toBe(bytes);
    expect((await second)[0]).toBe(bytes);
    expect(await conn().fetchone('SELECT @`_mysqldb_0`')).toEqual([Buffer.from('abc')]);
  });

  test.each([0.1, 1 / 3, -0, 5e-324, 1.7976931348623157e308, 2 ** 53, 123456789.123456789])(
    'the number %p comes back as it is',
    async (value) => {
      const [, back] = await conn().cursor().callproc('keep', [null, value]);
      expect(back).toBe(value);
    },
  );

  test('a large argument', async () => {
    const bytes = Buffer.alloc(3_000_000, 0xff);
    expect(await conn().cursor().callproc('size_of', [bytes, null])).toEqual([bytes, 3_000_000]);
  });

  test('a cursor that is executed again has nothing left of the call', async () => {
    const cur = conn().cursor();
    await cur.callproc('add_one', [1, null]);
    await cur.execute('SELECT 5');
    expect(await cur.fetchall()).toEqual([[5]]);
    expect(await cur.nextset()).toBe(false);
  });

  test('after a call that was refused there is no result', async () => {
    const cur = conn().cursor();
    await cur.execute('SELECT 5');
    await failureOf(() => cur.callproc('add_one', [1, {}]));
    expect(cur).toMatchObject({ description: null, rowcount: -1 });
    await cur.execute('SELECT 5');
    await failureOf(() => cur.callproc('', []));
    expect(cur).toMatchObject({ description: null, rowcount: -1 });
  });
});

describe.each(APIS)('callproc with fetchWarnings, $name', (api) => {
  const conn = useConnection(api, { fetchWarnings: true });

  test('each warning is told once', async () => {
    await recreate(conn(), PROCEDURES[2]!);
    const cur = conn().cursor();
    await cur.callproc('warns');
    expect(cur.messages.map(([, { errno }]) => errno)).toEqual([1292]);
  });

  test('reading the variables warns of nothing', async () => {
    await recreate(conn(), PROCEDURES[3]!);
    const cur = conn().cursor();
    expect(await cur.callproc('add_one', [1, null])).toEqual([1, 2]);
    expect(cur.messages).toEqual([]);
  });
});

test('a cursor that is closed before its turn calls nothing', async () => {
  const conn = await APIS[0]!.connect();
  await recreate(conn, PROCEDURES[3]!);
  const cur: AsyncCursor<unknown> = conn.cursor();
  const before = conn.execute('SELECT 1');
  const call = failureOf(() => cur.callproc('add_one', [1, null]));
  await cur.close();
  await before;
  expect(await call).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
  expect(await conn.fetchone('SELECT @`_mysqldb_0`')).toEqual([null]);
  await conn.close();
});
