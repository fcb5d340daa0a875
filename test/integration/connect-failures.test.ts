import { type ConnectOptions, OperationalError } from '../../lib';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { nobody } from '../support/pools';

useDatabase();

beforeAll(() => administer("CREATE OR REPLACE USER someone@'%' IDENTIFIED BY 'right'"));
afterAll(() => administer("DROP USER someone@'%'"));

describe.each(APIS)('$name connect fails with an OperationalError', (api) => {
  async function refusal(options: ConnectOptions) {
    const { database: _, ...server } = serverOptions();
    const error = await failureOf(() => api.open({ ...server, ...options }));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error.sqlMessage).toBe(error.message);
    expect(error.hint).toMatch(/\.$/);
    expect(error.sql).toBeUndefined();
    return error;
  }

  test('for a wrong password', async () => {
    const error = await refusal({ user: 'someone', password: 'wrong' });
    expect(error).toMatchObject({ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR', sqlState: '28000' });
    expect(error.message).toMatch(/^Access denied for user 'someone'@/);
    expect(error.hint).toMatch(/password/);
  });

  test('for an account that is not there', async () => {
    const error = await refusal({ user: 'no_such_account', password: 'x' });
    expect(error).toMatchObject({ errno: 1045, sqlState: '28000' });
  });

  test('for a database that is not there', async () => {
    const error = await refusal({ database: 'no_such_database' });
    expect(error).toMatchObject({
      errno: 1049,
      code: 'ER_BAD_DB_ERROR',
      sqlState: '42000',
      message: "Unknown database 'no_such_database'",
    });
  });

  test('for a database that the account may not use', async () => {
    const error = await refusal({ user: 'someone', password: 'right', database: 'mysql' });
    expect(error).toMatchObject({ errno: 1044, code: 'ER_DBACCESS_DENIED_ERROR' });
  });

  test('for a host that cannot be resolved', async () => {
    const error = await refusal({ host: 'no-such-host.invalid' });
    expect(error).toMatchObject({ errno: 2005, code: 'CR_UNKNOWN_HOST', fatal: true });
    expect(error.message).toContain('no-such-host.invalid');
  });

  test('for a port where nobody listens', async () => {
    const port = await nobody();
    const error = await refusal({ host: '127.0.0.1', port });
    expect([2002, 2003]).toContain(error.errno);
    expect(error).toMatchObject({ fatal: true, retryable: true });
    expect(error.message).toContain('127.0.0.1');
  });

  test('for a socket that is not there', async () => {
    const unixSocket = '/no/such/server.sock';
    const error = await failureOf(() => api.open({ user: 'root', unixSocket }));
    expect(error).toMatchObject({ name: 'OperationalError', errno: 2002, fatal: true });
    expect(error.message).toContain(unixSocket);
    expect(error.hint).toContain('unixSocket');
  });

  test('and the next connect works', async () => {
    await refusal({ user: 'someone', password: 'wrong' });
    const conn = await api.connect();
    expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    await conn.close();
  });

  test('for many at once, each by itself', async () => {
    const attempts = Array.from({ length: 20 }, (_, i) =>
      i % 2 ? api.connect() : failureOf(() => api.connect({ database: 'no_such_database' })),
    );
    const ends = await Promise.all(attempts);
    for (const [i, end] of ends.entries()) {
      if (i % 2) await (end as Awaited<ReturnType<typeof api.connect>>).close();
      else expect(end).toMatchObject({ errno: 1049 });
    }
  });
});
