import { type Connection, ProgrammingError } from '../../lib';
import { type Api, APIS, failureOf } from '../support/apis';
import { recreate, untilGone, untilRunning, useConnection, useDatabase } from '../support/database';
import { numbersBetween } from '../support/numbers';

useDatabase();

describe.each(APIS)('$name transactions', (api) => {
  const conn = useConnection(api);
  const other = useConnection(api, { autocommit: true });

  beforeEach(async () => {
    await recreate(other(), 'TABLE account (id INT PRIMARY KEY, n INT)');
  });

  const insert = (id: number): Promise<unknown> =>
    conn().execute('INSERT INTO account VALUES (?, 0)', [id]);
  /** The ids that another connection sees. */
  const committed = async (): Promise<unknown[]> =>
    (await other().fetchall('SELECT id FROM account ORDER BY id')).flat();

  test('commit makes changes visible to others', async () => {
    await insert(1);
    expect(await committed()).toEqual([]);
    await conn().commit();
    expect(await committed()).toEqual([1]);
  });

  test('rollback undoes them', async () => {
    await insert(1);
    await conn().rollback();
    await conn().commit();
    expect(await committed()).toEqual([]);
  });

  test('commit and rollback work on a fresh connection', async () => {
    await conn().commit();
    await conn().rollback();
  });

  test('closing with an open transaction rolls it back', async () => {
    const own = await api.connect();
    await own.begin();
    await own.execute('INSERT INTO account VALUES (1, 0)');
    await own.close();
    await untilGone(other(), own.threadId);
    expect(await committed()).toEqual([]);
  });

  test('inTransaction follows the server', async () => {
    expect(conn().inTransaction).toBe(false);
    await insert(1);
    expect(conn().inTransaction).toBe(true);
    await conn().commit();
    expect(conn().inTransaction).toBe(false);
    await conn().begin();
    expect(conn().inTransaction).toBe(true);
    await conn().execute('SELECT 1');
    expect(conn().inTransaction).toBe(true);
    await conn().rollback();
    expect(conn().inTransaction).toBe(false);
    await conn().execute('START TRANSACTION');
    expect(conn().inTransaction).toBe(true);
    await conn().execute('COMMIT');
    expect(conn().inTransaction).toBe(false);
  });

  test('inTransaction knows it through prepared statements too', async () => {
    await conn().begin();
    const statement = await conn().prepare('INSERT INTO account VALUES (?, 0)');
    expect(conn().inTransaction).toBe(true);
    await statement.execute([1]);
    await statement.close();
    expect(conn().inTransaction).toBe(true);
    await conn().rollback();
    expect(conn().getAutocommit()).toBe(false);
  });

  test('an error of a statement leaves the transaction open', async () => {
    await conn().begin();
    await insert(1);
    await failureOf(() => insert(1));
    await failureOf(() => conn().execute('SELEKT'));
    expect(conn().inTransaction).toBe(true);
    await insert(2);
    await conn().commit();
    expect(await committed()).toEqual([1, 2]);
  });

  test('an error that only says that it is of a deadlock leaves it open too', async () => {
    await conn().begin();
    await conn().execute('INSERT INTO account VALUES (1, 5)');
    const signal = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213";
    expect(await failureOf(() => conn().execute(signal))).toMatchObject({ errno: 1213 });
    expect(conn().inTransaction).toBe(true);
    // Else it would be committed without a word.
    expect(await failureOf(() => conn().begin())).toMatchObject({
      code: 'ERR_MYSQLDB_TRANSACTION',
    });
    await conn().rollback();
    expect(await conn().fetchall('SELECT * FROM account')).toEqual([]);
  });

  test('begin with one open is refused, and the open one stays', async () => {
    await conn().begin();
    await insert(1);
    const error = await failureOf(() => conn().begin());
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_TRANSACTION', fatal: false });
    expect(error.hint).toMatch(/commit/i);
    expect(conn().inTransaction).toBe(true);
    await conn().rollback();
    expect(await committed()).toEqual([]);
    await conn().begin();
  });

  test('begin after a statement without autocommit is refused', async () => {
    await insert(1);
    expect(await failureOf(() => conn().begin())).toBeInstanceOf(ProgrammingError);
  });

  test('DDL commits implicitly, and inTransaction knows', async () => {
    await conn().begin();
    await insert(1);
    await recreate(conn(), 'TABLE made_by_ddl (id INT)');
    expect(conn().inTransaction).toBe(false);
    expect(await committed()).toEqual([1]);
    await conn().begin();
  });

  test('DDL that fails after its implicit commit does not hinder begin', async () => {
    await conn().begin();
    await insert(1);
    // The server commits, then finds the column missing.
    await failureOf(() => conn().execute('CREATE TABLE bad_ddl (id INT) AS SELECT no_such_column'));
    const [open] = (await other().fetchone(
      'SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = ?',
      [conn().threadId],
    ))!;
    if (open === 0) await conn().begin();
    else expect(conn().inTransaction).toBe(true);
  });
});

describe.each(APIS)('$name autocommit', (api) => {
  const conn = useConnection(api);
  const other = useConnection(api, { autocommit: true });

  beforeEach(async () => {
    await recreate(other(), 'TABLE account (id INT PRIMARY KEY, n INT)');
  });

  const count = async (): Promise<unknown> =>
    (await other().fetchone('SELECT COUNT(*) FROM account'))![0];

  test('can be turned on and off, and getAutocommit knows', async () => {
    await conn().autocommit(true);
    expect(conn().getAutocommit()).toBe(true);
    await conn().execute('INSERT INTO account VALUES (1, 0)');
    expect(conn().inTransaction).toBe(false);
    expect(await count()).toBe(1);
    await conn().autocommit(false);
    expect(conn().getAutocommit()).toBe(false);
    await conn().execute('INSERT INTO account VALUES (2, 0)');
    expect(await count()).toBe(1);
  });

  test('turning it on commits what is open', async () => {
    await conn().execute('INSERT INTO account VALUES (1, 0)');
    await conn().autocommit(true);
    expect(conn().inTransaction).toBe(false);
    expect(await count()).toBe(1);
  });

  test('turning it on once more commits nothing', async () => {
    await other().begin();
    await other().execute('INSERT INTO account VALUES (1, 0)');
    await other().autocommit(true);
    expect(other().inTransaction).toBe(true);
    await other().rollback();
    expect(await count()).toBe(0);
  });

  test('getAutocommit follows SET autocommit', async () => {
    await conn().execute('SET autocommit = 1');
    expect(conn().getAutocommit()).toBe(true);
    await conn().execute('SET autocommit = 0');
    expect(conn().getAutocommit()).toBe(false);
  });

  test('begin works under autocommit', async () => {
    await other().begin();
    expect(other().inTransaction).toBe(true);
    await other().execute('INSERT INTO account VALUES (1, 0)');
    await other().rollback();
    expect(other().inTransaction).toBe(false);
    expect(await count()).toBe(0);
  });
});

/** Two transactions lock two rows crosswise; returns the one that the server rolled back. */
async function deadlock(api: Api, one: Connection, two: Connection): Promise<unknown> {
  const lock = (conn: Connection, id: number): Promise<unknown> =>
    conn.execute('UPDATE account SET n = n + 1 WHERE id = ?', [id]);
  await one.execute('INSERT INTO account VALUES (1, 0), (2, 0)');
  // The lighter transaction is the victim.
  await two.execute(`INSERT INTO account SELECT seq, 0 FROM ${numbersBetween(100, 200)}`);
  await Promise.all([one.begin(), two.begin()]);
  await two.execute('UPDATE account SET n = 1 WHERE id >= 100');
  await lock(one, 1);
  await lock(two, 2);
  const watcher = await api.connect();
  const waiting = lock(two, 1);
  await untilRunning(watcher, two, 'UPDATE account');
  await watcher.close();
  const failed = await failureOf(() => lock(one, 2));
  await waiting;
  return failed;
}

describe('async deadlock', () => {
  const api = APIS[0]!;
  const one = useConnection(api, { autocommit: true });
  const two = useConnection(api, { autocommit: true });

  test('is retryable, and the transaction can be begun again at once', async () => {
    await recreate(one(), 'TABLE account (id INT PRIMARY KEY, n INT)');
    const error = await deadlock(api, one(), two());
    expect(error).toMatchObject({
      name: 'OperationalError',
      errno: 1213,
      sqlState: '40001',
      retryable: true,
      fatal: false,
    });
    await two().commit();
    // The server has rolled the transaction back: none is open.
    await one().begin();
    await one().execute('UPDATE account SET n = 5 WHERE id = 1');
    await one().commit();
    expect(await two().fetchone('SELECT n FROM account WHERE id = 1')).toEqual([5]);
  });
});
