import { PreciseDate } from '../../../lib';
import { failureOf, PROTOCOLS } from '../../support/apis';
import { useDatabase } from '../../support/database';
import { exactly, readBack, select } from './read-back';

useDatabase();

const quoted = (text: string): string => `'${text}'`;
const exact = async (values: Promise<unknown[]>): Promise<unknown[]> => (await values).map(exactly);

const DAYS = ['0001-01-01', '1000-01-01', '1969-12-31', '1970-01-01', '2024-02-29', '9999-12-31'];
const ZERO = '0000-00-00 00:00:00';
/** ALLOW_INVALID_DATES lets the last one in. */
const PARTIAL = ['2024-00-00 00:00:00', '2024-05-00 00:00:00', '2024-02-31 00:00:00'];

describe('DATE', () => {
  test('is its text, also when zero or in part', async () => {
    const values = [...DAYS, '0000-00-00', '2024-00-00', '2024-02-31'];
    for (const options of [{}, { zeroDates: 'error' }, { dates: 'string' }] as const) {
      expect(await readBack('DATE', [...values.map(quoted), 'NULL'], options)).toEqual([
        ...values,
        null,
      ]);
    }
  });
});

describe("DATE with dateOnly: 'date'", () => {
  const asDates = { dateOnly: 'date', timezone: 'Z' } as const;

  test('is its midnight', async () => {
    const expected = DAYS.map((day) => exactly(new Date(`${day}T00:00:00Z`)));
    const read = readBack('DATE', [...DAYS.map(quoted), 'NULL'], asDates);
    expect(await exact(read)).toEqual([...expected, null]);
  });

  test('is in the zone of the connection', async () => {
    const at = async (timezone: string): Promise<string> => {
      const [date] = await readBack('DATE', [quoted('2024-07-01')], { dateOnly: 'date', timezone });
      return (date as Date).toISOString();
    };
    expect(await at('+05:30')).toBe('2024-06-30T18:30:00.000Z');
    expect(await at('Europe/Berlin')).toBe('2024-06-30T22:00:00.000Z');
    expect(await at('local')).toBe(new Date(2024, 6, 1).toISOString());
  });

  test('is, where it is no point in time, what zeroDates says', async () => {
    const days = ['0000-00-00', '2024-00-01', '2024-05-00', '2024-02-31'];
    expect(await readBack('DATE', days.map(quoted), asDates)).toEqual(days);
    const nulls = await readBack('DATE', days.map(quoted), { ...asDates, zeroDates: 'null' });
    expect(nulls).toEqual([null, null, null, null]);
  });

  test.each(PROTOCOLS)('an error when that is wanted ($name)', async (api) => {
    const conn = await api.connect({ dateOnly: 'date', zeroDates: 'error' });
    await conn.execute("SET SESSION sql_mode = ''");
    const error = await failureOf(() => conn.fetchall("SELECT CAST('2024-05-00' AS DATE)"));
    expect(error).toMatchObject({ name: 'DataError', code: 'ERR_MYSQLDB_ZERO_DATE' });
    await conn.close();
  });
});

describe('TIME', () => {
  test('is its text', async () => {
    const values = ['838:59:59', '-838:59:59', '00:00:00', '-00:00:01', '23:59:59', '100:00:00'];
    expect(await readBack('TIME', [...values.map(quoted), 'NULL'])).toEqual([...values, null]);
  });

  test.each([1, 2, 3, 4, 5, 6])('with %i digits', async (digits) => {
    // Beyond this one MySQL has no fraction.
    const values = ['838:59:58.999999', '-838:59:58.999999', '-00:00:00.000001', '12:34:56.123456'];
    const cut = values.map((value) => value.slice(0, digits - 6 || undefined));
    const read = (await readBack(`TIME(${digits})`, cut.map(quoted))) as string[];
    // The server drops the sign of a zero.
    expect(read.map((text) => text.replace(/^-(?=00:00:00\.0+$)/, ''))).toEqual(
      cut.map((text) => text.replace(/^-(?=00:00:00\.0+$)/, '')),
    );
  });
});

describe.each(['DATETIME', 'TIMESTAMP'])('%s', (type) => {
  const text = '2024-01-02 03:04:05.123456';

  test.each([0, 1, 2, 3])('with %i digits is a Date', async (digits) => {
    const cut = text.slice(0, 20 + digits);
    const column = `${type}(${digits}) NULL`;
    const expected = new Date(`${cut.replace(' ', 'T').replace(/\.$/, '')}Z`);
    const read = await readBack(column, [quoted(cut), 'NULL'], { timezone: 'Z' });
    expect(read.map(exactly)).toEqual([exactly(expected), null]);
    expect(Object.getPrototypeOf(read[0])).toBe(Date.prototype);
  });

  test.each([4, 5, 6])('with %i digits is a PreciseDate', async (digits) => {
    const cut = text.slice(0, 20 + digits);
    const micros = Number(cut.slice(20).padEnd(6, '0')) % 1000;
    const expected = new PreciseDate(Date.UTC(2024, 0, 2, 3, 4, 5, 123), micros);
    const column = `${type}(${digits}) NULL`;
    expect(await exact(readBack(column, [quoted(cut), 'NULL'], { timezone: 'Z' }))).toEqual([
      exactly(expected),
      null,
    ]);
  });

  test("is its exact text with dates: 'string'", async () => {
    for (const digits of [0, 3, 6]) {
      const cut = text.slice(0, digits === 0 ? 19 : 20 + digits);
      expect(
        await readBack(`${type}(${digits}) NULL`, [quoted(cut), quoted(ZERO), 'NULL'], {
          dates: 'string',
        }),
      ).toEqual([cut, ZERO + (digits === 0 ? '' : `.${'0'.repeat(digits)}`), null]);
    }
  });

  test('is in the zone of the connection', async () => {
    const wall = '2024-07-01 12:00:00';
    const at = async (timezone: string): Promise<string> =>
      ((await readBack(type, [quoted(wall)], { timezone }))[0] as Date).toISOString();
    expect(await at('Z')).toBe('2024-07-01T12:00:00.000Z');
    expect(await at('+05:30')).toBe('2024-07-01T06:30:00.000Z');
    expect(await at('-09:00')).toBe('2024-07-01T21:00:00.000Z');
    expect(await at('Europe/Berlin')).toBe('2024-07-01T10:00:00.000Z');
    expect(await at('America/New_York')).toBe('2024-07-01T16:00:00.000Z');
    expect(await at('local')).toBe(new Date(2024, 6, 1, 12).toISOString());
  });
});

describe('DATETIME of any year', () => {
  test.each([0, 3, 6])('with %i digits', async (digits) => {
    const texts = DAYS.flatMap((day) => [`${day} 00:00:00.000000`, `${day} 23:59:59.999999`]).map(
      (text) => text.slice(0, 20 + digits),
    );
    const expected = texts.map((text) => {
      const time = Date.parse(`${text.slice(0, 23).replace(' ', 'T').replace(/\.$/, '')}Z`);
      return digits === 6 ? new PreciseDate(time, Number(text.slice(23))) : new Date(time);
    });
    const read = await readBack(`DATETIME(${digits})`, texts.map(quoted), { timezone: 'Z' });
    expect(read.map(exactly)).toEqual(expected.map(exactly));
  });
});

describe('zero and partial dates', () => {
  const values = [ZERO, ...PARTIAL];

  test.each([0, 6])('are their text, with %i digits', async (digits) => {
    const texts = values.map((text) => text + (digits === 0 ? '' : '.000000'));
    expect(await readBack(`DATETIME(${digits})`, texts.map(quoted))).toEqual(texts);
    expect(
      await readBack(`DATETIME(${digits})`, texts.map(quoted), { zeroDates: 'string' }),
    ).toEqual(texts);
  });

  test('are null when that is wanted, and dates beside them are dates', async () => {
    const read = await readBack('DATETIME', [...values, '2024-01-01'].map(quoted), {
      zeroDates: 'null',
      timezone: 'Z',
    });
    expect(read.map(exactly)).toEqual([
      ...values.map(() => null),
      exactly(new Date('2024-01-01T00:00:00Z')),
    ]);
  });

  test.each(PROTOCOLS)('are an error when that is wanted ($name)', async (api) => {
    const conn = await api.connect({ zeroDates: 'error' });
    await conn.execute("SET SESSION sql_mode = ''");
    for (const digits of [0, 6]) {
      const sql = `SELECT CAST('2024-00-00' AS DATETIME(${digits})), 1 UNION ALL SELECT NOW(), 2`;
      const error = await failureOf(() => conn.fetchall(sql));
      expect(error).toMatchObject({ name: 'DataError', code: 'ERR_MYSQLDB_ZERO_DATE' });
      expect(error.message).toContain('2024-00-00 00:00:00');
      expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    }
    await conn.close();
  });
});

test('dates of expressions', async () => {
  const options = { timezone: 'Z' };
  const sql = "SELECT TIMESTAMP('2024-01-02 03:04:05.000001')";
  expect(await exact(select(sql, options))).toEqual(['PreciseDate 2024-01-02T03:04:05.000001Z']);
  expect(await exact(select('SELECT FROM_UNIXTIME(NULL)', options))).toEqual([null]);
  expect(await select("SELECT DATE('2024-01-02 03:04:05')")).toEqual(['2024-01-02']);
  expect((await select('SELECT TIMESTAMP(CURDATE())'))[0]).toBeInstanceOf(Date);
});
