import { Cursor, DictCursor, type DictRow, SSDictCursor } from '../../lib';
import { APIS } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const CASES = APIS.flatMap((api) => [DictCursor, SSDictCursor].map((kind) => ({ api, kind })));

/** Names that are special to JavaScript, to JSON, to code generation, or to nobody. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'prototype',
  '__defineGetter__',
  '',
  '0',
  '1',
  '-1',
  '01',
  '4294967295',
  '1.5',
  'NaN',
  'null',
  'class',
  'a b',
  'a.b',
  'a-b',
  "it's",
  'say "x"',
  'back\\slash',
  'line\nbreak',
  'para\u2028graph',
  'tab\t',
  '${x}',
  '`',
  '*/',
  '//',
  '}); throw 1; ({',
  'ümlaut',
  '列',
  'İ',
];

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

describe.each(CASES)('$api.name $kind.name', ({ api, kind }) => {
  const conn = useConnection(api);

  async function rowOf(sql: string): Promise<DictRow> {
    const cur = conn().cursor(kind);
    await cur.execute(sql);
    const rows = await cur.fetchall();
    expect(rows).toHaveLength(1);
    return rows[0]!;
  }

  test.each(NAMES)('a column named %j', async (name) => {
    const row = await rowOf(`SELECT 5 AS ${quoted(name)}, 'end' AS last`);
    expect(Object.keys(row).sort()).toEqual([name, 'last'].sort());
    expect(Object.hasOwn(row, name)).toBe(true);
    expect(Object.getOwnPropertyDescriptor(row, name)).toMatchObject({
      value: 5,
      enumerable: true,
      writable: true,
    });
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(({} as DictRow)[name === '__proto__' ? 'polluted' : name]).not.toBe(5);
  });

  test('all of these together', async () => {
    const list = NAMES.map((name, i) => `${i} AS ${quoted(name)}`);
    const row = await rowOf(`SELECT ${list.join(', ')}`);
    expect(Object.keys(row)).toHaveLength(NAMES.length);
    expect(NAMES.map((name) => Object.getOwnPropertyDescriptor(row, name)?.value)).toEqual(
      NAMES.map((_, i) => i),
    );
  });

  test('an expression is named by its text', async () => {
    expect(await rowOf('SELECT 1+1, NOW() IS NULL')).toEqual({ '1+1': 2, 'NOW() IS NULL': 0 });
  });

  test('the first of two equal names keeps it, the second is table.name', async () => {
    await conn().execute('CREATE TEMPORARY TABLE one (id INT, v INT)');
    await conn().execute('CREATE TEMPORARY TABLE two (id INT, v INT)');
    await conn().execute('INSERT INTO one VALUES (1, 2)');
    await conn().execute('INSERT INTO two VALUES (3, 4)');
    expect(await rowOf('SELECT * FROM one JOIN two')).toEqual({
      id: 1,
      v: 2,
      'two.id': 3,
      'two.v': 4,
    });
    expect(await rowOf('SELECT a.id, b.id, b.id, b.id FROM one a JOIN two b')).toEqual({
      id: 1,
      'b.id': 3,
      id_2: 3,
      id_3: 3,
    });
  });

  test('without a table it is name_2, name_3', async () => {
    expect(await rowOf('SELECT 1 AS x, 2 AS x, 3 AS x')).toEqual({ x: 1, x_2: 2, x_3: 3 });
    expect(await rowOf('SELECT 1 AS x, 2 AS x, 3 AS x_2')).toEqual({ x: 1, x_2: 3, x_3: 2 });
    expect(await rowOf('SELECT 1 AS ``, 2 AS ``')).toEqual({ '': 1, _2: 2 });
  });

  test('names that differ in case only are two', async () => {
    expect(await rowOf('SELECT 1 AS a, 2 AS A')).toEqual({ a: 1, A: 2 });
  });

  test('1000 columns', async () => {
    const list = Array.from({ length: 1000 }, (_, i) => `${i} AS c${i}`);
    const row = await rowOf(`SELECT ${list.join(', ')}`);
    expect(Object.keys(row)).toEqual(list.map((_, i) => `c${i}`));
    expect(Object.values(row)).toEqual(list.map((_, i) => i));
  });

  test('1000 columns that are NULL or text in turns', async () => {
    const list = Array.from({ length: 1000 }, (_, i) => (i % 3 === 0 ? `NULL` : `'t${i}'`));
    const row = await rowOf(`SELECT ${list.map((value, i) => `${value} AS c${i}`).join(', ')}`);
    expect(Object.values(row)).toEqual(list.map((_, i) => (i % 3 === 0 ? null : `t${i}`)));
  });

  test('4096 columns, the most there can be', async () => {
    const list = Array.from({ length: 4096 }, (_, i) => `${i} AS c${i}`);
    expect(Object.values(await rowOf(`SELECT ${list.join(', ')}`))).toHaveLength(4096);
  });
});

test.each(APIS)('$name: description has names as they are, repeated ones too', async (api) => {
  const conn = await api.connect();
  const cur = conn.cursor(Cursor);
  await cur.execute('SELECT 1 AS x, 2 AS x, 3 AS __proto__');
  expect(cur.description!.map(([name]) => name)).toEqual(['x', 'x', '__proto__']);
  expect(await cur.fetchone()).toEqual([1, 2, 3]);
  await conn.close();
});
