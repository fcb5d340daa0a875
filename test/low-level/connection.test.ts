/** What a low-level connection tells of itself and of its last call, and what it does beside queries. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connectSync, FLAG, InterfaceError, OperationalError, ProgrammingError } from '../../lib';
import * as lowLevel from '../../lib/low-level';
import { failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { administer, untilGone, useDatabase } from '../support/database';
import { onClient } from '../support/flavor';
import { LOW_LEVEL_APIS, stored, textRow, useLowLevel } from '../support/low-level';

useDatabase();

beforeAll(() => administer('SET GLOBAL local_infile = 1'));

beforeEach(() =>
  administer(
    `CREATE OR REPLACE TABLE ${TEST_DATABASE}.item (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(5))`,
  ),
);

describe.each(LOW_LEVEL_APIS)('the last call, $name', (api) => {
  const conn = useLowLevel(api, { autocommit: true, sqlMode: '' });
  const counts = () => [conn().affectedRows(), conn().insertId(), conn().fieldCount()];

  test('has what it did', async () => {
    expect(counts()).toEqual([-1, 0, 0]);
    await conn().query("INSERT INTO item VALUES (7, 'a'), (8, 'b')");
    expect([conn().affectedRows(), conn().fieldCount()]).toEqual([2, 0]);
    expect(conn().info()).toBe('Records: 2  Duplicates: 0  Warnings: 0');
    await conn().query("INSERT INTO item (name) VALUES ('longer than five')");
    expect(counts()).toEqual([1, 9, 0]);
    expect(conn().warningCount()).toBe(1);
    expect(conn().info()).toBeNull();
    await conn().query('SELECT id, name FROM item');
    expect(counts()).toEqual([-1, 0, 2]);
    await conn().storeResult();
    expect(counts()).toEqual([3, 0, 2]);
    expect([conn().info(), conn().warningCount()]).toEqual([null, 0]);
    await failureOf(() => conn().query('SELECT * FROM nowhere'));
    expect(counts()).toEqual([-1, 0, 0]);
    await conn().query('DELETE FROM item');
    expect(counts()).toEqual([3, 0, 0]);
  });

  test('autocommit takes true or false alone', async () => {
    for (const wrong of [undefined, 'yes', 0]) {
      const error = await failureOf(() => conn().autocommit(wrong as never));
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    }
    expect(conn().getAutocommit()).toBe(true);
  });

  test('has its exact numbers beyond 2^53', async () => {
    await conn().query(
      'CREATE TEMPORARY TABLE big (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY)',
    );
    await conn().query('INSERT INTO big VALUES (18446744073709551610)');
    await conn().query('INSERT INTO big VALUES (NULL)');
    expect(conn().insertId()).toBe(18446744073709551611n);
  });

  test('has the error that it failed with, until another succeeds', async () => {
    const last = () => [conn().errno(), conn().error(), conn().sqlState()];
    expect(last()).toEqual([0, '', '00000']);
    await failureOf(() => conn().query('SELECT * FROM nowhere'));
    expect(last()).toEqual([1146, expect.stringMatching(/nowhere' doesn't exist/), '42S02']);
    await failureOf(() => conn().readQueryResult());
    expect(last()).toEqual([2014, expect.stringMatching(/out of sync/), 'HY000']);
    await conn().ping();
    expect(last()).toEqual([0, '', '00000']);
  });

  test('that was wrong in itself has no such error: nothing was called', async () => {
    await failureOf(() => conn().query('SELECT * FROM nowhere'));
    await failureOf(() => conn().query(7 as never));
    expect(conn().errno()).toBe(1146);
  });
});

describe.each(LOW_LEVEL_APIS)('a connection, $name', (api) => {
  const conn = useLowLevel(api);

  test('tells of itself', async () => {
    const [id, version] = await textRow(conn(), 'SELECT CONNECTION_ID(), VERSION()');
    expect(String(conn().threadId())).toBe(id);
    expect(conn().getServerInfo()).toBe(version);
    expect(conn().getHostInfo()).toMatch(/via TCP\/IP/);
    expect(conn().getProtoInfo()).toBe(10);
    expect(conn().getClientInfo()).toMatch(/^\d+\.\d+/);
    expect(conn().getClientInfo()).toBe(lowLevel.getClientInfo());
    expect(conn().port).toBe(serverOptions().port);
    expect(conn().fileno()).toBeGreaterThan(2);
    expect(conn().serverCapabilities & 512n).toBe(512n);
    expect(conn().clientFlag & 512).toBe(512);
    expect([conn().open, conn().closed]).toEqual([true, false]);
    expect(await conn().stat()).toMatch(/^Uptime: \d+ {2}Threads: \d+/);
  });

  test('has no port on a socket', async () => {
    const unixSocket =
      process.env['MYSQLDB_TEST_SOCKET'] ?? (await textRow(conn(), 'SELECT @@socket'))[0]!;
    const { host: _, port: __, ...options } = serverOptions();
    const connection = lowLevel.connectSync({ ...options, unixSocket });
    expect(connection.port).toBe(0);
    expect(connection.getHostInfo()).toMatch(/socket/i);
    connection.close();
  });

  test('has its autocommit from the server, unless the options say', async () => {
    expect(conn().getAutocommit()).toBe(true);
    for (const autocommit of [true, false]) {
      const other = await api.connect({ autocommit });
      expect(other.getAutocommit()).toBe(autocommit);
      await other.close();
    }
    const url = new URL(process.env['MYSQLDB_TEST_URL']!);
    const byUrl = lowLevel.connectSync(url);
    expect(byUrl.getAutocommit()).toBe(true);
    byUrl.close();
  });

  test('commits and rolls back', async () => {
    await conn().autocommit(false);
    expect(conn().getAutocommit()).toBe(false);
    const count = async () => (await textRow(conn(), 'SELECT COUNT(*) FROM item'))[0];
    await conn().query("INSERT INTO item (name) VALUES ('a')");
    await conn().rollback();
    expect(await count()).toBe('0');
    await conn().query("INSERT INTO item (name) VALUES ('a')");
    await conn().commit();
    await conn().rollback();
    expect(await count()).toBe('1');
    await conn().autocommit(true);
    await conn().query('DELETE FROM item');
  });

  test('changes its database and its user', async () => {
    await conn().selectDb('information_schema');
    expect(await textRow(conn(), 'SELECT DATABASE()')).toEqual(['information_schema']);
    expect(await failureOf(() => conn().selectDb('nowhere'))).toMatchObject({ errno: 1049 });
    expect(conn().errno()).toBe(1049);
    await conn().query('SET @mine = 1');
    await conn().changeUser({ database: TEST_DATABASE });
    expect(await textRow(conn(), 'SELECT DATABASE(), @mine')).toEqual([TEST_DATABASE, null]);
    expect(await failureOf(() => conn().changeUser({ user: 'nobody-there' }))).toBeInstanceOf(
      OperationalError,
    );
    expect(conn().open).toBe(false);
  });

  test('resets its session', async () => {
    await conn().query('SET @mine = 1');
    await conn().resetConnection();
    expect(await textRow(conn(), 'SELECT @mine')).toEqual([null]);
  });

  test('sets its character set', async () => {
    expect(conn().characterSetName()).toBe('utf8mb4');
    await conn().setCharacterSet('latin1', 'latin1_german1_ci');
    expect(conn().characterSetName()).toBe('latin1');
    expect(await conn().getCharacterSetInfo()).toEqual({
      name: 'latin1',
      collation: 'latin1_german1_ci',
      mbminlen: 1,
      mbmaxlen: 1,
    });
    const [[cell]] = (await (await stored(conn(), "SELECT 'é'")).fetchRow()) as [[Buffer]];
    expect(cell).toEqual(Buffer.from([0xe9]));
    await conn().setCharacterSet('utf8mb4');
    expect(await conn().getCharacterSetInfo()).toMatchObject({ name: 'utf8mb4', mbmaxlen: 4 });
    await failureOf(() => conn().setCharacterSet('klingon'));
    expect(conn().errno()).toBe(1115);
    expect(conn().characterSetName()).toBe('utf8mb4');
    expect(await failureOf(() => conn().setCharacterSet("a' b"))).toBeInstanceOf(ProgrammingError);
  });

  test('asks for its character set with decoders that would spoil the answer', async () => {
    const spoil = () => 'spoilt';
    const other = await api.connect({
      conv: [
        [253, spoil],
        [8, spoil],
        [254, spoil],
      ],
    });
    expect(await other.getCharacterSetInfo()).toMatchObject({ name: 'utf8mb4', mbminlen: 1 });
    await other.close();
  });

  test('allows and forbids several statements', async () => {
    expect(await failureOf(() => conn().query('DO 1; DO 2'))).toMatchObject({ errno: 1064 });
    await conn().setServerOption(0);
    await conn().query('DO 1; DO 2');
    expect(await conn().nextResult()).toBe(true);
    await conn().setServerOption(1);
    expect(await failureOf(() => conn().query('DO 1; DO 2'))).toMatchObject({ errno: 1064 });
    for (const option of [2, -1, true, '0', null]) {
      expect(await failureOf(() => conn().setServerOption(option as never))).toMatchObject({
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
  });

  test('kills another one', async () => {
    const [other, watcher] = [await api.connect(), connectSync(serverOptions())];
    const threadId = other.threadId();
    await conn().kill(threadId);
    await untilGone(watcher as never, threadId);
    expect(await failureOf(() => other.ping())).toMatchObject({ fatal: true });
    expect(other.open).toBe(false);
    for (const id of [-1, 1.5, '1 OR 1', null]) {
      expect(await failureOf(() => conn().kill(id as never))).toBeInstanceOf(ProgrammingError);
    }
    await other.close();
    watcher.close();
  });

  test('has the server write down what it does', async () => {
    await conn().dumpDebugInfo();
    expect(conn().errno()).toBe(0);
  });

  test('may be refused a shutdown', async () => {
    administer("CREATE OR REPLACE USER 'guest'@'%' IDENTIFIED BY 'guest'");
    const { database: _, ...server } = serverOptions();
    const guest = lowLevel.connectSync({ ...server, user: 'guest', password: 'guest' });
    expect(await failureOf(() => guest.shutdown())).toMatchObject({ errno: 1227 });
    expect(guest.open).toBe(true);
    guest.close();
    administer("DROP USER 'guest'@'%'");
  });

  test('reads local files from the directory that it may, or what it is given', async () => {
    const other = await api.connect({ localInfile: true });
    await other.query('CREATE TEMPORARY TABLE loaded (line VARCHAR(20))');
    const load = "LOAD DATA LOCAL INFILE 'any' INTO TABLE loaded";
    await other.query(load, { infile: 'one\ntwo\n' });
    await other.query(Buffer.from(load), { infile: ['three\n'] });
    expect(other.info()).toMatch(/^Records: 1/);
    expect(await textRow(other, 'SELECT GROUP_CONCAT(line) FROM loaded')).toEqual([
      'one,two,three',
    ]);
    await other.close();
    expect(await failureOf(() => conn().query(load, { infile: 'x' }))).toMatchObject({
      code: 'ERR_MYSQLDB_LOCAL_INFILE',
    });
  });

  test('prints without its secrets', async () => {
    const { inspect } = await import('node:util');
    expect(inspect(conn(), { depth: 9 })).not.toContain(serverOptions().password || '\0');
  });

  test('is closed twice without an error, and knows its last one', async () => {
    await failureOf(() => conn().query('SELECT * FROM nowhere'));
    await conn().close();
    await conn().close();
    expect([conn().open, conn().closed]).toEqual([false, true]);
    expect([conn().errno(), conn().sqlState()]).toEqual([1146, '42S02']);
    expect([conn().affectedRows(), conn().insertId(), conn().fieldCount()]).toEqual([-1, 0, 0]);
  });

  const CALLS: [string, (c: lowLevel.LowLevelConnection) => unknown][] = [
    ['query', (c) => c.query('SELECT 1')],
    ['sendQuery', (c) => c.sendQuery('SELECT 1')],
    ['readQueryResult', (c) => c.readQueryResult()],
    ['storeResult', (c) => c.storeResult()],
    ['useResult', (c) => c.useResult()],
    ['nextResult', (c) => c.nextResult()],
    ['discardResult', (c) => c.discardResult()],
    ['ping', (c) => c.ping()],
    ['commit', (c) => c.commit()],
    ['stat', (c) => c.stat()],
    ['getCharacterSetInfo', (c) => c.getCharacterSetInfo()],
    ['characterSetName', (c) => c.characterSetName()],
    ['threadId', (c) => c.threadId()],
    ['fileno', (c) => c.fileno()],
    ['port', (c) => c.port],
    ['getHostInfo', (c) => c.getHostInfo()],
    ['getServerInfo', (c) => c.getServerInfo()],
    ['getProtoInfo', (c) => c.getProtoInfo()],
    ['getAutocommit', (c) => c.getAutocommit()],
    ['serverCapabilities', (c) => c.serverCapabilities],
    ['clientFlag', (c) => c.clientFlag],
    ['escapeString', (c) => c.escapeString('a')],
    ['stringLiteral', (c) => c.stringLiteral('a')],
    ['escape', (c) => c.escape(1)],
  ];

  test.each(CALLS)('that is closed has no %s', async (_, call) => {
    await conn().close();
    const error = await failureOf(async () => call(conn()));
    expect(error).toBeInstanceOf(InterfaceError);
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED', fatal: true });
  });

  test('is disposed of', async () => {
    const other = await api.connect();
    if (api.name === 'async') await other[Symbol.asyncDispose]();
    else (other as unknown as Disposable)[Symbol.dispose]();
    expect(other.open).toBe(false);
  });

  test('is refused with what the top level is refused with', async () => {
    expect(await failureOf(() => api.connect({ password: 'wrong' }))).toMatchObject({
      errno: 1045,
    });
    for (const options of [5, null, [], { hots: 'x' }, 'http://x']) {
      const open = api.name === 'async' ? lowLevel.connect : lowLevel.connectSync;
      expect(await failureOf(() => open(options as never))).toMatchObject({
        code: 'ERR_MYSQLDB_OPTION',
      });
    }
  });
});

onClient('mariadb', () => {
  /** `noticed`: whether the loss is seen before the answer is asked for. */
  test.each([true, false])(
    'a statement whose answer is lost may have been executed (%p)',
    async (noticed) => {
      const conn = await LOW_LEVEL_APIS[0]!.connect();
      const watcher = connectSync(serverOptions());
      await conn.sendQuery('SELECT SLEEP(20)');
      watcher.execute('KILL ?', [conn.threadId()]);
      while (noticed && conn.open) await nextTurn();
      const error = await failureOf(() => conn.readQueryResult());
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ errno: 2013, fatal: true, retryable: false });
      expect([conn.open, conn.errno()]).toEqual([false, 2013]);
      watcher.close();
    },
  );
});

test('flags of columns are those of FLAG', async () => {
  const conn = await LOW_LEVEL_APIS[1]!.connect();
  const result = await stored(conn, 'SELECT id FROM item');
  expect(result.fieldFlags()[0]! & FLAG.PRI_KEY).toBe(FLAG.PRI_KEY);
  await conn.close();
});
