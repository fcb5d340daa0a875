/** TypeORM on this driver, beside TypeORM on mysql2. */
import { SERVER } from '../support/flavor';
import { onBoth, useProgram } from '../support/orm-program';

/** What a number in a statement comes back as: to MySQL it has 64 bits, which TypeORM has as text. */
const written = (value: number) => (SERVER === 'mysql' ? String(value) : value);

const seen = useProgram('typeorm.mjs', onBoth);

const same = ['migrate', 'everyType', 'crud', 'relations', 'transactions', 'many', 'errors'];
test.each([...same, 'timeouts', 'replication', 'close'])('%s: the same as on mysql2', (part) => {
  const { mysql2, mysqldb } = seen();
  expect(mysqldb[part]).toEqual(mysql2[part]);
});

test('migrations are run, undone and run again', () => {
  const { made, up, down, shelves } = seen().mysqldb['migrate']!;
  expect(made).toEqual(['Shelves1700000000001', 'ShelfHeight1700000000002']);
  const height = expect.objectContaining({ t: 'shelf', c: 'height', type: 'decimal(6,2)' });
  expect(up).toContainEqual(height);
  expect(down).not.toContainEqual(height);
  expect(shelves).toHaveLength(2);
});

test('values come back as they were saved', () => {
  const [large] = seen().mysqldb['everyType']!['found'] as Record<string, unknown>[];
  expect(large).toMatchObject({
    big: '-9223372036854775808',
    ubig: '18446744073709551615',
    exact: '-12345678901234567890123456789012345.123456789012345678901234567891',
    flag: true,
    day: '2024-02-29',
    clock: '-838:59:58.999999',
    moment: 'Date 2024-02-29T23:59:59.987Z',
    stamp: 'Date 2024-11-03T05:30:00.123Z',
    name: `it's a "\\" 🐬 ?`,
    body: 'x'.repeat(70_000),
    exactBytes: 'Buffer 000100ff',
    blob: `Buffer ${'a5'.repeat(70_000)}`,
    several: ['x', 'z'],
    document: { a: [1, null, { b: 'é?' }], 'c d': 1.5e300 },
    place: 'POINT(1.5 -2.25)',
  });
});

test('entities are saved, changed, counted and deleted', () => {
  expect(seen().mysqldb['crud']).toMatchObject({
    ids: [1, 2],
    same: { affected: 1 },
    removed: { affected: 1 },
    inserted: [{ id: 3 }, { id: 4 }],
    count: 3,
    withDeleted: [
      { name: 'ann', visits: 0 },
      { name: 'rob', visits: 0 },
      { name: 'i1', visits: 7 },
      { name: 'i2', visits: 5 },
    ],
  });
});

test('relations are loaded with their owners, in one statement and in several', () => {
  const cy = {
    name: 'cy',
    profile: 'writes',
    books: [
      { title: 'one', tags: ['blue', 'red'] },
      { title: 'two', tags: ['blue'] },
    ],
  };
  expect(seen().mysqldb['relations']).toMatchObject({ joined: cy, apart: cy, left: [] });
});

test('transactions and savepoints are rolled back, and keep to one connection', () => {
  expect(seen().mysqldb['transactions']).toEqual({
    message: 'undo',
    none: 0,
    both: 2,
    order: [1, 2, 3, 4].map(written),
    onOne: 1,
    last: 2,
  });
});

test('rows are streamed, to the end and not', () => {
  const { streamed, seen: taken, count } = seen().mysqldb['many']!;
  expect({ streamed, taken, count }).toEqual({ streamed: 2000, taken: 10, count: 2000 });
});

test('errors say what the server said', () => {
  expect(seen().mysqldb['errors']).toMatchObject({
    unique: { name: 'QueryFailedError', code: 'ER_DUP_ENTRY', errno: 1062, sqlState: '23000' },
    foreign: { code: 'ER_NO_REFERENCED_ROW_2', errno: 1452 },
    parent: { code: 'ER_ROW_IS_REFERENCED_2', errno: 1451 },
    missing: { code: 'ER_NO_SUCH_TABLE', parameters: [1] },
    nulls: { code: 'ER_BAD_NULL_ERROR' },
    syntax: { code: 'ER_PARSE_ERROR' },
    deadlock: 'ER_LOCK_DEADLOCK',
    denied: 'ER_ACCESS_DENIED_ERROR',
    isError: true,
  });
});

test('a connection that is lost in the pool is replaced', () => {
  const { mysql2, mysqldb } = seen();
  expect(mysqldb['lost']).toEqual({
    inHand: true,
    anew: true,
    one: written(1),
    running: expect.stringMatching(/^(PROTOCOL_CONNECTION_LOST|ER_CONNECTION_KILLED)$/),
    again: true,
  });
  expect(mysql2['lost']).toMatchObject({ inHand: true, anew: true, one: written(1), again: true });
});

test('a statement that takes too long fails, and the next one does not', () => {
  expect(seen().mysqldb['timeouts']).toMatchObject({
    code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    one: written(1),
  });
});

test('a replicated data source reads and writes', () => {
  expect(seen().mysqldb['replication']).toBe('replicated');
});
