/** What becomes of `transaction()` when the server ends it, or the connection goes. */
import { type Connection, type Transaction, connect } from '../../lib';
import { startServer } from '../../lib/testing';
import { APIS, failureOf, TEST_DATABASE } from '../support/apis';
import { recreate, untilGone, untilRunning, useConnection, useDatabase } from '../support/database';
import { FaultyProxy } from '../support/faulty-proxy';
import { ofServer } from '../support/flavor';
import { numbersBetween } from '../support/numbers';

useDatabase();

const api = APIS[0]!;
const conn = useConnection(api, { autocommit: true });
const rival = useConnection(api, { autocommit: true });
const watcher = useConnection(api, { autocommit: true });

beforeEach(async () => {
  await recreate(watcher(), 'TABLE account (id INT PRIMARY KEY, n INT)');
  await watcher().execute('INSERT INTO account VALUES (1, 0), (2, 0)');
});

const lock = (on: Pick<Connection, 'execute'>, id: number): Promise<unknown> =>
  on.execute('UPDATE account SET n = n + 1 WHERE id = ?', [id]);
const values = async (): Promise<unknown[]> =>
  (await watcher().fetchall('SELECT n FROM account WHERE id <= 2 ORDER BY id')).flat();

/** Makes the server end the transaction of `tx`, the lighter of two: rejects with 1213. */
async function deadlock(tx: Pick<Transaction, 'execute'>): Promise<void> {
  await rival().begin();
  await rival().execute(`INSERT INTO account SELECT seq, 0 FROM ${numbersBetween(100, 200)}`);
  await lock(rival(), 2);
  const waiting = lock(rival(), 1);
  await untilRunning(watcher(), rival(), 'UPDATE account');
  try {
    await lock(tx, 2);
  } finally {
    await waiting;
    await rival().rollback();
  }
}

describe('a deadlock', () => {
  test('is what transaction() throws, through savepoints too', async () => {
    const error = await failureOf(() =>
      conn().transaction(async (tx) => {
        await lock(tx, 1);
        await tx.transaction((inner) => inner.transaction(deadlock));
      }),
    );
    expect(error).toMatchObject({ name: 'OperationalError', errno: 1213, retryable: true });
    expect(await values()).toEqual([0, 0]);
    await conn().transaction((tx) => lock(tx, 1));
    expect(await values()).toEqual([1, 0]);
  });

  test('that the function passes over: nothing runs outside of the transaction', async () => {
    let next: unknown;
    const error = await failureOf(() =>
      conn().transaction(async (tx) => {
        await lock(tx, 1);
        await tx.transaction(deadlock).catch(() => {});
        next = await failureOf(() => lock(tx, 1));
      }),
    );
    const ended = {
      name: 'OperationalError',
      code: 'ERR_MYSQLDB_TRANSACTION',
      retryable: true,
      fatal: false,
      cause: { errno: 1213 },
    };
    expect(next).toMatchObject(ended);
    expect(error).toMatchObject(ended);
    expect(await values()).toEqual([0, 0]);
    expect(conn().inTransaction).toBe(false);
    await conn().transaction((tx) => lock(tx, 1));
  });

  test('that was only signalled: the transaction goes on when the function does', async () => {
    await conn().transaction(async (tx) => {
      await lock(tx, 1);
      const signal = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213";
      const error = await failureOf(() => tx.transaction((inner) => inner.execute(signal)));
      expect(error).toMatchObject({ errno: 1213 });
      await lock(tx, 2);
    });
    expect(await values()).toEqual([1, 1]);
  });

  test('without transaction(): a new one may begin', async () => {
    await conn().begin();
    await lock(conn(), 1);
    expect(await failureOf(() => deadlock(conn()))).toMatchObject({ errno: 1213 });
    await conn().begin();
    expect(conn().inTransaction).toBe(true);
    await conn().rollback();
    expect(await values()).toEqual([0, 0]);
  });

  test('is retried from the start', async () => {
    let attempts = 0;
    const result = await conn().transaction(
      async (tx) => {
        await lock(tx, 1);
        if (++attempts === 1) await tx.transaction(deadlock);
        await lock(tx, 2);
        return 'done';
      },
      { retries: 3 },
    );
    expect([result, attempts]).toEqual(['done', 2]);
    expect(await values()).toEqual([1, 1]);
  });

  test('that a layer above has wrapped is retried too', async () => {
    let attempts = 0;
    const wrapping = async (tx: Transaction): Promise<void> => {
      await lock(tx, 1);
      if (++attempts > 1) return;
      await deadlock(tx).catch((cause: unknown) => {
        throw new Error('of the layer', { cause });
      });
    };
    await conn().transaction(wrapping, { retries: 1 });
    expect(attempts).toBe(2);
  });
});

describe('a wait for a lock that takes too long', () => {
  test('leaves the transaction as it was', async () => {
    await conn().execute('SET innodb_lock_wait_timeout = 1');
    await rival().begin();
    await lock(rival(), 2);
    await conn().transaction(async (tx) => {
      await lock(tx, 1);
      const error = await failureOf(() => tx.transaction((inner) => lock(inner, 2)));
      expect(error).toMatchObject({ errno: 1205, retryable: true });
    });
    await rival().rollback();
    expect(await values()).toEqual([1, 0]);
  });

  test('ends it where the server is told to: nothing runs outside of it', async () => {
    const server = await startServer({
      options: { innodb_rollback_on_timeout: 1, innodb_lock_wait_timeout: 1 },
    });
    const open = (): Promise<Connection> =>
      connect({ ...server.connectOptions, database: 'mysql', autocommit: true });
    const [one, two] = await Promise.all([open(), open()]);
    await one.execute('CREATE TABLE ours (id INT PRIMARY KEY, n INT)');
    await one.execute('INSERT INTO ours VALUES (1, 0), (2, 0)');
    await two.begin();
    await two.execute('UPDATE ours SET n = 9 WHERE id = 2');
    const error = await failureOf(() =>
      one.transaction(async (tx) => {
        await tx.execute('UPDATE ours SET n = 1 WHERE id = 1');
        await failureOf(() => tx.execute('UPDATE ours SET n = 1 WHERE id = 2'));
        await tx.execute('INSERT INTO ours VALUES (3, 1)');
      }),
    );
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_TRANSACTION', cause: { errno: 1205 } });
    await two.rollback();
    expect(await two.fetchall('SELECT * FROM ours')).toEqual([
      [1, 0],
      [2, 0],
    ]);
    await Promise.all([one.close(), two.close()]);
    await server.stop();
  }, 30_000);
});

describe('a lost connection', () => {
  let proxy: FaultyProxy;
  let own: Connection;
  beforeEach(async () => {
    proxy = await FaultyProxy.open();
    own = await connect({ ...proxy.options, database: TEST_DATABASE });
  });
  afterEach(async () => {
    await own.close();
    await proxy.close();
  });

  test('during COMMIT: the outcome is unknown, and is not retried', async () => {
    let attempts = 0;
    const error = await failureOf(() =>
      own.transaction(
        async (tx) => {
          attempts++;
          await lock(tx, 1);
          proxy.fail('stall');
          void proxy.hasSent('COMMIT').then(() => proxy.fail('reset'));
        },
        { retries: 5 },
      ),
    );
    expect(error).toMatchObject({
      name: 'OperationalError',
      code: 'ERR_MYSQLDB_COMMIT_UNKNOWN',
      fatal: true,
      retryable: false,
      cause: { name: 'OperationalError', fatal: true, sql: 'COMMIT' },
    });
    expect(error.hint).toMatch(/\.$/);
    expect(attempts).toBe(1);
    expect(own.isUsable).toBe(false);
    await untilGone(watcher(), own.threadId);
    expect(await values()).toEqual([1, 0]); // here the server had heard it
  });

  test('in a statement: that is what it throws, and nothing stays', async () => {
    const error = await failureOf(() =>
      own.transaction(async (tx) => {
        await lock(tx, 1);
        await tx.transaction((inner) => inner.execute('KILL CONNECTION CONNECTION_ID()'));
      }),
    );
    // MySQL answers that the statement was interrupted, and cuts the connection after it.
    const told = ofServer<object>({
      mariadb: { fatal: true },
      mysql: { errno: 1317, fatal: false },
    });
    expect(error).toMatchObject({ name: 'OperationalError', ...told });
    expect(error.sql).toContain('KILL');
    await untilGone(watcher(), own.threadId);
    expect(await values()).toEqual([0, 0]);
  });

  test('noticed before COMMIT was sent: nothing of it is unknown', async () => {
    const error = await failureOf(() =>
      own.transaction(async (tx) => {
        await lock(tx, 1);
        const ended = new Promise<void>((resolve) => tx.on('end', resolve));
        await watcher().kill(tx.threadId);
        await ended;
      }),
    );
    expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_CLOSED' });
    expect(await values()).toEqual([0, 0]);
  });

  test('closed by its owner meanwhile: rolled back', async () => {
    const error = await failureOf(() =>
      own.transaction(async (tx) => {
        await lock(tx, 1);
        await own.close();
      }),
    );
    expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_CLOSED' });
    await untilGone(watcher(), own.threadId);
    expect(await values()).toEqual([0, 0]);
  });
});
