import { type Casting, compileCaster, plainCaster } from '../../../lib/mysql2/row-caster';
import type { RawCell, TypeCastField } from '../../../lib/mysql2/type-cast';

const NAMES = ['id', 'it\'s "\\', '__proto__', 'id', '\u2028'];

/** What each call saw, and values that tell the cell and the column. */
function casting(calls: string[]): Casting {
  const place: { cell: RawCell } = { cell: null };
  return {
    place,
    fields: NAMES.map((name) => ({ name }) as TypeCastField),
    nexts: NAMES.map((_, i) => () => `${i} ${String(place.cell)}`),
    cast: (field, next) => {
      calls.push(`${field.name}=${String(place.cell)}`);
      return next();
    },
  };
}

describe.each([
  ['with code generation', compileCaster],
  ['without', plainCaster],
])('rows %s', (_, caster) => {
  const calls: string[] = [];
  const rows = [
    ['1', 'a', 'b', '2', null],
    ['3', null, 'c', '4', 'd'],
  ];
  const made = caster(NAMES)(rows, casting(calls)) as Record<string, unknown>[];

  test('have own properties, of equal names the last', () => {
    expect(made.map((row) => Object.entries(row))).toEqual([
      [
        ['id', '3 2'],
        ['it\'s "\\', '1 a'],
        ['__proto__', '2 b'],
        ['\u2028', '4 null'],
      ],
      [
        ['id', '3 4'],
        ['it\'s "\\', '1 null'],
        ['__proto__', '2 c'],
        ['\u2028', '4 d'],
      ],
    ]);
    expect(Object.getPrototypeOf(made[0])).toBe(Object.prototype);
  });

  test('are made left to right, NULL too', () => {
    const first = ['id=1', 'it\'s "\\=a', '__proto__=b', 'id=2', '\u2028=null'];
    expect(calls.slice(0, 5)).toEqual(first);
    expect(calls).toHaveLength(10);
  });
});
