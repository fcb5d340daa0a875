/** Text in other character sets than UTF-8: in columns, in results, and in statements. */
import { type Connection, DictCursor } from '../../../lib';
import { SINGLE_BYTE_CHARSETS } from '../../../lib/rows/single-byte-charsets';
import { isTextCharset, textCharset } from '../../../lib/rows/text-encodings';
import { PROTOCOLS, failureOf, serverOptions } from '../../support/apis';
import { useConnection, useDatabase } from '../../support/database';
import { hostileStrings, seededRandom } from '../../support/generated';
import { IS_MARIADB, withConnection } from './read-back';

useDatabase();

const SINGLE_BYTE = Object.keys(SINGLE_BYTE_CHARSETS);
const UNICODE = ['ucs2', 'utf16', 'utf16le', 'utf32'];
const DECODED = [...SINGLE_BYTE, ...UNICODE, 'gbk', 'gb2312', 'sjis', 'cp932'].concat(
  IS_MARIADB ? [] : 'gb18030',
);
/** Node's decoders have other characters in places than the servers have. */
const NOT_DECODED = ['big5', 'euckr', 'ujis', 'eucjpms', 'swe7'];

/** What text without conversion is sent in: the columns' own character set. */
const AS_STORED = 'SET character_set_results = NULL';

/** All characters of a set, as the server converts them, in a few strings. */
async function charactersOf(conn: Connection, charset: string): Promise<string> {
  const chars = Array.from({ length: 0xffff }, (_, i) => i + 1)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCharCode(code));
  let found = '';
  for (let at = 0; at < chars.length; at += 8192) {
    const some = chars.slice(at, at + 8192).join('');
    // What a character set lacks becomes a question mark; in a parameter MySQL has an error for it.
    const sql = `SELECT CONVERT(CONVERT(? USING ${charset}) USING utf8mb4)`;
    const cursor = await conn.execute(sql, [some], { prepared: false });
    const [converted] = (await cursor.fetchone()) as [string];
    found += [...converted].filter((char, i) => char === some[i]).join('');
  }
  return found;
}

describe('each character of a set is decoded as the server does it', () => {
  test.each(DECODED)('%s', (charset) =>
    withConnection(PROTOCOLS[1]!, {}, async (conn) => {
      const text = await charactersOf(conn, charset);
      expect(text.length).toBeGreaterThan(90);
      await conn.execute(AS_STORED);
      const sql = `SELECT CONVERT(CONVERT(? USING utf8mb4) USING ${charset})`;
      const [decoded] = (await conn.fetchone(sql, [Buffer.from(text)])) as [string];
      // All of them at once would make an endless message.
      expect(decoded).toHaveLength(text.length);
      const wrong = [...text].filter((char, i) => decoded[i] !== char);
      // Since 2005 Unicode has characters for 19 codes that were of private use, as the server has them.
      const privateUse = charset === 'gb18030' ? /[\ue000-\uf8ff]/ : /[]/;
      expect(wrong.filter((char) => !privateUse.test(char)).slice(0, 30)).toEqual([]);
    }),
  );

  test.each(SINGLE_BYTE)('and each byte of %s', (charset) =>
    withConnection(PROTOCOLS[1]!, {}, async (conn) => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
      const sql = `SELECT CONVERT(? USING ${charset})`;
      const [converted] = (await conn.fetchone(sql, [bytes])) as [string];
      await conn.execute(AS_STORED);
      // The server has a question mark for a byte without a character, or itself U+FFFD.
      const [decoded] = (await conn.fetchone(sql, [bytes])) as [string];
      expect(decoded.replaceAll('\ufffd', '?')).toBe(converted.replaceAll('\ufffd', '?'));
    }),
  );

  test.each(NOT_DECODED)('text in %s is a Buffer', (charset) =>
    withConnection(PROTOCOLS[0]!, {}, async (conn) => {
      await conn.execute(AS_STORED);
      const sql = `SELECT CONVERT(? USING ${charset}), ?`;
      expect(await conn.fetchone(sql, ['abc', 'abc'])).toEqual([Buffer.from('abc'), 'abc']);
    }),
  );

  test('all collations of the server are known, by their ids', () =>
    withConnection(PROTOCOLS[0]!, {}, async (conn) => {
      // MariaDB's COLLATIONS has no ids for those that serve several character sets.
      const table = IS_MARIADB ? 'collation_character_set_applicability' : 'collations';
      const rows = await conn.fetchall<[number, string]>(
        `SELECT id, character_set_name FROM information_schema.${table}`,
      );
      const wrong = rows.filter(
        ([id, charset]) =>
          textCharset(Number(id)) !== (isTextCharset(charset) ? charset : undefined),
      );
      expect(wrong).toEqual([]);
      expect(rows.length).toBeGreaterThan(200);
    }));
});

describe('a BOM and unpaired surrogates', () => {
  test.each(UNICODE)('in %s', (charset) =>
    withConnection(PROTOCOLS[0]!, {}, async (conn) => {
      await conn.execute(AS_STORED);
      const sql = `SELECT CONVERT(? USING ${charset})`;
      expect(await conn.fetchone(sql, ['\ufeffa'])).toEqual(['\ufeffa']);
      expect(await conn.fetchone(sql, [''])).toEqual(['']);
      const astral = charset === 'ucs2' ? '?' : '😀';
      expect(await conn.fetchone(sql, ['😀'])).toEqual([astral]);
    }),
  );
});

/** The texts that each character set can hold, with the characters that end in a quote or backslash. */
const SAMPLES: Readonly<Record<string, string>> = {
  utf8mb4: '縗\\\'"é😀',
  utf8mb3: '縗\\\'"é',
  latin1: 'é€\\\'"ÿ',
  gbk: '縗誠你好\\\'"',
  sjis: '表ソ能',
  cp932: '表ソ能\\\'"',
  big5: '功許蓋\\\'"',
  ucs2: '縗\\\'"尠\u5c27',
  utf16: '縗\\\'"尠😀',
  utf32: '縗\\\'"😀',
  koi8r: 'Привет\\\'"',
  cp1251: 'Привет€\\\'"',
};

describe.each(PROTOCOLS)('$name: a column in', (api) => {
  test.each(Object.keys(SAMPLES))('%s is written and read right', (charset) =>
    withConnection(api, {}, async (conn) => {
      await conn.execute(`CREATE TEMPORARY TABLE samples (
        v VARCHAR(50) CHARACTER SET ${charset}, t TEXT CHARACTER SET ${charset},
        e ENUM('a', 'b') CHARACTER SET ${charset})`);
      const text = SAMPLES[charset]!;
      await conn.execute('INSERT INTO samples VALUES (?, ?, ?)', [text, text.repeat(500), 'b']);
      const read = 'SELECT v, t, e FROM samples WHERE v = ?';
      const row = { v: text, t: text.repeat(500), e: 'b' };
      const cursor = conn.cursor(DictCursor);
      await cursor.execute(read, [text]);
      expect(await cursor.fetchall()).toEqual([row]);
      await conn.execute(AS_STORED);
      await cursor.execute(read, [text]);
      const [stored] = await cursor.fetchall();
      if (isTextCharset(charset) || charset.startsWith('utf8')) expect(stored).toEqual(row);
      else
        expect(stored).toEqual({
          v: expect.any(Buffer),
          t: expect.any(Buffer),
          e: Buffer.from('b'),
        });
    }),
  );
});

const SESSIONS = [
  'gbk',
  'sjis',
  'cp932',
  'big5',
  'euckr',
  'ujis',
  'latin1',
  'koi8r',
  'utf8mb3',
  'binary',
];
const MODES = ['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'];

describe.each(
  PROTOCOLS.flatMap((api) =>
    SESSIONS.flatMap((charset) => MODES.map((mode) => ({ api, charset, mode }))),
  ),
)('$api.name: a session in $charset under "$mode"', ({ api, charset, mode }) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await conn().execute(
      'CREATE TEMPORARY TABLE kept (s VARCHAR(99) CHARACTER SET utf8mb4, b BLOB)',
    );
    await conn().execute(`SET NAMES ${charset}`);
    await conn().execute(`SET sql_mode = '${mode}'`);
  });

  test('stores any text and any bytes as they are, and nothing is injected', async () => {
    const texts = hostileStrings(17, 300);
    const random = seededRandom(19);
    const rows = texts.map((text) => [
      text,
      Buffer.from(
        Array.from({ length: random(9) }, () => [0xbf, 0x5c, 0x27, 0x81, 0x22][random(5)]!),
      ),
    ]);
    await conn().cursor().executemany('INSERT INTO kept VALUES (?, ?)', rows);
    const read = await conn().fetchall('SELECT HEX(s), HEX(b) FROM kept');
    const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();
    const asText = (row: unknown): unknown =>
      (row as unknown[]).map((cell) => (Buffer.isBuffer(cell) ? cell.toString('latin1') : cell));
    expect(read.map(asText)).toEqual(
      rows.map(([s, b]) => [hex(Buffer.from(s as string)), hex(b as Buffer)]),
    );
  });

  test('finds by a text what is there, and nothing by an attack', async () => {
    const attacks = ["\xbf' OR 1=1 -- ", "縗' OR 1=1 -- ", "\\' OR 1=1 -- ", "表' OR 1=1 -- "];
    await conn().execute('INSERT INTO kept (s) VALUES (?)', ['x']);
    for (const attack of attacks) {
      const sql = 'SELECT COUNT(*) FROM kept WHERE s = ? OR s IN (?)';
      expect(await conn().fetchone(sql, [attack, [attack, attack]])).toEqual([0]);
    }
    expect(await conn().fetchone('SELECT COUNT(*) FROM kept WHERE s = ?', ['x'])).toEqual([1]);
  });
});

describe.each(PROTOCOLS)('$name: names of columns and messages of errors', (api) => {
  test.each([
    ['latin1', 'é', 'è'],
    ['gbk', '你', '縗'],
    ['sjis', '表', 'ソ'],
    ['koi8r', 'п', 'р'],
    ['utf8mb4', '表', 'é'],
  ])('come right in a session of %s', (charset, one, two) =>
    withConnection(api, {}, async (conn) => {
      await conn.execute(`SET NAMES ${charset}`);
      // The statement itself goes as UTF-8, whatever the session's character set is.
      await conn.execute('SET character_set_client = utf8mb4');
      const cursor = conn.cursor(DictCursor);
      await cursor.execute(`SELECT 1 AS \`${one}\`, 2 AS \`${two}\``);
      expect(cursor.description!.map(([name]) => name)).toEqual([one, two]);
      expect(await cursor.fetchone()).toEqual({ [one]: 1, [two]: 2 });
      const error = await failureOf(() => conn.execute(`SELECT * FROM \`${one}${two}\``));
      expect(error.sqlMessage).toContain(`.${one}${two}'`);
      await conn.execute('SET NAMES utf8mb4');
      await cursor.execute(`SELECT 3 AS \`${one}\``);
      expect(await cursor.fetchone()).toEqual({ [one]: 3 });
    }),
  );
});

test.each(PROTOCOLS)(
  '$name: a session that the server put into gbk itself is put back',
  async (api) => {
    const admin = await api.connect();
    // Root is spared by init_connect.
    const { database: _, ...server } = serverOptions();
    const account = { ...server, user: `gbk_${process.pid}`, password: 'pw' };
    await admin.execute(`CREATE USER ${account.user} IDENTIFIED BY 'pw'`);
    try {
      await admin.execute("SET GLOBAL init_connect = 'SET NAMES gbk'");
      const conn = await api.open(account);
      const names = 'SELECT @@character_set_client, @@character_set_results';
      expect(await conn.fetchone(names)).toEqual(['utf8mb4', 'utf8mb4']);
      expect(await conn.fetchone('SELECT ?', ["縗\\' OR 1 -- "])).toEqual(["縗\\' OR 1 -- "]);
      await conn.close();
    } finally {
      await admin.execute("SET GLOBAL init_connect = ''");
      await admin.execute(`DROP USER ${account.user}`);
      await admin.close();
    }
  },
);
