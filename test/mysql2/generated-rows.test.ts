/** Thousands of generated rows, read by mysql2 and by the facade: the same values, whatever the options. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { QueryOptions } from 'mysql2';
import { TEST_DATABASE } from '../support/apis';
import { cleanEnd, runChild } from '../support/child';
import { administer, useDatabase } from '../support/database';
import { seededRandom } from '../support/generated';
import { FACADE, MYSQL2, onConnection, run } from '../support/mysql2-pair';

useDatabase();

const ROWS = 3000;
const random = seededRandom(20);
const digits = (count: number): string => Array.from({ length: count }, () => random(10)).join('');
/** Never zero, which mysql2 leaves out of the text of a prepared statement's dates. */
const fraction = (count: number): string => digits(count - 1) + (1 + random(9));
const two = (from: number, count: number): string => String(from + random(count)).padStart(2, '0');
const PIECES = ['a', ' ', "\\'", '\\\\', '"', '\\n', '%', 'é', 'ÿ', '€', '名', '😀', 'plain text '];
const text = (bound: number): string =>
  Array.from({ length: random(bound) }, () => PIECES[random(PIECES.length)]).join('');

/** Days as mysql2 reads them right: from the year 1000 on, and at times the 31st of a shorter month. */
const day = (): string => `${1000 + random(9000)}-${two(1, 12)}-${two(1, 31)}`;
/** Most of a table's days lie near each other. */
const nearDay = (): string => `${2020 + random(6)}-${two(1, 12)}-${two(1, 28)}`;
const clock = (): string => `${two(0, 24)}:${two(0, 60)}:${two(0, 60)}`;
const anyDay = (): string => (random(2) ? day() : nearDay());

/** The types, each with the SQL of a value. */
const COLUMNS: Readonly<Record<string, () => string>> = {
  TINYINT: () => String(random(256) - 128),
  'INT UNSIGNED': () => String(random(2 ** 32)),
  BIGINT: () => String((random(2) ? 1 : -1) * (random(2 ** 32) * 2 ** random(21))),
  'DECIMAL(20, 5)': () => `-${digits(1 + random(14))}.${digits(5)}`,
  DOUBLE: () => `${random(2 ** 32) - 2 ** 31}e${random(300) - 150}`,
  'VARCHAR(400)': () => `'${text(30)}'`,
  TEXT: () => `'${text(random(300) === 0 ? 9000 : 40)}'`,
  'VARBINARY(80)': () => `X'${digits(2 * random(40))}'`,
  DATE: () => `'${anyDay()}'`,
  DATETIME: () => `'${anyDay()} ${clock()}'`,
  'DATETIME(3)': () => `'${anyDay()} ${clock()}.${fraction(3)}'`,
  'DATETIME(6)': () => `'${anyDay()} ${clock()}.${fraction(6)}'`,
  'TIMESTAMP(6) NULL': () => `'${nearDay()} ${clock()}.${fraction(6)}'`,
  TIME: () => `'-${two(10, 80)}:${two(0, 60)}:59'`,
  JSON: () => `'{"a": [${random(1000)}, null, "${'ü'.repeat(random(4))}"]}'`,
};

beforeAll(() => {
  const types = Object.keys(COLUMNS).map((type, i) => `c${i} ${type}`);
  const rows = Array.from({ length: ROWS }, (_, id) => {
    const values = Object.values(COLUMNS).map((make) => (random(12) === 0 ? 'NULL' : make()));
    return `(${id}, ${values.join(', ')})`;
  });
  administer(
    `CREATE TABLE ${TEST_DATABASE}.made (id INT PRIMARY KEY, ${types.join(', ')}) CHARSET utf8mb4`,
    "SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'",
    `INSERT INTO ${TEST_DATABASE}.made VALUES ${rows.join(', ')}`,
  );
});

const OPTIONS: readonly [string, Partial<QueryOptions> & object][] = [
  ['no options', {}],
  ["timezone 'Z'", { timezone: 'Z' }],
  ["timezone '+05:30'", { timezone: '+05:30' }],
  ["timezone '-11:00'", { timezone: '-11:00' }],
  ['rowsAsArray', { rowsAsArray: true }],
  ['nestTables', { nestTables: true }],
  ['dateStrings', { dateStrings: true }],
  ["dateStrings ['DATE']", { dateStrings: ['DATE'] } as object],
  ["dateStrings ['DATETIME', 'TIMESTAMP']", { dateStrings: ['DATETIME', 'TIMESTAMP'] } as object],
  ['bigNumberStrings', { supportBigNumbers: true, bigNumberStrings: true }],
  ['supportBigNumbers', { supportBigNumbers: true }],
  ['decimalNumbers', { decimalNumbers: true } as object],
  ['jsonStrings', { jsonStrings: true } as object],
  ['typeCast', { typeCast: (_field: unknown, next: () => unknown) => next() }],
];

/** Only what differs: a diff of thousands of rows helps nobody. */
function differences(got: unknown[], expected: unknown[]): unknown[] {
  const found = expected.flatMap((row, i) =>
    isDeepStrictEqual(got[i], row) ? [] : [{ i, expected: row, got: got[i] }],
  );
  return got.length === expected.length ? found.slice(0, 3) : [got.length];
}

describe.each(['query', 'execute'] as const)('%s', (method) => {
  test.each(OPTIONS)('with %s', async (_name, options) => {
    const read = onConnection(async (conn) => {
      await conn.query("SET time_zone = '+00:00'");
      return (await run(conn, method, 'SELECT * FROM made ORDER BY id'))[0] as unknown[];
    }, options);
    const expected = await read(MYSQL2);
    expect(expected).toHaveLength(ROWS);
    expect(differences(await read(FACADE), expected)).toEqual([]);
  });
});

const SCRIPT = `
  const read = async (mysql, method) => {
    const conn = await mysql.createConnection({ ...OPTIONS, database: '${TEST_DATABASE}' });
    const [rows] = await conn[method]('SELECT d, t, m FROM local_days');
    await conn.end();
    return rows.map((row) => Object.values(row).map((date) => date && date.getTime()));
  };
  const facade = require(${JSON.stringify(join(__dirname, '..', '..', 'dist', 'mysql2', 'promise.js'))});
  const mysql2 = require(${JSON.stringify(require.resolve('mysql2/promise'))});
  for (const method of ['query', 'execute']) {
    const [expected, got] = [await read(mysql2, method), await read(facade, method)];
    if (expected.length < 10000) throw new Error('too few rows: ' + expected.length);
    for (let i = 0; i < expected.length; i++) {
      if (String(got[i]) !== String(expected[i])) throw new Error(got[i] + ' is not ' + expected[i]);
    }
  }
  console.log('the same');
`;

describe('in the local zone, around its changes', () => {
  const HALF_HOURS = 48;
  const DAYS = 366;

  beforeAll(() => {
    const rows = [1979, 2011, 2024].flatMap((year) =>
      Array.from({ length: (DAYS * HALF_HOURS) / 4 }, (_, i) => {
        const date = new Date(Date.UTC(year, 0, 1, 0, (i * 1440 * 4) / HALF_HOURS + random(90)));
        const moment = date.toISOString().slice(0, 19).replace('T', ' ');
        return `('${moment.slice(0, 10)}', '${moment}', '${moment}.${digits(6)}')`;
      }),
    );
    administer(
      `CREATE TABLE ${TEST_DATABASE}.local_days (d DATE, t DATETIME, m DATETIME(6))`,
      `INSERT INTO ${TEST_DATABASE}.local_days VALUES ${rows.join(', ')}`,
    );
  });

  test.each([
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kolkata',
  ])('%s', async (TZ) => {
    const end = await runChild(SCRIPT, { env: { TZ }, deadline: 60_000 });
    expect(end).toMatchObject(cleanEnd('the same'));
  });
});
