import { type Conv, Cursor, type EncoderContext, FIELD_TYPE, rawSql } from '../../../lib';
import { APIS, failureOf } from '../../support/apis';
import { useConnection, useDatabase } from '../../support/database';
import { jsonOf } from '../../support/flavor';
import { withConnection } from './read-back';

useDatabase();

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

class Money {
  constructor(readonly cents: bigint) {}
}

const CONV: Conv = [
  [
    Point,
    (p: Point, { literal }: EncoderContext) => rawSql(`POINT(${literal(p.x)}, ${literal(p.y)})`),
  ],
  [Money, ({ cents }: Money) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`],
  [Object, (value: object) => JSON.stringify(value)],
  // Four bytes of SRID, byte order, four of the kind of geometry; then the coordinates.
  [FIELD_TYPE.GEOMETRY, (wkb: Buffer) => new Point(wkb.readDoubleLE(9), wkb.readDoubleLE(17))],
  [FIELD_TYPE.NEWDECIMAL, (text: string) => new Money(BigInt(text.replace('.', '')))],
];

/** What is read of a shop that was written so. */
const asRead = ([id, place, takings, about]: unknown[]): unknown[] => [
  ...[id, place, takings],
  jsonOf(JSON.stringify(about)),
];

describe.each(APIS)('$name: encoders of conv', (api) => {
  const conn = useConnection(api, { conv: CONV });

  beforeEach(() =>
    conn().execute(
      'CREATE TEMPORARY TABLE shops (id INT, place POINT, takings DECIMAL(20, 2), about JSON)',
    ),
  );

  test('and decoders take each other back', async () => {
    const row = [1, new Point(1.5, -2), new Money(123456789012345678n), { open: ["it's", '\\'] }];
    await conn().execute('INSERT INTO shops VALUES (?, ?, ?, ?)', row);
    expect(await conn().fetchone('SELECT * FROM shops')).toEqual(asRead(row));
    expect(
      await conn().fetchone('SELECT id FROM shops WHERE place = :p AND takings IN (:t)', {
        p: row[1],
        t: [new Money(5n), row[2]],
      }),
    ).toEqual([1]);
  });

  test('serve executemany and mogrify', async () => {
    const rows = [1, 2, 3].map((id) => [id, new Point(id, 0), new Money(BigInt(id)), { id }]);
    await conn().cursor().executemany('INSERT INTO shops VALUES (?, ?, ?, ?)', rows);
    expect(await conn().fetchall('SELECT * FROM shops ORDER BY id')).toEqual(rows.map(asRead));
    expect(conn().mogrify('SELECT ?, ?', [new Point(1, 2), new Money(5n)])).toBe(
      "SELECT POINT(1, 2), '0.05'",
    );
  });

  test('of a cursor go over those of the connection', async () => {
    const cursor = conn().cursor(Cursor, { conv: [[Money, () => 'none']] });
    await cursor.execute('SELECT ?, ST_AsText(?)', [new Money(5n), new Point(1, 2)]);
    expect(await cursor.fetchone()).toEqual(['none', 'POINT(1 2)']);
    const sql = 'INSERT INTO shops (id, about) VALUES (?, JSON_QUOTE(?))';
    await cursor.executemany(sql, [[1, new Money(5n)]]);
    expect(await conn().fetchall('SELECT about FROM shops')).toEqual([[jsonOf('"none"')]]);
    expect(await conn().fetchone('SELECT ?', [new Money(5n)])).toEqual(['0.05']);
  });

  test('cannot be made to inject by what they encode', async () => {
    const attack = { "' OR 1=1 -- ": "\\' OR 1=1 -- " };
    expect(await conn().fetchone('SELECT ?', [attack])).toEqual([JSON.stringify(attack)]);
    const x = "1), (SELECT 'injected'" as unknown as number;
    expect(conn().mogrify('SELECT ?', [new Point(x, 2)])).toBe(
      "SELECT POINT('1), (SELECT ''injected''', 2)",
    );
  });

  test('follow a changed sql_mode also where a statement waited for it', async () => {
    const set = conn().execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
    const row = conn().fetchone('SELECT ?', [{ a: "\\'" }]);
    await set;
    expect(await row).toEqual([JSON.stringify({ a: "\\'" })]);
  });

  test('that fail are the error of the statement, which is not sent', async () => {
    const error = new RangeError('mine');
    const conv: Conv = [
      [
        Money,
        () => {
          throw error;
        },
      ],
    ];
    const cursor = conn().cursor(Cursor, { conv });
    const insert = 'INSERT INTO shops (id, takings) VALUES (?, ?)';
    expect(await failureOf(() => cursor.execute(insert, [1, new Money(1n)]))).toBe(error);
    expect(await failureOf(() => cursor.executemany(insert, [[1, new Money(1n)]]))).toBe(error);
    expect(await conn().fetchall('SELECT * FROM shops')).toEqual([]);
  });

  test('that return no value are named by their parameter', async () => {
    const cursor = conn().cursor(Cursor, { conv: [[Money, () => undefined]] });
    const error = await failureOf(() => cursor.execute('SELECT ?, ?', [1, new Money(1n)]));
    expect(error).toMatchObject({
      name: 'ProgrammingError',
      code: 'ERR_MYSQLDB_PARAMETER',
      message: 'Parameter 2 has an encoder whose result is undefined, which is no SQL value',
    });
  });
});

test.each(APIS)('$name: values without a meaning say what to do', (api) =>
  withConnection(api, {}, async (conn) => {
    const list = 'Pass an array of its values for IN (?), or json(array) as JSON.';
    const values: [unknown, string][] = [
      [new Map([['a', 1]]), list],
      [new Set([1]), 'A Set is the value of a SET column: pass its members as strings.'],
      [[1, 2].values(), list],
      [(function* () {})(), list],
      [new Set(['a,b']), 'A Set is the value of a SET column: pass its members as strings.'],
    ];
    for (const [value, hint] of values) {
      expect(await failureOf(() => conn.execute('SELECT ?', [value]))).toMatchObject({
        name: 'ProgrammingError',
        code: 'ERR_MYSQLDB_PARAMETER',
        hint,
      });
    }
  }),
);
