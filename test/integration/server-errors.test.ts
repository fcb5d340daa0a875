import {
  DatabaseError,
  DataError,
  Error as DriverError,
  IntegrityError,
  MySQLError,
  OperationalError,
  ProgrammingError,
} from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { administer, useConnection, useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';
import { numbersTo } from '../support/numbers';

useDatabase();

const TABLES = `
  CREATE TABLE parent (id INT PRIMARY KEY);
  CREATE TABLE child (
    id INT PRIMARY KEY, parent_id INT, needed VARCHAR(5) NOT NULL, age INT CHECK (age > 0),
    kind ENUM('a', 'b'), FOREIGN KEY (parent_id) REFERENCES parent (id));
  INSERT INTO parent VALUES (1), (2);
  INSERT INTO child VALUES (1, 1, 'x', 1, 'a')`;

type ErrorType = new (message: string) => MySQLError;
type Failure = [ErrorType, number, string, string, string | RegExp];
const CASES: [string, ...Failure][] = [
  ['SELEKT 1', ProgrammingError, 1064, 'ER_PARSE_ERROR', '42000', /near 'SELEKT 1' at line 1$/],
  [
    'SELECT * FROM missing',
    ProgrammingError,
    1146,
    'ER_NO_SUCH_TABLE',
    '42S02',
    /missing' doesn't exist$/,
  ],
  [
    'SELECT missing FROM parent',
    OperationalError,
    1054,
    'ER_BAD_FIELD_ERROR',
    '42S22',
    `Unknown column 'missing' in '${ofServer({ mariadb: 'SELECT', mysql: 'field list' })}'`,
  ],
  [
    'INSERT INTO parent VALUES (1)',
    IntegrityError,
    1062,
    'ER_DUP_ENTRY',
    '23000',
    `Duplicate entry '1' for key '${ofServer({ mariadb: 'PRIMARY', mysql: 'parent.PRIMARY' })}'`,
  ],
  [
    "INSERT INTO child VALUES (2, 99, 'x', 1, 'a')",
    IntegrityError,
    1452,
    'ER_NO_REFERENCED_ROW_2',
    '23000',
    /^Cannot add or update a child row/,
  ],
  [
    'DELETE FROM parent WHERE id = 1',
    IntegrityError,
    1451,
    'ER_ROW_IS_REFERENCED_2',
    '23000',
    /^Cannot delete or update a parent row/,
  ],
  [
    "INSERT INTO child VALUES (2, 1, NULL, 1, 'a')",
    IntegrityError,
    1048,
    'ER_BAD_NULL_ERROR',
    '23000',
    "Column 'needed' cannot be null",
  ],
  [
    'INSERT INTO child (id) VALUES (2)',
    IntegrityError,
    1364,
    'ER_NO_DEFAULT_FOR_FIELD',
    'HY000',
    "Field 'needed' doesn't have a default value",
  ],
  [
    "INSERT INTO child VALUES (2, 1, 'x', -1, 'a')",
    ...ofServer<Failure>({
      mariadb: [
        IntegrityError,
        4025,
        'ER_CONSTRAINT_FAILED',
        '23000',
        /^CONSTRAINT `child.age` failed/,
      ],
      mysql: [
        IntegrityError,
        3819,
        'ER_CHECK_CONSTRAINT_VIOLATED',
        'HY000',
        /^Check constraint 'child_chk_1' is violated/,
      ],
    }),
  ],
  [
    "INSERT INTO child VALUES (2, 1, 'too long', 1, 'a')",
    DataError,
    1406,
    'ER_DATA_TOO_LONG',
    '22001',
    "Data too long for column 'needed' at row 1",
  ],
  [
    "INSERT INTO child VALUES (2, 1, 'x', 99999999999, 'a')",
    DataError,
    1264,
    'ER_WARN_DATA_OUT_OF_RANGE',
    '22003',
    "Out of range value for column 'age' at row 1",
  ],
  [
    "INSERT INTO child VALUES (2, 1, 'x', 'many', 'a')",
    DataError,
    1366,
    'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
    ofServer({ mariadb: '22007', mysql: 'HY000' }),
    /^Incorrect integer value: 'many'/,
  ],
  [
    "INSERT INTO child VALUES (2, 1, 'x', 1, 'c')",
    DataError,
    1265,
    'WARN_DATA_TRUNCATED',
    '01000',
    "Data truncated for column 'kind' at row 1",
  ],
  [
    'CREATE TABLE parent (id INT)',
    OperationalError,
    1050,
    'ER_TABLE_EXISTS_ERROR',
    '42S01',
    "Table 'parent' already exists",
  ],
  [
    'INSERT INTO parent VALUES (1, 2)',
    OperationalError,
    1136,
    'ER_WRONG_VALUE_COUNT_ON_ROW',
    '21S01',
    "Column count doesn't match value count at row 1",
  ],
  [
    'SELECT id FROM parent JOIN child USING (id) JOIN child c2',
    OperationalError,
    1052,
    'ER_NON_UNIQ_ERROR',
    '23000',
    /ambiguous$/,
  ],
  [
    'USE no_such_database',
    OperationalError,
    1049,
    'ER_BAD_DB_ERROR',
    '42000',
    "Unknown database 'no_such_database'",
  ],
  [
    'CALL no_such_procedure()',
    OperationalError,
    1305,
    'ER_SP_DOES_NOT_EXIST',
    '42000',
    /does not exist$/,
  ],
  [
    "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'my ümlaut 列', MYSQL_ERRNO = 1644",
    OperationalError,
    1644,
    'ER_SIGNAL_EXCEPTION',
    '45000',
    'my ümlaut 列',
  ],
  [
    "SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = 'mine', MYSQL_ERRNO = 30001",
    IntegrityError,
    30001,
    'ER_30001',
    '23000',
    'mine',
  ],
];

describe.each(APIS)('$name', (api) => {
  const conn = useConnection(api, { autocommit: true, multiStatements: true });

  beforeEach(async () => {
    await conn().execute('DROP TABLE IF EXISTS child, parent');
    const cur = await conn().execute(TABLES);
    while (await cur.nextset());
  });

  test.each(CASES)('%s', async (sql, type, errno, code, sqlState, message) => {
    const error = await failureOf(() => conn().execute(sql));
    expect(error).toBeInstanceOf(type);
    for (const base of [DatabaseError, DriverError, MySQLError, Error]) {
      expect(error).toBeInstanceOf(base);
    }
    expect(error).toMatchObject({ errno, code, sqlState, sql, fatal: false, retryable: false });
    expect(error.name).toBe(type.name);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(error.sqlMessage).toBe(error.message);
    expect(conn().isUsable).toBe(true);
    expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
  });

  test('sql has the placeholders and no values; the hint is no part of the message', async () => {
    const sql = 'INSERT INTO parent VALUES (?), (?)';
    const error = await failureOf(() => conn().execute(sql, [5, 'secret-value-in-no-number']));
    expect(error.sql).toBe(sql);
    const twice = await failureOf(() => conn().execute('INSERT INTO parent VALUES (?)', [1]));
    expect(twice.hint).toMatch(/ON DUPLICATE KEY/);
    expect(twice.message).not.toContain(twice.hint);
  });

  test('a SIGNAL in a trigger and one in a procedure', async () => {
    await conn().execute(`CREATE TRIGGER refuse BEFORE INSERT ON parent FOR EACH ROW
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused'`);
    const error = await failureOf(() => conn().execute('INSERT INTO parent VALUES (7)'));
    expect(error).toMatchObject({ errno: 1644, message: 'refused' });
  });

  test('a lock wait that times out is retryable', async () => {
    const other = await api.connect();
    await other.begin();
    await other.execute('UPDATE parent SET id = 3 WHERE id = 2');
    await conn().execute('SET innodb_lock_wait_timeout = 1');
    const error = await failureOf(() => conn().execute('UPDATE parent SET id = 4 WHERE id = 2'));
    expect(error).toMatchObject({ name: 'OperationalError', errno: 1205, retryable: true });
    await other.close();
  });

  test('a statement that ran too long', async () => {
    const sql = ofServer({
      mariadb: 'SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(10)',
      // SLEEP itself ends early there, without an error.
      mysql: `SELECT /*+ MAX_EXECUTION_TIME(50) */ COUNT(*) FROM ${numbersTo(1e8)}`,
    });
    const error = await failureOf(() => conn().execute(sql));
    expect(error).toMatchObject({
      name: 'OperationalError',
      errno: ofServer({ mariadb: 1969, mysql: 3024 }),
      fatal: false,
    });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('a message in another language than ours, and one of 500 characters', async () => {
    const text = 'Ж'.repeat(120);
    const error = await failureOf(() =>
      conn().execute(`SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${text}'`),
    );
    expect(error.message).toBe(text);
    const name = 'n'.repeat(64);
    expect((await failureOf(() => conn().execute(`SELECT \`${name}\``))).message).toContain(name);
  });

  test('a right that the account lacks', async () => {
    administer("CREATE OR REPLACE USER poor@'%' IDENTIFIED BY 'poor'");
    const account = { user: 'poor', password: 'poor', database: 'information_schema' };
    const poor = await api.connect(account);
    const error = await failureOf(() => poor.execute('SELECT * FROM mysql.user'));
    expect(error).toMatchObject({ errno: 1142, code: 'ER_TABLEACCESS_DENIED_ERROR' });
    await poor.close();
    administer("DROP USER poor@'%'");
  });
});
