import { identifier, json } from '../../../lib/convert/values';
import { gbk, literal, noBackslash, readQuoted, refusal, rendered, usual } from './encode-fixtures';
import { seededRandom } from '../../support/generated';

const NASTY = [
  "'",
  '"',
  '\\',
  '\0',
  '\n',
  '\r',
  '\x1a',
  '`',
  '%',
  '_',
  ' -- ',
  '#',
  '/*',
  '*/',
  ';',
  '?',
  ':a',
  'a',
  'ü',
  '縗',
  '😀',
  '\ud800',
  '\udc00',
  '\u2028',
];

function* nastyStrings(count: number): Generator<string> {
  const random = seededRandom(20240102);
  for (let made = 0; made < count; made++) {
    let text = '';
    for (let left = random(12); left >= 0; left--) {
      text += random(8) === 0 ? String.fromCharCode(random(0x10000)) : NASTY[random(NASTY.length)];
    }
    yield text;
  }
}

/** What reaches the server of a string: a lone surrogate is no character and becomes U+FFFD. */
function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

describe('any string', () => {
  test.each([
    ['with backslash escapes', usual],
    ['without them', noBackslash],
  ])('is read back as itself %s', (_, session) => {
    for (const text of nastyStrings(20_000)) {
      const quoted = utf8(literal(text, session));
      expect(readQuoted(quoted, session.noBackslashEscapes).equals(utf8(text))).toBe(true);
    }
  });

  test('is pure ASCII, or hexadecimal, in a session that is not UTF-8', () => {
    for (const charset of [
      'gbk',
      'sjis',
      'cp932',
      'big5',
      'gb18030',
      'latin1',
      'ascii',
      'a new one',
    ]) {
      for (const text of nastyStrings(1000)) {
        const sql = literal(text, { noBackslashEscapes: false, charset });
        expect(sql).toMatch(/^[\0-\x7f]*$/);
        const hex = /^_utf8mb4 X'([0-9a-f]*)'$/.exec(sql)?.[1];
        const bytes = hex === undefined ? readQuoted(utf8(sql), false) : Buffer.from(hex, 'hex');
        expect(bytes.equals(utf8(text))).toBe(true);
      }
    }
  });

  test('cannot end the executable comment it stands in', () => {
    for (const session of [usual, noBackslash, gbk]) {
      for (const text of nastyStrings(2000)) {
        const sql = rendered('SELECT 1 /*!99999 , ? */', [text], session) as string;
        expect(sql.indexOf('*/')).toBe(sql.length - 2);
      }
    }
  });
});

describe('in an executable comment', () => {
  const sql = '/*!99999 ? */';

  test('values that would end it are hexadecimal', () => {
    expect(rendered(sql, ['ab'])).toBe("/*!99999 'ab' */");
    expect(rendered(sql, ['*/'])).toBe("/*!99999 _utf8mb4 X'2a2f' */");
    expect(rendered(sql, [json('*/')])).toBe("/*!99999 _utf8mb4 X'222a2f22' */");
    expect(rendered(sql, [new Set(['*/'])])).toBe("/*!99999 _utf8mb4 X'2a2f' */");
    expect(rendered(sql, [Buffer.from('*/')])).toBe("/*!99999 _binary X'2a2f' */");
  });

  test('an identifier that would is refused', () => {
    expect(refusal(sql, [identifier('*/')]).message).toMatch('would end the comment it stands in');
  });
});

describe('in a session that is not UTF-8', () => {
  test('an identifier beyond ASCII is refused, since bytes of it could be backticks', () => {
    expect(literal(identifier('a'), gbk)).toBe('`a`');
    expect(refusal('?', [identifier('é')], gbk).message).toMatch('would garble');
    expect(literal(identifier('é'))).toBe('`é`');
  });

  test.each(['utf8mb4', 'utf8mb3', 'utf8', 'binary'])('%s counts as UTF-8', (charset) => {
    expect(literal('é', { noBackslashEscapes: false, charset })).toBe("'é'");
  });
});
