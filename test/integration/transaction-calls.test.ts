/** `transaction()`: the function commits, or nothing of it stays. */
import { type IsolationLevel, ProgrammingError, SSCursor, type Transaction } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { steps } from '../support/transaction-steps';

useDatabase();

describe.each(APIS)('$name transaction()', (api) => {
  const conn = useConnection(api);
  const other = useConnection(api, { autocommit: true });

  beforeEach(async () => {
    await recreate(other(), 'TABLE account (id INT PRIMARY KEY, n INT)');
  });

  const insert = (tx: Transaction, id: number): unknown =>
    tx.execute('INSERT INTO account VALUES (?, 0)', [id]);
  /** The ids that another connection sees. */
  const committed = async (): Promise<unknown[]> =>
    (await other().fetchall('SELECT id FROM account ORDER BY id')).flat();
  const inserting = (...ids: readonly number[]) =>
    steps(api, function* (tx) {
      for (const id of ids) yield insert(tx, id);
      return ids.length;
    });
  const refused = { name: 'ProgrammingError', code: 'ERR_MYSQLDB_TRANSACTION', fatal: false };

  test('commits, and returns what the function returns', async () => {
    expect(await conn().transaction(inserting(1, 2))).toBe(2);
    expect(await committed()).toEqual([1, 2]);
    expect(conn().inTransaction).toBe(false);
    await conn().transaction(inserting(3));
    expect(await committed()).toEqual([1, 2, 3]);
  });

  test('rolls back when the function throws, and throws that', async () => {
    const own = new RangeError('of the function');
    const failing = steps(api, function* (tx): Generator<unknown, never, never> {
      yield insert(tx, 1);
      throw own;
    });
    expect(await failureOf(() => conn().transaction(failing))).toBe(own);
    expect(conn().inTransaction).toBe(false);
    expect(await committed()).toEqual([]);
  });

  test('rolls back when a statement fails', async () => {
    const error = await failureOf(() => conn().transaction(inserting(1, 2, 1)));
    expect(error).toMatchObject({ name: 'IntegrityError', errno: 1062 });
    expect(await committed()).toEqual([]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('goes on after an error that the function catches', async () => {
    const handling = steps(api, function* (tx) {
      yield insert(tx, 1);
      try {
        yield insert(tx, 1);
      } catch {
        yield insert(tx, 2);
      }
    });
    await conn().transaction(handling);
    expect(await committed()).toEqual([1, 2]);
  });

  test('nested calls are savepoints: an inner one is undone alone', async () => {
    const own = new Error('inner');
    const inner = steps(api, function* (tx): Generator<unknown, never, never> {
      yield insert(tx, 2);
      yield tx.transaction(inserting(3));
      throw own;
    });
    const outer = steps(api, function* (tx) {
      yield insert(tx, 1);
      try {
        yield tx.transaction(inner);
      } catch (error) {
        expect(error).toBe(own);
      }
      yield tx.transaction(inserting(4));
      yield tx.transaction(inserting(5));
      return 'outer';
    });
    expect(await conn().transaction(outer)).toBe('outer');
    expect(await committed()).toEqual([1, 4, 5]);
  });

  test('an error of an inner one that nobody catches undoes all', async () => {
    const outer = steps(api, function* (tx) {
      yield insert(tx, 1);
      yield tx.transaction(inserting(2, 2));
    });
    expect(await failureOf(() => conn().transaction(outer))).toMatchObject({ errno: 1062 });
    expect(await committed()).toEqual([]);
  });

  test('readOnly: the server refuses changes, and the next transaction is as always', async () => {
    const error = await failureOf(() => conn().transaction(inserting(1), { readOnly: true }));
    expect(error).toMatchObject({ errno: 1792 });
    await conn().transaction(inserting(1), { readOnly: false });
    expect(await committed()).toEqual([1]);
  });

  test('isolation is of this transaction alone', async () => {
    let n = 0;
    const readingTwice = steps(api, function* (tx) {
      yield tx.fetchall('SELECT * FROM account');
      yield other().execute('INSERT INTO account VALUES (?, 0)', [++n]);
      return (yield tx.fetchall('SELECT * FROM account')) as unknown[];
    });
    const isolation: IsolationLevel = 'READ COMMITTED';
    expect(await conn().transaction(readingTwice, { isolation })).toHaveLength(1);
    expect(await conn().transaction(readingTwice)).toHaveLength(1); // the second is not seen
    expect(await conn().transaction(readingTwice, { isolation })).toHaveLength(3);
    const locking = steps(api, function* (tx) {
      yield tx.fetchall('SELECT * FROM account');
      yield other().fetchall('SELECT * FROM account FOR UPDATE NOWAIT');
    });
    const error = await failureOf(() => conn().transaction(locking, { isolation: 'SERIALIZABLE' }));
    expect([1205, 3572]).toContain(error.errno);
    await conn().transaction(locking);
  });

  test('begin takes both too', async () => {
    await conn().begin({ readOnly: true, isolation: 'READ COMMITTED' });
    expect(await failureOf(() => insert(conn(), 1))).toMatchObject({ errno: 1792 });
    await conn().rollback();
    expect(await failureOf(() => conn().begin({ isolation: 'high' as never }))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  });

  test('with a transaction open it is refused, and that one stays', async () => {
    await insert(conn(), 1);
    const error = await failureOf(() => conn().transaction(inserting(2)));
    expect(error).toBeInstanceOf(ProgrammingError);
    expect(error).toMatchObject({ ...refused, message: 'A transaction is open already' });
    expect(error.hint).toMatch(/commit/i);
    await conn().commit();
    expect(await committed()).toEqual([1]);
  });

  test('meanwhile the connection itself takes nothing, and works again after it', async () => {
    const errors: unknown[] = [];
    const trying = steps(api, function* (tx) {
      const cur = conn().cursor();
      for (const action of [
        () => insert(conn(), 2),
        () => conn().fetchall('SELECT 1'),
        () => cur.execute('SELECT 1'),
        () => conn().transaction(inserting(3)),
        () => conn().begin(),
        () => conn().commit(),
        () => conn().rollback(),
        () => conn().ping(),
      ]) {
        try {
          yield action();
        } catch (error) {
          errors.push(error);
        }
      }
      yield insert(tx, 1);
    });
    await conn().transaction(trying);
    expect(errors).toHaveLength(8);
    for (const error of errors) {
      expect(error).toMatchObject({ ...refused, hint: expect.stringContaining('tx') as unknown });
    }
    expect(await conn().fetchone('SELECT COUNT(*) FROM account')).toEqual([1]);
  });

  test('what the function got takes nothing when it is over', async () => {
    let kept: Transaction | undefined;
    const keeping = steps(api, function* (tx) {
      kept = tx;
      yield insert(tx, 1);
      return tx.cursor();
    });
    const cur = await conn().transaction(keeping);
    for (const action of [
      () => kept!.fetchone('SELECT 1'),
      () => insert(kept!, 2),
      () => kept!.transaction(inserting(2)),
      () => cur.execute('SELECT 1'),
    ]) {
      expect(await failureOf(action)).toMatchObject({
        ...refused,
        message: 'The transaction is over',
      });
    }
    expect(await committed()).toEqual([1]);
  });

  test('during a nested one the outer one takes nothing', async () => {
    const errors: unknown[] = [];
    const outer = steps(api, function* (tx) {
      const inner = steps(api, function* (nested) {
        for (const action of [() => insert(tx, 2), () => tx.transaction(inserting(3))]) {
          try {
            yield action();
          } catch (error) {
            errors.push(error);
          }
        }
        yield insert(nested, 1);
      });
      yield tx.transaction(inner);
      yield insert(tx, 4);
    });
    await conn().transaction(outer);
    expect(errors).toHaveLength(2);
    for (const error of errors)
      expect(error).toMatchObject({ ...refused, message: 'A nested transaction is under way' });
    expect(await committed()).toEqual([1, 4]);
  });

  test('the function cannot end it by other calls', async () => {
    const errors: unknown[] = [];
    const trying = steps(api, function* (tx) {
      const whole = tx as unknown as ReturnType<typeof conn>;
      for (const action of [
        () => whole.begin(),
        () => whole.commit(),
        () => whole.rollback(),
        () => whole.autocommit(true),
        () => whole.reset(),
        () => whole.changeUser(),
        () => whole.close(),
      ]) {
        try {
          yield action();
        } catch (error) {
          errors.push(error);
        }
      }
      yield insert(tx, 1);
    });
    await conn().transaction(trying);
    expect(errors).toHaveLength(7);
    for (const error of errors) {
      expect(error).toMatchObject({
        ...refused,
        message: expect.stringContaining('inside') as unknown,
      });
    }
    expect(await committed()).toEqual([1]);
  });

  test('a statement that commits ends it: what would come after is refused', async () => {
    const altering = steps(api, function* (tx) {
      yield insert(tx, 1);
      yield tx.execute('CREATE TABLE IF NOT EXISTS made_inside (id INT)');
      yield insert(tx, 2);
    });
    const error = await failureOf(() => conn().transaction(altering));
    expect(error).toMatchObject({ ...refused, hint: expect.stringContaining('CREATE') as unknown });
    expect(await committed()).toEqual([1]);
    await other().execute('DELETE FROM account');
    const atTheEnd = steps(api, function* (tx) {
      yield insert(tx, 1);
      yield tx.execute('DROP TABLE made_inside');
      return 'done';
    });
    expect(await conn().transaction(atTheEnd)).toBe('done');
  });

  test('autocommit is as it was', async () => {
    for (const [of, on] of [
      [conn(), false],
      [other(), true],
    ] as const) {
      const changing = steps(api, function* (tx) {
        yield tx.execute(`SET autocommit = ${on ? 0 : 1}`);
      });
      await of.transaction(changing);
      expect(of.getAutocommit()).toBe(on);
      expect(await of.fetchone('SELECT @@autocommit')).toEqual([Number(on)]);
      await of.rollback();
    }
  });

  test.each(['returns', 'throws'])('a stream that is unread when it %s is dropped', async (end) => {
    const own = new Error('early');
    const streaming = steps(api, function* (tx) {
      const stream = tx.cursor(SSCursor);
      yield stream.execute(`SELECT seq, REPEAT('x', 500) FROM ${numbersTo(5000)}`);
      yield stream.fetchone();
      if (end === 'throws') throw own;
      return stream;
    });
    if (end === 'returns') await (await conn().transaction(streaming)).close();
    else expect(await failureOf(() => conn().transaction(streaming))).toBe(own);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('wrong arguments are refused, and nothing is begun', async () => {
    const wrong: [unknown, unknown][] = [
      [undefined, {}],
      ['SELECT 1', {}],
      [() => 1, null],
      [() => 1, { isolaton: 'SERIALIZABLE' }],
      [() => 1, { isolation: 'serializable' }],
      [() => 1, { readOnly: 1 }],
      [() => 1, { retries: -1 }],
      [() => 1, { retries: 1.5 }],
    ];
    for (const [use, options] of wrong) {
      const error = await failureOf(() => conn().transaction(use as never, options as never));
      expect(['ERR_MYSQLDB_ARGUMENT', 'ERR_MYSQLDB_OPTION']).toContain(error.code);
    }
    const nested = steps(api, function* (tx) {
      yield tx.transaction(inserting(1), { readOnly: true });
    });
    expect(await failureOf(() => conn().transaction(nested))).toMatchObject({
      code: 'ERR_MYSQLDB_ARGUMENT',
      message: 'A nested transaction cannot have the option readOnly',
    });
    expect(await conn().transaction(inserting(2))).toBe(1);
  });

  test('retries what is retryable, from the start, as often as it is told', async () => {
    let calls = 0;
    const signal = (state: string, until: number) =>
      steps(api, function* (tx) {
        yield insert(tx, ++calls);
        if (calls < until) yield tx.execute(`SIGNAL SQLSTATE '${state}'`);
        return calls;
      });
    expect(await conn().transaction(signal('40001', 3), { retries: 2 })).toBe(3);
    expect(await committed()).toEqual([3]);
    calls = 10;
    const last = await failureOf(() => conn().transaction(signal('40001', 99), { retries: 2 }));
    expect(last).toMatchObject({ sqlState: '40001', retryable: true });
    expect(calls).toBe(13);
    await failureOf(() => conn().transaction(signal('40001', 99)));
    expect(calls).toBe(14);
    await failureOf(() => conn().transaction(signal('45000', 99), { retries: 5 }));
    expect(calls).toBe(15);
    expect(await committed()).toEqual([3]);
  });
});
