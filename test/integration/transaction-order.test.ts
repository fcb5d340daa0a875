/** What runs inside of `transaction()`, what before it, and what not at all. */
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

describe('sync transaction()', () => {
  const api = APIS[1]!;
  const conn = useConnection(api);

  test('takes no async function, and keeps nothing of it', async () => {
    await recreate(conn(), 'TABLE account (id INT PRIMARY KEY, n INT)');
    const error = await failureOf(() =>
      conn().transaction(async (tx) => {
        await tx.execute('INSERT INTO account VALUES (1, 1)');
      }),
    );
    expect(error).toMatchObject({ name: 'ProgrammingError', code: 'ERR_MYSQLDB_ARGUMENT' });
    expect(await conn().fetchone('SELECT COUNT(*) FROM account')).toEqual([0]);
  });
});

describe('async transaction()', () => {
  const api = APIS[0]!;
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(conn(), 'TABLE account (id INT PRIMARY KEY, n INT)');
  });

  test('statements that were started before it are not part of it', async () => {
    await conn().autocommit(true);
    const before = conn().execute('INSERT INTO account VALUES (1, 1)');
    const failed = conn().transaction(async (tx) => {
      await tx.execute('INSERT INTO account VALUES (2, 2)');
      throw new Error('undo');
    });
    const beside = failureOf(() => conn().execute('INSERT INTO account VALUES (3, 3)'));
    await before;
    await expect(failed).rejects.toThrow('undo');
    expect(await beside).toMatchObject({ code: 'ERR_MYSQLDB_TRANSACTION' });
    expect(await conn().fetchall('SELECT id FROM account')).toEqual([[1]]);
  });

  test('statements that the function does not await run before the commit', async () => {
    let late: Promise<unknown> | undefined;
    await conn().transaction((tx) => {
      late = tx.execute('INSERT INTO account VALUES (1, 1)');
    });
    await late;
    await conn().rollback();
    expect(await conn().fetchall('SELECT id FROM account')).toEqual([[1]]);
  });

  test('statements that are started at once run in order', async () => {
    const rows = await conn().transaction((tx) =>
      Promise.all([
        tx.execute('INSERT INTO account VALUES (1, 1)'),
        tx.fetchall('SELECT id FROM account'),
        tx.execute('INSERT INTO account VALUES (2, 1)'),
        tx.fetchall('SELECT id FROM account'),
      ]),
    );
    expect([rows[1], rows[3]]).toEqual([[[1]], [[1], [2]]]);
  });

  test('pipelines and prepared statements are of it', async () => {
    await conn().transaction(async (tx) => {
      const statement = await tx.prepare('INSERT INTO account VALUES (?, 7)');
      await statement.execute([1]);
      await statement.close();
      await tx.pipeline((pipe) => {
        void pipe.execute('INSERT INTO account VALUES (2, 7)');
      });
    });
    await conn().rollback();
    expect(await conn().fetchone('SELECT SUM(n) AS sum FROM account')).toEqual(['14']);
  });

  test('its errors end in the line of the caller', async () => {
    let before = 0;
    const error = await failureOf(() =>
      conn().transaction(async (tx) => {
        before = Number(/transaction-order\.test\.ts:(\d+)/.exec(new Error('here').stack!)![1]);
        await tx.fetchall('SELECT no_such_column');
      }),
    );
    expect(error.stack).toContain(`transaction-order.test.ts:${before + 1}:`);
  });
});
