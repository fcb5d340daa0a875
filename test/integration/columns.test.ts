import {
  ColumnCursor,
  type ConnectOptions,
  Cursor,
  type CursorOptions,
  FIELD_TYPE,
  type ResultColumns,
  SSColumnCursor,
} from '../../lib';
import { type Api, APIS, failureOf, PROTOCOLS } from '../support/apis';
import { useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';
import { exactly, withConnection } from './types/read-back';

useDatabase();

type Connection = Awaited<ReturnType<Api['connect']>>;

const KINDS = [ColumnCursor, SSColumnCursor];
const WAYS = PROTOCOLS.flatMap((api) => KINDS.map((kind) => ({ api, kind })));

/** A table of the numbers from 0 in the column `n`. */
async function createNumbersTable(conn: Connection, count: number): Promise<void> {
  const numbers = `SELECT seq - 1 AS n FROM ${numbersTo(count)}`;
  await conn.execute(`CREATE TEMPORARY TABLE numbers (n INT PRIMARY KEY) ${numbers}`);
}

async function columnsOf(
  conn: Connection,
  sql: string,
  kind = ColumnCursor,
  options?: CursorOptions,
): Promise<ResultColumns> {
  const cursor = conn.cursor(kind, options);
  await cursor.execute(sql);
  return cursor.fetchColumns();
}

/** The rows of columns and those of a Cursor, which must be the same. */
async function expectSameAsRows(
  conn: Connection,
  sql: string,
  kind: typeof ColumnCursor,
  options?: CursorOptions,
): Promise<ResultColumns> {
  const cursor = conn.cursor(Cursor, options);
  await cursor.execute(sql);
  const rows = await cursor.fetchall();
  const table = await columnsOf(conn, sql, kind, options);
  expect(table.rowCount).toBe(rows.length);
  table.columns.forEach((column, i) => {
    expect(column.toArray().map(exactly)).toEqual(rows.map((row) => exactly(row[i])));
  });
  return table;
}

const inAllWays = (
  name: string,
  action: (conn: Connection, kind: typeof ColumnCursor) => Promise<void>,
  options: ConnectOptions = {},
): void =>
  test.each(WAYS)(`${name}: $api.name $kind.name`, ({ api, kind }) =>
    withConnection(api, options, (conn) => action(conn, kind)),
  );

inAllWays('nothing lies in the memory behind the values', async (conn, kind) => {
  await createNumbersTable(conn, 20_000);
  // Memory that was written to and given back is what unclean memory would come from.
  Buffer.alloc(4_000_000, 0xa5);
  const { columns } = await columnsOf(
    conn,
    `SELECT n, n + 0e0, CONCAT('number ', n), TIMESTAMP('2024-01-01') + INTERVAL n SECOND,
      TIMESTAMP('2024-01-01 00:00:00.000001') + INTERVAL n SECOND, n * 10000000000 FROM numbers`,
    kind,
  );
  const arrays = columns.flatMap(({ values, offsets }) => [values, offsets ?? []]);
  for (const array of arrays) {
    if (!ArrayBuffer.isView(array)) continue;
    const behind = new Uint8Array(array.buffer, array.byteOffset + array.byteLength);
    expect(behind.every((byte) => byte === 0)).toBe(true);
  }
});

/** All of one type in a column. */
const TYPES = `SELECT CAST(-7 AS SIGNED INT) AS small_, -1e0 AS double_, 'é€😀' AS text_,
  X'00ff' AS bytes_, CAST(1.10 AS DECIMAL(5,2)) AS decimal_`;

inAllWays(
  'the types of arrays',
  async (conn, kind) => {
    await conn.execute(`CREATE TEMPORARY TABLE typed (a INT, b INT UNSIGNED, c BIGINT,
    d BIGINT UNSIGNED, e DOUBLE, f DATETIME, g DATETIME(6), h VARCHAR(9), i BLOB, j FLOAT, k TINYINT)`);
    await conn.execute(`INSERT INTO typed VALUES (-2147483648, 4294967295, -9223372036854775808,
    18446744073709551615, -0.5, '2024-01-02 03:04:05', '1969-12-31 23:59:59.999999', 'aé😀', X'0001',
    1.5, -1)`);
    const { columns } = await columnsOf(conn, 'SELECT * FROM typed', kind);
    expect(columns.map(({ type, values }) => [type, values])).toEqual([
      ['int32', Int32Array.of(-2147483648)],
      ['uint32', Uint32Array.of(4294967295)],
      ['int64', BigInt64Array.of(-9223372036854775808n)],
      ['uint64', BigUint64Array.of(18446744073709551615n)],
      ['double', Float64Array.of(-0.5)],
      ['date', Float64Array.of(Date.UTC(2024, 0, 2, 3, 4, 5))],
      ['dateMicros', BigInt64Array.of(-1n)],
      ['text', Buffer.from('aé😀')],
      ['bytes', Buffer.from([0, 1])],
      ['double', Float64Array.of(1.5)],
      ['int32', Int32Array.of(-1)],
    ]);
    expect(columns[7]!.offsets).toEqual(Int32Array.of(0, 7));
    expect(columns.map(({ validity, nullCount }) => [validity, nullCount])).toEqual(
      columns.map(() => [null, 0]),
    );
    expect(columns[0]).toMatchObject({ name: 'a', length: 1, field: { orgTable: 'typed' } });
    for (const column of columns) {
      const none = [1, -1, 0.5, NaN].map((row) => column.get(row));
      expect(none).toEqual(Array(4).fill(undefined));
    }
  },
  { timezone: 'Z' },
);

inAllWays('literals are as in rows', async (conn, kind) => {
  await expectSameAsRows(conn, `${TYPES} UNION ALL SELECT NULL, NULL, NULL, NULL, NULL`, kind);
});

inAllWays('a bitmap says what is NULL', async (conn, kind) => {
  await createNumbersTable(conn, 20);
  const sql = 'SELECT n, IF(n % 3, n, NULL) AS v, NULL AS w FROM numbers WHERE n < 18 ORDER BY n';
  const { columns } = await columnsOf(conn, sql, kind);
  expect(columns[1]!.validity).toEqual(Uint8Array.of(0b10110110, 0b01101101, 0b11));
  expect(columns[1]!.nullCount).toBe(6);
  expect(columns[2]!.validity).toEqual(new Uint8Array(3));
  expect(columns[2]!.toArray()).toEqual(Array(18).fill(null));
});

inAllWays('an empty result has columns', async (conn, kind) => {
  const cursor = conn.cursor(kind);
  await cursor.execute(`SELECT * FROM (${TYPES}) t WHERE 1 = 0`);
  const { rowCount, columns } = await cursor.fetchColumns();
  expect(rowCount).toBe(0);
  expect(columns.map(({ type, length, values }) => [type, length, values.length])).toEqual(
    ['double', 'text', 'bytes', 'text'].reduce((list, type) => [...list, [type, 0, 0]], [
      [expect.stringMatching(/^int/), 0, 0],
    ] as unknown[][]),
  );
  expect(columns[2]!.offsets).toEqual(Int32Array.of(0));
});

inAllWays('after the end there are no rows', async (conn, kind) => {
  const cursor = conn.cursor(kind);
  await cursor.execute('SELECT 1 AS a UNION ALL SELECT 2');
  expect(cursor.rowcount).toBe(kind === ColumnCursor ? 2 : -1);
  expect((await cursor.fetchColumns()).rowCount).toBe(2);
  expect(cursor.rownumber).toBe(2);
  expect((await cursor.fetchColumns()).rowCount).toBe(0);
  expect(await conn.fetchone('SELECT 1')).toEqual([1]);
});

inAllWays('a statement without a result set is refused', async (conn, kind) => {
  const cursor = conn.cursor(kind);
  expect(await failureOf(() => cursor.fetchColumns())).toMatchObject({
    code: 'ERR_MYSQLDB_NO_RESULT',
  });
  await cursor.execute('DO 1');
  expect(await failureOf(() => cursor.fetchColumns())).toMatchObject({
    code: 'ERR_MYSQLDB_NO_RESULT',
  });
});

inAllWays('rows and columns do not mix', async (conn, kind) => {
  const cursor = conn.cursor(kind);
  await cursor.execute('SELECT 1 AS a');
  for (const fetch of [
    () => cursor.fetchone(),
    () => cursor.fetchmany(2),
    () => cursor.fetchall(),
  ]) {
    expect(await failureOf(fetch)).toMatchObject({
      name: 'NotSupportedError',
      hint: expect.stringContaining('fetchColumns()'),
    });
  }
  expect(await failureOf(async () => cursor.scroll(0))).toMatchObject({
    name: 'NotSupportedError',
  });
  expect((await cursor.fetchColumns()).columns[0]!.toArray()).toEqual([1]);
  const rows = conn.cursor();
  await rows.execute('SELECT 1');
  expect(await failureOf(() => rows.fetchColumns())).toMatchObject({
    name: 'NotSupportedError',
    hint: expect.stringContaining('ColumnCursor'),
  });
});

inAllWays('text of all sizes and scripts', async (conn, kind) => {
  await conn.execute('CREATE TEMPORARY TABLE texts (id INT PRIMARY KEY, a LONGTEXT, b LONGBLOB)');
  const parts = [
    '',
    'a',
    'é',
    '€',
    '😀',
    'ÿ'.repeat(20_000),
    'z€😀'.repeat(30_000),
    'x'.repeat(9000),
  ];
  for (const [i, text] of [...parts, ...parts].entries()) {
    await conn.execute('INSERT INTO texts VALUES (?, ?, ?)', [i, text, Buffer.from(text)]);
  }
  await expectSameAsRows(conn, 'SELECT a, b, id FROM texts ORDER BY id', kind);
});

inAllWays('text in another character set', async (conn, kind) => {
  await conn.execute('SET NAMES latin1');
  const cut = "SELECT CONVERT(X'e980' USING latin1) AS a UNION ALL SELECT NULL UNION ALL SELECT ''";
  await expectSameAsRows(conn, cut, kind);
});

inAllWays('200 columns', async (conn, kind) => {
  await createNumbersTable(conn, 700);
  const list = Array.from({ length: 200 }, (_, i) =>
    i % 3 === 0
      ? `n + ${i} AS c${i}`
      : i % 3 === 1
        ? `CONCAT('t', n * ${i})`
        : `NULLIF(n % ${i}, 0)`,
  );
  await expectSameAsRows(conn, `SELECT ${list.join(', ')} FROM numbers ORDER BY n`, kind);
});

inAllWays('names are unique', async (conn, kind) => {
  const { columns } = await columnsOf(conn, 'SELECT 1 AS a, 2 AS a, 3 AS `__proto__`', kind);
  expect(columns.map(({ name }) => name)).toEqual(['a', 'a_2', '__proto__']);
});

describe('options', () => {
  const bigs = 'SELECT CAST(9007199254740993 AS SIGNED) AS a UNION ALL SELECT -5';
  test.each(['auto', 'bigint', 'number', 'string'] as const)("bigint: '%s'", (bigint) =>
    withConnection(APIS[0]!, {}, async (conn) => {
      const { columns } = await expectSameAsRows(conn, bigs, ColumnCursor, { bigint });
      const types = { auto: 'int64', bigint: 'int64', number: 'double', string: 'text' };
      expect(columns[0]!.type).toBe(types[bigint]);
    }),
  );

  const json = `SELECT JSON_EXTRACT('{"a": [1, "€"]}', '$') AS j UNION ALL SELECT NULL`;
  test.each(['parse', 'string'] as const)("json: '%s'", (option) =>
    withConnection(APIS[0]!, {}, async (conn) => {
      await conn.execute('CREATE TEMPORARY TABLE docs (j JSON)');
      await conn.execute(`INSERT INTO docs ${json}`);
      await expectSameAsRows(conn, 'SELECT j FROM docs', ColumnCursor, { json: option });
    }),
  );

  test.each(['Asia/Kolkata', '-09:30', 'Europe/London', 'local'])('timezone: %s', (timezone) =>
    withConnection(APIS[0]!, {}, async (conn) => {
      const sql = `SELECT CAST('2024-07-01 12:00:00' AS DATETIME) AS a,
        CAST('9999-12-31 23:59:59.999999' AS DATETIME(6)) AS b
        UNION ALL SELECT CAST('1969-12-31 23:59:59' AS DATETIME), CAST('1000-01-01' AS DATETIME(6))`;
      await expectSameAsRows(conn, sql, ColumnCursor, { timezone });
    }),
  );

  test('conv makes an array of values', () =>
    withConnection(APIS[0]!, {}, async (conn) => {
      const conv = new Map([[FIELD_TYPE.VAR_STRING, (text: string) => ({ text })]]);
      const sql = "SELECT 'a' AS t, 1 AS n UNION ALL SELECT NULL, 2 UNION ALL SELECT '€', NULL";
      const { columns } = await expectSameAsRows(conn, sql, ColumnCursor, { conv });
      expect(columns[0]).toMatchObject({
        type: 'any',
        values: [{ text: 'a' }, null, { text: '€' }],
        nullCount: 1,
      });
    }));

  test('cursorClass is a kind with rows', async () => {
    const connecting = (): unknown => APIS[0]!.connect({ cursorClass: ColumnCursor });
    expect(await failureOf(connecting)).toMatchObject({ name: 'InterfaceError' });
  });
});

describe.each(['DATETIME', 'DATETIME(6)'])('zero dates in %s', (type) => {
  const ZERO = `SELECT v FROM zeros ORDER BY id`;
  const withZeros = (api: Api, action: (conn: Connection) => Promise<void>): Promise<void> =>
    withConnection(api, {}, async (conn) => {
      await conn.execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
      await conn.execute(`CREATE TEMPORARY TABLE zeros (id INT PRIMARY KEY, v ${type})`);
      await conn.execute(
        "INSERT INTO zeros VALUES (1, '2024-01-02'), (2, 0), (3, '2024-00-00'), (4, NULL)",
      );
      await action(conn);
    });

  test.each(WAYS)("are NULL with zeroDates: 'null', $api.name $kind.name", ({ api, kind }) =>
    withZeros(api, async (conn) => {
      const table = await expectSameAsRows(conn, ZERO, kind, { zeroDates: 'null' });
      expect(table.columns[0]!.nullCount).toBe(3);
    }),
  );

  test.each(WAYS)('are errors without it, $api.name $kind.name', ({ api, kind }) =>
    withZeros(api, async (conn) => {
      for (const zeroDates of ['string', 'error'] as const) {
        const failing = (): unknown => columnsOf(conn, ZERO, kind, { zeroDates });
        expect(await failureOf(failing)).toMatchObject({
          code: 'ERR_MYSQLDB_ZERO_DATE',
          hint: expect.stringContaining("dates: 'string'"),
        });
      }
      await expectSameAsRows(conn, ZERO, kind, { dates: 'string' });
    }),
  );
});

describe('long results', () => {
  const ROWS = 100_000;
  const SQL = `SELECT n, n * 1000000007 AS big, IF(n % 7, CONCAT('row ', n, IF(n % 5, '', '€')), NULL),
    n / 8e0 AS d FROM numbers ORDER BY n`;

  inAllWays('are as their rows', async (conn, kind) => {
    await createNumbersTable(conn, ROWS);
    const { columns } = await columnsOf(conn, SQL, kind);
    const [ns, bigs, texts, doubles] = columns.map((column) => column.toArray());
    expect([ns!.length, bigs!.length, texts!.length, doubles!.length]).toEqual(Array(4).fill(ROWS));
    for (let n = 0; n < ROWS; n++) {
      const text = n % 7 === 0 ? null : `row ${n}${n % 5 === 0 ? '€' : ''}`;
      if (
        ns![n] !== n ||
        bigs![n] !== n * 1000000007 ||
        texts![n] !== text ||
        doubles![n] !== n / 8
      )
        throw new Error(`row ${n}: ${String([ns![n], bigs![n], texts![n], doubles![n]])}`);
    }
  });

  test.each(PROTOCOLS)('come in pieces: $name', (api) =>
    withConnection(api, {}, async (conn) => {
      await createNumbersTable(conn, ROWS);
      const cursor = conn.cursor(SSColumnCursor);
      await cursor.execute('SELECT n FROM numbers ORDER BY n');
      let next = 0;
      let pieces = 0;
      for (;;) {
        const { rowCount, columns } = await cursor.fetchColumns(10_000);
        if (rowCount === 0) break;
        pieces++;
        expect(columns[0]!.values).toEqual(
          Int32Array.from({ length: rowCount }, (_, i) => next + i),
        );
        next += rowCount;
        if (next < ROWS) expect(rowCount).toBeGreaterThanOrEqual(10_000);
        expect(rowCount).toBeLessThan(20_000);
      }
      expect(next).toBe(ROWS);
      expect(pieces).toBeGreaterThan(4);
      expect(cursor.rownumber).toBe(ROWS);
    }),
  );

  test.each(PROTOCOLS)('that are left free the connection: $name', (api) =>
    withConnection(api, {}, async (conn) => {
      await createNumbersTable(conn, ROWS);
      const cursor = conn.cursor(SSColumnCursor);
      await cursor.execute('SELECT n FROM numbers ORDER BY n');
      await cursor.fetchColumns(1);
      expect(await failureOf(() => conn.execute('DO 1'))).toMatchObject({ errno: 2014 });
      await cursor.close();
      expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    }),
  );
});

inAllWays('an error within the result comes after the rows before it', async (conn, kind) => {
  await createNumbersTable(conn, 100_000);
  // The subquery has two rows for the last n only.
  const sql = `SELECT n, (SELECT m.seq FROM ${numbersTo(2, 'm')} WHERE m.seq <= IF(n = 99999, 2, 1)) AS v
    FROM numbers ORDER BY n`;
  expect(await failureOf(() => columnsOf(conn, sql, kind))).toMatchObject({ errno: 1242 });
  const cursor = conn.cursor(SSColumnCursor);
  await cursor.execute(sql);
  let rows = 0;
  const failure = await failureOf(async () => {
    for (;;) rows += (await cursor.fetchColumns(10_000)).rowCount;
  });
  expect(failure).toMatchObject({ errno: 1242 });
  expect(rows).toBeGreaterThan(50_000);
  await cursor.close();
  expect(await conn.fetchone('SELECT 1')).toEqual([1]);
});
