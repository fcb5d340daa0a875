import {
  type Column,
  type Conv,
  Cursor,
  type Decoder,
  DictCursor,
  FIELD_TYPE,
  FLAG,
} from '../../../lib';
import { PROTOCOLS, failureOf } from '../../support/apis';
import { useConnection, useDatabase } from '../../support/database';
import { jsonOf, KNOWS_JSON } from '../../support/flavor';
import { WAYS, withConnection } from './read-back';
import { numbersTo } from '../../support/numbers';

useDatabase();

const TYPES = Object.values(FIELD_TYPE).filter((type) => typeof type === 'number');

/** Decodes every type by one function. */
const everything = (decode: (value: string | Buffer, column: Column) => unknown): Conv =>
  TYPES.map((type) => [type, decode] as const);

/** SQL expressions with what a decoder gets of them. */
const CELLS: readonly (readonly [string, string | Buffer])[] = [
  ['CAST(-5 AS SIGNED)', '-5'],
  ['18446744073709551615', '18446744073709551615'],
  ['1.50', '1.50'],
  ['0.1e0', '0.1'],
  ["DATE'2024-02-29'", '2024-02-29'],
  ["CAST('-838:59:58.5' AS TIME(1))", '-838:59:58.5'],
  ["CAST('2024-02-29 01:02:03.004' AS DATETIME(3))", '2024-02-29 01:02:03.004'],
  ["CAST('0000-00-00 00:00:00' AS DATETIME)", '0000-00-00 00:00:00'],
  ["'aé€😀'", 'aé€😀'],
  ["''", ''],
  ["_binary'\\0é'", Buffer.from('\0é')],
  ['JSON_ARRAY(1)', '[1]'],
  ['POINT(1, 2)', Buffer.from('000000000101000000000000000000f03f0000000000000040', 'hex')],
];

describe.each(WAYS)('$api.name $kind.name', ({ api, kind }) => {
  test('a decoder gets what the server sent', () =>
    withConnection(api, {}, async (conn) => {
      await conn.execute("SET sql_mode = ''");
      const seen: unknown[] = [];
      const conv = everything((value, column) => {
        seen.push([value, column]);
        return seen.length;
      });
      const cursor = conn.cursor(kind, { conv });
      await cursor.execute(`SELECT ${CELLS.map(([sql], i) => `${sql} AS c${i}`).join(', ')}, NULL`);
      const rows = await cursor.fetchall();
      expect(seen).toEqual(CELLS.map(([, value], i) => [value, cursor.fields![i]]));
      expect(rows.map((row) => Object.values(row as object))).toEqual([
        [...CELLS.map((_, i) => i + 1), null],
      ]);
    }));

  test('of each row, NULL excepted', () =>
    withConnection(api, {}, async (conn) => {
      const conv: Conv = [
        [FIELD_TYPE.VAR_STRING, (value: string) => (/x/.test(value) ? '' : `<${value}>`)],
      ];
      const cursor = conn.cursor(kind, { conv });
      // Long enough that a thread reads the tail of it.
      const count = 60_000;
      await cursor.execute(
        `SELECT CAST(NULLIF(seq % 3, 0) AS CHAR), REPEAT('x', 20) FROM ${numbersTo(count)}`,
      );
      const rows = await cursor.fetchall();
      expect(rows).toHaveLength(count);
      const wrong = rows.filter((row, i) => {
        const rest = (i + 1) % 3;
        return Object.values(row as object)[0] !== (rest === 0 ? null : `<${rest}>`);
      });
      expect(wrong).toEqual([]);
    }));
});

describe.each(PROTOCOLS)('$name: a decoder is chosen', (api) => {
  const conn = useConnection(api);
  const mark =
    (text: string) =>
    (value: unknown): string =>
      `${text} ${String(value)}`;
  const read = async (conv: Conv, sql: string): Promise<unknown> => {
    const cursor = conn().cursor(Cursor, { conv });
    await cursor.execute(sql);
    return cursor.fetchone();
  };

  beforeEach(async () => {
    await conn().execute(`CREATE TEMPORARY TABLE chosen (
      id INT UNSIGNED PRIMARY KEY, signed INT, b VARBINARY(5), t VARCHAR(5) COLLATE utf8mb4_bin,
      e ENUM('x'), s SET('y', 'z'), j JSON, l TEXT)`);
    await conn().execute("INSERT INTO chosen VALUES (1, 2, 'b', 't', 'x', 'y,z', '[3]', 'l')");
  });

  test('by the flags of the column: the first that fits', async () => {
    const list: Decoder = [
      [FLAG.UNSIGNED, mark('unsigned')],
      [FLAG.PRI_KEY, mark('key')],
      [null, mark('other')],
    ];
    const conv: Conv = [[FIELD_TYPE.LONG, list]];
    expect(await read(conv, 'SELECT id, signed FROM chosen')).toEqual(['unsigned 1', 'other 2']);
  });

  test('not at all when no flag fits: the value is the usual one', async () => {
    const conv: Conv = [[FIELD_TYPE.LONG, [[FLAG.UNSIGNED, mark('unsigned')]]]];
    expect(await read(conv, 'SELECT id, signed, l FROM chosen')).toEqual(['unsigned 1', 2, 'l']);
  });

  test('by FLAG.BINARY for binary data, not for a binary collation', async () => {
    const conv: Conv = [
      [
        FIELD_TYPE.VAR_STRING,
        [
          [FLAG.BINARY, (value: Buffer) => value.toString('hex')],
          [null, mark('text')],
        ],
      ],
    ];
    expect(await read(conv, 'SELECT b, t FROM chosen')).toEqual(['62', 'text t']);
  });

  test('by the declared type where the server sends another: ENUM, SET and JSON', async () => {
    const conv: Conv = [
      [FIELD_TYPE.STRING, mark('string')],
      [FIELD_TYPE.BLOB, mark('blob')],
      [FIELD_TYPE.ENUM, mark('enum')],
      [FIELD_TYPE.SET, (value: string) => new Set(value.split(','))],
      [FIELD_TYPE.JSON, mark('json')],
    ];
    expect(await read(conv, 'SELECT e, s, j, l FROM chosen')).toEqual([
      'enum x',
      new Set(['y', 'z']),
      KNOWS_JSON ? 'json [3]' : 'blob [3]',
      'blob l',
    ]);
    const sent: Conv = [[FIELD_TYPE.STRING, mark('string')]];
    expect(await read(sent, 'SELECT e, s FROM chosen')).toEqual(['string x', 'string y,z']);
  });

  test('for columns of an other type, and beside those without one', async () => {
    const conv: Conv = [[FIELD_TYPE.NEWDECIMAL, Number]];
    expect(await read(conv, "SELECT 1.5, 2, 'x'")).toEqual([1.5, 2, 'x']);
  });
});

describe.each(PROTOCOLS)('$name: conv', (api) => {
  const decimalTo = (text: string): Conv => [[FIELD_TYPE.NEWDECIMAL, (): string => text]];

  test('of a cursor goes over that of its connection, entry by entry', () =>
    withConnection(
      api,
      { conv: [...decimalTo('of the connection'), [FIELD_TYPE.DOUBLE, () => 'double']] as Conv },
      async (conn) => {
        const sql = 'SELECT 1.5, 1e0';
        const own = conn.cursor(DictCursor, { conv: decimalTo('of the cursor') });
        const plain = conn.cursor();
        // The same statement by turns: what is remembered of its shape must not mix them up.
        for (let turn = 0; turn < 3; turn++) {
          await own.execute(sql);
          expect(await own.fetchone()).toEqual({ '1.5': 'of the cursor', '1e0': 'double' });
          await plain.execute(sql);
          expect(await plain.fetchone()).toEqual(['of the connection', 'double']);
          expect(await conn.fetchone(sql)).toEqual(['of the connection', 'double']);
        }
      },
    ));

  test('of a cursor holds for all of its results', () =>
    withConnection(api, { multiStatements: true }, async (conn) => {
      const cursor = conn.cursor(Cursor, { conv: decimalTo('decoded') });
      await cursor.execute('SELECT 1.5; SELECT 2.5, 3');
      expect(await cursor.fetchall()).toEqual([['decoded']]);
      expect(await cursor.nextset()).toBe(true);
      expect(await cursor.fetchall()).toEqual([['decoded', 3]]);
      expect(await conn.fetchone('SELECT 1.5')).toEqual(['1.5']);
    }));

  test('two of the same types are told apart', () =>
    withConnection(api, {}, async (conn) => {
      const cursors = ['a', 'b'].map((text) => conn.cursor(Cursor, { conv: decimalTo(text) }));
      for (const [i, cursor] of [...cursors, ...cursors].entries()) {
        await cursor.execute('SELECT 1.5');
        expect(await cursor.fetchone()).toEqual([i % 2 === 0 ? 'a' : 'b']);
      }
    }));

  test('the other options of a cursor go over those of its connection', () =>
    withConnection(api, { timezone: 'Z', decimal: 'number' }, async (conn) => {
      const sql = "SELECT 1.5, 9007199254740993, TIMESTAMP'2024-01-01 00:00:00', JSON_ARRAY(1)";
      const at = (hour: number): Date => new Date(Date.UTC(2024, 0, 1, hour));
      const big = 9007199254740993n;
      const list = jsonOf('[1]');
      const read = async (options: object): Promise<unknown> => {
        const cursor = conn.cursor(undefined, options);
        await cursor.execute(sql);
        return cursor.fetchone();
      };
      expect(await read({})).toEqual([1.5, big, at(0), list]);
      expect(await read({ decimal: 'string' })).toEqual(['1.5', big, at(0), list]);
      expect(await read({ bigint: 'string', json: 'string' })).toEqual([
        1.5,
        String(big),
        at(0),
        '[1]',
      ]);
      expect(await read({ dates: 'string' })).toEqual([1.5, big, '2024-01-01 00:00:00', list]);
      expect(await read({ timezone: '-03:00' })).toEqual([1.5, big, at(3), list]);
      const cursor = conn.cursor(Cursor, { timezone: '-03:00' });
      await cursor.execute('SELECT CAST(? AS CHAR)', [at(3)]);
      expect(await cursor.fetchone()).toEqual(['2024-01-01 00:00:00']);
      expect(await conn.fetchone(sql)).toEqual([1.5, big, at(0), list]);
    }));

  test('that is wrong is refused before anything is sent', async () => {
    const connect = (conv: unknown) => () => api.connect({ conv: conv as Conv });
    const wrong = [
      'text',
      { 3: Number },
      5,
      null,
      [[FIELD_TYPE.LONG, 'Number']],
      [[-1, Number]],
      [[1.5, Number]],
      [[257, Number]],
      [['3', Number]],
      [[Date, null]],
      [[FIELD_TYPE.LONG, []]],
      [[FIELD_TYPE.LONG, [[0, Number]]]],
      [[FIELD_TYPE.LONG, [['UNSIGNED', Number]]]],
      [[FIELD_TYPE.LONG, [[FLAG.NUM, null]]]],
      [5],
    ];
    for (const conv of wrong) {
      const error = await failureOf(connect(conv));
      expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
      expect(error.message).toContain(
        'The option conv must be an array or Map of FIELD_TYPE codes',
      );
    }
    const many = [[FIELD_TYPE.LONG, Array.from({ length: 256 }, () => [null, Number])]];
    expect((await failureOf(connect(many))).message).toContain('at most 255 decoders');
    await withConnection(api, {}, async (conn) => {
      for (const [options, message] of [
        [{ conv: 5 }, 'The option conv must be'],
        [{ date: 'string' }, 'There is no cursor option date. Did you mean dates?'],
        [{ bigint: 'big' }, 'The option bigint must be one of'],
        [5, 'Cursor options must be an object'],
      ] as const) {
        const error = await failureOf(() => conn.cursor(Cursor, options as object));
        expect(error.message).toContain(message);
      }
    });
  });

  test('may be any iterable, read once', () =>
    withConnection(api, { conv: new Map([[FIELD_TYPE.NEWDECIMAL, Number]]) }, async (conn) => {
      expect(await conn.fetchone('SELECT 1.5')).toEqual([1.5]);
      const list: [number, Decoder][] = [[FIELD_TYPE.NEWDECIMAL, () => 'first']];
      const cursor = conn.cursor(Cursor, { conv: list });
      list[0] = [FIELD_TYPE.NEWDECIMAL, () => 'changed'];
      await cursor.execute('SELECT 1.5');
      expect(await cursor.fetchone()).toEqual(['first']);
    }));
});
