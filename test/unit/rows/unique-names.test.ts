import type { Column } from '../../../lib/rows/column';
import { uniqueNames } from '../../../lib/rows/unique-names';
import { seededRandom } from '../../support/generated';

/** Columns from `table.name`, or `name` alone for an expression. */
function columns(...names: string[]): Column[] {
  return names.map((text) => {
    const [name = '', table = ''] = text.split('.').reverse();
    return { name, table } as Column;
  });
}

test('names that differ stay', () => {
  expect(uniqueNames(columns('t.a', 't.b', 'c'))).toEqual(['a', 'b', 'c']);
  expect(uniqueNames(columns('t.a', 't.A'))).toEqual(['a', 'A']);
  expect(uniqueNames([])).toEqual([]);
});

test('the first of equal names keeps it, the next is told apart by its table', () => {
  expect(uniqueNames(columns('t.id', 'u.id', 'v.id'))).toEqual(['id', 'u.id', 'v.id']);
});

test('names of one table, and of expressions, are numbered', () => {
  expect(uniqueNames(columns('t.id', 't.id', 't.id'))).toEqual(['id', 't.id', 'id_2']);
  expect(uniqueNames(columns('1', '1', '1'))).toEqual(['1', '1_2', '1_3']);
  expect(uniqueNames(columns('', '', ''))).toEqual(['', '_2', '_3']);
});

test('a later column that really has such a name keeps it', () => {
  expect(uniqueNames(columns('1', '1', '1_2', '1'))).toEqual(['1', '1_3', '1_2', '1_4']);
  const named = [...columns('t.id', 'u.id'), { name: 'u.id', table: '' } as Column];
  expect(uniqueNames(named)).toEqual(['id', 'id_2', 'u.id']);
});

test('generated names are unique, as many as columns, and the first of each is as it was', () => {
  const random = seededRandom(41);
  const names = ['a', 'b', 'a_2', 'a_3', '', '_2', '__proto__'];
  const tables = ['', 'a', 't'];
  for (let made = 0; made < 2000; made++) {
    const list = Array.from(
      { length: 1 + random(12) },
      () => ({ name: names[random(7)], table: tables[random(3)] }) as Column,
    );
    const unique = uniqueNames(list);
    expect(unique).toHaveLength(list.length);
    expect(new Set(unique).size).toBe(list.length);
    list.forEach(({ name }, i) => {
      if (list.findIndex((other) => other.name === name) === i) expect(unique[i]).toBe(name);
    });
  }
});

test('thousands of equal names take no quadratic time', () => {
  const list = Array.from({ length: 4096 }, () => ({ name: 'x', table: '' }) as Column);
  const begin = performance.now();
  expect(new Set(uniqueNames(list)).size).toBe(4096);
  expect(performance.now() - begin).toBeLessThan(150);
});
