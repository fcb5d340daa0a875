/** Connections: how they come about, in which order they work, and how they end. */
import { once } from 'node:events';
import type { Connection, ConnectionOptions } from 'mysql2';
import { useDatabase } from '../support/database';
import {
  expectSame,
  FACADE,
  type Mysql2,
  onConnection,
  pairOptions,
  plainError,
  rejection,
} from '../support/mysql2-pair';

useDatabase();

/** Not in mysql2's types. */
interface Promising {
  createConnectionPromise(options: ConnectionOptions): Promise<unknown>;
}

type Program = (mysql: Mysql2) => Promise<unknown>;

/** What a connection emits, in order. */
function watch(conn: Connection): string[] {
  const events: string[] = [];
  conn.on('connect', () => events.push('connect'));
  conn.on('error', (error: NodeJS.ErrnoException) => events.push(`error ${error.code}`));
  conn.on('end', () => events.push('end'));
  return events;
}

const url = (options: ConnectionOptions): string =>
  `mysql://${options.user}:${encodeURIComponent(options.password ?? '')}@${options.host}:${options.port}/${options.database}`;

describe('connecting', () => {
  test.each([
    ['with options', (options: ConnectionOptions) => options],
    ['with a URI', url],
    ['with the option uri', (options: ConnectionOptions) => ({ uri: url(options) })],
    [
      'with a URI that has options',
      (options: ConnectionOptions) => `${url(options)}?rowsAsArray=true`,
    ],
  ])('%s', (_name, make) =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(make(pairOptions()) as string);
      const [rows] = await conn.promise().query('SELECT DATABASE() AS a, 1 AS b');
      await conn.promise().end();
      return rows;
    }),
  );

  test('statements that are asked for before it is connected run then', () =>
    expectSame(
      onConnection(async (conn) => {
        const answers = await Promise.all([
          conn.query('SELECT 1 AS a'),
          conn.execute('SELECT 2 AS a'),
          conn.query('SELECT 3 AS a'),
        ]);
        return answers.map(([rows]) => rows);
      }),
    ));

  test("emits 'connect' once, and connect() calls back before and after", () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      const events = watch(conn);
      const before = await new Promise((resolve) => conn.connect((error) => resolve(error)));
      const after = await new Promise((resolve) => conn.connect((error) => resolve(error)));
      await conn.promise().query('SELECT 1');
      const state = { authorized: conn.authorized, isNumber: typeof conn.threadId };
      await conn.promise().end();
      return { events: events.slice(0, 1), before, after, state };
    }));

  const FAILURES: readonly [string, ConnectionOptions][] = [
    ['nobody listens', { host: '127.0.0.1', port: 1 }],
    ['there is no such socket', { socketPath: '/nonexistent/mysqld.sock' }],
    ['the password is wrong', { user: 'nobody', password: 'wrong' }],
    ['there is no such database', { database: 'no_such_database' }],
  ];

  describe.each(FAILURES)('when %s', (_name, options) => {
    test("emits 'error' without a statement", () =>
      expectSame(async (mysql) => {
        const conn = mysql.createConnection({ ...pairOptions(), ...options });
        const [error] = (await once(conn, 'error')) as [Error];
        return { ...plainError(error), stack: undefined };
      }));

    test('a statement gets the error', () =>
      expectSame(async (mysql) => {
        const conn = mysql.createConnection({ ...pairOptions(), ...options });
        const failed = await rejection(conn.promise().query('SELECT 1'));
        const flags = conn as unknown as Record<string, unknown>;
        return { failed, isClosing: flags['_closing'] };
      }));

    test('so does the promise of a connection', () =>
      expectSame(async (mysql) =>
        rejection(
          (mysql as unknown as Promising).createConnectionPromise({ ...pairOptions(), ...options }),
        ),
      ));
  });
});

describe('the order of statements', () => {
  test('is that in which they were asked for, whatever fails', () =>
    expectSame(
      onConnection(async (conn) => {
        const done: string[] = [];
        const run = (name: string, promise: Promise<unknown>): Promise<unknown> =>
          promise.then(
            () => done.push(name),
            (error: NodeJS.ErrnoException) => done.push(`${name} ${error.code}`),
          );
        await Promise.all([
          run('sleep', conn.query('SELECT SLEEP(0.05)')),
          run('wrong', conn.query('SELEKT')),
          run('prepared', conn.execute('SELECT 1')),
          run('begin', conn.beginTransaction()),
          run('commit', conn.commit()),
          run('ping', conn.ping()),
          run('last', conn.query('SELECT 1')),
        ]);
        return done;
      }),
    ));

  test('a statement waits for the stream before it', () =>
    expectSame(
      onConnection(async (conn, core) => {
        const seen: unknown[] = [];
        const stream = core.query('SELECT 1 AS a UNION SELECT 2 UNION SELECT 3').stream();
        const after = conn.query("SELECT 'after' AS a").then(([rows]) => seen.push(rows));
        for await (const row of stream) seen.push(row);
        await after;
        return seen;
      }),
    ));
});

describe('the end', () => {
  test('end() lets what was asked for before finish', () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      const answer = conn.promise().query('SELECT SLEEP(0.02) AS a');
      const ended = conn.promise().end();
      const refused = await rejection(conn.promise().query('SELECT 1'));
      const [rows] = await answer;
      await ended;
      return {
        rows,
        refused: (refused as Error).message,
        fatal: (refused as { fatal: boolean }).fatal,
      };
    }));

  const ending: Program = async (mysql) => {
    const conn = mysql.createConnection(pairOptions());
    const events = watch(conn);
    await conn.promise().query('SELECT 1');
    const ended = once(conn, 'end');
    await conn.promise().end();
    await ended;
    await conn.promise().end();
    return events;
  };
  test("end() emits 'end', and may be called again", () => expectSame(ending));

  test('a killed idle connection tells so, and refuses from then on', () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      await conn.promise().query('SELECT 1');
      const lost = once(conn, 'error');
      const killer = mysql.createConnection(pairOptions()).promise();
      await killer.query(`KILL ${conn.threadId}`);
      await killer.end();
      const [error] = (await lost) as [Error];
      const refused = await rejection(conn.promise().query('SELECT 1'));
      const flags = conn as unknown as Record<string, Error & { destroyed: boolean }>;
      return {
        error: { ...plainError(error) },
        refused: (refused as Error).message,
        isFatal: Boolean(flags['_fatalError'] ?? flags['_protocolError']),
        isClosing: flags['_closing'],
        isDestroyed: flags['stream']?.destroyed,
        state: (conn as unknown as { state: string }).state,
      };
    }));

  test('a statement that waits when the connection is lost fails', () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      await conn.promise().query('SELECT 1');
      conn.on('error', () => {});
      const killer = mysql.createConnection(pairOptions()).promise();
      const running = rejection(conn.promise().query('SELECT SLEEP(10)'));
      const waiting = rejection(conn.promise().query('SELECT 1'));
      await killer.query('SELECT SLEEP(0.02)');
      await killer.query(`KILL ${conn.threadId}`);
      await killer.end();
      const failures = (await Promise.all([running, waiting])) as NodeJS.ErrnoException[];
      return { ran: failures[0]!.code !== undefined, waited: failures[1]!.code };
    }));

  test('a statement that is held back by pause() fails when the connection is lost', () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      conn.on('error', () => {});
      await conn.promise().query('SELECT 1');
      conn.pause();
      const held = rejection(conn.promise().query('SELECT 1'));
      const killer = mysql.createConnection(pairOptions()).promise();
      await killer.query(`KILL ${conn.threadId}`);
      await killer.end();
      const { code, fatal } = (await held) as Record<string, unknown>;
      return { code, fatal };
    }));

  test('destroy() ends it at once', () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      await conn.promise().query('SELECT 1');
      const ended = once(conn, 'end');
      conn.destroy();
      const refused = await rejection(conn.promise().query('SELECT 1'));
      await ended;
      return (refused as Error).message;
    }));
});

describe('destroy() before it is connected', () => {
  const LOST = { code: 'PROTOCOL_CONNECTION_LOST', fatal: true };

  test('fails whoever waits for the connection, and whoever asks later', async () => {
    const conn = FACADE.createConnection(pairOptions());
    const before = rejection(conn.promise().connect());
    conn.destroy();
    expect(await before).toMatchObject(LOST);
    expect(await rejection(conn.promise().connect())).toMatchObject(LOST);
  });

  test('is the end: what becomes of connecting concerns nobody', async () => {
    const conn = FACADE.createConnection({ ...pairOptions(), host: '127.0.0.1', port: 1 });
    const events = watch(conn);
    const failed = rejection(conn.promise().query('SELECT 1'));
    conn.destroy();
    expect(await failed).toMatchObject(LOST);
    // The next one that cannot be made fails after it.
    await once(FACADE.createConnection({ ...pairOptions(), host: '127.0.0.1', port: 1 }), 'error');
    expect(events).toEqual(['end']);
  });
});

describe('sessions', () => {
  test('transactions', () =>
    expectSame(
      onConnection(async (conn) => {
        await conn.query('CREATE TEMPORARY TABLE n (n INT) ENGINE=InnoDB');
        await conn.beginTransaction();
        await conn.query('INSERT INTO n VALUES (1)');
        await conn.rollback();
        await conn.beginTransaction();
        await conn.query('INSERT INTO n VALUES (2)');
        await conn.commit();
        return (await conn.query('SELECT * FROM n'))[0];
      }),
    ));

  test('changeUser logs in anew, and fails for whom the server does not know', () =>
    expectSame(async (mysql) => {
      const core = mysql.createConnection(pairOptions());
      core.on('error', () => {});
      const conn = core.promise();
      await conn.query('SET @a = 1');
      await conn.changeUser({ database: 'information_schema' });
      const [rows] = await conn.query('SELECT @a AS a, DATABASE() AS d');
      const failed = await rejection(conn.changeUser({ user: 'nobody', password: 'x' }));
      core.destroy();
      const { code, errno, fatal } = failed as Record<string, unknown>;
      return { rows, code, errno, fatal };
    }));

  test('reset, ping', () =>
    expectSame(
      onConnection(async (conn) => {
        await conn.query('SET @a = 1');
        await conn.reset();
        await conn.ping();
        return (await conn.query('SELECT @a AS a'))[0];
      }),
    ));

  test('UPDATE counts rows that matched, unless a flag says otherwise', async () => {
    const update = async (conn: ReturnType<Connection['promise']>): Promise<unknown> => {
      await conn.query('CREATE TEMPORARY TABLE same (n INT)');
      await conn.query('INSERT INTO same VALUES (1)');
      const [result] = await conn.query('UPDATE same SET n = 1');
      return { ...result };
    };
    await expectSame(onConnection(update));
    await expectSame(onConnection(update, { flags: ['-FOUND_ROWS'] }));
    await expectSame(onConnection(update, { flags: '-FOUND_ROWS' as unknown as string[] }));
  });

  test('the config makes the same connection again', () =>
    expectSame(
      onConnection(
        async (conn, core) => {
          const { clientFlags: _flags, ...config } = core.config as unknown as Record<
            string,
            unknown
          >;
          const again = (core.constructor as unknown as { createQuery: unknown }) && config;
          return {
            user: again['user'],
            database: again['database'],
            rows: (await conn.query('SELECT 1 AS a'))[0],
          };
        },
        { rowsAsArray: true },
      ),
    ));
});
