/** Classes beyond MySQLdb's table, on the server itself: each flavour by the number that it gives. */
import { connectSync } from '../../lib';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const server = connectSync({ ...serverOptions(), database: 'information_schema' });
const flavor = /mariadb/i.test(server.serverVersion) ? 'mariadb' : 'mysql';
server.close();

const TABLES = [
  'CREATE TABLE parent (id INT PRIMARY KEY)',
  'CREATE TABLE child (id INT PRIMARY KEY, p INT, q INT, FOREIGN KEY (p) REFERENCES parent (id))',
  'CREATE TABLE document (body JSON, age INT, CHECK (age > 0))',
  'CREATE TABLE part (id INT) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (5))',
  'CREATE VIEW small AS SELECT * FROM parent WHERE id < 5 WITH CHECK OPTION',
];

type Expected = [name: string, errno: number];
interface Case {
  readonly sql: string;
  readonly both?: Expected;
  readonly mariadb?: Expected;
  readonly mysql?: Expected;
}

const JSON_TABLE = `SELECT * FROM JSON_TABLE('{"a":[1]}', '$' COLUMNS(a INT PATH '$.a' ERROR ON ERROR)) t`;

const CASES: readonly Case[] = [
  // Constraints.
  {
    sql: 'INSERT INTO document (age) VALUES (-1)',
    mariadb: ['IntegrityError', 4025],
    mysql: ['IntegrityError', 3819],
  },
  {
    sql: "INSERT INTO document (body) VALUES ('{')",
    // JSON is text with a CHECK constraint there.
    mariadb: ['IntegrityError', 4025],
    mysql: ['DataError', 3140],
  },
  { sql: 'INSERT INTO small VALUES (9)', both: ['IntegrityError', 1369] },
  { sql: 'INSERT INTO part VALUES (9)', both: ['IntegrityError', 1526] },
  { sql: 'TRUNCATE parent', both: ['IntegrityError', 1701] },
  { sql: 'DROP TABLE parent', mariadb: ['IntegrityError', 1451], mysql: ['IntegrityError', 3730] },
  {
    sql: 'ALTER TABLE child DROP COLUMN p',
    mariadb: ['IntegrityError', 1553],
    mysql: ['IntegrityError', 1828],
  },
  {
    sql: 'CREATE TABLE c2 (p VARCHAR(3), FOREIGN KEY (p) REFERENCES parent (id))',
    mariadb: ['OperationalError', 1005],
    mysql: ['IntegrityError', 3780],
  },
  // Values.
  { sql: "SELECT 'a' REGEXP '('", mariadb: ['DataError', 1139], mysql: ['DataError', 3691] },
  { sql: 'SELECT 9223372036854775807 + 1', both: ['DataError', 1690] },
  { sql: JSON_TABLE, mariadb: ['DataError', 4178], mysql: ['DataError', 3666] },
  { sql: "SELECT JSON_EXTRACT('{}', '$[')", mysql: ['DataError', 3143] },
  { sql: "SELECT STRING_TO_VECTOR('x')", mysql: ['DataError', 6138] },
  { sql: "SELECT ST_GeomFromText('nope')", mysql: ['DataError', 3037] },
  { sql: 'SELECT NTILE(0) OVER () FROM parent', mariadb: ['DataError', 4024] },
  { sql: "SELECT COLUMN_GET('abc', 'x' AS INT)", mariadb: ['DataError', 1919] },
  // What the server does not have.
  { sql: 'CREATE TABLE e (a INT) ENGINE=no_such', both: ['NotSupportedError', 1286] },
  { sql: 'CREATE TABLE m (a BLOB) ENGINE=MEMORY', both: ['NotSupportedError', 1163] },
  {
    sql: "SELECT ST_Buffer(ST_GeomFromText('LINESTRING(0 0,1 1)', 4326), 1)",
    mysql: ['NotSupportedError', 3618],
  },
  // Mistakes in the statement.
  {
    sql: 'CREATE TABLE t (a no_such_type)',
    mariadb: ['ProgrammingError', 4161],
    mysql: ['ProgrammingError', 1064],
  },
  { sql: 'SELECT NEXTVAL(no_such_sequence)', mariadb: ['ProgrammingError', 4091] },
  { sql: 'EXECUTE no_such', both: ['ProgrammingError', 1243] },
  { sql: 'SELECT CAST(1 AS DECIMAL(100,2))', both: ['OperationalError', 1426] },
];

const here = CASES.flatMap(({ sql, both, [flavor]: own }): [string, string, number][] => {
  const expected = both ?? own;
  return expected ? [[sql, ...expected]] : [];
});

describe.each(APIS)('$name', (api) => {
  const conn = useConnection(api);
  const other = useConnection(api);

  beforeAll(async () => {
    const setup = await api.connect({ autocommit: true });
    await setup.execute('DROP TABLE IF EXISTS child, parent, document, part');
    await setup.execute('DROP VIEW IF EXISTS small');
    for (const table of TABLES) await setup.execute(table);
    await setup.execute('INSERT INTO parent VALUES (1)');
    await setup.close();
  });

  test.each(here)('%s: %s', async (sql, name, errno) => {
    const error = await failureOf(() => conn().execute(sql));
    expect(error).toMatchObject({ name, errno, sql, fatal: false, retryable: false });
    expect(error.code).not.toBe(`ER_${errno}`);
  });

  test('a row that another transaction holds, with NOWAIT, is retryable', async () => {
    await other().execute('SELECT * FROM parent FOR UPDATE');
    const error = await failureOf(() => conn().execute('SELECT * FROM parent FOR UPDATE NOWAIT'));
    const errno = flavor === 'mariadb' ? 1205 : 3572;
    expect(error).toMatchObject({ name: 'OperationalError', errno, retryable: true, fatal: false });
    expect(error.hint).toMatch(/again from its start/);
  });

  test('a statement that met its time limit is neither retryable nor fatal', async () => {
    const sql =
      flavor === 'mariadb'
        ? 'SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(10)'
        : 'SELECT /*+ MAX_EXECUTION_TIME(50) */ COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c';
    const error = await failureOf(() => conn().execute(sql));
    const errno = flavor === 'mariadb' ? 1969 : 3024;
    expect(error).toMatchObject({ name: 'OperationalError', errno, retryable: false });
    expect(error.hint).toMatch(/time limit/);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });
});
