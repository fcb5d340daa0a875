import { GrowingValues } from '../../../lib/rows/column-memory';
import { seededRandom } from '../../support/generated';

function append(values: GrowingValues<Int32Array>, at: number, count: number): void {
  const room = values.room(at, count);
  for (let i = 0; i < count; i++) room[i] = at + i;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test.each([1, 2, 3])('batches of any size are put together (%i)', (seed) => {
  const random = seededRandom(seed);
  for (const batches of [1, 2, 10, 200]) {
    const values = new GrowingValues(Int32Array);
    let count = 0;
    for (let i = 0; i < batches; i++) {
      const size = random(seed === 1 ? 3 : 5000);
      // One that failed is written over, be it longer or shorter, or in several pieces.
      for (let failed = count; random(3) > 0; failed += 5000) {
        values.room(failed, random(5000)).fill(-1);
      }
      append(values, count, size);
      count += size;
      if (count > 0) expect(values.get(count - 1)).toBe(count - 1);
    }
    expect([...values.take(count)]).toEqual(numbers(count));
    expect([...values.take(count, 2)]).toEqual([0, 0, ...numbers(count)]);
  }
});

test('behind the values lie zeros, whatever was there', () => {
  const values = new GrowingValues(BigInt64Array);
  values.room(0, 100).fill(7n);
  const taken = values.take(80);
  expect(new Set(new BigInt64Array(taken.buffer).subarray(80))).toEqual(new Set([0n]));
  expect(taken.length).toBe(80);
});

test('nothing is nothing', () => {
  expect(new GrowingValues(Float64Array).take(0)).toEqual(new Float64Array(0));
  expect(new GrowingValues(Int32Array).take(0, 1)).toEqual(new Int32Array(1));
});
