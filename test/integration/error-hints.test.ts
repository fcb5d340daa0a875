/** The mistakes that beginners make first: each gets a line that says what to do. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectOptions, SSCursor } from '../../lib';
import { errorFromServer } from '../../lib/errors';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { administer, useConnection, useDatabase } from '../support/database';
import { authSwitch, type Behaviour, error, FakeServer, greeting } from '../support/fake-server';

useDatabase();

const ACCOUNTS = {
  hint_locked: "IDENTIFIED BY 'x' ACCOUNT LOCK",
  hint_once: "IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1",
  hint_plain: "IDENTIFIED BY 'x'",
};

beforeAll(() => {
  for (const [name, account] of Object.entries(ACCOUNTS)) {
    administer(`DROP USER IF EXISTS ${name}@'%'`, `CREATE USER ${name}@'%' ${account}`);
  }
});
afterAll(() => administer(...Object.keys(ACCOUNTS).map((name) => `DROP USER ${name}@'%'`)));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'mysqldb-hints-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(APIS)('$name: connect', (api) => {
  async function refusal(options: ConnectOptions) {
    const { database: _, ...server } = serverOptions();
    return failureOf(() => api.open({ ...server, ...options }));
  }

  test('to a socket that is not there', async () => {
    const unixSocket = join(folder, 'missing.sock');
    const failure = await refusal({ unixSocket });
    expect(failure).toMatchObject({ errno: 2002, retryable: true });
    expect(failure.hint).toMatch(/No socket is at this path.*`unixSocket`.*@@socket.*127\.0\.0\.1/);
  });

  test('to a socket where no server listens', async () => {
    const unixSocket = join(folder, 'file.sock');
    writeFileSync(unixSocket, '');
    const failure = await refusal({ unixSocket });
    expect(failure.hint).toMatch(/No server listens at this socket/);
  });

  test('to a port where no server listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    closed.close();
    const failure = await refusal({ host: '127.0.0.1', port });
    expect(failure.hint).toMatch(/`host` and `port`/);
    expect(failure.hint).not.toMatch(/@@socket/);
  });

  test('without a password, and with a wrong one', async () => {
    const { password: _, ...server } = serverOptions();
    const failure = await failureOf(() => api.open({ ...server, user: 'hint_plain' }));
    expect(failure).toMatchObject({ errno: 1045, hint: expect.stringMatching(/^No `password`/) });
    const wrong = await refusal({ user: 'hint_plain', password: 'wrong' });
    expect(wrong).toMatchObject({ errno: 1045, hint: expect.stringMatching(/^Check `user`/) });
  });

  test('as an account that is locked: named and explained, though the server did not greet yet', async () => {
    const failure = await refusal({ user: 'hint_locked', password: 'x' });
    expect(failure).toMatchObject({ code: 'ER_ACCOUNT_HAS_BEEN_LOCKED', fatal: true });
    expect(failure.hint).toMatch(/ACCOUNT UNLOCK/);
  });

  test('once too often', async () => {
    const account = { user: 'hint_once', password: 'x', database: 'information_schema' };
    const first = await api.connect(account);
    const failure = await refusal(account);
    expect(failure).toMatchObject({ errno: 1226, code: 'ER_USER_LIMIT_REACHED' });
    expect(failure.hint).toMatch(/fewer connections/);
    await first.close();
  });

  test('with an option that does not exist', async () => {
    const failure = await refusal({ usr: 'x' } as ConnectOptions);
    expect(failure).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
    expect(failure.message).toMatch(/usr.*Did you mean user\?/);
    expect(failure.hint).toMatch(/^The options are /);
  });
});

/** More than the driver reads ahead. */
const LONG = `WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 900)
  SELECT n, REPEAT('x', 5000) FROM s`;

describe.each(APIS)('$name: a statement', (api) => {
  const conn = useConnection(api);

  test('with a table, but no database', async () => {
    const { database: _, ...server } = serverOptions();
    const bare = await api.open(server);
    const failure = await failureOf(() => bare.execute('SELECT * FROM t'));
    expect(failure).toMatchObject({ errno: 1046, hint: expect.stringMatching(/`database`/) });
    await bare.close();
  });

  test.each([
    'SELECT 1; SELECT 2',
    "SELECT ';'; drop table t",
    'SELECT 1;\n  INSERT INTO t VALUES (1)',
  ])('of two: %s', async (sql) => {
    const failure = await failureOf(() => conn().execute(sql));
    expect(failure).toMatchObject({ errno: 1064, sql });
    expect(failure.hint).toMatch(/one statement only.*`multiStatements: true`/);
  });

  test.each(['SELEKT 1; SELECT 2', "SELECT 'a; SELECT' SELECT 1", 'BEGIN NOT ATOMIC SELEKT; END'])(
    'with another syntax error: %s',
    async (sql) => {
      const failure = await failureOf(() => conn().execute(sql));
      expect(failure).toMatchObject({ errno: 1064, hint: expect.stringMatching(/"near"/) });
    },
  );

  test('of two, where that is allowed', async () => {
    const many = await api.connect({ multiStatements: true });
    const failure = await failureOf(async () => {
      const cur = await many.execute('SELECT 1; SELECT SELECT 2');
      while (await cur.nextset());
    });
    expect(failure.hint).not.toMatch(/multiStatements/);
    await many.close();
  });

  test('whose options stand where none belong', async () => {
    const cursor = conn().cursor();
    for (const [call, hint] of [
      [() => cursor.execute('SELECT 1', [], 'prepared' as never), /after the parameters/],
      [() => cursor.executemany('SELECT ?', [[1]], 1 as never), /after the rows/],
      [() => conn().cursor(SSCursor, 'string' as never), /after the kind/],
    ] as const) {
      expect((await failureOf(call)).hint).toMatch(hint);
    }
  });

  test('while rows of another are unread', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(LONG);
    const failure = await failureOf(() => conn().execute('SELECT 1'));
    expect(failure).toMatchObject({ errno: 2014, hint: expect.stringMatching(/close/i) });
    await stream.close();
  });

  test('that loads a local file', async () => {
    await conn().execute('CREATE TABLE IF NOT EXISTS t (a INT)');
    const failure = await failureOf(() =>
      conn().execute("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t"),
    );
    expect([4166, 3948, 1148, 2068]).toContain(failure.errno);
    expect(failure.hint).toMatch(/`localInfile`/);
  });

  test('that is larger than the server takes', async () => {
    const [limit] = (await conn().fetchone('SELECT @@max_allowed_packet')) as [number];
    const failure = await failureOf(() => conn().execute(`DO '${'x'.repeat(limit + 1)}'`));
    // The server may hang up before it is heard.
    expect([1153, 2006, 2013, 2020]).toContain(failure.errno);
    expect(failure.fatal).toBe(true);
    if (failure.errno !== 2013) expect(failure.hint).toMatch(/max_allowed_packet/);
  });
});

// Neither the test server nor every client library can be brought to say these.
describe('the words of other servers and client libraries', () => {
  const hint = (errno: number, message: string, flavor?: 'mariadb' | 'mysql') =>
    errorFromServer({ errno, sqlState: 'HY000', message }, { flavor }).hint;

  test.each<[number, string, RegExp]>([
    [
      2061,
      "Authentication plugin 'caching_sha2_password' reported error: Authentication requires secure connection.",
      /`sslMode: 'REQUIRED'`.*unix socket.*`getServerPublicKey`.*`serverPublicKeyPath`/,
    ],
    [2061, "Couldn't read RSA public key from server", /`getServerPublicKey: true`.*PEM/],
    [2061, "Can't locate server public key '/x.pem'", /`serverPublicKeyPath`/],
    [2061, 'Something else', /`user` and `password`/],
    [2002, "Can't connect to local MySQL server through socket '/x' (13)", /may not use/],
    [2003, "Can't connect to MySQL server on '127.0.0.1:3306' (111)", /`host` and `port`/],
    [2068, 'LOAD DATA LOCAL INFILE file request rejected', /`localInfileDir`/],
    [3159, 'Connections using insecure transport are prohibited', /sslMode/],
    [1040, 'Too many connections', /max_connections/],
    [
      1461,
      "Can't create more than max_prepared_stmt_count statements",
      /`close\(\)`.*`await using`/,
    ],
    [1290, 'running with the --secure-file-priv option', /@@secure_file_priv/],
    [1290, 'running with the --read-only option', /replica/],
    [1005, "Can't create table `a`.`b` (errno: 150 …)", /foreign key/i],
  ])('%i: %s', (errno, message, wanted) => expect(hint(errno, message)).toMatch(wanted));

  test('about local files, by the number of each server', () => {
    for (const [errno, flavor] of [
      [3948, 'mysql'],
      [4166, 'mariadb'],
      [1148, 'mysql'],
      [1148, 'mariadb'],
    ] as const)
      expect(hint(errno, 'x', flavor)).toMatch(/`localInfile`/);
    expect(hint(4166, 'x', 'mysql')).toBeUndefined();
  });
});

describe('refusals at the login', () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.close());

  async function failureAgainst(behaviour: Behaviour) {
    server = await FakeServer.open(behaviour);
    return failureOf(() => APIS[0]!.open({ ...server!.options, connectTimeout: 2_000 }));
  }

  test('of a plugin that is not allowed: our text, for that of the library has stray bytes', async () => {
    const failure = await failureAgainst(async (peer) => {
      peer.send(0, greeting());
      await peer.packet();
      peer.send(2, authSwitch('mysql_clear_password'));
    });
    expect([5010, 2059, 2061]).toContain(failure.errno);
    expect(failure.message).not.toMatch(/[\u0000-\u001f\u007f\ufffd]/);
    expect(failure.hint).toMatch(/ALTER USER/);
  });

  test.each([
    [1040, 'Too many connections', true],
    [1053, 'Server shutdown in progress', true],
    [1130, 'Host is not allowed', false],
  ])('with %i', async (errno, text, retryable) => {
    const failure = await failureAgainst((peer) => peer.send(0, error(errno, text)));
    expect(failure).toMatchObject({ errno, sqlMessage: text, fatal: true, retryable });
  });
});
