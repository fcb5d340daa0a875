/** The driver adds no parameter's value to what it says; connect-secrets.test.ts is about passwords. */
import { inspect } from 'node:util';
import { type Connection, MySQLError, type Params, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { printed } from '../support/printed';

useDatabase();

const SECRET = 'correct-horse-battery';

/** Failures whose text the server makes without the value. */
const FAILURES: readonly [what: string, sql: string, params: Params][] = [
  ['a duplicate key', 'INSERT INTO t VALUES (?, ?)', [1, SECRET]],
  ['NULL where none may be', 'INSERT INTO t VALUES (?, ?)', [null, SECRET]],
  ['a text that is too long', 'INSERT INTO t VALUES (?, ?)', [2, SECRET.repeat(9)]],
  ['a table that is not there', 'SELECT * FROM no_such WHERE name = ?', [SECRET]],
  ['a column that is not there', 'SELECT nothing FROM t WHERE name = :name', { name: SECRET }],
  ['too few parameters', 'SELECT ?, ?', [SECRET]],
  ['too many parameters', 'SELECT ?', [SECRET, SECRET]],
  ['a name that is missing', 'SELECT :missing', { present: SECRET }],
  ['a value that is none', 'SELECT ?', [Symbol(SECRET)]],
  ['a value in an object', 'SELECT ?', [{ key: SECRET }]],
  ['bytes', 'INSERT INTO t VALUES (?, ?)', [1, Buffer.from(SECRET)]],
];

describe.each(APIS)('$name: a parameter appears', (api) => {
  const conn = useConnection(api, { autocommit: true });

  beforeEach(async () => {
    await conn().execute('DROP TABLE IF EXISTS t, u');
    await conn().execute('CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(40))');
    await conn().execute("INSERT INTO t VALUES (1, 'first')");
  });

  async function expectSilent(action: () => unknown): Promise<void> {
    const error = await failureOf(action);
    expect(error).toBeInstanceOf(MySQLError);
    expect(printed(error)).not.toContain(SECRET);
    expect(printed(error)).not.toContain(Buffer.from(SECRET).toString('hex'));
    expect(printed(conn())).not.toContain(SECRET);
  }

  test.each(FAILURES)('not in the error of %s', async (_what, sql, params) => {
    await expectSilent(() => conn().execute(sql, params));
  });

  test('not in the error of executemany', async () => {
    const rows = [
      [2, SECRET],
      [1, SECRET],
    ];
    const cur = conn().cursor();
    await expectSilent(() => cur.executemany('INSERT INTO t VALUES (?, ?)', rows));
    expect(printed(cur)).not.toContain(SECRET);
  });

  test('not in the error of a stream', async () => {
    const cur = conn().cursor(SSCursor);
    await expectSilent(() => cur.execute('SELECT nothing FROM t WHERE name = ?', [SECRET]));
    expect(printed(cur)).not.toContain(SECRET);
  });

  test('not in a cursor that has executed it, nor in its connection', async () => {
    const cur = conn().cursor();
    await cur.execute('SELECT id FROM t WHERE name <> ?', [SECRET]);
    expect(printed(cur)).not.toContain(SECRET);
    expect(printed(conn())).not.toContain(SECRET);
  });

  test('not in a cursor whose columns the server names after it', async () => {
    const cur = conn().cursor();
    for (const sql of ['SELECT ?', 'SELECT SHA2(?, 256)']) {
      await cur.execute(sql, [SECRET]);
      expect(cur.description).toHaveLength(1);
      expect(inspect(cur) + JSON.stringify(cur)).not.toContain(SECRET);
    }
  });

  test('not in the error of a connection that broke meanwhile', async () => {
    const lost: Connection = await api.connect();
    const error = await failureOf(async () => {
      await lost.execute(`KILL ${lost.threadId}`);
      await lost.execute('SELECT ?', [SECRET]);
    });
    expect(printed(error)).not.toContain(SECRET);
    expect(printed(lost)).not.toContain(SECRET);
    await lost.close();
  });

  test('in a text of the server, which stays as it is', async () => {
    await conn().execute('CREATE TABLE u (name VARCHAR(40) UNIQUE)');
    const sql = 'INSERT INTO u VALUES (?)';
    await conn().execute(sql, [SECRET]);
    const error = await failureOf(() => conn().execute(sql, [SECRET]));
    expect(error.sqlMessage).toContain(`'${SECRET}'`);
    expect(error.message).toBe(error.sqlMessage);
    expect(error.sql).toBe(sql);
  });
});
