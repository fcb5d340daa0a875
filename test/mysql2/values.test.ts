/** Every column type under every option about values, beside mysql2. */
import type { QueryOptions } from 'mysql2';
import { administer, useDatabase } from '../support/database';
import { ofClient, ofServer } from '../support/flavor';
import {
  expectSame,
  extendedType,
  FACADE,
  onConnection,
  plainField,
  run,
} from '../support/mysql2-pair';
import { TEST_DATABASE } from '../support/apis';

useDatabase();

const TABLE = `${TEST_DATABASE}.every_type`;

beforeAll(() =>
  administer(
    `CREATE TABLE ${TABLE} (id INT PRIMARY KEY, t TINYINT, tb TINYINT(1), tu TINYINT UNSIGNED, s SMALLINT,
      m MEDIUMINT, i INT, iu INT UNSIGNED, b BIGINT, bu BIGINT UNSIGNED, d DECIMAL(20, 5), f FLOAT,
      db DOUBLE, y YEAR, da DATE, ti TIME, dt DATETIME, dt3 DATETIME(3), dt6 DATETIME(6),
      ts TIMESTAMP NULL, c CHAR(5), v VARCHAR(50), vb VARBINARY(10), bl BLOB, tx TEXT, e ENUM('a', 'b'),
      se SET('x', 'y'), bi BIT(12), j JSON, p POINT, g GEOMETRY) CHARSET utf8mb4`,
    `INSERT INTO ${TABLE} VALUES (1, -1, 1, 255, -32768, 8388607, -2147483648, 4294967295,
      1234567890123, 12345678901234, -12345.67890, 1.5, 2.25, 2024, '2024-02-29', '-12:34:56',
      '2024-07-01 12:34:56', '2024-01-01 00:00:00.123', '1999-12-31 23:59:59.123456',
      '2024-07-01 12:00:00', 'abc', 'zwölf 🐬', 'ab', X'00FF80', 'text', 'b', 'x,y', b'101010101010',
      '{"a": [1, 2.5, "ü"]}', ST_GeomFromText('POINT(1 2.5)'),
      ST_GeomFromText('POLYGON((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))'))`,
    `INSERT INTO ${TABLE} (id, g) VALUES (2, ST_GeomFromText('LINESTRING(1 2, 3 4)')),
      (3, ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4))')),
      (4, ST_GeomFromText('MULTIPOINT(1 2, 3 4)')), (5, NULL)`,
    `INSERT INTO ${TABLE} (id, b, bu, v, bl) VALUES (6, 9007199254740991, 9007199254740993, '', '')`,
    `INSERT INTO ${TABLE} (id, b, bu) VALUES (7, -9223372036854775808, 18446744073709551615)`,
  ),
);

/** With mysql2's own reading unsafe integers come out a few units off: those rows are left to the others. */
const EXACT = `SELECT * FROM every_type WHERE id < 6 ORDER BY id`;
const ALL = `SELECT * FROM every_type ORDER BY id`;

const castNothing = (_field: unknown, next: () => unknown): unknown => next();

const OPTIONS: readonly [string, Partial<QueryOptions> & object, sql: string][] = [
  ['no options', {}, EXACT],
  ['rowsAsArray', { rowsAsArray: true }, EXACT],
  ['nestTables', { nestTables: true }, EXACT],
  ["nestTables '_'", { nestTables: '_' }, EXACT],
  ['supportBigNumbers', { supportBigNumbers: true }, ALL],
  ['bigNumberStrings', { supportBigNumbers: true, bigNumberStrings: true }, ALL],
  ['bigNumberStrings alone', { bigNumberStrings: true }, EXACT],
  ['dateStrings', { dateStrings: true }, EXACT],
  ["dateStrings ['DATE']", { dateStrings: ['DATE'] } as object, EXACT],
  ["dateStrings ['DATETIME']", { dateStrings: ['DATETIME'] } as object, EXACT],
  ["timezone 'Z'", { timezone: 'Z' }, EXACT],
  ["timezone '+05:30'", { timezone: '+05:30' }, EXACT],
  ['typeCast false', { typeCast: false }, ALL],
  ['typeCast next', { typeCast: castNothing }, EXACT],
  ['typeCast next, big numbers', { typeCast: castNothing, supportBigNumbers: true }, ALL],
  ['typeCast next, dates as text', { typeCast: castNothing, dateStrings: true }, EXACT],
];

/** The text protocol has every option; mysql2's binary one has bugs of its own in a few. */
const OF_EXECUTE = OPTIONS.filter(([name]) => !['typeCast false'].includes(name));

describe.each([
  ['query', OPTIONS],
  ['execute', OF_EXECUTE],
] as const)('%s', (method, cases) => {
  test.each(cases)('with %s', (_name, options, sql) =>
    expectSame(
      onConnection(async (conn) => {
        const [rows, fields] = await run(conn, method, { ...options, sql });
        return { rows, fields: fields.map(plainField) };
      }),
    ),
  );

  test.each(cases)('with %s of the connection', (_name, options, sql) =>
    expectSame(onConnection(async (conn) => (await run(conn, method, sql))[0], options as object)),
  );

  test.each([
    ['decimalNumbers', { decimalNumbers: true }],
    ['jsonStrings', { jsonStrings: true }],
  ])('with %s', (_name, options) =>
    expectSame(onConnection(async (conn) => (await run(conn, method, EXACT))[0], options)),
  );

  test('the last of equal names wins', () =>
    expectSame(
      onConnection(async (conn) => (await run(conn, method, 'SELECT 1 AS a, 2 AS b, 3 AS a'))[0]),
    ));

  test('names that are special to JavaScript', () =>
    expectSame(
      onConnection(async (conn) => {
        const sql = 'SELECT 1 AS `constructor`, 2 AS `0`, 3 AS `a b`, 4 AS `toString`, 5 AS ``';
        return (
          await run(
            conn,
            method,
            ofServer({
              mariadb: sql.replace(', 5 AS ``', ''),
              mysql: sql.replace(', 5 AS ``', ''),
            }),
          )
        )[0];
      }),
    ));
});

test('fields have what MariaDB says of a type besides, where the client library reads it', async () => {
  const ofFacade = onConnection((conn) => conn.query('SELECT j, p FROM every_type'));
  const [, fields] = await ofFacade(FACADE);
  const none = { extendedTypeName: undefined, extendedFormat: undefined };
  const said = [
    { ...none, extendedFormat: 'json' },
    { ...none, extendedTypeName: 'point' },
  ];
  const read = ofClient<object[]>({ mariadb: said, mysql: [none, none] });
  expect(fields.map(extendedType)).toEqual(
    ofServer<object[]>({ mariadb: read, mysql: [none, none] }),
  );
});

test('typeCast sees the fields that mysql2 shows', () =>
  expectSame(
    onConnection(async (conn) => {
      const seen: unknown[] = [];
      await conn.query({
        sql: ALL,
        typeCast: (field, next) => {
          const { type, length, db, table, name } = field;
          if (seen.length < 31) seen.push({ type, length, db, table, name });
          return type === 'GEOMETRY'
            ? field.buffer()
            : type === 'VAR_STRING'
              ? field.string()
              : next();
        },
      });
      return seen;
    }),
  ));

test('typeCast reads text, bytes and geometries, NULL too', () =>
  expectSame(
    onConnection(async (conn) => {
      const cast = (read: 'string' | 'buffer') =>
        conn.query({
          sql: ALL,
          typeCast: (field) => (field.type === 'JSON' ? field.string('utf8') : field[read]()),
        });
      const [texts] = await cast('string');
      const [bytes] = await cast('buffer');
      const [shapes] = await conn.query({
        sql: 'SELECT p, g FROM every_type ORDER BY id',
        typeCast: (field) => field.geometry(),
      });
      return { texts, bytes, shapes };
    }),
  ));
