/** What the errors of executemany say of the rows. */
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';

useDatabase();

describe.each(APIS)('$name executemany that fails', (api) => {
  const conn = useConnection(api);
  const INSERT = 'INSERT INTO many (a, b) VALUES (?, ?)';
  const many = (sql: string, rows: Iterable<unknown[]>) =>
    failureOf(() => conn().cursor().executemany(sql, rows));

  beforeEach(async () => {
    await recreate(conn(), 'TABLE many (a INT NOT NULL UNIQUE, b VARCHAR(5), CHECK (a < 1000))');
  });

  /** MySQL tells the row of some errors only. */
  const toldByMariadb = (rowIndex: number): object =>
    ofServer<object>({ mariadb: { rowIndex }, mysql: {} });

  /** Rows with one that is wrong. */
  const rowsWith = (index: number, wrong: unknown[]): unknown[][] =>
    Array.from({ length: 10 }, (_, i) => (i === index ? wrong : [i + 1, 'x']));

  test.each([
    ['too long data', [50, 'longer'], 1406],
    ['a number out of range', [2 ** 40, 'x'], 1264],
  ])('%s names its row', async (_, wrong, errno) => {
    for (const index of [4, 9]) {
      const error = await many(INSERT, rowsWith(index, wrong));
      expect(error).toMatchObject({ errno, rowIndex: index, rowRange: [0, 9], affectedRows: 0 });
    }
  });

  test.each([
    ['a duplicate key', [1, 'x'], 1062],
    ['NULL', [null, 'x'], 1048],
    ['a constraint', [5000, 'x'], ofServer({ mariadb: 4025, mysql: 3819 })],
  ])('%s names its row where the server counts', async (_, wrong, errno) => {
    for (const index of [4, 9]) {
      const error = await many(INSERT, rowsWith(index, wrong));
      expect(error).toMatchObject({ errno, rowRange: [0, 9], affectedRows: 0 });
      expect(error.rowIndex).toBe(ofServer({ mariadb: index, mysql: undefined }));
    }
  });

  test('counted from the first row of all, with what was done before', async () => {
    await conn().execute('ALTER TABLE many MODIFY b LONGTEXT');
    const text = 'x'.repeat(400_000);
    const rows = [1, 2, 3, 4, 5, 4, 6].map((a) => [a, text]);
    const error = await many(INSERT, rows);
    expect(error).toMatchObject({ rowRange: [4, 5], affectedRows: 4, ...toldByMariadb(5) });
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([4]);
  });

  test('a warning before the error is not taken for it', async () => {
    await conn().execute("SET sql_mode = ''");
    const rows = rowsWith(7, [1, 'x']);
    rows[2] = [3, 'longer'];
    expect(await many(INSERT, rows)).toMatchObject({ errno: 1062, ...toldByMariadb(7) });
  });

  test('inside a trigger the row is not known for sure', async () => {
    await recreate(conn(), 'TABLE logged (a INT UNIQUE)');
    await conn().execute(`CREATE TRIGGER log_many BEFORE INSERT ON many FOR EACH ROW
      IF NEW.b = 'trg' THEN INSERT INTO logged VALUES (1), (1); END IF`);
    const error = await many(INSERT, rowsWith(6, [50, 'trg']));
    expect(error).toMatchObject({ errno: 1062, rowRange: [0, 9] });
    expect(error).not.toHaveProperty('rowIndex');
  });

  test('an error that is about no row has none', async () => {
    const error = await many('INSERT INTO no_such_table VALUES (?)', [[1], [2]]);
    expect(error).toMatchObject({ errno: 1146, rowRange: [0, 1] });
    expect(error).not.toHaveProperty('rowIndex');
  });

  test('of statements that are sent once a row, it is always known', async () => {
    const error = await many('INSERT INTO many SET a = ?, b = ?', rowsWith(3, [1, 'x']));
    expect(error).toMatchObject({ rowIndex: 3, rowRange: [3, 3], affectedRows: 3 });
    const wrong = await many('UPDATE no_such_table SET a = ?', [[1], [2]]);
    expect(wrong).toMatchObject({ rowIndex: 0, rowRange: [0, 0], affectedRows: 0 });
  });

  test('parameters that are wrong name their row before it is sent', async () => {
    const error = await many(INSERT, rowsWith(8, [undefined, 'x']));
    expect(error).toMatchObject({ rowIndex: 8, affectedRows: 0, code: 'ERR_MYSQLDB_PARAMETER' });
    expect(error).not.toHaveProperty('rowRange');
  });

  test('the connection is usable, and the error has its own stack', async () => {
    const error = await many(INSERT, rowsWith(8, [1, 'x']));
    expect(error.stack).toContain(__filename);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});
