/** Statements that wait for each other on a connection: the next one is ready while one runs. */
import { once } from 'node:events';
import { connect, type Connection } from '../../lib';
import { serverOptions } from '../support/apis';
import { untilGone, untilRunning, useDatabase } from '../support/database';
import { expectSame, FACADE, onConnection, pairOptions, plainError } from '../support/mysql2-pair';

useDatabase();

let admin: Connection;
beforeAll(async () => {
  admin = await connect({ ...serverOptions(), autocommit: true });
  await admin.execute('CREATE TABLE queued (a INT PRIMARY KEY, b MEDIUMTEXT)');
});
beforeEach(() => admin.execute('TRUNCATE TABLE queued'));
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
    const told = tellAll(core, ['SELECT SLEEP(0.05)', insert(1), insert(2), insert(3)]);
    core.pause();
    const other = FACADE.createConnection(pairOptions()).promise();
    for (;;) {
      const [rows] = await other.query('SELECT a FROM queued');
      if ((rows as unknown[]).length > 0) break;
    }
    for (let i = 0; i < 20; i++) {
      expect((await other.query('SELECT a FROM queued'))[0]).toEqual([{ a: 1 }]);
    }
    core.resume();
    expect((await told).map(({ of }) => of)).toEqual([0, 1, 2, 3]);
    expect((await other.query('SELECT a FROM queued'))[0]).toHaveLength(3);
    await other.end();
  })(FACADE);
});

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
