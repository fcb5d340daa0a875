import type { SqlMode } from '../../../lib/sql/lexer';
import { TemplateCache } from '../../../lib/sql/template-cache';

const mode: SqlMode = { ansiQuotes: false, noBackslashEscapes: false };
const ansi: SqlMode = { ansiQuotes: true, noBackslashEscapes: false };

function filled(count: number): TemplateCache<string> {
  const cache = new TemplateCache<string>();
  for (let i = 0; i < count; i++) cache.add(`sql ${i}`, mode, 'qmark', (sql) => `of ${sql}`);
  return cache;
}

test('keeps a bounded number of statements, the newest among them', () => {
  const cache = filled(10_000);
  expect(cache.size).toBeLessThanOrEqual(256);
  expect(cache.get('sql 9999', mode, 'qmark')).toBe('of sql 9999');
  expect(cache.get('sql 0', mode, 'qmark')).toBeUndefined();
});

test('keeps a statement that is in use, however many others come', () => {
  const cache = new TemplateCache<string>();
  cache.add('hot', mode, 'qmark', () => 'kept');
  for (let i = 0; i < 10_000; i++) {
    cache.add(`sql ${i}`, mode, 'qmark', (sql) => sql);
    expect(cache.get('hot', mode, 'qmark')).toBe('kept');
  }
});

test('tells modes and styles apart', () => {
  const cache = filled(1);
  expect(cache.get('sql 0', ansi, 'qmark')).toBeUndefined();
  expect(cache.get('sql 0', mode, 'named')).toBeUndefined();
  cache.add('sql 0', ansi, 'qmark', () => 'ansi');
  expect(cache.get('sql 0', ansi, 'qmark')).toBe('ansi');
  expect(cache.get('sql 0', mode, 'qmark')).toBe('of sql 0');
  expect(cache.size).toBe(1);
});

test('keeps the last of the long statements, and none that is too long', () => {
  const cache = new TemplateCache<number>();
  const add = (sql: string) => cache.add(sql, mode, 'qmark', (text) => text.length);
  const [first, second] = ['x', 'y'].map((character) => character.repeat(20_000));
  expect(add(first!)).toBe(20_000);
  expect(cache.get(`${first}`, mode, 'qmark')).toBe(20_000);
  expect(cache.get(first!, mode, 'named')).toBeUndefined();
  add(second!);
  expect(cache.get(second!, mode, 'qmark')).toBe(20_000);
  expect(cache.get(first!, mode, 'qmark')).toBeUndefined();
  const tooLong = 'z'.repeat(300_000);
  expect(add(tooLong)).toBe(300_000);
  expect(cache.get(tooLong, mode, 'qmark')).toBeUndefined();
});

test.each([
  '__proto__',
  'constructor',
  '',
  '0',
  '4294967295',
  '\ud800?',
  '?\udc00',
  'é?',
  '😀?',
  'SELECT ?\0',
  ...[1024, 1025, 16_384, 16_385].map((length) => '?'.repeat(length)),
])('an odd text is kept as it is, %#', (sql) => {
  const cache = new TemplateCache<string>();
  const cut = `--${sql}--`.slice(2, -2); // V8 may make it of a pointer into the longer one
  expect(cache.add(cut, mode, 'qmark', (text) => text)).toBe(sql);
  expect(cache.get(sql, mode, 'qmark')).toBe(sql);
});
