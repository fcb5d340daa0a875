/** What a pool does when too much is asked of it, for too long, or in a wrong way. */
import { connect, createPool, type PoolLeak, type PoolOptions } from '../../lib';
import { failureOf, serverOptions, serverUrl } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { nextEvent, nobody, usePools } from '../support/pools';

useDatabase();
const pool = usePools();

describe('exhaustion', () => {
  test('acquireTimeout: the error tells who has the connections', async () => {
    const own = pool({ max: 2, acquireTimeout: 1000 });
    const held = await Promise.all([own.connection(), own.connection()]);
    const [first, second] = await Promise.all([
      failureOf(() => own.connection()),
      failureOf(async function inMyFunction() {
        await own.fetchone('SELECT 1');
      }),
    ]);
    expect(first).toMatchObject({
      ...{ name: 'OperationalError', code: 'ERR_MYSQLDB_POOL_TIMEOUT', retryable: true },
      message:
        'The pool had no connection within 1000 ms: 2 of 2 in use, 0 idle, 0 connecting, 2 waiting',
      hint: expect.stringContaining('leakTimeout') as unknown,
    });
    expect(first.cause).toBeUndefined();
    expect(second.stack).toContain('inMyFunction');
    expect(own.stats).toMatchObject({ pending: 0, timedOut: 2, used: 2 });
    for (const conn of held) conn.release();
    expect(await own.fetchone('SELECT 1')).toEqual([1]);
  });

  test('queueLimit: who comes then is refused at once', async () => {
    const own = pool({ max: 1, queueLimit: 1 });
    const held = await own.connection();
    const waiting = own.fetchone('SELECT 1');
    expect(await failureOf(() => own.connection())).toMatchObject({
      ...{ name: 'OperationalError', code: 'ERR_MYSQLDB_POOL_FULL', retryable: true },
    });
    held.release();
    expect(await waiting).toEqual([1]);
  });
});

test("a statement's timeout counts from the call on, and ends the wait", async () => {
  const own = pool({ max: 1 });
  const held = await own.connection();
  const error = await failureOf(() => own.fetchone('SELECT 1', [], { timeout: 50 }));
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'ERR_MYSQLDB_TIMEOUT', fatal: false });
  expect(own.stats).toMatchObject({ pending: 0, timedOut: 0 });
  const slow = failureOf(() => own.fetchone('SELECT SLEEP(60)', [], { timeout: 500 }));
  await held.fetchone('SELECT SLEEP(0.02)');
  held.release();
  const message = 'The statement was not done within 500 ms'; // not what the wait has left of them
  expect(await slow).toMatchObject({ code: 'ERR_MYSQLDB_TIMEOUT', fatal: false, message });
  expect(await failureOf(() => own.execute('DO SLEEP(60)', [], { timeout: 500 }))).toMatchObject({
    message,
  });
  expect(await own.fetchone('SELECT 1', [], { timeout: 60_000 })).toEqual([1]);
});

describe('a server that is not there', () => {
  test('acquireTimeout: the error carries why; the attempts are few', async () => {
    const own = pool({ port: await nobody(), acquireTimeout: 600 });
    let attempts = 0;
    own.on('connectError', () => attempts++);
    const errors = await Promise.all(
      Array.from({ length: 20 }, () => failureOf(() => own.fetchone('SELECT 1'))),
    );
    for (const error of errors) {
      expect(error).toMatchObject({
        ...{ code: 'ERR_MYSQLDB_POOL_TIMEOUT', retryable: true },
        message: expect.stringContaining('the last attempt to connect failed') as unknown,
        cause: { errno: expect.any(Number) as unknown, fatal: true },
      });
      expect([2002, 2003]).toContain((error.cause as { errno: number }).errno);
    }
    // Ten at once, and then one after 100, 200 … ms.
    expect(attempts).toBeGreaterThan(9);
    expect(attempts).toBeLessThan(15);
  });

  test('what refuses the login is told at once, to each with his own stack', async () => {
    const own = pool({ user: 'nobody_of_the_pool', password: 'wrong', acquireTimeout: 20_000 });
    const [one, two] = await Promise.all([
      failureOf(() => own.fetchone('SELECT 1')),
      failureOf(() => own.connection()),
    ]);
    expect(one).toMatchObject({ name: 'OperationalError', errno: 1045 });
    expect(two).toMatchObject({ errno: 1045 });
    expect(one).not.toBe(two);
    expect(await failureOf(() => own.connection())).toMatchObject({ errno: 1045 });
  });

  test('too many connections: it waits until there is room', async () => {
    administer(
      "CREATE OR REPLACE USER one_of_pool@'%' IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1",
    );
    const account = { user: 'one_of_pool', password: 'x', database: '' };
    const other = await connect({ ...serverOptions(), ...account, database: undefined } as never);
    const own = pool({ ...account, acquireTimeout: 10_000 });
    const refused = nextEvent(own, 'connectError');
    const waiting = own.fetchone('SELECT 1');
    await refused;
    await other.close();
    expect(await waiting).toEqual([1]);
    await own.close();
    administer("DROP USER one_of_pool@'%'");
  });
});

describe('time', () => {
  test('idleTimeout closes what is above min', async () => {
    const own = pool({ min: 1, idleTimeout: 50 });
    const held = await Promise.all([own.connection(), own.connection(), own.connection()]);
    const gone = [nextEvent(own, 'remove'), nextEvent(own, 'remove')];
    for (const conn of held) conn.release();
    for (const [{ reason }] of await Promise.all(gone)) expect(reason).toBe('idle');
    while (own.stats.total > 1) await nextEvent(own, 'remove');
    expect(own.stats).toMatchObject({ total: 1, removed: 2 });
  });

  test('maxLifetime closes them, whether they are idle or come back', async () => {
    const own = pool({ maxLifetime: 60, idleTimeout: 0 });
    const removed = nextEvent(own, 'remove');
    await own.fetchone('SELECT 1');
    expect((await removed)[0].reason).toBe('lifetime');
    const conn = await own.connection();
    const back = nextEvent(own, 'remove');
    await conn.fetchone('SELECT SLEEP(0.1)');
    expect(conn.isUsable).toBe(true);
    conn.release();
    expect((await back)[0]).toEqual({ threadId: conn.threadId, reason: 'lifetime' });
  });

  test('leakTimeout tells who holds a connection, once', async () => {
    const own = pool({ leakTimeout: 30, max: 1 });
    const leaks: PoolLeak[] = [];
    own.on('leak', (leak) => leaks.push(leak));
    const told = nextEvent(own, 'leak');
    const conn = await (async function theLeaker() {
      return own.connection();
    })();
    await told;
    expect(leaks).toEqual([
      { threadId: conn.threadId, heldFor: 30, stack: expect.stringContaining(__filename) },
    ]);
    const waiting = own.connection();
    conn.release();
    await nextEvent(own, 'leak');
    expect(leaks[1]!.stack).toContain(__filename);
    (await waiting).release();
    await own.fetchone('SELECT SLEEP(0)');
    expect(leaks).toHaveLength(2);
  });
});

describe('options', () => {
  const failure = (options: unknown) => failureOf(() => createPool(options as PoolOptions));

  test.each<[object, RegExp]>([
    [{ max: 0 }, /max must be an integer from 1/],
    [{ max: '10' }, /max must be an integer/],
    [{ min: -1 }, /min must be/],
    [{ min: 5, max: 2 }, /min is larger than max/],
    [{ acquireTimeout: 1.5 }, /acquireTimeout must be/],
    [{ resetOnRelease: 1 }, /resetOnRelease must be one of true, false, 'always'/],
    [{ balance: 'order' }, /balance must be one of/],
    [{ connectionLimit: 5 }, /Did you mean max\?/],
    [{ idelTimeout: 5 }, /Did you mean idleTimeout\?/],
    [{ hots: 'x' }, /Did you mean hosts\?/],
    [{ hosts: [{ host: 'a', role: 'slave' }] }, /role of entry 0/],
    [{ hosts: [{ host: 'a', role: 'replica' }] }, /no primary/],
    [{ hosts: [] }, /hosts/],
    [{ hosts: ['a'], host: 'b' }, /hosts and host/],
    [{ host: 5 }, /host must be/],
  ])('%p is refused when the pool is made', async (options, message) => {
    const error = await failure(options);
    expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
    expect(error.message).toMatch(message);
  });

  test.each([null, 5, [], 'http://x', new Map(), Buffer.alloc(1), Object.create({ max: 1 })])(
    '%p is no options',
    async (options) => {
      expect(await failure(options)).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
    },
  );

  test('stand in a URL too, but no host behind the question mark', async () => {
    const url = serverUrl();
    const own = createPool(`${url.href}?max=1&acquireTimeout=20&resetOnRelease=false`);
    expect(own.stats.max).toBe(1);
    await own.close();
    expect((await failure(`${url.href}?host=evil`)).message).toContain('host cannot stand');
    expect((await failure(`${url.href}?max=many`)).message).toContain('max must be');
    const named = (await failure(`${url.href}?constructor=1`)).message;
    expect(named).toBe('There is no option of createPool constructor.');
    // A text that every object has a member of is a text all the same.
    expect((await failure(`${url.href}?max=1&balance=toString`)).message).toMatch(
      /not this string/,
    );
  });

  test('of the calls are checked', async () => {
    const own = pool();
    for (const action of [
      () => own.connection({ readonly: true } as never),
      () => own.close({ timout: 1 } as never),
    ]) {
      expect(await failureOf(action)).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
    }
    for (const action of [
      () => own.connection({ signal: 5 } as never),
      () => own.connection({ readOnly: 'no' } as never),
      () => own.fetchall('SELECT 1', [], { readOnly: 1 } as never),
      () => own.use('SELECT 1' as never),
    ]) {
      expect(await failureOf(action)).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    }
    expect(own.stats).toMatchObject({ used: 0, connected: 0 });
    expect(await failureOf(() => own.connection(null as never))).toMatchObject({
      code: 'ERR_MYSQLDB_OPTION',
    });
  });
});
