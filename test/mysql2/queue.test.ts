/** Statements that wait for each other on a connection: the next one is ready while one runs. */
import { once } from 'node:events';
import { connect, type Connection } from '../../lib';
import { serverOptions } from '../support/apis';
import { untilGone, untilRunning, useDatabase } from '../support/database';
import {
  expectSame,
  FACADE,
  onConnection,
  pairOptions,
  plainError,
  run,
} from '../support/mysql2-pair';

useDatabase();

let admin: Connection;
beforeAll(async () => {
  admin = await connect({ ...serverOptions(), autocommit: true });
  await admin.execute('CREATE TABLE queued (a INT PRIMARY KEY, b MEDIUMTEXT)');
  await admin.execute('CREATE TABLE queued_order (id INT AUTO_INCREMENT PRIMARY KEY, a INT)');
  const note = 'FOR EACH ROW INSERT INTO queued_order (a) VALUES (NEW.a)';
  await admin.execute(`CREATE TRIGGER noted AFTER INSERT ON queued ${note}`);
});
beforeEach(async () => {
  for (const table of ['queued', 'queued_order']) await admin.execute(`TRUNCATE TABLE ${table}`);
});
afterAll(() => admin.close());

type Callback = (error: Error | null, result?: unknown) => void;
type Told = { of: number; error?: unknown; result?: unknown };

/** What statements that are asked for at once tell, in the order in which they do. */
async function tellAll(
  core: { query(sql: string, callback: Callback): unknown },
  statements: readonly string[],
): Promise<Told[]> {
  const told: Told[] = [];
  await new Promise<void>((resolve) => {
    statements.forEach((sql, of) =>
      core.query(sql, (error, result) => {
        if (error) told.push({ of, error: plainError(error) });
        else told.push({ of, result: Array.isArray(result) ? result : 'header' });
        if (told.length === statements.length) resolve();
      }),
    );
  });
  return told;
}

const insert = (a: number, b = 'x'): string => `INSERT INTO queued (a, b) VALUES (${a}, '${b}')`;

test('each has its own answer, in order, whatever the others do', () =>
  expectSame(
    onConnection(async (promised, core) => {
      await promised.query('TRUNCATE TABLE queued');
      return tellAll(core, [
        insert(1),
        insert(1),
        'SELECT a, b FROM queued',
        'SELEKT',
        'SELECT nowhere FROM queued',
        `UPDATE queued SET b = '${'é'.repeat(70_000)}'`,
        'SELECT CHAR_LENGTH(b) AS n FROM queued',
        "SET sql_mode = 'ANSI_QUOTES'",
        'SELECT a AS "quoted" FROM queued',
        'DELETE FROM queued',
        'SELECT a FROM queued',
      ]);
    }),
  ));

test('two that were given to the driver fail with the connection, and those behind them', () =>
  expectSame(async (mysql) => {
    const core = mysql.createConnection(pairOptions());
    core.on('error', () => {});
    await core.promise().query('SELECT 1');
    const told = tellAll(core, ['SELECT SLEEP(30)', insert(2), insert(3), 'SELECT 2']);
    const ended = once(core, 'end');
    await untilRunning(admin, core, 'SLEEP(30)');
    await admin.kill(core.threadId);
    const failures = (await told).map(({ of, error }) => {
      const { code, fatal } = error as Record<string, unknown>;
      return { of, code: of === 0 ? 'any' : code, fatal: of === 0 ? 'any' : fatal };
    });
    await ended;
    return { failures, rows: await admin.fetchall('SELECT a FROM queued') };
  }));

test('destroy() fails them all, and nothing is sent any more', async () => {
  const core = FACADE.createConnection(pairOptions());
  await core.promise().query('SELECT 1');
  const told = tellAll(core, ['SELECT SLEEP(30)', insert(2), insert(3)]);
  core.destroy();
  const failures = await told;
  expect(failures.map(({ of }) => of).sort()).toEqual([0, 1, 2]);
  for (const { error } of failures)
    expect(error).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  await admin.kill(core.threadId);
  await untilGone(admin, core.threadId);
  expect(await admin.fetchall('SELECT a FROM queued')).toEqual([]);
});

test('pause() lets end what the driver was given, and holds the others back until resume()', async () => {
  await onConnection(async (promised, core) => {
    await promised.query('SELECT 1');
    const told = tellAll(core, [
      'INSERT INTO queued SELECT 9, SLEEP(0.05)',
      insert(1),
      insert(2),
      insert(3),
    ]);
    core.pause();
    const other = FACADE.createConnection(pairOptions()).promise();
    for (;;) {
      const [rows] = await other.query('SELECT a FROM queued');
      if ((rows as unknown[]).length > 1) break;
    }
    for (let i = 0; i < 20; i++) {
      expect((await other.query('SELECT a FROM queued'))[0]).toEqual([{ a: 1 }, { a: 9 }]);
    }
    core.resume();
    expect((await told).map(({ of }) => of)).toEqual([0, 1, 2, 3]);
    expect((await other.query('SELECT a FROM queued'))[0]).toHaveLength(4);
    await other.end();
  })(FACADE);
});

test('what is asked for right after resume() comes after what was held back', async () => {
  await onConnection(async (promised, core) => {
    await promised.query('SELECT 1');
    core.pause();
    const held = tellAll(core, [insert(1)]);
    core.resume();
    const later = tellAll(core, [insert(2)]);
    await Promise.all([held, later]);
    await promised.query("INSERT INTO queued VALUES (3, '')");
  })(FACADE);
  const order = 'SELECT a FROM queued_order ORDER BY id';
  expect(await admin.fetchall(order)).toEqual([[1], [2], [3]]);
});

describe('callers are told in the order in which they asked', () => {
  const told = (ask: (note: (name: number) => () => void) => Promise<unknown>[]) => {
    const order: number[] = [];
    const note = (name: number) => () => void order.push(name);
    return Promise.all(ask(note)).then(() => order);
  };

  test.each([
    ['rows before none', 'SELECT 1', 'UPDATE queued SET a = 1 WHERE 0'],
    ['none before none', 'UPDATE queued SET a = 1 WHERE 0', 'DELETE FROM queued WHERE 0'],
    ['rows before an error', 'SELECT 1', 'SELECT nowhere FROM queued'],
    ['none before an error', 'DELETE FROM queued WHERE 0', 'UPDATE queued SET nowhere = 1'],
  ])('%s', async (_, first, second) => {
    await onConnection(async (promised) => {
      for (const [one, two] of [
        ['query', 'execute'],
        ['execute', 'execute'],
        ['query', 'query'],
      ] as const) {
        for (let i = 0; i < 50; i++) {
          const order = await told((note) => [
            run(promised, one, first).then(note(1), note(1)),
            run(promised, two, second).then(note(2), note(2)),
          ]);
          expect(order).toEqual([1, 2]);
        }
      }
    })(FACADE);
  });

  test('a value that cannot be sent', async () => {
    await onConnection(async (promised) => {
      const cyclic: { self?: object } = {};
      cyclic.self = cyclic;
      const order = await told((note) => [
        promised.query('INSERT INTO queued SELECT 9, SLEEP(0.02)').then(note(1)),
        promised.execute('INSERT INTO queued VALUES (8, ?)', [cyclic as never]).catch(note(2)),
        promised.query(insert(7)).then(note(3)),
      ]);
      expect(order).toEqual([1, 2, 3]);
    })(FACADE);
  });
});

test.each([{ multipleStatements: true }, { flags: ['MULTI_STATEMENTS'] }])(
  'values are quoted for the mode that a statement of several leaves behind: %j',
  async (options) => {
    await onConnection(async (promised) => {
      const changed = promised.query("DELETE FROM queued; SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
      const text = "\\' OR 1 = 1 -- ";
      const [rows] = await promised.query('SELECT ? AS a', [text]);
      await changed;
      expect(rows).toEqual([{ a: text }]);
    }, options)(FACADE);
  },
);

test('a misuse behind one that runs touches neither it nor those behind', async () => {
  await onConnection(async (_promised, core) => {
    const asked = (options: object) =>
      new Promise((resolve) => core.query(options as never, (error) => resolve(error)));
    const answers = await Promise.all([
      asked({ sql: insert(1) }),
      asked({ sql: insert(2), nestTables: 7 }),
      asked({ sql: insert(3), rowsAsArray: true }),
      asked({ sql: insert(4) }),
    ]);
    expect(answers).toEqual([null, expect.any(Error), null, null]);
  })(FACADE);
  expect(await admin.fetchall('SELECT a FROM queued')).toEqual([[1], [3], [4]]);
});
