import { useDatabase } from '../../support/database';
import { readBack, select } from './read-back';

useDatabase();

const quoted = (text: string): string =>
  `_utf8mb4 X'${Buffer.from(text).toString('hex')}' COLLATE utf8mb4_bin`;

const ASCII = ['', 'a', 'it\'s "quoted" \\ \n\r\t', 'x'.repeat(200), '\0\x01\x7f'];
const LATIN1 = ['é', 'ÿ', 'naïve café', 'ß'.repeat(100), '\xa0'];
const BMP = ['€', '名前', '\ufeffbom', '\uffff', 'mixed é € z', 'ア'.repeat(100)];
const ASTRAL = ['😀', '👨‍👩‍👧', 'a😀b', '\u{10ffff}', '😀'.repeat(60)];

const COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  ['VARCHAR(255) CHARACTER SET utf8mb4', [...ASCII, ...LATIN1, ...BMP, ...ASTRAL]],
  ['VARCHAR(255) CHARACTER SET utf8mb3', [...ASCII, ...LATIN1, ...BMP]],
  ['VARCHAR(255) CHARACTER SET ucs2', [...ASCII, ...LATIN1, ...BMP]],
  ['VARCHAR(255) CHARACTER SET utf16', [...ASCII, ...LATIN1, ...BMP, ...ASTRAL]],
  ['VARCHAR(255) CHARACTER SET utf32', [...ASCII, ...LATIN1, ...BMP, ...ASTRAL]],
  ['VARCHAR(255) CHARACTER SET latin1', [...ASCII, ...LATIN1, '€']],
  ['VARCHAR(255) CHARACTER SET ascii', ASCII],
  ['VARCHAR(255) CHARACTER SET cp1251', [...ASCII, 'привет', '€']],
  ['VARCHAR(255) CHARACTER SET sjis', ['ア', '表', '\\a']],
  ['TINYTEXT CHARACTER SET utf8mb4', [...ASCII, ...ASTRAL]],
  ['TEXT CHARACTER SET utf8mb4', [...ASCII, ...ASTRAL]],
  ['MEDIUMTEXT CHARACTER SET utf8mb4', [...ASCII, ...ASTRAL]],
  ['LONGTEXT CHARACTER SET utf8mb4', [...ASCII, ...ASTRAL]],
  ['LONGTEXT CHARACTER SET latin1', [...ASCII, ...LATIN1]],
];

test.each(COLUMNS)('%s', async (type, values) => {
  expect(await readBack(type, [...values.map(quoted), 'NULL'])).toEqual([...values, null]);
});

test('CHAR loses the spaces that it is filled up with, as the server has it', async () => {
  expect(await readBack('CHAR(5) CHARACTER SET utf8mb4', ["'ab'", "'ü€😀'", "''", 'NULL'])).toEqual(
    ['ab', 'ü€😀', '', null],
  );
});

test('ENUM and SET are strings', async () => {
  const type = "('a', 'ü€', 'it''s', '😀') CHARACTER SET utf8mb4";
  expect(await readBack(`ENUM${type}`, ["'a'", "'ü€'", "'it''s'", '4', 'NULL'])).toEqual([
    'a',
    'ü€',
    "it's",
    '😀',
    null,
  ]);
  expect(await readBack(`SET${type}`, ["''", "'a'", "'😀,a,it''s'", '15', 'NULL'])).toEqual([
    '',
    'a',
    "a,it's,😀",
    "a,ü€,it's,😀",
    null,
  ]);
});

test('texts of expressions', async () => {
  expect(await select("SELECT CONCAT('a', 1, 'é')")).toEqual(['a1é']);
  expect(await select('SELECT NULL')).toEqual([null]);
  expect(await select("SELECT _latin1 X'E9'")).toEqual(['é']);
});
