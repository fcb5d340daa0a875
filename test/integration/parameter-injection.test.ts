import { type Connection, identifier, type Params } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';

useDatabase();

const ATTACKS = [
  "' OR '1'='1",
  "' OR 1=1 -- ",
  "'; DROP TABLE account; -- ",
  "\\'; DROP TABLE account; -- ",
  "\\\\' OR 1=1 #",
  '" OR ""="',
  "admin'/*",
  '*/ OR 1=1 /*',
  "' UNION SELECT 'root', 'x' -- ",
  "\0' OR 1=1 -- ",
  "\xbf' OR 1=1 -- ",
  "縗' OR 1=1 -- ",
  '\u02bc OR 1=1 -- ',
  "a' 'b",
  "%' OR '%'='",
  "\n' OR 1=1 -- \n",
  "\x1a' OR 1=1 -- ",
  "?' OR ?=? -- ",
  ":name' OR 1=1 -- ",
  "${1+1}' OR 1=1 -- ",
];
const MODES = ['', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'];

const CASES = APIS.flatMap((api) => MODES.map((mode) => ({ api, mode, name: api.name })));

describe.each(CASES)('$name under sql_mode "$mode"', ({ api, mode }) => {
  const conn = useConnection(api, { multiStatements: true, autocommit: true });

  beforeEach(async () => {
    // In the middle of the session, after statements whose quoting was another.
    await conn().fetchone("SELECT ?, '?'", ["it's"]);
    await recreate(conn(), 'TABLE account (name VARCHAR(100), pw VARCHAR(100))');
    await conn().execute("INSERT INTO account VALUES ('root', 'secret')");
    await conn().execute(`SET sql_mode = '${mode}'`);
  });

  test('an attack is only a text', async () => {
    for (const text of ATTACKS) {
      const found = await conn().fetchall('SELECT name FROM account WHERE name = ? AND pw = ?', [
        text,
        text,
      ]);
      expect([text, found]).toEqual([text, []]);
      expect(await conn().fetchone('SELECT ?, ? IN (?)', [text, text, ['a', text]])).toEqual([
        text,
        1,
      ]);
    }
    expect(await conn().fetchone('SELECT COUNT(*) FROM account')).toEqual([1]);
  });

  test('an attack as bytes', async () => {
    for (const text of ATTACKS) {
      const bytes = Buffer.from(text);
      expect(await conn().fetchone('SELECT ?, ?', [bytes, text])).toEqual([bytes, text]);
    }
  });

  test('an attack as the name of something', async () => {
    for (const text of ATTACKS.filter((attack) => !attack.includes('\0'))) {
      const alias = `x${text}x`;
      const cur = await conn().execute('SELECT 1 AS ?', [identifier(alias)]);
      expect(cur.description?.[0]?.[0]).toBe(alias);
      expect(await cur.fetchall()).toEqual([[1]]);
    }
  });

  test('an attack in many rows', async () => {
    await conn()
      .cursor()
      .executemany(
        'INSERT INTO account VALUES (?, ?)',
        ATTACKS.map((text) => [text, text]),
      );
    const rows = await conn().fetchall("SELECT name FROM account WHERE name <> 'root'");
    expect(rows.flat()).toEqual(ATTACKS);
  });

  test('objects that were parsed from a request are refused', async () => {
    const parsed: unknown[] = JSON.parse(
      '[{"name": 1}, [["name"]], {"sql": "1=1"}, {"toSqlString": 1}, {"__proto__": {}}]',
    ) as unknown[];
    for (const value of parsed) {
      const sql = 'SELECT name FROM account WHERE name = ?';
      const error = await failureOf(() => conn().fetchall(sql, [value] as Params));
      expect(error).toMatchObject({ name: 'ProgrammingError' });
    }
  });
});

describe.each(APIS)('$name: a sql_mode that changes in the middle of a session', (api) => {
  const conn = useConnection(api);
  const NASTY = 'it\'s \\ "x" \\\' \0';

  const roundTrip = async (use: Connection): Promise<void> => {
    expect(await use.fetchone('SELECT ?', [NASTY])).toEqual([NASTY]);
    expect(await use.fetchone('SELECT ?', [Buffer.from(NASTY)])).toEqual([Buffer.from(NASTY)]);
  };

  test('is followed by escaping', async () => {
    await roundTrip(conn());
    await conn().execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
    await roundTrip(conn());
    expect(conn().mogrify('SELECT ?', ["\\'"])).toBe("SELECT '\\'''");
    await conn().execute("SET sql_mode = ''");
    await roundTrip(conn());
    expect(conn().mogrify('SELECT ?', ["\\'"])).toBe("SELECT '\\\\'''");
  });

  test('is followed by the lexer: "?" is a name under ANSI_QUOTES, in quotes it is no placeholder', async () => {
    const sql = `SELECT ? AS "it''s ? \\", ?`;
    await conn().execute("SET sql_mode = 'ANSI_QUOTES'");
    const cur = await conn().execute(sql, [1, 2]);
    expect(cur.description?.[0]?.[0]).toBe("it''s ? \\");
    expect(await cur.fetchall()).toEqual([[1, 2]]);
    await conn().execute("SET sql_mode = ''");
    expect(await conn().fetchone('SELECT "?\\"?", ?', [3])).toEqual(['?"?', 3]);
  });

  test('is followed when it comes as ANSI, as ORACLE or with its default', async () => {
    const sql = 'SELECT 1 AS "\\", ?';
    const oracle = ofServer({ mariadb: ["'ORACLE'"], mysql: [] }); // MySQL has no such mode
    for (const mode of ["'ANSI'", ...oracle, "CONCAT(@@sql_mode, ',ANSI_QUOTES')"]) {
      await conn().execute(`SET sql_mode = ${mode}`);
      expect(await conn().fetchone(sql, [2])).toEqual([1, 2]);
      await conn().execute('SET sql_mode = DEFAULT');
      expect(await conn().fetchone('SELECT "\\"", ?', [3])).toEqual(['"', 3]);
    }
  });

  test('is followed by statements that wait for the SET', async () => {
    const set = conn().execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
    const row = conn().fetchone('SELECT ?', [NASTY]);
    await set;
    expect(await row).toEqual([NASTY]);
  });

  // The server puts the mode back at the procedure's end, but its status flag stays as it was inside.
  test.each([
    ['', 'NO_BACKSLASH_ESCAPES'],
    ['NO_BACKSLASH_ESCAPES', ''],
    ['', 'ANSI_QUOTES'],
    ['ANSI_QUOTES', ''],
  ])('%j is not taken for the %j that a procedure had for itself', async (outside, inside) => {
    await conn().execute(`SET sql_mode = '${outside}'`);
    await recreate(
      conn(),
      `PROCEDURE own_mode()
      BEGIN SET SESSION sql_mode = '${inside}'; SELECT 1; END`,
    );
    await conn().execute('CALL own_mode()');
    expect(await conn().fetchone('SELECT @@sql_mode')).toEqual([outside]);
    for (const attack of ["\\' , 'injected' -- ", "' , 'injected' -- ", NASTY]) {
      expect(await conn().fetchone('SELECT ?', [attack])).toEqual([attack]);
    }
  });

  test('is followed when it was set by one of several statements', async () => {
    const own = await api.connect({ multiStatements: true });
    const sql = 'SELECT 1 AS "\\", ?';
    await own.execute("SET sql_mode = 'ANSI_QUOTES'; SELECT 1; SELECT 2");
    expect(await own.fetchone(sql, [2])).toEqual([1, 2]);
    await own.execute("SELECT 1; SET sql_mode = ''; SELECT 2");
    expect(await own.fetchone('SELECT "\\"", ?', [3])).toEqual(['"', 3]);
    await own.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT 1");
    await roundTrip(own);
    await own.close();
  });

  test('is followed when a statement after it failed', async () => {
    const own = await api.connect({ multiStatements: true });
    const failing = 'SELECT * FROM no_such_table';
    const cur = own.cursor();
    await cur.execute(`SET sql_mode = 'NO_BACKSLASH_ESCAPES'; ${failing}`);
    await roundTrip(own);
    await cur.execute(`SET sql_mode = ''; ${failing}`);
    await roundTrip(own);
    await own.close();
  });

  test("is another connection's own affair", async () => {
    const other = await api.connect();
    await other.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
    await roundTrip(conn());
    await roundTrip(other);
    await other.close();
  });

  test('survives an error of a statement', async () => {
    await conn().execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'");
    await failureOf(() => conn().execute('SELEKT'));
    await roundTrip(conn());
  });
});
