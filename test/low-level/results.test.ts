/** What a result set tells, and the forms of its rows. */
import {
  type ConnectOptions,
  FIELD_TYPE,
  FLAG,
  InterfaceError,
  NotSupportedError,
  ProgrammingError,
} from '../../lib';
import type { LowLevelConnection, LowLevelResult } from '../../lib/low-level';
import { failureOf } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { TEST_DATABASE } from '../support/apis';
import { numbersTo } from '../support/numbers';
import { LOW_LEVEL_APIS, stored, textRow, useLowLevel } from '../support/low-level';

useDatabase();

beforeAll(() =>
  administer(
    `CREATE TABLE ${TEST_DATABASE}.person (
       id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20), price DECIMAL(5,2))`,
    `INSERT INTO ${TEST_DATABASE}.person VALUES (1, 'ada', 1.5), (2, 'bob', NULL), (3, 'cy', 3)`,
  ),
);

const PEOPLE = 'SELECT id, name, price FROM person ORDER BY id';
const bytes = (...texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));

async function take(
  conn: LowLevelConnection,
  sql: string,
  how: 'storeResult' | 'useResult',
): Promise<LowLevelResult> {
  await conn.query(sql);
  return (await conn[how]())!;
}

describe.each(LOW_LEVEL_APIS)('a result, $name', (api) => {
  const conn = useLowLevel(api);

  describe.each(['storeResult', 'useResult'] as const)('of %s', (how) => {
    test('gives one row unless it is asked for more, and none at the end', async () => {
      const result = await take(conn(), PEOPLE, how);
      expect(await result.fetchRow()).toEqual([bytes('1', 'ada', '1.50')]);
      expect(await result.fetchRow(5)).toEqual([
        [...bytes('2', 'bob'), null],
        bytes('3', 'cy', '3.00'),
      ]);
      expect(await result.fetchRow()).toEqual([]);
      expect(await result.fetchRow(0)).toEqual([]);
    });

    test('gives all that are left for 0', async () => {
      const result = await take(conn(), PEOPLE, how);
      await result.fetchRow();
      expect(await result.fetchRow(0)).toHaveLength(2);
    });

    test('gives rows in three forms', async () => {
      const sql = `SELECT a.id, b.id, 1 + 1 AS id, 1 + 1 AS two FROM person a JOIN person b
        WHERE a.id = 1 ORDER BY b.id`;
      const result = await take(conn(), sql, how);
      const [one, two] = bytes('1', '2') as [Buffer, Buffer];
      expect(await result.fetchRow(1, 0)).toEqual([[one, one, two, two]]);
      const [named] = await result.fetchRow(1, 1);
      expect(Object.entries(named!)).toEqual([
        ['id', one],
        ['b.id', two],
        ['id_2', two],
        ['two', two],
      ]);
      const [full] = await result.fetchRow(1, 2);
      expect(Object.entries(full!)).toEqual([
        ['a.id', one],
        ['b.id', Buffer.from('3')],
        ['id', two],
        ['two', two],
      ]);
      await result.discard();
    });

    test('loses no column to a name that it has three times, or to __proto__', async () => {
      const sql = 'SELECT 1 AS x, id AS x, name AS x, 4 AS `__proto__` FROM person';
      const result = await take(conn(), sql, how);
      const [row] = await result.fetchRow(1, 1);
      expect(Object.keys(row!)).toEqual(['x', 'person.x', 'x_2', '__proto__']);
      const [full] = await result.fetchRow(1, 2);
      expect(Object.keys(full!)).toEqual(['x', 'person.x', 'person.x_2', '__proto__']);
      expect(Object.getPrototypeOf(full)).toBe(Object.prototype);
      await result.discard();
    });

    test.each([-1, 3, 256, 2 ** 32, 0.5, NaN, '1', null, 1n, {}])(
      'refuses how = %p and reads nothing',
      async (form) => {
        const result = await take(conn(), PEOPLE, how);
        const error = await failureOf(() => result.fetchRow(1, form as never));
        expect(error).toBeInstanceOf(ProgrammingError);
        expect(error.code).toBe('ERR_MYSQLDB_ARGUMENT');
        expect(await result.fetchRow(0)).toHaveLength(3);
      },
    );

    test.each([-1, 1.5, NaN, Infinity, 2 ** 53, '2', null, 1n])(
      'refuses maxRows = %p and reads nothing',
      async (maxRows) => {
        const result = await take(conn(), PEOPLE, how);
        const error = await failureOf(() => result.fetchRow(maxRows as never));
        expect(error.code).toBe('ERR_MYSQLDB_ARGUMENT');
        expect(await result.fetchRow(0)).toHaveLength(3);
      },
    );

    test('describes its columns', async () => {
      const result = await take(conn(), PEOPLE, how);
      const [id, name, price] = result.describe();
      expect(id).toEqual(['id', FIELD_TYPE.LONG, null, 10, 10, 0, false]);
      expect(name).toEqual(['name', FIELD_TYPE.VAR_STRING, null, 80, null, null, true]);
      expect(price).toEqual(['price', FIELD_TYPE.NEWDECIMAL, null, 7, 5, 2, true]);
      expect(result.numFields()).toBe(3);
      expect(result.fields.map(({ orgTable }) => orgTable)).toEqual(['person', 'person', 'person']);
      await result.discard();
    });

    test('has the flags of its columns', async () => {
      const result = await take(conn(), PEOPLE, how);
      const [id, name] = result.fieldFlags();
      const key = FLAG.PRI_KEY | FLAG.AUTO_INCREMENT | FLAG.NOT_NULL | FLAG.UNSIGNED;
      expect(id! & key).toBe(key);
      expect(name! & key).toBe(0);
      await result.discard();
    });

    test('drops the rest', async () => {
      const result = await take(conn(), PEOPLE, how);
      await result.fetchRow();
      await result.discard();
      expect(await result.fetchRow(0)).toEqual([]);
      await result.discard();
      expect(await textRow(conn(), 'SELECT 1')).toEqual(['1']);
    });
  });

  test('that is stored can be gone through again', async () => {
    const result = await stored(conn(), PEOPLE);
    const ids: unknown[] = [];
    for (const row of [2, 0, 1, 3]) {
      result.dataSeek(row);
      ids.push((await result.fetchRow()).map(([id]) => String(id as Buffer)));
    }
    expect(ids).toEqual([['3'], ['1'], ['2'], []]);
  });

  test.each<[string, ...unknown[]]>([
    ['ERR_MYSQLDB_RANGE', -1, 4, 2 ** 64],
    ['ERR_MYSQLDB_ARGUMENT', 1.5, NaN, Infinity, '1', null, undefined, 1n],
  ])('is not left for another row: %s for %p and its like', async (code, ...rows) => {
    for (const row of rows) {
      const result = await stored(conn(), PEOPLE);
      await result.fetchRow();
      const error = await failureOf(() => result.dataSeek(row as never));
      expect(error).toBeInstanceOf(ProgrammingError);
      expect([row, error.code]).toEqual([row, code]);
      expect(await result.fetchRow(0)).toHaveLength(2);
    }
  });

  test('that is used goes one way', async () => {
    await conn().query(PEOPLE);
    const result = (await conn().useResult())!;
    expect(await failureOf(() => result.dataSeek(0))).toBeInstanceOf(NotSupportedError);
    expect(await result.fetchRow(0)).toHaveLength(3);
  });

  test('that is stored outlives its connection', async () => {
    const result = await stored(conn(), PEOPLE);
    await conn().close();
    expect(await result.fetchRow(2)).toHaveLength(2);
    result.dataSeek(0);
    expect(await result.fetchRow(0, 1)).toHaveLength(3);
    await result.discard();
    expect(result.describe()).toHaveLength(3);
  });

  test('that is used ends with its connection', async () => {
    await conn().query(`SELECT seq FROM ${numbersTo(100_000)}`);
    const result = (await conn().useResult())!;
    await result.fetchRow();
    await conn().close();
    for (const call of [() => result.fetchRow(), () => result.discard()]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(InterfaceError);
      expect(error.code).toBe('ERR_MYSQLDB_CLOSED');
    }
    expect(result.numRows()).toBe(1);
  });

  test('that was used to its end is as one that is stored then', async () => {
    await conn().query(PEOPLE);
    const result = (await conn().useResult())!;
    await result.fetchRow(0);
    await conn().close();
    expect(await result.fetchRow(0)).toEqual([]);
    await result.discard();
  });
});

describe.each(LOW_LEVEL_APIS)('values, $name', (api) => {
  async function row(options: ConnectOptions, sql: string): Promise<unknown[]> {
    const conn = await api.connect(options);
    try {
      return (await (await stored(conn, sql)).fetchRow())[0]!;
    } finally {
      await conn.close();
    }
  }

  const SQL = `SELECT 1, 1.5e0, 1.50, 'é', NULL, DATE'2024-01-10', TIMESTAMP'2024-01-02 03:04:05',
    TIME'-01:00:00', JSON_ARRAY(1), X'00FF', b'101', '', POINT(1, 1) IS NULL`;
  const TEXTS = ['1', '1.5', '1.50', 'é', null, '2024-01-10', '2024-01-02 03:04:05', '-01:00:00'];
  const RAW = [...TEXTS.map((text) => text && Buffer.from(text)), Buffer.from('[1]')];

  test('are bytes, whatever their type', async () => {
    const rest = [Buffer.from([0, 255]), Buffer.from([5]), Buffer.alloc(0), Buffer.from('0')];
    expect(await row({}, SQL)).toEqual([...RAW, ...rest]);
  });

  test('are bytes whatever the options about values say', async () => {
    const options = {
      bigint: 'string',
      dates: 'string',
      decimal: 'number',
      json: 'string',
    } as const;
    expect((await row(options, SQL)).slice(0, 9)).toEqual(RAW);
  });

  test('go through the decoders of conv, and are bytes where it has none', async () => {
    const conv = [
      [FIELD_TYPE.NEWDECIMAL, (text: string) => Number(text)],
      [FIELD_TYPE.DATE, (text: string, { name }: { name: string }) => [text, name.length]],
    ] as const;
    const values = await row({ conv }, SQL);
    expect(values.slice(0, 4)).toEqual([
      Buffer.from('1'),
      Buffer.from('1.5'),
      1.5,
      Buffer.from('é'),
    ]);
    expect(values[5]).toEqual(['2024-01-10', 16]);
  });

  test('go through the decoder whose flags fit, else stay bytes', async () => {
    const decoder = (mask: number | null) =>
      [[FIELD_TYPE.LONG, [[mask, (text: string) => `decoded ${text}`]]]] as const;
    const sql = 'SELECT id FROM person LIMIT 1';
    expect(await row({ conv: decoder(FLAG.UNSIGNED) }, sql)).toEqual(['decoded 1']);
    expect(await row({ conv: decoder(FLAG.ZEROFILL) }, sql)).toEqual([Buffer.from('1')]);
    expect(await row({ conv: decoder(null) }, sql)).toEqual(['decoded 1']);
  });

  test('may fail in a decoder: its error comes as it is, and the connection is free', async () => {
    const failure = new RangeError('not this one');
    const conv = [
      [
        FIELD_TYPE.LONGLONG,
        (text: string) => {
          if (text === '20000' || text === '3') throw failure;
          return Number(text);
        },
      ],
    ] as const;
    const conn = await api.connect({ conv });
    const sql = `SELECT seq FROM ${numbersTo(50_000)}`;
    await conn.query(`${sql} WHERE seq > 3`);
    expect(await failureOf(async () => conn.storeResult())).toBe(failure);
    await conn.query(`${sql} WHERE seq > 3`);
    const used = (await conn.useResult())!;
    expect(await failureOf(() => used.fetchRow(0))).toBe(failure);
    expect(await used.fetchRow(0)).toEqual([]);
    expect(await textRow(conn, "SELECT 'here'")).toEqual(['here']);
    await conn.close();
  });
});
