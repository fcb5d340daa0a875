/** DATETIME in time zones: days of change, years that Date constructors misread, and far ones. */
import { PreciseDate } from '../../../lib';
import { PROTOCOLS } from '../../support/apis';
import { useDatabase } from '../../support/database';
import { exactly, withConnection } from './read-back';

useDatabase();

describe.each(PROTOCOLS)('$name', (api) => {
  /** What is read of a wall-clock time, and the text that this is written as. */
  const there = (timezone: string, wall: string): Promise<[unknown, unknown]> =>
    withConnection(api, { timezone }, async (conn) => {
      const [date] = (await conn.fetchone('SELECT CAST(? AS DATETIME(6))', [wall])) as [unknown];
      const [back] = (await conn.fetchone('SELECT CAST(? AS CHAR)', [date])) as [unknown];
      return [date instanceof Date ? date.toISOString() : date, back];
    });

  test('a time that is skipped comes out an hour later, and goes back as that', async () => {
    expect(await there('Europe/Berlin', '2024-03-31 02:30:00.000001')).toEqual([
      '2024-03-31T01:30:00.000001Z',
      '2024-03-31 03:30:00.000001',
    ]);
    expect(await there('America/New_York', '2024-03-10 02:00:00')).toEqual([
      '2024-03-10T07:00:00.000000Z',
      '2024-03-10 03:00:00',
    ]);
    for (const zone of ['Z', '+01:00']) {
      expect((await there(zone, '2024-03-31 02:30:00'))[1]).toBe('2024-03-31 02:30:00');
    }
  });

  test('a time that is there twice is the first one', async () => {
    expect(await there('Europe/Berlin', '2024-10-27 02:30:00')).toEqual([
      '2024-10-27T00:30:00.000000Z',
      '2024-10-27 02:30:00',
    ]);
    // The second one is written as the same text.
    const second = new Date('2024-10-27T01:30:00Z');
    await withConnection(api, { timezone: 'Europe/Berlin' }, async (conn) => {
      expect(await conn.fetchone('SELECT CAST(? AS CHAR)', [second])).toEqual([
        '2024-10-27 02:30:00',
      ]);
    });
  });

  test.each(['Z', 'local', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', '-03:30'])(
    'years from 1 to 9999 go and come back in %s',
    (timezone) =>
      withConnection(api, { timezone }, async (conn) => {
        const dates = [1, 4, 50, 99, 100, 999, 1000, 1582, 1883, 1899, 1970, 2038, 9999].flatMap(
          (year) => {
            const date = new PreciseDate(0, 7);
            date.setUTCFullYear(year, 6, 1);
            date.setUTCHours(12, 34, 56, 789);
            return [date, new Date(date.getTime())];
          },
        );
        await conn.execute('CREATE TEMPORARY TABLE years (id INT, v DATETIME(6), w DATETIME(3))');
        await conn.cursor().executemany(
          'INSERT INTO years VALUES (?, ?, ?)',
          dates.map((date, i) => [i, date, date]),
        );
        const rows = await conn.fetchall<[PreciseDate, Date]>('SELECT v, w FROM years ORDER BY id');
        expect(rows.map(([v]) => exactly(v))).toEqual(
          dates.map((date) => {
            const micros = date instanceof PreciseDate ? date.microseconds % 1000 : 0;
            return exactly(new PreciseDate(date.getTime(), micros));
          }),
        );
        expect(rows.map(([, w]) => w.getTime())).toEqual(dates.map((date) => date.getTime()));
      }),
  );

  test('the year 0 is no year of a Date', () =>
    withConnection(api, { timezone: 'Z' }, async (conn) => {
      await conn.execute("SET sql_mode = ''");
      const year0 = new Date('0000-06-01T00:00:00Z');
      expect(await conn.fetchone('SELECT CAST(? AS DATETIME)', [year0])).toEqual([
        '0000-06-01 00:00:00',
      ]);
    }));
});
