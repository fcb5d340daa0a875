/** The optional extensions of PEP 249, and what MySQLdb has beside them. */
import * as driver from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

const CLASSES = [
  'MySQLError',
  'Warning',
  'Error',
  'InterfaceError',
  'DatabaseError',
  'DataError',
  'OperationalError',
  'IntegrityError',
  'InternalError',
  'ProgrammingError',
  'NotSupportedError',
] as const;

describe.each(APIS)('$name', (api) => {
  const conn = useConnection(api, { autocommit: true });

  test.each(CLASSES)('the connection has %s', (name) => {
    expect(conn()[name]).toBe(driver[name]);
    expect(Object.keys(conn())).not.toContain(name);
    expect(() => ((conn() as never as Record<string, unknown>)[name] = 1)).toThrow(TypeError);
  });

  test('a cursor knows its connection', () => {
    const cursor = conn().cursor();
    expect(cursor.connection).toBe(conn());
    expect(Object.keys(cursor)).not.toContain('connection');
  });

  test('setinputsizes and setoutputsize change nothing', async () => {
    const cursor = conn().cursor();
    cursor.setinputsizes([25]);
    cursor.setoutputsize(1000);
    cursor.setoutputsize(2000, 0);
    await cursor.execute('SELECT ?', ["Cooper's"]);
    expect(await cursor.fetchall()).toEqual([["Cooper's"]]);
    expect(await failureOf(() => cursor.setinputsizes(5 as never))).toBeInstanceOf(
      driver.ProgrammingError,
    );
    expect(await failureOf(() => cursor.setoutputsize('x' as never))).toBeInstanceOf(
      driver.ProgrammingError,
    );
  });

  test('mogrify shows what would be sent, by the encoders of the cursor', () => {
    const cursor = conn().cursor(driver.Cursor, { timezone: 'Z' });
    expect(cursor.mogrify('SELECT ?, ?', ["it's", new Date(0)])).toBe(
      "SELECT 'it''s', '1970-01-01 00:00:00'",
    );
    expect(cursor.mogrify('SELECT 100 % 3, ?')).toBe('SELECT 100 % 3, ?');
  });

  test('messages are empty unless they are asked for', async () => {
    const cursor = conn().cursor();
    await cursor.execute('DROP TABLE IF EXISTS not_there');
    expect(cursor.warningCount).toBe(1);
    expect(cursor.messages).toEqual([]);
  });
});

describe.each(APIS)('fetchWarnings, $name', (api) => {
  const conn = useConnection(api, { autocommit: true, fetchWarnings: true, sqlMode: '' });
  beforeEach(() => recreate(conn(), 'TABLE small (n TINYINT, t VARCHAR(2))'));

  test('fills the messages of a cursor', async () => {
    const cursor = conn().cursor();
    await cursor.execute("INSERT INTO small VALUES (1000, 'long')");
    expect(cursor.rowcount).toBe(1);
    expect(cursor.warningCount).toBe(2);
    expect(cursor.messages).toEqual([
      [driver.Warning, { level: 'Warning', errno: 1264, message: expect.stringMatching(/range/) }],
      [driver.Warning, { level: 'Warning', errno: 1265, message: expect.stringMatching(/trunc/) }],
    ]);
    await cursor.execute('SELECT 1');
    expect(cursor.messages).toEqual([]);
    expect(await cursor.fetchall()).toEqual([[1]]);
  });

  test('fills the messages of a connection', async () => {
    await conn().fetchall("SELECT CAST('x' AS SIGNED)");
    expect(conn().messages).toMatchObject([[driver.Warning, { errno: 1292 }]]);
    await conn().fetchone('SELECT 1');
    expect(conn().messages).toEqual([]);
  });

  test('tells more of a statement that failed', async () => {
    const error = await failureOf(() => conn().execute('SELECT * FROM not_there'));
    expect(error.errno).toBe(1146);
    expect(error.warnings).toMatchObject([{ level: 'Error', errno: 1146 }]);
  });

  test('leaves a stream alone', async () => {
    const cursor = conn().cursor(driver.SSCursor);
    await cursor.execute("SELECT CAST('x' AS SIGNED) UNION ALL SELECT 2");
    expect(await cursor.fetchall()).toEqual([[0], [2]]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});
