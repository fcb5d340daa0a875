/** Escaping with a session and without one: what comes out means the value again, and nothing else. */
import { InterfaceError, PreciseDate, ProgrammingError, rawSql } from '../../lib';
import * as lowLevel from '../../lib/low-level';
import { failureOf } from '../support/apis';
import { useDatabase } from '../support/database';
import { LOW_LEVEL_APIS, stored, useLowLevel } from '../support/low-level';

useDatabase();

const STRINGS = [
  '',
  "it's",
  'a"b',
  'back\\slash',
  "\\' OR 1 = 1 -- ",
  'a\0b\nc\rd\x1ae',
  "''\\\\''",
  'é 中 🐬',
  "é\\'",
  '中\\',
  '%_',
];
/** How a session may read SQL: its mode, and the character set of statements. */
const SESSIONS = [
  ['', 'utf8mb4'],
  ['NO_BACKSLASH_ESCAPES', 'utf8mb4'],
  ['ANSI_QUOTES', 'utf8mb4'],
  ['', 'gbk'],
  ['NO_BACKSLASH_ESCAPES', 'gbk'],
  ['', 'latin1'],
  ['', 'utf8mb3'],
] as const;

describe.each(LOW_LEVEL_APIS)('escaping, $name', (api) => {
  const conn = useLowLevel(api);

  async function enter(sqlMode: string, charset: string): Promise<void> {
    await conn().query(`SET sql_mode = '${sqlMode}', NAMES ${charset}`);
  }

  /** The value of an expression: of text in UTF-8, whatever the session's character set is. */
  async function valueOf(sql: string | Buffer, as = 'CONVERT(x USING utf8mb4)'): Promise<Buffer> {
    const begin = Buffer.from(`SELECT HEX(${as}) FROM (SELECT `);
    const statement = Buffer.concat([begin, Buffer.from(sql), Buffer.from(' AS x) AS t')]);
    await conn().query(statement);
    const [row] = await (await conn().storeResult())!.fetchRow();
    return Buffer.from(String(row![0] as Buffer), 'hex');
  }

  describe.each(SESSIONS)("where the SQL mode is '%s' and text is %s", (sqlMode, charset) => {
    test.each(STRINGS)('stringLiteral(%j)', async (text) => {
      await enter(sqlMode, charset);
      for (const literal of [conn().stringLiteral(text), lowLevel.stringLiteral(text)]) {
        expect((await valueOf(literal)).toString()).toBe(text);
      }
      for (const literal of [conn().escape(text), lowLevel.escape(text)]) {
        expect((await valueOf(literal)).toString()).toBe(text);
      }
    });

    test.each(STRINGS)('escapeString(%j), or it refuses', async (text) => {
      await enter(sqlMode, charset);
      const bytes = Buffer.from(text);
      for (const escapeString of [
        (value: string | Uint8Array) => conn().escapeString(value),
        lowLevel.escapeString,
      ]) {
        // What such a session makes of four bytes is question marks; only of text is that known here.
        const lossy = charset === 'utf8mb3' && /[\ud800-\udfff]/.test(text);
        for (const value of lossy ? [text] : [text, bytes]) {
          let escaped: string | Buffer;
          try {
            escaped = escapeString(value);
          } catch (error) {
            expect(error).toMatchObject({ code: 'ERR_MYSQLDB_PARAMETER' });
            continue;
          }
          const quote = Buffer.from("'");
          const literal = Buffer.concat([quote, Buffer.from(escaped), quote]);
          expect((await valueOf(literal)).toString()).toBe(text);
        }
      }
    });

    test('bytes', async () => {
      await enter(sqlMode, charset);
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      expect(await valueOf(conn().stringLiteral(bytes), 'x')).toEqual(bytes);
      expect(await valueOf(lowLevel.stringLiteral(bytes), 'x')).toEqual(bytes);
      expect(await valueOf(conn().escape(bytes), 'x')).toEqual(bytes);
      if (charset === 'gbk' || charset === 'latin1') {
        expect(await failureOf(() => conn().escapeString(bytes))).toBeInstanceOf(ProgrammingError);
        return;
      }
      const parts = [Buffer.from("_binary'"), conn().escapeString(bytes), Buffer.from("'")];
      expect(await valueOf(Buffer.concat(parts), 'x')).toEqual(bytes);
    });
  });

  test('takes strings to strings and bytes to bytes', async () => {
    expect(conn().escapeString("it's")).toBe("it''s");
    expect(conn().escapeString('a\\b')).toBe('a\\\\b');
    expect(conn().escapeString(Buffer.from("it's"))).toEqual(Buffer.from("it''s"));
    expect(conn().escapeString(new Uint8Array([0]))).toEqual(Buffer.from('\\0'));
    await conn().query("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
    expect(conn().escapeString("\\it's")).toBe("\\it''s");
    expect(conn().escapeString(Buffer.from("\\it's"))).toEqual(Buffer.from("\\it''s"));
  });

  test.each([null, undefined, 1, 1n, true, {}, [], ['a'], new Date(0), new String('a')])(
    'has no string of %p',
    async (value) => {
      const calls = [
        () => conn().escapeString(value as never),
        () => conn().stringLiteral(value as never),
        () => lowLevel.escapeString(value as never),
        () => lowLevel.stringLiteral(value as never),
      ];
      for (const call of calls) {
        const error = await failureOf(call);
        expect(error).toBeInstanceOf(ProgrammingError);
        expect(error.code).toBe('ERR_MYSQLDB_ARGUMENT');
      }
    },
  );

  test('writes any value', async () => {
    class Point {
      constructor(readonly x: number) {}
    }
    const conv = [
      [
        Point,
        ({ x }: Point, { literal }: { literal: (value: unknown) => string }) =>
          rawSql(`POINT(${literal(x)}, ${literal("'\\")})`),
      ],
    ] as const;
    for (const escape of [
      (value: unknown, own?: typeof conv) => conn().escape(value, own),
      (value: unknown, own?: typeof conv) => lowLevel.escape(value, own),
    ]) {
      expect([null, 1, -1.5, 10n ** 20n, true].map((value) => escape(value))).toEqual([
        'NULL',
        '1',
        '-1.5e0',
        '100000000000000000000',
        'true',
      ]);
      expect(escape(new Set(['a', 'b']))).toBe("'a,b'");
      expect(escape(new Date(2024, 0, 2, 3, 4, 5))).toBe("'2024-01-02 03:04:05'");
      expect(escape(new PreciseDate(new Date(2024, 0, 2).getTime(), 7))).toMatch(/000007'$/);
      expect(escape(new Point(1), conv)).toMatch(/^POINT\(1, /);
      for (const value of [NaN, undefined, {}, new Point(1), [1], Symbol('x'), rawSql('1')]) {
        expect(await failureOf(() => escape(value))).toMatchObject({
          code: 'ERR_MYSQLDB_PARAMETER',
        });
      }
      expect(await failureOf(() => escape(1, 5 as never))).toBeInstanceOf(InterfaceError);
    }
  });

  test('uses the encoders of the connection, and those that it is given before them', async () => {
    class Money {}
    const other = await api.connect({ conv: [[Money, () => rawSql('connection')]] });
    expect(other.escape(new Money())).toBe('connection');
    expect(other.escape(new Money(), [[Money, () => rawSql('own')]])).toBe('own');
    await other.close();
  });

  test('of text that a session knows how to read only in another notation is refused', async () => {
    await enter('', 'gbk');
    expect(await failureOf(() => conn().escapeString('é'))).toMatchObject({
      code: 'ERR_MYSQLDB_PARAMETER',
      hint: expect.stringContaining('stringLiteral()'),
    });
    expect(conn().escapeString('plain')).toBe('plain');
    expect(
      await (await stored(conn(), `SELECT '${conn().escapeString("o'k")}'`)).fetchRow(),
    ).toEqual([[Buffer.from("o'k")]]);
  });
});

test('without a session only what is the same in all is escaped', () => {
  expect(lowLevel.escapeString("it's\n")).toBe("it''s\n");
  expect(lowLevel.escapeString(Buffer.from("it's"))).toEqual(Buffer.from("it''s"));
  for (const value of ['a\\b', 'é', Buffer.from('a\\b'), Buffer.from('é')]) {
    expect(() => lowLevel.escapeString(value)).toThrow(ProgrammingError);
  }
  expect(lowLevel.stringLiteral('a\\b')).toBe("_utf8mb4 X'615c62'");
  expect(lowLevel.stringLiteral("it's")).toBe("'it''s'");
});
