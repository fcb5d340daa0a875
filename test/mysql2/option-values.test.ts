/** Wrong values of options are errors that name the option, and never show the value. */
import { administer, useDatabase } from '../support/database';
import { TEST_DATABASE } from '../support/apis';
import { FACADE, MYSQL2, onConnection, pairOptions, rejection, run } from '../support/mysql2-pair';

useDatabase();

const SECRET = 'hunter2';

const WRONG: readonly [name: string, ...values: unknown[]][] = [
  ['connectionLimit', 'abc', '', -1, 1.5, NaN, true, [SECRET]],
  ['queueLimit', 'x', -1, NaN],
  ['maxIdle', 'x', -1, NaN],
  ['idleTimeout', 'x', -5, NaN],
  ['connectTimeout', 'abc', -1, NaN, 1e12, Infinity],
  ['maxPreparedStatements', 'x', 0, -1],
  ['port', 'abc', -1, 70_000, 3306.5, 0],
  ['host', 5],
  ['user', {}],
  ['password', 123, Buffer.from(SECRET)],
  ['database', 5],
  ['socketPath', 5],
  ['localAddress', 5],
  ['charset', 5],
  ['timezone', 5],
  ['waitForConnections', 'false', SECRET],
  ['resetOnRelease', 'false'],
  ['multipleStatements', 'false', 'yes'],
  ['supportBigNumbers', 'no'],
  ['bigNumberStrings', 'no'],
  ['decimalNumbers', 'no'],
  ['jsonStrings', 'no'],
  ['rowsAsArray', 'no'],
  ['namedPlaceholders', 'no'],
  ['stringifyObjects', 'no'],
  ['compress', 'no'],
  ['enableCleartextPlugin', 'no'],
  ['gracefulEnd', 'no'],
  ['dateStrings', 'yes', ['DATES'], [SECRET]],
  ['typeCast', SECRET],
  ['nestTables', 5],
  ['flags', 5, [5]],
  ['connectAttributes', SECRET],
  ['infileStreamFactory', SECRET],
  ['queryFormat', SECRET],
  ['ssl', 5],
];
const CASES = WRONG.flatMap(([name, ...values]) => values.map((value) => ({ name, value })));

test.each(CASES)('$name: $value', ({ name, value }) => {
  for (const make of [FACADE.createConnection, FACADE.createPool]) {
    const making = (): unknown => make({ [name]: value });
    expect(making).toThrow(TypeError);
    expect(making).toThrow(expect.objectContaining({ code: 'ERR_MYSQLDB_OPTION' }));
    expect(making).toThrow(new RegExp(`^The option ${name} takes `));
    expect(making).not.toThrow(SECRET);
  }
});

test.each([
  ['pasword', 'password'],
  ['passsword', 'password'],
  ['paswsord', 'password'],
  ['passwird', 'password'],
  ['connection-limit', 'connectionLimit'],
  ['queue_limit', 'queueLimit'],
  ['connectionlimit', 'connectionLimit'],
  ['dateString', 'dateStrings'],
  ['hots', 'host'],
  ['namedPlaceHolder', 'namedPlaceholders'],
])('the misspelt option %s', (name, meant) => {
  const message = `There is no option ${name}. Did you mean ${meant}?`;
  const error = expect.objectContaining({ code: 'ERR_MYSQLDB_OPTION', message });
  for (const make of [FACADE.createConnection, FACADE.createPool]) {
    expect(() => make({ [name]: SECRET })).toThrow(error);
  }
});

test('members of ssl, and what ssl never was', () => {
  const making = (ssl: object | string) => (): unknown => FACADE.createPool({ ssl } as object);
  expect(making({ rejectUnauthorized: 'false' })).toThrow(/rejectUnauthorized takes true or false/);
  expect(making({ verifyIdentity: 'yes' })).toThrow(/verifyIdentity takes/);
  expect(making('false')).toThrow(/Unknown SSL profile/);
});

test.each([
  ['http://user@host/db', /does not begin with mysql:/],
  ['redis://user@host', /does not begin with mysql:/],
  ['file:///etc/passwd', /does not begin with mysql:/],
  [`mysql://user@host/db#${SECRET}`, /write %23/],
  ['mysql://user@host/db?connectionLimit=abc', /connectionLimit takes/],
  ['mysql://user@host/db?multipleStatements=yes', /multipleStatements takes/],
  ['mysql://user@host/db?uri=mysql://evil', /uri cannot stand/],
])('the URI %s', (uri, message) => {
  for (const making of [() => FACADE.createPool(uri), () => FACADE.createPool({ uri })]) {
    expect(making).toThrow(message);
    expect(making).not.toThrow(SECRET);
  }
});

test.each([null, 5, undefined])('no options: %p', (given) => {
  expect(() => FACADE.createPool(given as unknown as string)).toThrow(
    `not ${given === 5 ? 'number' : given}`,
  );
});

test.each<[object, object]>([
  [
    { connectionLimit: '3', queueLimit: '4', idleTimeout: '5' },
    { connectionLimit: 3, queueLimit: 4, idleTimeout: 5 },
  ],
  [
    { connectionLimit: 0, maxIdle: Infinity },
    { connectionLimit: 0, maxIdle: Infinity },
  ],
  [
    { connectionLimit: undefined, maxIdle: null },
    { connectionLimit: 10, maxIdle: 10 },
  ],
  [
    { waitForConnections: 0, resetOnRelease: 1 },
    { waitForConnections: false, resetOnRelease: true },
  ],
  [
    { uri: 'mysql://user@host?connectionLimit=7&waitForConnections=false' },
    { connectionLimit: 7, waitForConnections: false },
  ],
  [
    { connectTimeout: '500', port: '', host: '', user: '' },
    { connectionConfig: { connectTimeout: 500, port: 3306, host: 'localhost', user: undefined } },
  ],
])('%p is taken', (given, expected) => {
  expect(FACADE.createPool(given).config).toMatchObject(expected);
});

test('the config of a connection, which ORMs give back, is taken', async () => {
  const conn = FACADE.createConnection({ ...pairOptions(), flags: ['-FOUND_ROWS'] });
  const again = FACADE.createConnection({ ...conn.config } as object);
  expect((await again.promise().query('SELECT 1 AS a'))[0]).toEqual([{ a: 1 }]);
  await Promise.all([conn.promise().end(), again.promise().end()]);
});

test.each([
  ['authPlugins', {}],
  ['authSwitchHandler', () => {}],
  ['passwordSha1', SECRET],
  ['stream', () => {}],
])('%s of mysql2, which is not there, is an error', (name, value) => {
  expect(() => FACADE.createPool({ [name]: value })).toThrow(
    expect.objectContaining({
      message: `The option ${name} of mysql2 is not there`,
      code: 'ERR_MYSQLDB_OPTION',
    }),
  );
});

describe('what is not known is warned of, once', () => {
  const warningsOf = async (action: () => unknown): Promise<unknown[]> => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await action();
    await action();
    const texts = emit.mock.calls.map(([text]) => text);
    emit.mockRestore();
    return texts;
  };

  test.each<[string, () => unknown]>([
    // Near to no option of theirs: it may be an ORM's own.
    ['acquireTimeout', () => FACADE.createPool({ acquireTimeout: 5 } as object)],
    ...['id', 'or', 'aws', 'url', 'ssh', 'sql'].map((name): [string, () => unknown] => [
      `option ${name},`,
      () => FACADE.createPool({ [name]: 5 }),
    ]),
    // An URL that Prisma has too.
    ['connection_limit', () => FACADE.createPool('mysql://127.0.0.1/db?connection_limit=5')],
    ['connect_timeout', () => FACADE.createPool({ connect_timeout: 5 } as object)],
    ['insecureAuth', () => FACADE.createPool({ insecureAuth: true })],
    ['FOUNDROWS', () => FACADE.createPool({ flags: 'FOUNDROWS' } as object)],
    [
      'rowAsArray',
      () =>
        onConnection((conn) =>
          conn.query({ sql: 'DO 1', rowAsArray: true } as object as { sql: string }),
        )(FACADE),
    ],
  ])('%s', async (name, action) => {
    expect(await warningsOf(action)).toEqual([expect.stringContaining(name)]);
  });
});

describe('a query', () => {
  beforeAll(() => administer(`CREATE TABLE ${TEST_DATABASE}.t (a INT)`));

  test.each([
    [{ timeout: NaN }, /timeout takes/],
    [{ timeout: 'soon' }, /timeout takes/],
    [{ timeout: -1 }, /timeout takes/],
    [{ dateStrings: ['DATES'] }, /dateStrings takes/],
    [{ typeCast: 'x' }, /typeCast takes/],
    [{ rowsAsArray: 'false' }, /rowsAsArray takes/],
    [{ infileStreamFactory: 5 }, /infileStreamFactory takes/],
  ])('with %p fails', (options, message) =>
    onConnection(async (conn) => {
      for (const method of ['query', 'execute'] as const) {
        const sql = 'INSERT INTO t VALUES (1)';
        const asking = run(conn, method, { sql, ...options } as object as { sql: string });
        expect(await rejection(asking)).toMatchObject({
          message: expect.stringMatching(message) as unknown,
        });
      }
      expect((await conn.query('SELECT * FROM t'))[0]).toEqual([]);
    })(FACADE),
  );

  test.each([undefined, null, 5, {}, { sql: 5 }, { sql: null }])(
    'of %p is refused at once',
    (sql) =>
      onConnection(async (conn, core) => {
        const given = sql as unknown as string;
        for (const ask of [core.query, core.execute, core.prepare]) {
          expect(() => void ask.call(core, given, () => {})).toThrow(
            /^A statement is a text, or an object/,
          );
        }
        expect(await rejection(conn.query(given))).toMatchObject({ name: 'TypeError' });
      })(FACADE),
  );

  test('with a callback that is none is refused at once', () =>
    onConnection(async (_conn, core) => {
      const callback = 5 as unknown as () => void;
      expect(() => core.query('SELECT 1', [], callback)).toThrow(
        'A callback is a function, not number',
      );
      expect(() => core.execute('SELECT 1', [], callback)).toThrow(TypeError);
    })(FACADE));
});

test('a pool or a cluster that is asked for a connection without a callback', () => {
  const pool = FACADE.createPool(pairOptions());
  const cluster = FACADE.createPoolCluster();
  const none = undefined as unknown as () => void;
  expect(() => pool.getConnection(none)).toThrow('A callback is a function, not undefined');
  expect(() => cluster.of('*').getConnection(none)).toThrow(TypeError);
});

test.each([{ defaultSelector: 'LRU' }, { canRetry: 'no' }, { removeNodeErrorCount: 'x' }])(
  'a cluster with %p',
  (options) => {
    expect(() => FACADE.createPoolCluster(options as object)).toThrow(/^The option \w+ takes /);
  },
);

test('what mysql2 takes of these is what a program may rely on: 0 is any number of connections', async () => {
  for (const mysql of [MYSQL2, FACADE]) {
    const pool = mysql.createPool({ ...pairOptions(), connectionLimit: 0 });
    const all = await Promise.all(Array.from({ length: 12 }, () => pool.promise().getConnection()));
    for (const connection of all) connection.release();
    await pool.promise().end();
  }
});
