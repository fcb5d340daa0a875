/** A pool resets the sessions that may have been changed, and leaves the others as they are. */
import { type PooledConnection, type PoolOptions, ServerCursor } from '../../lib';
import { TEST_DATABASE } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { CLIENT, SERVER } from '../support/flavor';
import { usePools } from '../support/pools';

useDatabase();
const pool = usePools();

const LOCK = `'${TEST_DATABASE}'`;

beforeAll(() =>
  administer(
    `USE ${TEST_DATABASE}`,
    'CREATE TABLE numbered (id INT AUTO_INCREMENT PRIMARY KEY, n INT)',
    'CREATE TABLE watched (n INT)',
    'CREATE TRIGGER watch BEFORE INSERT ON watched FOR EACH ROW SET @mine = NEW.n',
    'CREATE FUNCTION sets_mine() RETURNS INT NO SQL BEGIN SET @mine = 2; RETURN 1; END',
    "CREATE FUNCTION sets_zone() RETURNS INT NO SQL BEGIN SET time_zone = '+03:00'; RETURN 1; END",
    'CREATE FUNCTION makes_table() RETURNS INT MODIFIES SQL DATA BEGIN CREATE TEMPORARY TABLE own (a INT); RETURN 1; END',
    `CREATE FUNCTION takes_lock() RETURNS INT NO SQL RETURN GET_LOCK(${LOCK}, 0)`,
    'CREATE FUNCTION takes_mine() RETURNS INT NO SQL BEGIN SELECT 2 INTO @mine; RETURN 1; END',
    'CREATE FUNCTION tells_no_more() RETURNS INT NO SQL BEGIN SET session_track_state_change = 0; SET @mine = 2; RETURN 1; END',
    'CREATE VIEW setting AS SELECT sets_mine() AS n',
    'CREATE VIEW telling_no_more AS SELECT tells_no_more() AS n',
  ),
);

/** In how many of twenty goes the second of two callers finds the session that the first one has left. */
async function kept(options: PoolOptions, first: (conn: PooledConnection) => unknown) {
  const own = pool({ max: 1, ...options });
  let count = 0;
  for (let i = 0; i < 20; i++) {
    const [, [id]] = (await Promise.all([
      own.use(first),
      own.fetchone('SELECT LAST_INSERT_ID()'),
    ])) as [unknown, [number]];
    if (id > 0) count++;
  }
  return count;
}

/**
 * Whether the server can tell that nothing was changed: Connector/C does not let MySQL do so after rows, and
 * MySQL 9 takes the beginning of a transaction for a change.
 */
const tellsOf = (by: string): boolean =>
  SERVER === 'mariadb' || (CLIENT === 'mysql' && by !== 'a transaction');

const INSERT = 'INSERT INTO numbered (n) VALUES (1)';

describe('between statements that read and write data no session is reset', () => {
  test.each<[string, (conn: PooledConnection) => unknown]>([
    ['text', (conn) => conn.execute(INSERT)],
    ['prepared', (conn) => conn.execute(INSERT, [], { prepared: true })],
    [
      'many',
      (conn) => conn.cursor().executemany('INSERT INTO numbered (n) VALUES (?)', [[1], [2]]),
    ],
    ['a transaction', (conn) => conn.transaction((tx) => tx.execute(INSERT))],
    ['in a pipeline', (conn) => conn.pipeline((pipe) => pipe.execute(INSERT))],
  ])('%s', async (by, first) => {
    // Once a second there is one nevertheless.
    expect((await kept({}, first)) > 10).toBe(tellsOf(by));
    expect(await kept({ resetOnRelease: 'always' }, first)).toBe(0);
  });
});

const STATE = `SELECT @mine, @@time_zone, @@autocommit, DATABASE(), IS_USED_LOCK(${LOCK})`;
const AS_NEW = [null, 'SYSTEM', 1, TEST_DATABASE, null];

describe.each<PoolOptions>([{}, { prepared: true }])('%p: what may change a session', (options) => {
  test.each([
    ['a variable', 'SET @mine = 1'],
    ['a variable in a query', 'SELECT @mine := 1'],
    ['a setting', "SET time_zone = '+03:00'"],
    ['a routine', 'CALL nothing_there()'],
    ['a lock', `SELECT GET_LOCK(${LOCK}, 0)`],
    ['autocommit', 'SET autocommit = 0'],
    ['a database', 'USE mysql'],
    ['a variable by a function', 'SELECT sets_mine()'],
    ['a variable by a view', 'SELECT * FROM setting'],
    ['a variable by a trigger', 'INSERT INTO watched VALUES (3)'],
    ['a setting by a function', 'SELECT sets_zone()'],
    ['a variable by a query in a function', 'SELECT takes_mine()'],
    ['a lock by a function', 'SELECT takes_lock()'],
    ['the telling itself', 'SELECT * FROM telling_no_more'],
    ['a table by a function', 'SELECT makes_table()'],
  ])('%s is undone', async (_, sql) => {
    const own = pool({ max: 1, ...options });
    const state = own.use((conn) => conn.execute(sql)).catch(() => {});
    expect((await Promise.all([state, own.fetchone(STATE)]))[1]).toEqual(AS_NEW);
    await expect(own.fetchone('SELECT * FROM own')).rejects.toMatchObject({ errno: 1146 });
  });
});

test('a session that was told to announce nothing is always reset', async () => {
  const own = pool({ max: 1, initCommand: ['SET session_track_state_change = 0'] });
  const first = own.execute('SELECT * FROM setting');
  expect((await Promise.all([first, own.fetchone(STATE)]))[1]).toEqual(AS_NEW);
});

test('what the server keeps for a caller ends with his turn', async () => {
  const own = pool({ max: 1 });
  const kept = "SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'";
  const [, before] = (await own.fetchone(kept)) as [string, string];
  const uses: ((conn: PooledConnection) => Promise<unknown>)[] = [
    (conn) => conn.prepare('SELECT 1'),
    (conn) => conn.cursor(ServerCursor).execute('SELECT n FROM numbered'),
  ];
  for (const use of uses) {
    const [, after] = await Promise.all([own.use(use), own.fetchone(kept)]);
    expect(after).toEqual(['Prepared_stmt_count', before]);
  }
});

test('what the server said to one caller, the next one does not hear', async () => {
  const own = pool({ max: 1 });
  const [, info] = await Promise.all([
    own.use((conn) => conn.execute('INSERT INTO numbered (n) VALUES (1), (2)')),
    own.use((conn) => conn.info),
  ]);
  expect(info).toBeNull();
});

test('a caller after COMMIT RELEASE has a connection of his own', async () => {
  const own = pool({ max: 1 });
  for (let i = 0; i < 10; i++) {
    const [, one] = await Promise.all([
      own.execute('COMMIT RELEASE').catch(() => {}),
      own.fetchone('SELECT 1'),
    ]);
    expect(one).toEqual([1]);
  }
});

test('after the last of several statements, as after each', async () => {
  const own = pool({ max: 1, multiStatements: true });
  const first = own.execute('SELECT 1; SET @mine = 1');
  expect((await Promise.all([first, own.fetchone(STATE)]))[1]).toEqual(AS_NEW);
});

describe('a lock that a trigger took, which no server announces, is free soon', () => {
  beforeAll(() =>
    administer(
      `USE ${TEST_DATABASE}`,
      'CREATE TABLE locking (n INT)',
      'CREATE TRIGGER take_lock BEFORE INSERT ON locking FOR EACH ROW SET NEW.n = takes_lock()',
    ),
  );

  test('when nobody uses the connection', async () => {
    await pool({ max: 1 }).execute('INSERT INTO locking VALUES (1)');
    expect(await pool().fetchone(`SELECT GET_LOCK(${LOCK}, 20)`)).toEqual([1]);
  });

  test('when one caller follows the other', async () => {
    const busy = pool({ max: 1 });
    await busy.execute('INSERT INTO locking VALUES (1)');
    let isWaiting = true;
    const waiting = pool().fetchone(`SELECT GET_LOCK(${LOCK}, 20)`);
    void waiting.finally(() => (isWaiting = false));
    while (isWaiting) await busy.execute('SELECT 1');
    expect(await waiting).toEqual([1]);
  });
});
