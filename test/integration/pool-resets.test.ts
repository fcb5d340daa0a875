/** A pool resets the sessions that may have been changed, and leaves the others as they are. */
import type { PooledConnection, PoolOptions } from '../../lib';
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
    'CREATE VIEW setting AS SELECT sets_mine() AS n',
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
    ['a table by a function', 'SELECT makes_table()'],
  ])('%s is undone', async (_, sql) => {
    const own = pool({ max: 1, ...options });
    const state = own.use((conn) => conn.execute(sql)).catch(() => {});
    expect((await Promise.all([state, own.fetchone(STATE)]))[1]).toEqual(AS_NEW);
    await expect(own.fetchone('SELECT * FROM own')).rejects.toMatchObject({ errno: 1146 });
  });
});

test('after the last of several statements, as after each', async () => {
  const own = pool({ max: 1, multiStatements: true });
  const first = own.execute('SELECT 1; SET @mine = 1');
  expect((await Promise.all([first, own.fetchone(STATE)]))[1]).toEqual(AS_NEW);
});

describe('a lock that a function took, which no server announces, is free soon', () => {
  test('when nobody uses the connection', async () => {
    await pool({ max: 1 }).execute('SELECT takes_lock()');
    expect(await pool().fetchone(`SELECT GET_LOCK(${LOCK}, 20)`)).toEqual([1]);
  });

  test('when it is used all the time', async () => {
    const busy = pool({ max: 1 });
    await busy.execute('SELECT takes_lock()');
    let isWaiting = true;
    const waiting = pool().fetchone(`SELECT GET_LOCK(${LOCK}, 20)`);
    void waiting.finally(() => (isWaiting = false));
    while (isWaiting) await busy.execute('SELECT 1');
    expect(await waiting).toEqual([1]);
  });
});
