/** Statements: what they give, emit and fail with. */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Connection, QueryOptions } from 'mysql2';
import { administer, useDatabase } from '../support/database';
import {
  expectSame,
  FACADE,
  type Mysql2,
  onConnection,
  pairOptions,
  plainError,
  plainField,
  rejection,
} from '../support/mysql2-pair';

useDatabase();

beforeAll(() => administer('SET GLOBAL local_infile = 1'));

const ROWS = 'SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3';

/** Runs a statement without a callback, and writes down what it emits. */
function emitted(conn: Connection, method: 'query' | 'execute', sql: string): Promise<unknown[]> {
  const events: unknown[] = [];
  const command = method === 'query' ? conn.query(sql) : conn.execute(sql, []);
  return new Promise((resolve) => {
    command.on('fields', (fields: { name: string }[] | undefined) =>
      events.push(['fields', fields?.map(({ name }) => name)]),
    );
    command.on('result', (row: object) => events.push(['result', { ...row }]));
    command.on('error', (error: NodeJS.ErrnoException) => events.push(['error', error.code]));
    command.once('end', () => {
      events.push(['end']);
      setImmediate(() => resolve(events));
    });
  });
}

describe.each(['query', 'execute'] as const)('%s without a callback', (method) => {
  test.each([
    ['rows', ROWS],
    ['no rows', 'SELECT 1 AS a FROM DUAL WHERE FALSE'],
    ['a header', 'DO 1'],
    ['an error', 'SELECT * FROM nowhere'],
  ])('emits %s', (_name, sql) =>
    expectSame(onConnection(async (_conn, core) => emitted(core, method, sql))),
  );

  test('gives a stream of objects', () =>
    expectSame(
      onConnection(async (_conn, core) => {
        const command = method === 'query' ? core.query(ROWS) : core.execute(ROWS, []);
        return command.stream().toArray();
      }),
    ));

  test('a stream fails as its statement does', () =>
    expectSame(
      onConnection(async (_conn, core) => {
        const sql = 'SELECT * FROM nowhere';
        const command = method === 'query' ? core.query(sql) : core.execute(sql, []);
        return rejection(command.stream().toArray());
      }),
    ));
});

describe('streams', () => {
  const MANY = `SELECT a.n * 100 + b.n AS n FROM numbers a, numbers b ORDER BY n`;
  beforeAll(() => {
    const values = Array.from({ length: 100 }, (_unused, i) => `(${i})`).join();
    administer(
      `CREATE TABLE ${pairOptions().database}.numbers (n INT)`,
      `INSERT INTO ${pairOptions().database}.numbers VALUES ${values}`,
    );
  });

  test('that are read slowly give every row once, in order', () =>
    expectSame(
      onConnection(async (_conn, core) => {
        let sum = 0;
        let count = 0;
        for await (const row of core.query(MANY).stream({ highWaterMark: 5 })) {
          const { n } = row as { n: number };
          if (n !== count++) throw new Error(`${n} is not row ${count}`);
          sum += n;
          if (count % 1000 === 0) await new Promise(setImmediate);
        }
        return { sum, count };
      }),
    ));

  test('that are left early leave the connection usable', () =>
    expectSame(
      onConnection(async (conn, core) => {
        for await (const row of core.query(MANY).stream()) {
          if ((row as { n: number }).n === 3) break;
        }
        return (await conn.query('SELECT 1 AS a'))[0];
      }),
    ));

  test('do not run ahead of a slow reader', async () => {
    const program = onConnection(async (_conn, core) => {
      const stream = core.query(MANY).stream({ highWaterMark: 10 });
      await new Promise((resolve) => stream.once('readable', resolve));
      for (let i = 0; i < 20; i++) await new Promise(setImmediate);
      const buffered = stream.readableLength;
      stream.destroy();
      return buffered;
    });
    expect(await program(FACADE)).toBeLessThanOrEqual(10);
  });

  test('pause() and resume() of the connection hold rows back', () =>
    expectSame(
      onConnection(async (_conn, core) => {
        const seen: number[] = [];
        const query = core.query(ROWS);
        const ended = new Promise((resolve) => query.on('end', resolve));
        const paused = new Promise<void>((resolve) => {
          query.on('result', (row: unknown) => {
            seen.push((row as { a: number }).a);
            if (seen.length === 1) {
              core.pause();
              resolve();
            }
          });
        });
        await paused;
        for (let i = 0; i < 5; i++) await new Promise(setImmediate);
        const before = [...seen];
        core.resume();
        await ended;
        return { before, seen };
      }),
    ));
});

describe('several results', () => {
  const several = (sql: string) =>
    onConnection(
      async (conn) => {
        const [rows, fields] = await conn.query(sql);
        const list = (fields as unknown as (object[] | undefined)[]).map((of) =>
          of?.map((field) => plainField(field as never)),
        );
        return { rows, list };
      },
      { multipleStatements: true },
    );

  test('of several statements', () =>
    expectSame(several('SELECT 1 AS a; DO 1; SELECT 2 AS b, 3 AS c')));

  test('of a procedure', async () => {
    const database = pairOptions().database!;
    administer(`CREATE PROCEDURE ${database}.two() BEGIN SELECT 1 AS a; SELECT 2 AS b; END`);
    await expectSame(several('CALL two()'));
    await expectSame(onConnection(async (conn) => (await conn.execute('CALL two()'))[0]));
  });

  test('an error of a later one is the error of all', () =>
    expectSame(
      onConnection(async (conn) => rejection(conn.query('SELECT 1; SELECT * FROM nowhere')), {
        multipleStatements: true,
      }),
    ));

  test('are refused unless asked for', () =>
    expectSame(onConnection(async (conn) => rejection(conn.query('SELECT 1; SELECT 2')))));
});

describe('errors', () => {
  test.each([
    ['syntax', 'SELEKT 1'],
    ['no table', 'SELECT * FROM nowhere'],
    ['duplicate key', 'INSERT INTO keyed VALUES (1)'],
    ['no column', 'SELECT nothing FROM keyed'],
  ])('%s', async (_name, sql) => {
    const program = (method: 'query' | 'execute') =>
      onConnection(async (conn) => {
        await conn.query('CREATE TEMPORARY TABLE keyed (id INT PRIMARY KEY)');
        await conn.query('INSERT INTO keyed VALUES (1)');
        return rejection(method === 'query' ? conn.query(sql) : conn.execute(sql));
      });
    await expectSame(program('query'));
    await expectSame(program('execute'));
  });

  test('have properties that can be changed', async () => {
    const program = onConnection(async (conn) => {
      try {
        await conn.query('SELEKT');
      } catch (error) {
        const thrown = error as Error & Record<string, unknown>;
        thrown.message = 'changed';
        thrown['sql'] = 'changed';
        thrown.stack = 'changed';
        return { message: thrown.message, stack: thrown.stack, keys: Object.keys(thrown) };
      }
      return undefined;
    });
    await expectSame(program);
  });

  test('of promises have the line that asked', async () => {
    await onConnection(async (conn) => {
      const asks = async (): Promise<unknown> => conn.query('SELEKT');
      const error = await asks().catch((thrown: unknown) => thrown as Error);
      expect((error as Error).stack).toMatch(/statements\.test/);
    })(FACADE);
  });

  test('without a callback and a listener are those of the connection', () =>
    expectSame(async (mysql) => {
      const conn = mysql.createConnection(pairOptions());
      const failed = new Promise<Error>((resolve) => conn.on('error', resolve));
      conn.query('SELECT * FROM nowhere');
      const { message } = await failed;
      conn.destroy();
      return message.includes('nowhere');
    }));
});

test('what query() returns is no promise, and says so', () =>
  expectSame(
    onConnection(async (_conn, core) => {
      const log = jest.spyOn(console, 'log').mockImplementation(() => {});
      try {
        const failed = await rejection(Promise.resolve(core.query('SELECT 1')));
        return (failed as Error).message !== undefined;
      } finally {
        log.mockRestore();
      }
    }),
  ));

describe('execute', () => {
  test.each([
    ['numbers', [1, -2.5, 0]],
    ['text', ['a', 'ü🐬', '']],
    ['null', [null, null, null]],
    ['booleans', [true, false, true]],
    ['bytes', [Buffer.from([1, 2, 127]), Buffer.alloc(0), Buffer.from('x')]],
    ['objects', [{ a: 1 }, [1, 2], { b: [null] }]],
    ['big integers', [10n, -5n, 9007199254740991n]],
  ])('binds %s', (_name, values) =>
    expectSame(
      onConnection(async (conn) => {
        await conn.query('CREATE TEMPORARY TABLE bound (a TEXT, b TEXT, c TEXT)');
        await conn.execute('INSERT INTO bound VALUES (?, ?, ?)', values);
        return (await conn.query('SELECT * FROM bound'))[0];
      }),
    ),
  );

  test.each(['local', 'Z', '+05:30'])('binds dates in the zone %s', (timezone) =>
    expectSame(
      onConnection(
        async (conn) => {
          await conn.query('CREATE TEMPORARY TABLE dated (a DATETIME(3), b TIMESTAMP(3) NULL)');
          const date = new Date(Date.UTC(2024, 6, 1, 12, 34, 56, 789));
          await conn.execute('INSERT INTO dated VALUES (?, ?)', [date, date]);
          await conn.query('INSERT INTO dated VALUES (?, ?)', [date, date]);
          const [rows] = await conn.query({
            sql: 'SELECT * FROM dated',
            dateStrings: true,
          } as QueryOptions);
          return { rows, dates: (await conn.execute('SELECT * FROM dated'))[0] };
        },
        { timezone: timezone as 'Z' },
      ),
    ),
  );

  test('refuses undefined and functions at once', () =>
    expectSame(
      onConnection(async (_conn, core) => {
        const refusal = (values: unknown): string => {
          try {
            core.execute('SELECT ?', values as never, () => {});
            return 'not refused';
          } catch (error) {
            return `${(error as Error).name}: ${(error as Error).message}`;
          }
        };
        return [[undefined], [() => 1], { a: 1 }].map(refusal);
      }),
    ));

  test('compares a bigint exactly, and gives it back as any BIGINT', () =>
    onConnection(async (conn) => {
      await conn.query('CREATE TEMPORARY TABLE big (n BIGINT)');
      await conn.query('INSERT INTO big VALUES (9007199254740992), (9007199254740993)');
      const sql = 'SELECT n, ? AS same FROM big WHERE n = ?';
      const values = [9007199254740993n, 9007199254740993n];
      const options = { sql, values, supportBigNumbers: true } as QueryOptions;
      const [rows] = await conn.execute(options);
      expect(rows).toEqual([{ n: '9007199254740993', same: '9007199254740993' }]);
    })(FACADE));

  test('refuses a Map and a Set, whose JSON is empty', () =>
    expectSame(
      onConnection(async (conn) => {
        const failures = [];
        for (const value of [new Map([[1, 2]]), new Set([1])]) {
          const failed = await rejection(conn.execute('SELECT ?', [value as never]));
          const { name, code } = failed as NodeJS.ErrnoException;
          failures.push({ name, code });
        }
        return failures;
      }),
    ));

  test('prepares once, and again after unprepare', async () => {
    const program = onConnection(async (conn, core) => {
      const prepared = async (): Promise<number> => {
        const [rows] = await conn.query("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'");
        return Number((rows as { Value: string }[])[0]!.Value);
      };
      for (let i = 0; i < 3; i++) await conn.execute('SELECT ? AS n', [i]);
      const once = await prepared();
      core.unprepare('SELECT ? AS n');
      await conn.execute('SELECT ? AS n', [1]);
      return { once, again: await prepared(), none: core.unprepare('SELECT 5') };
    });
    await expectSame(program);
  });

  test('prepare() gives a statement to execute', () =>
    expectSame(
      onConnection(async (conn) => {
        const statement = await conn.prepare('SELECT ? + ? AS n');
        const [first] = await statement.execute([1, 2]);
        const [second] = await statement.execute([3, 4]);
        await statement.close();
        return { first, second, failed: await rejection(conn.prepare('SELEKT ?')) };
      }),
    ));

  test('takes named placeholders', () =>
    expectSame(
      onConnection(
        async (conn) => [
          (await conn.execute('SELECT :a AS a, :b AS b, :a AS c', { a: 'x', b: 'y' }))[0],
          (await conn.query('SELECT :a AS a, :b AS b', { a: 1, b: 'y' }))[0],
          (await conn.query('SELECT ? AS a', [1]))[0],
          (await conn.query({ sql: 'SELECT ? AS a', values: [2], namedPlaceholders: false }))[0],
        ],
        { namedPlaceholders: true },
      ),
    ));
});

describe('LOAD DATA LOCAL', () => {
  const LOAD = "LOAD DATA LOCAL INFILE 'some.csv' INTO TABLE loaded FIELDS TERMINATED BY ','";
  const program = (options: object) =>
    onConnection(async (conn) => {
      await conn.query('CREATE TEMPORARY TABLE loaded (a INT, b TEXT)');
      const answer = await conn.query({ sql: LOAD, ...options } as QueryOptions).then(
        ([header]) => ({ ...header }),
        (error: unknown) => ({ failed: /some\.csv/.test((plainError(error) as Error).message) }),
      );
      return { answer, rows: (await conn.query('SELECT * FROM loaded'))[0] };
    });

  test('reads what infileStreamFactory gives', () =>
    expectSame(
      program({
        infileStreamFactory: (path: string) => Readable.from([Buffer.from(`1,${path}\n2,x\n`)]),
      }),
    ));

  test('reads nothing without it', () => expectSame(program({})));
});

test('results are read by stream consumers as text', async () => {
  const read = onConnection(async (_conn, core) =>
    text(
      core
        .query(ROWS)
        .stream()
        .map((row: { a: number }) => `${row.a};`),
    ),
  );
  const readers: readonly ((mysql: Mysql2) => Promise<string>)[] = [read];
  expect(await readers[0]!(FACADE)).toBe('1;2;3;');
});
