import { BulkKind } from '../../../lib/convert/bulk-column';
import type { BulkBlock, BulkPacker } from '../../../lib/convert/bulk-packer';
import { ParamEncoder, type EncodeSettings } from '../../../lib/convert/encode';
import { compileTemplate } from '../../../lib/sql/template';

const SESSION = { noBackslashEscapes: false, charset: 'utf8mb4' };
const usual = { ansiQuotes: false, noBackslashEscapes: false };

function packing(count: number, settings?: EncodeSettings) {
  const encoder = new ParamEncoder(settings);
  const sql = `INSERT INTO t VALUES (${Array.from({ length: count }, () => '?').join(', ')})`;
  const template = compileTemplate(sql, usual, 'qmark');
  const packer = encoder.packer(template);
  packer.maxBytes = 1024 * 1024;
  const add = (...row: unknown[]): boolean => encoder.pack(template, row, packer, SESSION);
  return { packer, add };
}

const { hasNulls } = BulkKind;
const numbers = ({ cells }: BulkBlock, column: number, { capacity }: BulkBlock, rows: number) => [
  ...new Float64Array(cells.buffer, column * capacity * 8, rows),
];
const bigints = ({ cells, capacity }: BulkBlock, rows: number) =>
  [...new BigInt64Array(cells.buffer, 0, capacity)].slice(0, rows);
const lengths = ({ cells, capacity }: BulkBlock, column: number, rows: number) => [
  ...new Uint32Array(cells.buffer, column * capacity * 8, rows),
];
const nulls = ({ cells, capacity, kinds }: BulkBlock, column: number, rows: number) =>
  [...cells.subarray((kinds.length * 8 + column) * capacity)].slice(0, rows);

/** The kind that a column of these values has. */
function kindOf(...values: unknown[]): number | string {
  const { packer, add } = packing(1);
  const refused = values.findIndex((value) => !add(value));
  return refused < 0 ? packer.take().kinds[0]! : `refused ${refused}`;
}

describe('a column has one kind', () => {
  test.each([
    ['null', [null, null], BulkKind.null | hasNulls],
    ['integers', [1, -(2 ** 31), 2 ** 31 - 1], BulkKind.int32],
    ['larger integers', [1, 2 ** 31], BulkKind.int64],
    ['the largest', [2 ** 62, -(2 ** 63)], BulkKind.int64],
    ['booleans', [true, 5, false], BulkKind.int32],
    ['fractions', [1.5, 0.1], BulkKind.double],
    ['minus zero', [-0], BulkKind.double],
    ['numbers beyond all integers', [1e300, 2 ** 64], BulkKind.double],
    ['bigints', [1n, -(2n ** 63n)], BulkKind.big],
    ['integers of both kinds', [7, 2n ** 60n, 9], BulkKind.big],
    ['unsigned bigints', [7, 2n ** 64n - 1n], BulkKind.ubig],
    ['text', ['a', new Set(['b']), new Date(0)], BulkKind.text],
    ['bytes', [Buffer.from('a'), new Uint8Array(2)], BulkKind.bytes],
    ['with a NULL', [1, null], BulkKind.int32 | hasNulls],
    ['first of all NULL', [null, 'x'], BulkKind.text | hasNulls],
  ])('%s', (_, values, kind) => expect(kindOf(...values)).toBe(kind));

  test.each([
    ['text after a number', [1, 'a']],
    ['a number after text', ['a', 1]],
    ['bytes after text', ['a', Buffer.from('a')]],
    ['a fraction after an integer', [1, 1.5]],
    ['an integer after a fraction', [1.5, 1]],
    ['minus zero after an integer', [0, -0]],
    ['a fraction after a bigint', [1n, 1.5]],
    ['a bigint after a fraction', [1.5, 1n]],
    ['a negative one after one beyond int64', [2n ** 63n, -1]],
    ['one beyond int64 after a negative one', [-1, 2n ** 63n]],
  ])('%s waits for the next block', (_, [first, second]) => {
    const { packer, add } = packing(1);
    expect([add(first), add(second), packer.isFull]).toEqual([true, false, false]);
    expect(packer.take().rows).toBe(1);
    expect(add(second)).toBe(true);
  });

  test.each([
    ['a bigint beyond 64 bits', 2n ** 64n],
    ['a number that is a large unsigned integer', 2 ** 63],
    ['a long text', 'x'.repeat(100_000)],
    ['long bytes', Buffer.alloc(100_000)],
  ])('%s is for no block', (_, value) => expect(kindOf(value)).toBe('refused 0'));

  test.each([
    ['a number', 1],
    ['a large number', 2 ** 40],
    ['a fraction', 0.5],
    ['a bigint beyond int64', 2n ** 63n],
    ['NULL', null],
  ])('which a dropped first row with %s has no part in', (_, value) => {
    const { packer, add } = packing(2);
    expect([add(value, 2n ** 64n), add('a', -1)]).toEqual([false, true]);
    expect([...packer.take().kinds]).toEqual([BulkKind.text, BulkKind.int32]);
  });

  test('and no NULL of a dropped first row', () => {
    const { packer, add } = packing(2);
    expect([add(null, 2n ** 64n), add('a', 1), add(null, 2)]).toEqual([false, true, true]);
    const block = packer.take();
    expect(nulls(block, 0, 2)).toEqual([0, 1]);
  });

  test('of numbers, integers and fractions when it goes into one', () => {
    const { packer, add } = packing(2);
    packer.learnNumeric([true, false]);
    expect([add(1, 1), add(1.5, 2), add(2, 1.5), add(10 ** 15, 1), add(3, 3)]).toEqual([
      ...[true, true, false, false, true],
    ]);
    const block = packer.take();
    expect([...block.kinds]).toEqual([BulkKind.double, BulkKind.int32]);
    expect(numbers(block, 0, block, 3)).toEqual([1, 1.5, 3]);
  });
});

describe('a row', () => {
  test('that does not fit leaves nothing behind', () => {
    const { packer, add } = packing(3);
    expect(add(1, 'one', null)).toBe(true);
    expect(add(null, 'two', 'x')).toBe(true);
    expect(add(3n, 'é', 4)).toBe(false);
    expect(add(4, 'four', 'y')).toBe(true);
    const block = packer.take();
    expect([...block.kinds]).toEqual([
      BulkKind.big | hasNulls,
      BulkKind.text,
      BulkKind.text | hasNulls,
    ]);
    expect(bigints(block, 3)).toEqual([1n, 0n, 4n]);
    expect([nulls(block, 0, 3), nulls(block, 1, 3), nulls(block, 2, 3)]).toEqual([
      ...[
        [0, 1, 0],
        [0, 0, 0],
        [1, 0, 0],
      ],
    ]);
    expect([lengths(block, 1, 3), lengths(block, 2, 3)]).toEqual([
      [3, 3, 4],
      [0, 1, 1],
    ]);
    expect(Buffer.from(block.text).toString()).toBe('onetwoxfoury');
  });

  test('that was NULL where the next one is not', () => {
    const { packer, add } = packing(2);
    expect([add(null, 'a'), add(null, 1), add(2, 'b')]).toEqual([true, false, true]);
    const block = packer.take();
    expect(nulls(block, 0, 2)).toEqual([1, 0]);
    expect(numbers(block, 0, block, 2)).toEqual([0, 2]);
  });

  test('of text of every length and script', () => {
    const texts = [
      '',
      'a',
      'é',
      '名'.repeat(20),
      '😀',
      'x'.repeat(47),
      'y'.repeat(60_000),
      '\ud800',
    ];
    const { packer, add } = packing(1);
    for (const text of texts) expect(add(text)).toBe(true);
    const { text } = packer.take();
    expect(Buffer.from(text).toString()).toBe(Buffer.from(texts.join('')).toString());
  });

  test('is one too many: by count, and by bytes', () => {
    const full = (
      { packer, add }: { packer: BulkPacker; add: (v: unknown) => boolean },
      v: unknown,
    ) => {
      while (add(v));
      expect(packer.isFull).toBe(true);
      return packer.take();
    };
    const one = packing(1);
    expect(full(one, 1).rows).toBe(16_384);
    one.packer.maxBytes = 10_000;
    const block = full(one, 'x'.repeat(50));
    expect(block.bytes).toBeLessThanOrEqual(10_000);
    expect(block.rows).toBe(Math.floor((10_000 - 9) / (50 + 9)));
  });

  test('has encoders of the user’s', () => {
    class Point {}
    const encoders = new Map<unknown, () => unknown>([
      [Point, () => 'a point'],
      [String, () => 5],
    ]);
    const { packer, add } = packing(1, { encoders: encoders as never });
    expect([add('any'), add(new Point()), add(7)]).toEqual([true, false, true]);
    expect(packer.take().kinds[0]).toBe(BulkKind.int32);
    expect(add(new Point())).toBe(true);
  });

  test('with a value that is none says which', () => {
    const { add } = packing(2);
    expect(() => add(1, Symbol('x'))).toThrow(/^Parameter 2 is a symbol/);
    expect(() => add(1, NaN)).toThrow(/^Parameter 2 is NaN/);
    expect(() => add(1)).toThrow(/^Expected 2 parameters, got 1/);
  });
});
