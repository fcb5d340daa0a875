import { join } from 'node:path';
import { tableFromIPC, type Table, tableToIPC } from 'apache-arrow';
import { ColumnCursor, FIELD_TYPE, SSColumnCursor } from '../../lib';
import { failureOf, PROTOCOLS, serverOptions } from '../support/apis';
import { cleanEnd, runChild } from '../support/child';
import { useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { withConnection } from './types/read-back';

useDatabase();

const driver = join(__dirname, '..', '..', 'dist', 'index.js');

const WAYS = PROTOCOLS.flatMap((api) =>
  [ColumnCursor, SSColumnCursor].map((kind) => ({ api, kind })),
);

const CREATE = `CREATE TEMPORARY TABLE arrows (a INT, b INT UNSIGNED, c BIGINT, d BIGINT UNSIGNED,
  e DOUBLE, f DATETIME, g DATETIME(6), h VARCHAR(9), i BLOB, j JSON)`;
const INSERT = `INSERT INTO arrows VALUES (-2147483648, 4294967295, -9223372036854775808,
  18446744073709551615, -0.5, '2024-01-02 03:04:05', '1969-12-31 23:59:59.999000', 'aé😀', X'0001',
  '{"a": 1}'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`;

test.each(WAYS)('a Table of all types: $api.name $kind.name', ({ api, kind }) =>
  withConnection(api, { timezone: 'Z' }, async (conn) => {
    await conn.execute(CREATE);
    await conn.execute(INSERT);
    const cursor = conn.cursor(kind);
    await cursor.execute('SELECT * FROM arrows');
    const table = await cursor.fetchArrow<Table>();
    const types = table.schema.fields.map(({ name, type }) => [name, String(type)]);
    expect(types).toEqual([
      ['a', 'Int32'],
      ['b', 'Uint32'],
      ['c', 'Int64'],
      ['d', 'Uint64'],
      ['e', 'Float64'],
      ['f', 'Timestamp<MILLISECOND, UTC>'],
      ['g', 'Timestamp<MICROSECOND, UTC>'],
      ['h', 'Utf8'],
      ['i', 'Binary'],
      ['j', 'Utf8'],
    ]);
    // As another program would read it.
    const read = tableFromIPC(tableToIPC(table, 'stream'));
    for (const each of [table, read]) {
      expect(each.numRows).toBe(2);
      const [first, second] = [0, 1].map((row) =>
        each.schema.names.map((_, i) => each.getChildAt(i)!.get(row)),
      );
      expect(first).toEqual([
        -2147483648,
        4294967295,
        -9223372036854775808n,
        18446744073709551615n,
        -0.5,
        Date.UTC(2024, 0, 2, 3, 4, 5),
        -1,
        'aé😀',
        Uint8Array.of(0, 1),
        expect.stringMatching(/^\{"a": ?1\}$/),
      ]);
      expect(second).toEqual(Array(10).fill(null));
    }
  }),
);

test.each(WAYS)('its arrays are those of the columns: $api.name $kind.name', ({ api, kind }) =>
  withConnection(api, {}, async (conn) => {
    const cursor = conn.cursor(kind);
    const sql = `SELECT seq, NULLIF(seq % 3, 0) AS v, CONCAT('row ', seq) AS t FROM ${numbersTo(5000)}`;
    await cursor.execute(sql);
    const { columns } = await cursor.fetchColumns();
    await cursor.execute(sql);
    const table = await cursor.fetchArrow<Table>();
    columns.forEach((column, i) => {
      const vector = table.getChildAt(i)!;
      expect(vector.nullCount).toBe(column.nullCount);
      expect(vector.data).toHaveLength(1);
      const { values, valueOffsets } = vector.data[0]!;
      expect(values.length).toBe(column.values.length);
      if (column.offsets !== undefined) expect(valueOffsets).toEqual(column.offsets);
      for (const row of [0, 1, 2, 2500, 4999]) {
        const value: unknown = vector.get(row);
        expect(typeof value === 'bigint' ? Number(value) : value).toEqual(column.get(row));
      }
    });
  }),
);

test.each(WAYS)('an empty result, and what conv makes: $api.name $kind.name', ({ api, kind }) =>
  withConnection(api, {}, async (conn) => {
    const cursor = conn.cursor(kind, { conv: new Map([[FIELD_TYPE.LONG, Number]]) });
    await conn.execute(CREATE);
    await cursor.execute('SELECT e, h FROM arrows');
    const empty = await cursor.fetchArrow<Table>();
    expect([empty.numRows, empty.numCols]).toEqual([0, 2]);
    await conn.execute(INSERT);
    await cursor.execute('SELECT a FROM arrows');
    const table = await cursor.fetchArrow<Table>();
    expect([...table.getChildAt(0)!]).toEqual([-2147483648, null]);
  }),
);

test('a cursor for rows has no Table', () =>
  withConnection(PROTOCOLS[0]!, {}, async (conn) => {
    const cursor = await conn.execute('SELECT 1');
    expect(await failureOf(() => cursor.fetchArrow())).toMatchObject({ name: 'NotSupportedError' });
  }));

// apache-arrow has its classes once for each kind of module, and writes no row of the other kind's.
const PRINT_WRITTEN = `
  const options = ${JSON.stringify({ ...serverOptions(), database: 'mysql' })};
  const sql = "SELECT 1 AS id, 'one' AS name UNION ALL SELECT 2, NULL";
  const written = (table) => tableFromIPC(tableToIPC(table)).toArray().map(String).join();
  const sync = connectSync(options);
  const conn = await connect(options);
  for (const connection of [sync, conn]) {
    const cursor = connection.cursor(ColumnCursor);
    await cursor.execute(sql);
    console.log(written(await cursor.fetchArrow()));
    await connection.close();
  }`;
const NAMES = '{ ColumnCursor, connect, connectSync }';
const ARROW_NAMES = '{ tableFromIPC, tableToIPC }';

test.each([
  ['ES modules', 'await import', driver.replace(/js$/, 'mjs')],
  ['CommonJS modules', 'require', driver],
])('%s write and read the rows of a Table', async (_, load, path) => {
  const end = await runChild(
    `const ${NAMES} = ${load}(${JSON.stringify(path)});
    const ${ARROW_NAMES} = ${load}('apache-arrow');
    ${PRINT_WRITTEN}`,
    { bare: true },
  );
  const rows = '{"id": 1, "name": "one"},{"id": 2, "name": null}';
  expect(end).toMatchObject(cleanEnd(`${rows}\n${rows}`));
});

test('without apache-arrow the error says so, and nothing is taken', async () => {
  const end = await runChild(`
    const Module = require('node:module');
    const load = Module._load;
    Module._load = function (request, ...rest) {
      if (request === 'apache-arrow') throw new Error('Cannot find module ' + request);
      return load.call(this, request, ...rest);
    };
    const { ColumnCursor } = require(${JSON.stringify(driver)});
    const conn = connectSync(OPTIONS);
    const cursor = conn.cursor(ColumnCursor);
    cursor.execute('SELECT 7');
    try { cursor.fetchArrow(); } catch (error) { console.log(error.name, error.code, error.hint); }
    console.log(cursor.fetchColumns().columns[0].get(0));
    conn.close();
  `);
  expect(end).toMatchObject(
    cleanEnd(
      'NotSupportedError ERR_MYSQLDB_NO_ARROW Install it beside mysqldb: npm install apache-arrow.\n7',
    ),
  );
});
