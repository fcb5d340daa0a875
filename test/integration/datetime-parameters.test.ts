import { datetime, type Params, PreciseDate } from '../../lib';
import { PROTOCOLS } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { seededRandom } from '../support/generated';

useDatabase();

const DATE = new Date(2024, 1, 29, 13, 14, 15);

describe.each(PROTOCOLS)('datetime(), $name', (api) => {
  const conn = useConnection(api);
  const selected = async (value: unknown): Promise<unknown> =>
    (await conn().fetchone('SELECT ?', [value] as Params))![0];

  test('a Date alone is its text, where nothing says what it is', async () => {
    expect(await selected(DATE)).toBe('2024-02-29 13:14:15');
  });

  test.each([
    ['a Date', DATE],
    ['one with milliseconds', new Date(DATE.getTime() + 7)],
    ['one before 1970', new Date(1800, 0, 1)],
    ['the last one', new Date(9999, 11, 31, 23, 59, 59, 999)],
  ])('%s is a DATETIME', async (_what, date) => {
    const got = (await selected(datetime(date))) as Date;
    expect(got).toBeInstanceOf(Date);
    expect(got.getTime()).toBe(date.getTime());
  });

  test('keeps microseconds', async () => {
    const random = seededRandom(8);
    for (let i = 0; i < 50; i++) {
      const time = DATE.getTime() + random(2 ** 32) * (random(200) - 100) + random(1000);
      const date = new PreciseDate(time, 1 + random(999));
      const got = (await selected(datetime(date))) as PreciseDate;
      expect(got.toISOString()).toBe(date.toISOString());
    }
  });

  test('stands in the zone of the connection', async () => {
    const own = await api.connect({ timezone: '+05:30' });
    const [text] = (await own.fetchone('SELECT CAST(? AS CHAR(19))', [datetime(new Date(0))]))!;
    expect(text).toBe('1970-01-01 05:30:00');
    await own.close();
  });

  test('goes into columns, of one row and of many', async () => {
    await conn().execute('CREATE TEMPORARY TABLE moments (id INT, at DATETIME(6))');
    const dates = Array.from({ length: 50 }, (_, i) => new PreciseDate(DATE.getTime() + i, i));
    const rows = dates.map((date, id) => [id, id % 5 === 0 ? null : datetime(date)]);
    await conn().execute('INSERT INTO moments VALUES (?, ?)', rows[0]);
    const insert = 'INSERT INTO moments VALUES (?, ?)';
    await conn()
      .cursor()
      .executemany(insert, rows.slice(1) as Params[]);
    const read = await conn().fetchall<[number, Date | null]>('SELECT * FROM moments ORDER BY id');
    expect(read.map(([, at]) => at?.toISOString())).toEqual(
      dates.map((date, id) => (id % 5 === 0 ? undefined : date.toISOString())),
    );
  });

  test('an invalid Date is refused', async () => {
    const failing = conn().fetchone.bind(conn(), 'SELECT ?', [datetime(new Date(NaN))]);
    await expect((async () => failing())()).rejects.toMatchObject({
      code: 'ERR_MYSQLDB_PARAMETER',
      message: 'Parameter 1 is an invalid Date',
    });
  });
});
