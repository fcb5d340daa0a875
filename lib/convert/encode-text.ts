/** Strings as SQL literals. https://dev.mysql.com/doc/refman/8.4/en/string-literals.html */

import { Code } from '../sql/char-codes';
import { typeName, Unencodable } from './encode-error';

/** What a literal has to respect: the session and the place where it stands; a bit set. */
export const Target = {
  noBackslashEscapes: 1,
  /**
   * The session's charset is not UTF-8, as which the driver sends SQL. In some such charsets (gbk,
   * sjis, big5 …) a byte of a character can be a backslash, so only ASCII may stand in quotes.
   */
  asciiOnly: 2,
  /** Inside an executable comment: a literal must not contain the end of it. */
  comment: 4,
  /** Bytes must be text too, for `mogrify` and the like. */
  hexBytes: 8,
  /** The session's UTF-8 ends at three bytes: characters beyond would become question marks. */
  threeByteUtf8: 16,
  /** The SQL mode is not known: a backslash may be one or begin an escape. */
  anySqlMode: 32,
} as const;

/** The code that follows the backslash, by the code of the character that is escaped; or 0. */
export const BACKSLASH_ESCAPES = new Uint8Array(256);
/** The same as text, the backslash included. */
const ESCAPED_TEXT: string[] = new Array<string>(Code.backslash + 1).fill('');
for (const [char, escape] of [
  ['\0', '0'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\x1a', 'Z'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
] as const) {
  BACKSLASH_ESCAPES[char.charCodeAt(0)] = escape.charCodeAt(0);
  ESCAPED_TEXT[char.charCodeAt(0)] = `\\${escape}`;
}
// Doubled: unlike \', that cannot end the text of a server that takes backslashes as they are.
ESCAPED_TEXT[Code.quote] = "''";

const NEEDS_ESCAPE = /[\0\n\r\x1a"'\\]/;
const NON_ASCII = /[^\0-\x7f]/;
/** Halves of characters beyond U+FFFF, which take four bytes. */
const SURROGATE = /[\ud800-\udfff]/;

/** Quotes and escapes a string for the given {@link Target}. */
export function textLiteral(text: string, target: number): string {
  if (target === 0) return `'${escapeBackslashes(text)}'`;
  const inHex =
    (target & Target.comment && text.includes('*/')) ||
    (target & Target.asciiOnly && NON_ASCII.test(text)) ||
    (target & Target.threeByteUtf8 && SURROGATE.test(text)) ||
    (target & Target.anySqlMode && text.includes('\\'));
  if (inHex) return `_utf8mb4 X'${Buffer.from(text, 'utf8').toString('hex')}'`;
  if (target & Target.noBackslashEscapes) return `'${text.replaceAll("'", "''")}'`;
  return `'${escapeBackslashes(text)}'`;
}

function escapeBackslashes(text: string): string {
  // Most strings have nothing to escape, and the regular expression reads them the fastest.
  let at = text.search(NEEDS_ESCAPE);
  if (at < 0) return text;
  let escaped = '';
  let from = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > Code.backslash || BACKSLASH_ESCAPES[code] === 0) continue;
    escaped += text.slice(from, at) + ESCAPED_TEXT[code]!;
    from = at + 1;
  }
  return escaped + text.slice(from);
}

/** A quoted name, where one can stand: there is no other notation for a name as for a string. */
export function identifierLiteral(sql: string, target: number): string {
  return checkedSql(sql, 'an identifier', target);
}

/** SQL text that an encoder made. */
export function rawText(sql: string, target: number): string {
  return checkedSql(sql, 'SQL text', target);
}

function checkedSql(sql: string, what: string, target: number): string {
  if (target & Target.asciiOnly && NON_ASCII.test(sql)) {
    throw new Unencodable(
      `is ${what} beyond ASCII, which the session's character set would garble`,
      'Use the character set utf8mb4.',
    );
  }
  if (target & Target.comment && sql.includes('*/')) {
    throw new Unencodable(`is ${what} that would end the comment it stands in`, 'Use no comment.');
  }
  return sql;
}

const SET_HINT = 'A Set is the value of a SET column: pass its members as strings.';

/** The text of a value for a SET column: the members, separated by commas. */
export function setText(members: ReadonlySet<unknown>): string {
  const texts: string[] = [];
  // The intrinsic, so that a subclass cannot answer otherwise.
  Set.prototype.forEach.call(members, (member: unknown) => {
    if (typeof member !== 'string') {
      throw new Unencodable(`is a Set with ${typeName(member)} in it`, SET_HINT);
    }
    if (member.includes(',')) {
      throw new Unencodable(
        'is a Set with a comma in a member, which MySQL would read as two',
        SET_HINT,
      );
    }
    texts.push(member);
  });
  return texts.join(',');
}
