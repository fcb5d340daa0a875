import mysql2 from 'mysql2/promise';
import { connectSync, identifier, json, PreciseDate, type SyncConnection } from '../../lib';
import { ParamEncoder } from '../../lib/convert/encode';
import { compileTemplate } from '../../lib/sql/template';
import { jsonOf } from '../support/flavor';
import { hostileStrings, seededRandom } from '../support/generated';

const url = process.env['MYSQLDB_TEST_URL'] ?? '';
const SQL_MODES = ['', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'];

let conn: SyncConnection;
beforeAll(() => {
  conn = connectSync(url);
  conn.execute('CREATE DATABASE encode_roundtrip');
  conn.execute('USE encode_roundtrip');
});
afterAll(() => {
  conn.execute('DROP DATABASE encode_roundtrip');
  conn.close();
});

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase();
}

/** Sends values as `HEX(?)` and returns what the server read, as hexadecimal. */
function serverReads(values: readonly unknown[]): readonly unknown[] {
  const sql = `SELECT ${values.map(() => 'HEX(?)').join(', ')}`;
  return conn.fetchone(sql, values) as readonly unknown[];
}

describe.each(SQL_MODES)('under sql_mode %j the server reads', (mode) => {
  beforeAll(() => {
    conn.execute(`SET SESSION sql_mode = '${mode}'`);
  });
  afterAll(() => {
    conn.execute("SET SESSION sql_mode = ''");
  });

  test('any string as it was', () => {
    const values = hostileStrings(1, 800);
    expect(serverReads(values)).toEqual(values.map(hexOf));
  });

  test('any bytes as they were', () => {
    const random = seededRandom(2);
    const values = Array.from({ length: 400 }, () =>
      Buffer.from(Array.from({ length: random(30) }, () => random(256))),
    );
    expect(serverReads(values)).toEqual(values.map((value) => value.toString('hex').toUpperCase()));
  });

  test('any identifier as it was', () => {
    for (const name of hostileStrings(3, 200)) {
      // Names have no NUL and nothing beyond the BMP; of an alias the server trims the ends.
      const alias = `x${name.replaceAll('\0', '').replaceAll('😀', '')}x`;
      const cursor = conn.cursor();
      cursor.execute('SELECT 1 AS ?', [identifier(alias)]);
      expect(cursor.description?.[0]?.[0]).toBe(alias);
      cursor.fetchall();
    }
  });
});

describe('values come back as they went', () => {
  test.each([
    [0],
    [-1],
    [2 ** 53 - 1],
    [2n ** 64n - 1n],
    [-(2n ** 63n)],
    [1.1],
    [5e-324],
    [Number.MAX_VALUE],
    [null],
    ['ü'],
    [''],
  ])('%p', (value) => {
    expect(conn.fetchone('SELECT ?', [value])).toEqual([value]);
  });

  test('doubles of any size, bit by bit', () => {
    const random = seededRandom(4);
    const bits = new DataView(new ArrayBuffer(8));
    const values = Array.from({ length: 500 }, () => {
      for (let at = 0; at < 8; at++) bits.setUint8(at, random(256));
      return bits.getFloat64(0);
    }).filter((value) => Number.isFinite(value));
    const row = conn.fetchone(`SELECT ${values.map(() => '?').join(', ')}`, values);
    // Those that are integers beyond 2^53 come back as bigints.
    expect((row as readonly (number | bigint)[]).map(Number)).toEqual(values);
  });

  test('Dates, JSON, SET members and lists', () => {
    const date = new Date(2024, 6, 1, 12, 30, 15);
    const precise = new PreciseDate(date.getTime() + 123, 456);
    conn.execute(
      "CREATE TEMPORARY TABLE encoded (d DATETIME, p DATETIME(6), j JSON, s SET('a', 'b'), i INT)",
    );
    const row = [date, precise, json({ a: ["it's", 1] }), new Set(['b', 'a']), true];
    conn.execute('INSERT INTO encoded VALUES (?, ?, ?, ?, ?)', row);
    const sql = 'SELECT * FROM encoded WHERE i IN (?) AND (d, s) IN (?)';
    expect(conn.fetchone(sql, [[0, 1], [[date, 'a,b']]])).toEqual([
      date,
      precise,
      jsonOf(JSON.stringify({ a: ["it's", 1] })),
      'a,b',
      1,
    ]);
    conn.execute('DROP TEMPORARY TABLE encoded');
  });

  test('a number beyond the integers keeps its size in a DOUBLE column', () => {
    conn.execute('CREATE TEMPORARY TABLE large (d DOUBLE)');
    conn.execute('INSERT INTO large VALUES (?)', [1e90]);
    expect(conn.fetchone('SELECT d FROM large')).toEqual([1e90]);
    conn.execute('DROP TEMPORARY TABLE large');
  });
});

test.each(['gbk', 'sjis', 'big5', 'latin1'])('a session in %s cannot be tricked', (charset) => {
  const encoder = new ParamEncoder();
  const mode = { ansiQuotes: false, noBackslashEscapes: false };
  const template = compileTemplate('SELECT HEX(CONVERT(? USING utf8mb4)), HEX(?)', mode, 'qmark');
  const other = connectSync(url);
  other.execute(`SET NAMES ${charset}`);
  other.execute('SET character_set_results = utf8mb4'); // text in big5 would be a Buffer
  const bytes = Buffer.from([0xbf, 0x27, 0x20, 0x81, 0x5c]);
  for (const text of hostileStrings(5, 300)) {
    const sql = encoder.render(template, [text, bytes], { noBackslashEscapes: false, charset });
    expect(other.fetchone(sql as string)).toEqual([
      hexOf(text),
      bytes.toString('hex').toUpperCase(),
    ]);
  }
  other.close();
});

describe('the lexer finds the placeholders that the server finds', () => {
  const BITS = [
    "'",
    "''",
    "'",
    '"',
    '""',
    '"',
    '`',
    '\\',
    '?',
    ' ',
    '\n',
    '-- ',
    '--',
    '#',
    '/*',
    '*/',
    '/*!',
    'é',
    "\\'",
  ];
  const ITEMS = ['?', '1', "'?'", '@a', '@`b?`', "@'c?'", '-?', '(?)', "N'?'", "x'3F'", '5--?'];

  /** Mostly valid statements in which quotes and comments of all kinds meet. */
  function statement(random: (bound: number) => number): string {
    const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
    const noise = (length: number): string =>
      Array.from({ length: random(length) }, () => pick(BITS)).join('');
    const quoted = (quote: string): string => quote + noise(7) + quote;
    const makers = [
      () => quoted("'"),
      () => quoted('"'),
      () => pick(ITEMS),
      () => `/*${noise(5)}*/ ${pick(ITEMS)}`,
      () => `/*!${noise(4)} */ ${pick(ITEMS)}`,
      () => `${pick(ITEMS)} ${pick(['-- ', '#', '--\t', '--\x01'])}${noise(5)}\n`,
      () => '1 AS `' + noise(5) + '`',
    ];
    const items = Array.from({ length: 1 + random(4) }, () => makers[random(makers.length)]?.());
    return `SELECT ${items.join(',')}`;
  }

  test.each(SQL_MODES)('under sql_mode %j', async (sqlMode) => {
    const server = await mysql2.createConnection(url);
    await server.query(`SET SESSION sql_mode = '${sqlMode}'`);
    const mode = {
      ansiQuotes: sqlMode.includes('ANSI_QUOTES'),
      noBackslashEscapes: sqlMode.includes('NO_BACKSLASH_ESCAPES'),
    };
    const random = seededRandom(6);
    let compared = 0;
    for (let made = 0; made < 2000; made++) {
      const sql = statement(random);
      const prepared = await server.prepare(sql).catch(() => undefined);
      if (prepared === undefined) continue;
      const { parameters } = (prepared as unknown as { statement: { parameters: unknown[] } })
        .statement;
      expect([sql, compileTemplate(sql, mode, 'qmark').count]).toEqual([sql, parameters.length]);
      await prepared.close();
      compared++;
    }
    expect(compared).toBeGreaterThan(500);
    await server.end();
  });
});
