/** What console.log shows of a connection: where it leads and how it is, and no secret. */
import { inspect } from 'node:util';
import { APIS, serverOptions, TEST_DATABASE } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { printed } from '../support/printed';

useDatabase();

describe.each(APIS)('$name: a printed connection', (api) => {
  const conn = useConnection(api);
  const name = api.name === 'async' ? 'Connection' : 'SyncConnection';

  test('shows where it leads, who it is, and how it is', async () => {
    const { host, port, user } = serverOptions();
    const text = inspect(conn());
    expect(text).toMatch(new RegExp(`^${name} {`));
    for (const part of [
      `host: '${host}'`,
      `port: ${port}`,
      `user: '${user}'`,
      `database: '${TEST_DATABASE}'`,
      `threadId: ${conn().threadId}`,
      `serverVersion: '${conn().serverVersion}'`,
      'isUsable: true',
      'inTransaction: false',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('unixSocket');
    await conn().begin();
    expect(inspect(conn())).toContain('inTransaction: true');
  });

  test('shows the socket in the place of host and port', async () => {
    const [unixSocket] = (await conn().fetchone<[string]>('SELECT @@socket'))!;
    const { host: _, port: __, ...rest } = serverOptions();
    const other = await api.open({ ...rest, unixSocket });
    expect(inspect(other)).toContain(`unixSocket: '${unixSocket}'`);
    expect(inspect(other)).not.toMatch(/host:|port:/);
    await other.close();
    expect(inspect(other)).toContain('isUsable: false');
  });

  test('shows whom changeUser has logged in, and no password', async () => {
    await recreate(conn(), "USER 'printed'@'%' IDENTIFIED BY 'hunter2'");
    const other = await api.connect();
    await other.changeUser({ user: 'printed', password: 'hunter2', database: '' });
    expect(inspect(other)).toContain("user: 'printed'");
    await other.close();
    const { database: _, ...server } = serverOptions();
    const third = await api.open({ ...server, user: 'printed', password: 'hunter2' });
    expect(inspect(third)).toContain('database: null');
    expect(printed(third)).not.toContain('hunter2');
    await third.close();
    await conn().execute("DROP USER 'printed'@'%'");
  });

  test('is indented in other things, and cut in deep ones', () => {
    expect(inspect({ a: { b: { conn: conn() } } })).toContain(`[${name}]`);
    expect(inspect([conn()])).toMatch(new RegExp(`\\[\\s+${name} {\\n    host: `));
  });

  test('shows what was added to it', () => {
    expect(inspect(Object.assign(conn(), { purpose: 'tests' }))).toContain("purpose: 'tests'");
  });
});
