import { BINARY, DATETIME, FIELD_TYPE, FLAG, NUMBER, STRING, DATE, TIME } from '../../lib';
import { APIS } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name description', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(
      conn(),
      `TABLE described (
      id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(10), price DECIMAL(10, 2) NOT NULL,
      weight DOUBLE, bytes VARBINARY(20), at DATETIME(3), day DATE, clock TIME, note TEXT,
      small SMALLINT UNSIGNED, flag BIT(1))`,
    );
  });

  test('has seven items for each column', async () => {
    const sql = 'SELECT id AS "x y", name, price, weight FROM described';
    const cur = await conn().execute(sql);
    expect(cur.description).toEqual([
      ['x y', FIELD_TYPE.LONG, null, 11, 11, 0, false],
      ['name', FIELD_TYPE.VAR_STRING, null, 40, null, null, true],
      ['price', FIELD_TYPE.NEWDECIMAL, null, expect.any(Number), expect.any(Number), 2, false],
      ['weight', FIELD_TYPE.DOUBLE, null, 22, 22, null, true],
    ]);
  });

  test('gives the precision and scale of a DECIMAL as declared', async () => {
    const cur = await conn().execute('SELECT price FROM described');
    expect(cur.description?.[0]?.slice(4, 6)).toEqual([10, 2]);
  });

  test('is there for an empty result', async () => {
    const cur = await conn().execute('SELECT id FROM described WHERE FALSE');
    expect(cur.description).toHaveLength(1);
    expect(await cur.fetchall()).toEqual([]);
  });

  test('is null when there is no result set', async () => {
    const cur = conn().cursor();
    for (const sql of [
      'CREATE TEMPORARY TABLE d (id INT)',
      'INSERT INTO d VALUES (1)',
      'UPDATE d SET id = 2',
      'SET @x = 1',
    ]) {
      await cur.execute('SELECT 1');
      await cur.execute(sql);
      expect([sql, cur.description, cur.fields]).toEqual([sql, null, null]);
    }
  });

  test('type codes compare with the type objects', async () => {
    const cur = await conn().execute('SELECT * FROM described');
    const codes = Object.fromEntries(cur.description!.map(([name, code]) => [name, code]));
    const has = (set: ReadonlySet<number>, name: string): boolean => set.has(codes[name]!);
    expect(['id', 'price', 'weight', 'small'].every((name) => has(NUMBER, name))).toBe(true);
    expect([has(STRING, 'name'), has(NUMBER, 'name')]).toEqual([true, false]);
    expect([has(DATETIME, 'at'), has(DATE, 'day'), has(TIME, 'clock')]).toEqual([true, true, true]);
    expect(has(BINARY, 'note')).toBe(true);
  });

  test('fields say what the server says of a column', async () => {
    const cur = await conn().execute('SELECT d.id AS alias FROM described AS d');
    const [field] = cur.fields!;
    expect(field).toMatchObject({
      name: 'alias',
      orgName: 'id',
      table: 'd',
      orgTable: 'described',
      database: expect.stringMatching(/^mysqldb_test_/) as unknown,
      type: FIELD_TYPE.LONG,
      charset: 63,
      decimals: 0,
    });
    const wanted = FLAG.NOT_NULL | FLAG.PRI_KEY | FLAG.AUTO_INCREMENT;
    expect(field!.flags & wanted).toBe(wanted);
  });

  test('each execute has its own, also when only an alias differs', async () => {
    const cur = conn().cursor();
    for (const name of ['a', 'b', 'a', 'A', 'ä', '']) {
      await cur.execute(`SELECT 1 AS \`${name}\``);
      expect(cur.description?.[0]?.[0]).toBe(name);
    }
  });

  test('more shapes than are remembered stay right', async () => {
    const cur = conn().cursor();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 200; i++) {
        await cur.execute(`SELECT ${i} AS c${i}, '${i}' AS d`);
        expect(cur.description!.map(([name]) => name)).toEqual([`c${i}`, 'd']);
        expect(await cur.fetchone()).toEqual([i, `${i}`]);
      }
    }
  });
});
