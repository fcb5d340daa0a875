/** Sequelize 6 and 7 on this driver, beside the same on mysql2. */
import { execFileSync } from 'node:child_process';
import { jsonOf, SERVER } from '../support/flavor';
import { onBoth, useProgram } from '../support/orm-program';
import { root } from '../support/source-tree';

/** Sequelize 7 gives whole numbers beyond 32 bits as text, always. */
const VERSIONS = [
  { version: 6, id: 1, hasJson: true },
  { version: 7, id: '1', hasJson: SERVER === 'mysql' },
] as const;

/** Version 7 imports mysql2, though it does not use it. */
const onBothImportingMysql2 = () => ({
  mysql2: { driver: 'mysql2' } as const,
  mysqldb: { driver: 'mysqldb' } as const,
});

describe.each(VERSIONS)('Sequelize $version', ({ version, id, hasJson }) => {
  const seen = useProgram(
    `sequelize${version}.mjs`,
    version === 7 ? onBothImportingMysql2 : onBoth,
  );
  /** What a number in a statement comes back as: to MySQL it has 64 bits. */
  const written = (value: number) => (version === 7 && SERVER === 'mysql' ? String(value) : value);

  const parts = [
    'migrate',
    'everyType',
    'crud',
    'relations',
    'transactions',
    'many',
    'others',
    'errors',
    'close',
  ];
  test.each(parts)('%s: the same as on mysql2', (part) => {
    const { mysql2, mysqldb } = seen();
    expect(mysqldb[part]).toEqual(mysql2[part]);
  });

  test('migrations are run, undone and run again', () => {
    const { up, down, names } = seen().mysqldb['migrate']!;
    expect(up).toMatchObject({ height: { type: 'DECIMAL(6,2)', defaultValue: '1.50' } });
    expect(down).not.toHaveProperty('height');
    expect(names).toContainEqual(['by_height', ['height']]);
  });

  test('values come back as they were saved', () => {
    const { found, matched, json, replaced } = seen().mysqldb['everyType']!;
    expect({ matched, json }).toEqual({ matched: id, json: hasJson && id });
    expect(replaced).toEqual([{ a: `'"\\ :b`, b: written(2) }]);
    const [large] = found as Record<string, unknown>[];
    expect(large).toMatchObject({
      flag: true,
      big: '-9223372036854775808',
      ubig: '18446744073709551615',
      exact: '-12345678901234567890123456789012345.123456789012345678901234567891',
      double: -2.2250738585072014e-308,
      day: '2024-02-29',
      moment: 'Date 2024-02-29T23:59:59.987Z',
      second: 'Date 2024-11-03T05:30:00.000Z',
      text: `it's a "\\" 🐬 ? $1`,
      body: 'x'.repeat(70_000),
      blob: `Buffer ${'a5'.repeat(70_000)}`,
      document: jsonOf('{"a":[1,null,{"b":"é?"}],"c d":1.5e+300,"n":5}'),
      place: { type: 'Point', coordinates: [1.5, -2.25] },
    });
  });

  test('models are created, changed, counted and deleted', () => {
    expect(seen().mysqldb['crud']).toMatchObject({
      ann: [1, 'anne', 2, expect.any(Number)],
      bulk: [2, 3, 4],
      updated: [3],
      same: 0,
      removed: 1,
      sums: [14, 3, 3],
    });
  });

  test('relations are loaded with their owners, in one statement and in several', () => {
    const books = [
      { title: 'one', tags: ['blue', 'red'] },
      { title: 'two', tags: ['blue'] },
    ];
    expect(seen().mysqldb['relations']).toMatchObject({
      joined: { name: 'cy', profile: 'writes', books },
      apart: { name: 'cy', books },
      lazy: ['one', 'two'],
      left: 1,
    });
  });

  test('transactions and savepoints are rolled back, and keep to one connection', () => {
    expect(seen().mysqldb['transactions']).toEqual({
      message: 'undo',
      none: 0,
      both: 2,
      order: [1, 2, 3, 4].map(written),
      onOne: 1,
    });
  });

  test('rows are made and read in batches', () => {
    const { rising, inOrder, count } = seen().mysqldb['many']!;
    expect({ rising, inOrder, count }).toEqual({ rising: true, inOrder: true, count: 1000 });
  });

  test('procedures, several statements and headers come as Sequelize expects them', () => {
    expect(seen().mysqldb['others']).toMatchObject({
      called: [{ a: written(1) }],
      header: { affectedRows: 1, changedRows: 1, kind: 'ResultSetHeader' },
      both: [[{ one: written(1) }], [{ two: written(2) }]],
    });
  });

  test('errors have their class, and what the server said', () => {
    const foreign = { name: 'SequelizeForeignKeyConstraintError', fields: ['authorId'] };
    expect(seen().mysqldb['errors']).toMatchObject({
      unique: { name: 'SequelizeUniqueConstraintError', fields: { name: 'anne' } },
      foreign: { ...foreign, cause: { code: 'ER_NO_REFERENCED_ROW_2', errno: 1452 } },
      parent: { ...foreign, cause: { code: 'ER_ROW_IS_REFERENCED_2', errno: 1451 } },
      missing: { name: 'SequelizeDatabaseError', cause: { code: 'ER_NO_SUCH_TABLE' } },
      nulls: { cause: { code: 'ER_BAD_NULL_ERROR' } },
      syntax: { cause: { code: 'ER_PARSE_ERROR', sql: 'SELEC 1' } },
      deadlocked: ['SequelizeDatabaseError', 'ER_LOCK_DEADLOCK'],
      denied: 'SequelizeAccessDeniedError',
      refused: 'SequelizeConnectionRefusedError',
      isError: true,
    });
  });

  test('a connection that is lost in the pool is replaced', () => {
    expect(seen().mysqldb['lost']).toEqual({
      anew: true,
      running: expect.stringMatching(/^(PROTOCOL_CONNECTION_LOST|ER_CONNECTION_KILLED)$/),
      inside: 'SequelizeDatabaseError',
      one: written(1),
    });
  });
});

test('Sequelize 6 takes the host behind the ? of a URL, with either driver', () => {
  const script = `
    import mysql2 from 'mysql2';
    import mysqldb from 'mysqldb/mysql2';
    import { Sequelize } from 'sequelize';
    for (const dialectModule of [mysql2, mysqldb]) {
      const options = { dialect: 'mysql', dialectModule, logging: false };
      const sequelize = new Sequelize('mysql://a@nowhere.invalid:1/b?host=127.0.0.1', options);
      await sequelize.authenticate().catch((error) => console.log(error.message));
    }`;
  const words = ['--input-type=module', '--eval', script];
  const said = execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  const refused = 'connect ECONNREFUSED 127.0.0.1:1\n';
  expect(said).toBe(refused + refused);
});
