/** What cannot be prepared goes as text: with its values, of which no syntax error may show one. */
import { SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const SECRET = 'hunter2';
const SYNTAX_ERRORS = [
  'SELEKT ?',
  'SELECT ? SELECT ?',
  'SELECT 1 FROM ?',
  'CREATE USER ? IDENTIFIED BY ? BOGUS',
  'SELECT ? AS a; SELECT ? AS b',
];

describe.each(APIS)('$name', (api) => {
  const conn = useConnection(api, { prepared: true });
  const valuesOf = (sql: string): string[] => [...sql.matchAll(/\?/g)].map(() => SECRET);

  test.each(SYNTAX_ERRORS)('%s fails without its values', async (sql) => {
    const stream = conn().cursor(SSCursor);
    for (const error of [
      await failureOf(() => conn().execute(sql, valuesOf(sql))),
      await failureOf(() => stream.execute(sql, valuesOf(sql))),
    ]) {
      expect(error).toMatchObject({ name: 'ProgrammingError', errno: 1064, sql });
      expect(JSON.stringify([error.message, error.hint, error.stack])).not.toContain(SECRET);
      expect(error.message).toContain('?');
    }
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('of several statements, wherever the error is', async () => {
    const own = await api.connect({ prepared: true, multiStatements: true });
    const cursor = own.cursor();
    await cursor.execute('SELECT ? AS a; SELECT ? AS b', [SECRET, SECRET]);
    expect(await cursor.fetchall()).toEqual([[SECRET]]);
    for (const sql of ['SELEKT ?; SELECT ?', 'SELECT ?; SELEKT ?']) {
      const error = await failureOf(async () => {
        await cursor.execute(sql, [SECRET, SECRET]);
        await cursor.nextset();
      });
      expect(error.errno).toBe(1064);
      expect(error.message).not.toContain(SECRET);
    }
    await own.close();
  });

  test('a later statement has its own error', async () => {
    await failureOf(() => conn().execute('SELEKT ?', [SECRET]));
    const error = await failureOf(() => conn().execute('SELECT FROM WHERE', undefined, TEXT));
    expect(error.message).toContain('FROM WHERE');
  });

  test('what takes literals only goes as text all the same', async () => {
    await conn().execute('DROP USER IF EXISTS ?', [USER]);
    await conn().execute('CREATE USER ? IDENTIFIED BY ?', [USER, SECRET]);
    await conn().execute('DROP USER ?', [USER]);
  });
});

const TEXT = { prepared: false };
const USER = `mysqldb_test_${process.env['JEST_WORKER_ID'] ?? '0'}`;
