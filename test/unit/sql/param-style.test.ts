import vm from 'node:vm';
import { placeholderStyle } from '../../../lib/sql/param-style';

test('an array means ?, a plain object :name', () => {
  expect(placeholderStyle([], 'default')).toBe('qmark');
  expect(placeholderStyle({}, 'default')).toBe('named');
  expect(placeholderStyle(Object.create(null), 'default')).toBe('named');
  expect(placeholderStyle([], 'format')).toBe('format');
  expect(placeholderStyle({}, 'format')).toBe('pyformat');
});

test('those of another realm too', () => {
  expect(placeholderStyle(vm.runInNewContext('[1]'), 'default')).toBe('qmark');
  expect(placeholderStyle(vm.runInNewContext('({ a: 1 })'), 'default')).toBe('named');
});

test.each([
  [1, 'a number'],
  ['secret', 'a string'],
  [null, 'null'],
  [new Map(), 'an instance of a class'],
  [new Date(), 'an instance of a class'],
  [Buffer.from('secret'), 'bytes'],
  [() => 1, 'a function'],
])('anything else is an error that names its type: %p', (params, type) => {
  expect(() => placeholderStyle(params, 'default')).toThrow(
    `The parameters must be an array or a plain object, not ${type}`,
  );
});
