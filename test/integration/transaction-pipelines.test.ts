/** Pipelines inside of `transaction()`: what follows a statement that has ended it does not last. */
import type { Pipeline, Transaction } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, untilRunning, useConnection, useDatabase } from '../support/database';
import { numbersBetween } from '../support/numbers';

useDatabase();

const api = APIS[0]!;
const rival = useConnection(api, { autocommit: true });
const watcher = useConnection(api, { autocommit: true });

beforeEach(async () => {
  await recreate(watcher(), 'TABLE account (id INT PRIMARY KEY, n INT)');
  await watcher().execute('INSERT INTO account VALUES (1, 0), (2, 0)');
});

const rows = (): Promise<unknown[]> =>
  watcher().fetchall('SELECT id, n FROM account WHERE id < 100 ORDER BY id');
const UNTOUCHED = [
  [1, 0],
  [2, 0],
];

const insert = (pipeline: Pipeline, id: number): Promise<unknown> =>
  pipeline.execute('INSERT INTO account VALUES (?, 9)', [id]);

/** A pipeline whose second statement is a deadlock's victim; resolves to what became of each. */
async function deadlocked(tx: Transaction): Promise<PromiseSettledResult<unknown>[]> {
  const add = 'UPDATE account SET n = n + 1 WHERE id = ?';
  await tx.execute(add, [1]);
  await rival().begin();
  // The lighter of two is the victim.
  await rival().execute(`INSERT INTO account SELECT seq, 0 FROM ${numbersBetween(100, 200)}`);
  await rival().execute(add, [2]);
  const waiting = rival().execute(add, [1]);
  await untilRunning(watcher(), rival(), 'UPDATE account');
  const settled = await tx.pipeline((pipeline) =>
    Promise.allSettled([
      insert(pipeline, 10),
      pipeline.execute(add, [2]),
      insert(pipeline, 11),
      insert(pipeline, 12),
    ]),
  );
  await waiting;
  await rival().rollback();
  return settled;
}

const failureIn = (settled: PromiseSettledResult<unknown>[]): Error =>
  (settled[1] as PromiseRejectedResult).reason as Error;

describe.each([true, false])('with autocommit %s', (autocommit) => {
  const conn = useConnection(api, { autocommit });

  test('a deadlock takes the statements behind it along', async () => {
    let states: string[] = [];
    const error = await failureOf(() =>
      conn().transaction(async (tx) => {
        const settled = await deadlocked(tx);
        states = settled.map(({ status }) => status);
        throw failureIn(settled);
      }),
    );
    expect(error).toMatchObject({ errno: 1213, retryable: true });
    expect(states).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await rows()).toEqual(UNTOUCHED);
  });

  test('one that the function passes over ends the transaction all the same', async () => {
    let next: unknown;
    const error = await failureOf(() =>
      conn().transaction(async (tx) => {
        await deadlocked(tx);
        next = await failureOf(() => tx.execute('INSERT INTO account VALUES (13, 0)'));
      }),
    );
    const ended = { code: 'ERR_MYSQLDB_TRANSACTION', retryable: true, cause: { errno: 1213 } };
    expect(error).toMatchObject(ended);
    expect(next).toMatchObject(ended);
    expect(await rows()).toEqual(UNTOUCHED);
  });

  test('a retry does nothing twice', async () => {
    let attempts = 0;
    await conn().transaction(
      async (tx) => {
        if (++attempts > 1) return tx.pipeline((pipeline) => insert(pipeline, 11));
        const settled = await deadlocked(tx);
        throw failureIn(settled);
      },
      { retries: 1 },
    );
    expect(attempts).toBe(2);
    expect(await rows()).toEqual([...UNTOUCHED, [11, 9]]);
  });

  test('CREATE TABLE among its statements ends it, too', async () => {
    const error = await failureOf(() =>
      conn().transaction((tx) =>
        tx.pipeline((pipeline) =>
          Promise.all([
            pipeline.execute('CREATE TABLE IF NOT EXISTS account (id INT)'),
            insert(pipeline, 11),
          ]),
        ),
      ),
    );
    expect(error.message).toBe('A statement has ended the transaction');
    expect(await rows()).toEqual(UNTOUCHED);
  });

  test('an error that ends nothing leaves it open', async () => {
    await conn().transaction(async (tx) => {
      await tx.transaction(async (inner) => {
        const settled = await inner.pipeline((pipeline) =>
          Promise.allSettled([insert(pipeline, 10), insert(pipeline, 1), insert(pipeline, 11)]),
        );
        expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      });
      await tx.pipeline((pipeline) => insert(pipeline, 12));
    });
    expect(await rows()).toEqual([...UNTOUCHED, [10, 9], [11, 9], [12, 9]]);
  });

  test('autocommit is afterwards what it was', async () => {
    await conn().transaction((tx) => tx.pipeline((pipeline) => insert(pipeline, 10)));
    expect(await conn().fetchone('SELECT @@autocommit')).toEqual([autocommit ? 1 : 0]);
  });
});
