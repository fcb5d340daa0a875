/** Dates as parameters of `execute`: bound as DATETIME, as mysql2 does it. */
import { runInNewContext } from 'node:vm';
import { PreciseDate } from '../../lib';
import { administer, useDatabase } from '../support/database';
import { seededRandom } from '../support/generated';
import { expectSame, FACADE, onConnection, plainField } from '../support/mysql2-pair';
import { TEST_DATABASE } from '../support/apis';

useDatabase();

beforeAll(() =>
  administer(
    `CREATE TABLE ${TEST_DATABASE}.dated (id INT, d DATE, t TIME, dt DATETIME, dt3 DATETIME(3), v VARCHAR(40))`,
  ),
);

const random = seededRandom(4);
const DATES = Array.from({ length: 200 }, (_, i) => {
  const time = Date.UTC(1900 + random(200), random(12), random(28), random(24), random(60));
  return new Date(time + (i % 3 === 0 ? 0 : random(60_000)));
});

describe.each(['local', 'Z', '+05:30', '-11:00'])('in the zone %s', (timezone) => {
  test.each([{}, { dateStrings: true }])('selected bare they are what they were, %p', (options) =>
    expectSame(
      onConnection(
        async (conn) => {
          const seen: unknown[] = [];
          for (const date of DATES) {
            const [rows, fields] = await conn.execute({ sql: 'SELECT ? AS a', ...options }, [date]);
            // MySQL takes it for a DATETIME(6); that mysql2 shows no fraction of zero is docs/mysql2.md's.
            const shown = (rows as { a: unknown }[]).map(({ a }) =>
              typeof a === 'string' ? a.replace(/\.0+$/, '') : a,
            );
            seen.push(shown, fields.map(plainField));
          }
          return seen;
        },
        { timezone },
      ),
    ),
  );

  test('in columns and comparisons', () =>
    expectSame(
      onConnection(
        async (conn) => {
          await conn.query('DELETE FROM dated');
          for (const [id, date] of DATES.entries()) {
            const values = [id, date, date, date, date, date];
            await conn.execute('INSERT INTO dated VALUES (?, ?, ?, ?, ?, ?)', values);
          }
          const [all] = await conn.query('SELECT * FROM dated ORDER BY id');
          const sql = 'SELECT id FROM dated WHERE dt3 >= ? AND dt < ? ORDER BY id';
          const [some] = await conn.execute(sql, [DATES[7]!, new Date('2077-01-01')]);
          return { all, some };
        },
        { timezone },
      ),
    ));
});

test('a Date of another realm is one, too', () =>
  expectSame(
    onConnection(async (conn) => {
      const date = runInNewContext('new Date(1709210096789)') as Date;
      return (await conn.execute('SELECT ? AS a', [date]))[0];
    }),
  ));

test('a PreciseDate keeps its microseconds', () =>
  onConnection(
    async (conn) => {
      const date = new PreciseDate(Date.UTC(2024, 1, 29), 7);
      // Of a bare parameter MySQL makes a text of 31 digits.
      const sql = 'SELECT CAST(CAST(? AS DATETIME(6)) AS CHAR) AS a';
      const [rows] = await conn.execute(sql, [date]);
      expect(rows).toEqual([{ a: '2024-02-29 00:00:00.000007' }]);
    },
    { timezone: 'Z' },
  )(FACADE));
