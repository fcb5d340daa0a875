import { json, PreciseDate, type Params } from '../../lib';
import { APIS } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { jsonOf } from '../support/flavor';
import { numbersTo } from '../support/numbers';

useDatabase();

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
/** Not toEqual for bytes, which compares them one by one and takes seconds. */
function expectSame(got: unknown, wanted: unknown): void {
  if (Buffer.isBuffer(got) && Buffer.isBuffer(wanted)) expect(got.equals(wanted)).toBe(true);
  else expect(got).toEqual(wanted);
}

const DATE = new Date(2024, 1, 29, 13, 14, 15);

describe.each(APIS)('$name parameters', (api) => {
  const conn = useConnection(api);
  const selected = async (value: unknown): Promise<unknown> =>
    (await conn().fetchone('SELECT ?', [value] as Params))![0];

  test.each([false, true])('beside dashes, which are no comment: prepared %s', async (prepared) => {
    const sql = 'SELECT 5--?, 5-?';
    expect(await conn().fetchone(sql, [1, -1], { prepared })).toEqual([6, 6]);
  });

  test.each<[unknown]>([
    [null],
    [0],
    [1],
    [-1],
    [2 ** 31],
    [-(2 ** 31)],
    [Number.MAX_SAFE_INTEGER],
    [Number.MIN_SAFE_INTEGER],
    [2n ** 63n - 1n],
    [-(2n ** 63n)],
    [2n ** 64n - 1n],
    [0.1],
    [-1.5],
    [1e-300],
    [1.7976931348623157e308],
    [5e-324],
    [''],
    ['text'],
    ["it's"],
    ['back\\slash'],
    ['a\0b'],
    ['\r\n\t\x1a\b'],
    ['%_'],
    ['"double" `back` ?  :name'],
    ['ümläut 列 😀 \u200d'],
    ['-- comment'],
    ['/* */ # ;'],
    ['x'.repeat(100_000)],
    ['😀'.repeat(20_000)],
  ])('%p comes back as it went', async (value) => {
    expect(await selected(value)).toEqual(value);
  });

  test.each<[string, unknown, unknown]>([
    ['true', true, 1],
    ['false', false, 0],
    ['a small bigint', 5n, 5],
    ['a bigint of 65 digits', 10n ** 64n, `1${'0'.repeat(64)}`],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['json', json({ a: [1, 'x', null] }), '{"a":[1,"x",null]}'],
    ['a Set', new Set(['a', 'b']), 'a,b'],
    ['bytes', ALL_BYTES, ALL_BYTES],
    ['no bytes', Buffer.alloc(0), Buffer.alloc(0)],
    ['a Uint8Array', new Uint8Array([1, 2, 255]), Buffer.from([1, 2, 255])],
    ['an ArrayBuffer', new Uint8Array([7, 8]).buffer, Buffer.from([7, 8])],
    ['a DataView', new DataView(new ArrayBuffer(3), 1), Buffer.from([0, 0])],
    ['a part of a buffer', ALL_BYTES.subarray(39, 93), ALL_BYTES.subarray(39, 93)],
    ['many bytes', Buffer.alloc(300_000, ALL_BYTES), Buffer.alloc(300_000, ALL_BYTES)],
  ])('%s', async (_what, value, back) => {
    expectSame(await selected(value), back);
  });

  test.each<[string, string, unknown, unknown?]>([
    ['TINYINT', 'TINYINT', -128],
    ['INT UNSIGNED', 'INT UNSIGNED', 4_294_967_295],
    ['BIGINT', 'BIGINT', -(2n ** 63n)],
    ['BIGINT UNSIGNED', 'BIGINT UNSIGNED', 2n ** 64n - 1n],
    ['a safe number in BIGINT', 'BIGINT', Number.MAX_SAFE_INTEGER],
    ['DOUBLE', 'DOUBLE', 0.1 + 0.2],
    ['an integer in DOUBLE', 'DOUBLE', 1e90],
    ['FLOAT', 'FLOAT', 1.5],
    ['DECIMAL', 'DECIMAL(40, 20)', '12345678901234567890.12345678901234567890'],
    ['BOOLEAN', 'BOOLEAN', true, 1],
    ['BIT(1)', 'BIT(1)', true, Buffer.from([1])],
    ['BIT(10)', 'BIT(10)', 0x2ff, Buffer.from([2, 255])],
    ['VARCHAR', 'VARCHAR(20)', 'ümläut 😀'],
    ['CHAR', 'CHAR(5)', 'ab'],
    ['TEXT', 'TEXT', 'x'.repeat(16_384)],
    ['LONGTEXT', 'LONGTEXT', '列'.repeat(100_000)],
    ['VARBINARY', 'VARBINARY(256)', ALL_BYTES],
    ['BINARY', 'BINARY(4)', Buffer.from('ab'), Buffer.from('ab\0\0')],
    ['BLOB', 'BLOB', ALL_BYTES],
    ['LONGBLOB', 'LONGBLOB', Buffer.alloc(1_000_000, ALL_BYTES)],
    ['ENUM', "ENUM('small', 'large')", 'large'],
    ['SET', "SET('a', 'b', 'c')", new Set(['c', 'a']), 'a,c'],
    ['JSON', 'JSON', json({ a: [1, { b: 'ü' }] }), jsonOf('{"a":[1,{"b":"ü"}]}')],
    ['DATE', 'DATE', '2024-02-29'],
    ['TIME', 'TIME', '-838:59:59'],
    ['TIME(6)', 'TIME(6)', '12:34:56.123456'],
    ['YEAR', 'YEAR', 2024],
    ['DATETIME', 'DATETIME', DATE],
    ['TIMESTAMP', 'TIMESTAMP', DATE],
    ['DATETIME(3)', 'DATETIME(3)', new Date(DATE.getTime() + 123)],
    ['DATETIME(6)', 'DATETIME(6)', new PreciseDate(DATE.getTime() + 123, 456)],
    ['a text in DATETIME', 'DATETIME', '2024-02-29 13:14:15', DATE],
    ['NULL', 'INT', null],
    ['a number as text', 'VARCHAR(10)', 15, '15'],
  ])('%s', async (_what, type, value, back = value) => {
    await conn().execute(`CREATE TEMPORARY TABLE typed (v ${type} NULL)`);
    await conn().execute('INSERT INTO typed VALUES (?)', [value] as Params);
    const [got] = (await conn().fetchone('SELECT v FROM typed'))!;
    expectSame(got, back);
    const again = type === 'JSON' ? value : got; // JSON is parsed: an object is no parameter
    await conn().execute('UPDATE typed SET v = :v', { v: again });
    expectSame((await conn().fetchone('SELECT v FROM typed'))![0], back);
  });

  test('a PreciseDate keeps its microseconds both ways', async () => {
    await conn().execute('CREATE TEMPORARY TABLE precise (d DATETIME(6))');
    await conn().execute("INSERT INTO precise VALUES ('2024-01-02 03:04:05.000001')");
    const [date] = (await conn().fetchone('SELECT d FROM precise'))!;
    expect(date).toBeInstanceOf(PreciseDate);
    expect((date as PreciseDate).microseconds).toBe(1);
    expect(await conn().fetchone('SELECT COUNT(*) FROM precise WHERE d = ?', [date])).toEqual([1]);
  });

  test.each(['Z', '+05:30', '-03:00', 'America/New_York', 'local'])(
    'a Date in timezone %s is the same instant when it comes back',
    async (timezone) => {
      const own = await api.connect({ timezone });
      await own.execute('CREATE TEMPORARY TABLE zoned (d DATETIME(3))');
      const dates = [0, 1_720_000_000_123, 1_704_067_199_999].map((time) => new Date(time));
      await own.cursor().executemany(
        'INSERT INTO zoned VALUES (?)',
        dates.map((date) => [date]),
      );
      expect((await own.fetchall('SELECT d FROM zoned')).flat()).toEqual(dates);
      await own.close();
    },
  );
});

describe.each(APIS)('$name placeholders', (api) => {
  const conn = useConnection(api);

  test('by name, as often as they stand there, from an object that may have more', async () => {
    const row = await conn().fetchone('SELECT :a, :b_2, :a, @v := 5, :ü', {
      a: 1,
      b_2: 'two',
      ü: 'u',
      other: 'unused',
    });
    expect(row).toEqual([1, 'two', 1, 5, 'u']);
  });

  test('are none in strings, comments and quoted names', async () => {
    const sql = 'SELECT \'?\', "?", ? /* ? */ AS `?` -- ?\n # ?\n';
    const cur = await conn().execute(sql, ['value']);
    expect(cur.description?.[2]?.[0]).toBe('?');
    expect(await cur.fetchone()).toEqual(['?', '?', 'value']);
  });

  test('without parameters the text goes verbatim', async () => {
    expect(await conn().fetchone("SELECT '%s ? :name %%'")).toEqual(['%s ? :name %%']);
  });

  test('an empty array means that there are none', async () => {
    expect(await conn().fetchone("SELECT 1, ':x'", [])).toEqual([1, ':x']);
    expect(await conn().fetchone("SELECT 1, '?'", {})).toEqual([1, '?']);
  });

  test('an array is a list in IN (?)', async () => {
    const ids = async (sql: string, list: unknown): Promise<unknown[]> =>
      (await conn().fetchall(sql, [list] as Params)).flat();
    const sql = `SELECT seq FROM ${numbersTo(9)} WHERE seq IN (?)`;
    expect(await ids(sql, [3, 1, 20])).toEqual([1, 3]);
    expect(await ids(sql, ['3'])).toEqual([3]);
    expect(await ids(sql.replace('IN', 'NOT IN'), [1, 2, 3, 4, 5, 6, 7])).toEqual([8, 9]);
    const rows = [
      [1, 2],
      [3, 9],
    ];
    expect(await ids(`SELECT seq FROM ${numbersTo(9)} WHERE (seq, seq + 1) IN (?)`, rows)).toEqual([
      1,
    ]);
    expect(await ids("SELECT 'x' IN (?)", ["it's", 'x', Buffer.from([0])])).toEqual([1]);
  });

  test("MySQLdb's with paramstyle: 'format'", async () => {
    const own = await api.connect({ paramstyle: 'format' });
    expect(await own.fetchone("SELECT %s, '100%%', 5 %% 3", ["it's"])).toEqual(["it's", '100%', 2]);
    expect(await own.fetchone('SELECT %(a)s, %(a)s', { a: 1 })).toEqual([1, 1]);
    expect(await own.fetchone("SELECT '%s %%'")).toEqual(['%s %%']);
    await own.close();
  });

  test('mogrify is what the server would get', async () => {
    const sql = 'SELECT ?, ?, ?';
    const params = ["it's", Buffer.from([0, 255]), 1.5];
    const text = conn().mogrify(sql, params);
    expect(text).toBe("SELECT 'it''s', _binary X'00ff', 1.5e0");
    expect(await conn().fetchone(text)).toEqual(await conn().fetchone(sql, params));
  });
});
