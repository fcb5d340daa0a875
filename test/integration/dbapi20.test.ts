/**
 * The checks of Python's dbapi20.py, which drivers of PEP 249 are tested with, under its names. Where
 * this driver differs on purpose the test says so: `close()` may be called again, a fetch past the end
 * gives null for None, and the type objects are sets.
 */
import * as driver from '../../lib';
import { type AsyncCursor, type Connection, type TupleRow } from '../../lib';
import { type Api, APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

const BOOZE = 'CREATE TABLE booze (name VARCHAR(20))';
const BARFLYS = 'CREATE TABLE barflys (name VARCHAR(20))';
const SAMPLES = [
  'Carlton Cold',
  'Carlton Draft',
  'Mountain Goat',
  'Redback',
  'Victoria Bitter',
  'XXXX',
];

describe('the module', () => {
  test('apilevel', () => expect(driver.apilevel).toBe('2.0'));

  test('threadsafety', () => expect([0, 1, 2, 3]).toContain(driver.threadsafety));

  test('paramstyle', () =>
    expect(['qmark', 'numeric', 'named', 'format', 'pyformat']).toContain(driver.paramstyle));

  test('exceptions', () => {
    const { Error: DriverError, Warning, DatabaseError } = driver;
    const inherits = (type: object, base: object): boolean =>
      Object.prototype.isPrototypeOf.call(base, type);
    expect(inherits(Warning, globalThis.Error)).toBe(true);
    expect(inherits(DriverError, globalThis.Error)).toBe(true);
    expect(inherits(Warning, DriverError)).toBe(false);
    for (const type of [driver.InterfaceError, DatabaseError]) {
      expect(inherits(type, DriverError)).toBe(true);
    }
    for (const type of [
      driver.DataError,
      driver.OperationalError,
      driver.IntegrityError,
      driver.InternalError,
      driver.ProgrammingError,
      driver.NotSupportedError,
    ]) {
      expect(inherits(type, DatabaseError)).toBe(true);
    }
  });

  test.each(['STRING', 'BINARY', 'NUMBER', 'DATETIME', 'ROWID'] as const)('%s', (name) =>
    expect(driver[name]).toBeDefined(),
  );
});

describe('constructors', () => {
  const ticks = new globalThis.Date(2002, 11, 25, 13, 45, 30).getTime() / 1000;

  test('Date', () => {
    expect(driver.Date(2002, 12, 25)).toBe(driver.DateFromTicks(ticks));
  });

  test('Time', () => {
    expect(driver.Time(13, 45, 30)).toBe(driver.TimeFromTicks(ticks));
  });

  test('Timestamp', () => {
    expect(driver.Timestamp(2002, 12, 25, 13, 45, 30)).toEqual(driver.TimestampFromTicks(ticks));
  });

  test('Binary', () => {
    expect(driver.Binary(Buffer.from('Something'))).toEqual(Buffer.from('Something'));
    expect(driver.Binary('')).toEqual(Buffer.alloc(0));
  });
});

describe.each(APIS)('$name', (api: Api) => {
  const con = useConnection(api, { multiStatements: true });

  beforeEach(async () => {
    await con().execute("SET sql_mode = 'ANSI,STRICT_TRANS_TABLES,TRADITIONAL'");
    await con().execute('DROP TABLE IF EXISTS booze, barflys');
  });

  const names = (rows: readonly TupleRow[]): unknown[] => rows.map(([name]) => name);

  /** The table of beers, filled with literals. */
  async function populated(): Promise<AsyncCursor<TupleRow>> {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    for (const beer of SAMPLES) await cur.execute(`INSERT INTO booze VALUES ('${beer}')`);
    return cur;
  }

  test('connect', async () => {
    const conn: Connection = await api.connect();
    await conn.close();
  });

  test('exceptions as connection attributes', () => {
    expect(con().Warning).toBe(driver.Warning);
    expect(con().Error).toBe(driver.Error);
    expect(con().InterfaceError).toBe(driver.InterfaceError);
    expect(con().DatabaseError).toBe(driver.DatabaseError);
    expect(con().OperationalError).toBe(driver.OperationalError);
    expect(con().IntegrityError).toBe(driver.IntegrityError);
    expect(con().InternalError).toBe(driver.InternalError);
    expect(con().ProgrammingError).toBe(driver.ProgrammingError);
    expect(con().NotSupportedError).toBe(driver.NotSupportedError);
  });

  test('constructors are parameters of their columns', async () => {
    await recreate(con(), 'TABLE moments (d DATE, t TIME, s DATETIME, b BLOB)');
    const stamp = driver.Timestamp(2002, 12, 25, 13, 45, 30);
    const values = [driver.Date(2002, 12, 25), driver.Time(13, 45, 30), stamp, driver.Binary('b')];
    await con().execute('INSERT INTO moments VALUES (?, ?, ?, ?)', values);
    expect(await con().fetchone('SELECT * FROM moments')).toEqual(values);
  });

  test('commit', async () => {
    await con().commit();
  });

  test('rollback', async () => {
    await con().rollback();
  });

  test('cursor', () => {
    expect(con().cursor()).toBeDefined();
  });

  test('cursor isolation: cursors of a connection see each other’s changes', async () => {
    const [cur1, cur2] = [con().cursor(), con().cursor()];
    await cur1.execute(BOOZE);
    await cur1.execute("INSERT INTO booze VALUES ('Victoria Bitter')");
    await cur2.execute('SELECT name FROM booze');
    expect(await cur2.fetchall()).toEqual([['Victoria Bitter']]);
  });

  test('description', async () => {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    expect(cur.description).toBeNull();
    await cur.execute('SELECT name FROM booze');
    expect(cur.description).toHaveLength(1);
    const [column] = cur.description!;
    expect(column).toHaveLength(7);
    expect(column![0].toLowerCase()).toBe('name');
    expect(driver.STRING.has(column![1])).toBe(true);
    await cur.execute(BARFLYS);
    expect(cur.description).toBeNull();
  });

  test('rowcount', async () => {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    await cur.execute("INSERT INTO booze VALUES ('Victoria Bitter')");
    expect([-1, 1]).toContain(cur.rowcount);
    await cur.execute('SELECT name FROM booze');
    expect([-1, 1]).toContain(cur.rowcount);
    await cur.execute(BARFLYS);
    expect([-1, 0]).toContain(cur.rowcount);
  });

  test('close: what comes after it is an error, but for another close', async () => {
    const conn = await api.connect();
    const cur = conn.cursor();
    await conn.close();
    expect(await failureOf(() => cur.execute(BOOZE))).toBeInstanceOf(driver.Error);
    expect(await failureOf(() => conn.commit())).toBeInstanceOf(driver.Error);
    await conn.close();
  });

  test('execute', async () => {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    await cur.execute("INSERT INTO booze VALUES ('Victoria Bitter')");
    expect([-1, 1]).toContain(cur.rowcount);
    await cur.execute('INSERT INTO booze VALUES (?)', ["Cooper's"]);
    expect([-1, 1]).toContain(cur.rowcount);
    await cur.execute('SELECT name FROM booze ORDER BY name');
    expect(names(await cur.fetchall())).toEqual(["Cooper's", 'Victoria Bitter']);
  });

  test('execute with names', async () => {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    await cur.execute('INSERT INTO booze VALUES (:beer)', { beer: "Cooper's" });
    expect([-1, 1]).toContain(cur.rowcount);
    expect(await con().fetchall('SELECT name FROM booze')).toEqual([["Cooper's"]]);
  });

  test('setinputsizes', async () => {
    const cur = con().cursor();
    cur.setinputsizes([25]);
    await cur.execute(BOOZE);
    await cur.execute('INSERT INTO booze VALUES (?)', ["Cooper's"]);
    expect(await con().fetchall('SELECT name FROM booze')).toEqual([["Cooper's"]]);
  });

  test('setoutputsize basic', () => {
    const cur = con().cursor();
    cur.setoutputsize(1000);
    cur.setoutputsize(2000, 0);
  });

  test('setoutputsize', async () => {
    const cur = await populated();
    cur.setoutputsize(1, 0);
    await cur.execute('SELECT name FROM booze');
    expect(names(await cur.fetchall()).sort()).toEqual(SAMPLES);
  });

  test('callproc', async () => {
    const cur = con().cursor();
    await recreate(cur, 'PROCEDURE lowered(INOUT a TEXT) SET a = LOWER(a)');
    expect(await cur.callproc('lowered', ['FOO'])).toEqual(['foo']);
    await cur.execute('DROP PROCEDURE lowered');
  });

  test('executemany', async () => {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    await cur.executemany('INSERT INTO booze VALUES (?)', [["Cooper's"], ["Boag's"]]);
    expect([-1, 2]).toContain(cur.rowcount);
    await cur.execute('SELECT name FROM booze ORDER BY name');
    expect(names(await cur.fetchall())).toEqual(["Boag's", "Cooper's"]);
  });

  test('fetchone', async () => {
    const cur = con().cursor();
    expect(await failureOf(() => cur.fetchone())).toBeInstanceOf(driver.Error);
    await cur.execute(BOOZE);
    expect(await failureOf(() => cur.fetchone())).toBeInstanceOf(driver.Error);
    await cur.execute('SELECT name FROM booze');
    expect(await cur.fetchone()).toBeNull();
    expect([-1, 0]).toContain(cur.rowcount);
    await cur.execute("INSERT INTO booze VALUES ('Victoria Bitter')");
    expect(await failureOf(() => cur.fetchone())).toBeInstanceOf(driver.Error);
    await cur.execute('SELECT name FROM booze');
    expect(await cur.fetchone()).toEqual(['Victoria Bitter']);
    expect(await cur.fetchone()).toBeNull();
    expect([-1, 1]).toContain(cur.rowcount);
  });

  test('fetchmany', async () => {
    expect(await failureOf(() => con().cursor().fetchmany(4))).toBeInstanceOf(driver.Error);
    const cur = await populated();
    const lengths: number[] = [];
    await cur.execute('SELECT name FROM booze');
    lengths.push((await cur.fetchmany()).length);
    for (const size of [3, 4, 4]) lengths.push((await cur.fetchmany(size)).length);
    expect(lengths).toEqual([1, 3, 2, 0]);
    expect([-1, 6]).toContain(cur.rowcount);
  });

  test('fetchmany with arraysize', async () => {
    const cur = await populated();
    cur.arraysize = 4;
    await cur.execute('SELECT name FROM booze');
    const lengths: number[] = [];
    for (let i = 0; i < 3; i++) lengths.push((await cur.fetchmany()).length);
    expect(lengths).toEqual([4, 2, 0]);
    cur.arraysize = 6;
    await cur.execute('SELECT name FROM booze');
    expect(names(await cur.fetchmany()).sort()).toEqual(SAMPLES);
    expect(await cur.fetchmany()).toEqual([]);
    expect([-1, 6]).toContain(cur.rowcount);
    await cur.execute(BARFLYS);
    await cur.execute('SELECT name FROM barflys');
    expect(await cur.fetchmany()).toEqual([]);
    expect([-1, 0]).toContain(cur.rowcount);
  });

  test('fetchall', async () => {
    expect(await failureOf(() => con().cursor().fetchall())).toBeInstanceOf(driver.Error);
    const cur = await populated();
    expect(await failureOf(() => cur.fetchall())).toBeInstanceOf(driver.Error);
    await cur.execute('SELECT name FROM booze');
    const rows = await cur.fetchall();
    expect([-1, 6]).toContain(cur.rowcount);
    expect(names(rows).sort()).toEqual(SAMPLES);
    expect(await cur.fetchall()).toEqual([]);
    expect([-1, 6]).toContain(cur.rowcount);
    await cur.execute(BARFLYS);
    await cur.execute('SELECT name FROM barflys');
    expect(await cur.fetchall()).toEqual([]);
    expect([-1, 0]).toContain(cur.rowcount);
  });

  test('mixed fetch', async () => {
    const cur = await populated();
    await cur.execute('SELECT name FROM booze');
    const rows = [
      [(await cur.fetchone())!],
      await cur.fetchmany(2),
      [(await cur.fetchone())!],
      await cur.fetchall(),
    ];
    expect(rows.map((part) => part.length)).toEqual([1, 2, 1, 2]);
    expect(names(rows.flat()).sort()).toEqual(SAMPLES);
    expect([-1, 6]).toContain(cur.rowcount);
  });

  test('nextset', async () => {
    const cur = await populated();
    await recreate(
      cur,
      `PROCEDURE deleteme()
      BEGIN SELECT COUNT(*) FROM booze; SELECT name FROM booze; END`,
    );
    await cur.callproc('deleteme');
    expect(await cur.fetchone()).toEqual([SAMPLES.length]);
    expect(await cur.nextset()).toBe(true);
    expect(await cur.fetchall()).toHaveLength(SAMPLES.length);
    expect(await cur.nextset()).toBe(false);
    // With execute, CALL's own result follows, which is empty.
    await cur.execute('CALL deleteme()');
    expect([await cur.nextset(), await cur.nextset()]).toEqual([true, true]);
    expect(cur.description).toBeNull();
    expect(await cur.nextset()).toBe(false);
    await cur.execute('DROP PROCEDURE deleteme');
  });

  test('arraysize', () => {
    expect(con().cursor().arraysize).toBe(1);
  });

  test('None', async () => {
    const cur = con().cursor();
    await cur.execute(BOOZE);
    await cur.execute('INSERT INTO booze VALUES (NULL)');
    await cur.execute('SELECT name FROM booze');
    expect(await cur.fetchall()).toEqual([[null]]);
    await cur.execute('INSERT INTO booze VALUES (?)', [null]);
    await cur.execute('SELECT name FROM booze WHERE name IS NULL');
    expect(await cur.fetchall()).toEqual([[null], [null]]);
  });
});
