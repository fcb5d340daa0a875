import { SqlLexer, type SqlMode, TokenKind } from './lexer';

/** Numbers, in the forms that the lexer takes for words. */
const NUMBER = /^(\d+|\d+e\d*|0x[\da-f]+|0b[01]+)$/i;
/** What stands right before a string and belongs to it: x'1F', b'01', N'text'. */
const PREFIX = /^[xbn]$/i;

/** A statement with a `?` for each literal string and number: what it does, without what it is about. */
export function withoutLiterals(sql: string, mode: SqlMode): string {
  const lexer = new SqlLexer(sql, mode, undefined);
  let text = '';
  let copied = 0;
  let word:
    { readonly start: number; readonly end: number; readonly isNumber: boolean } | undefined;
  let isFraction = false;
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    const { start, end } = lexer;
    const isNumber = kind === TokenKind.word && NUMBER.test(lexer.text());
    const follows = word?.end === start;
    if (isNumber || kind === TokenKind.string) {
      const isPrefixed = follows && !isNumber && PREFIX.test(sql.slice(word!.start, start));
      // The digits behind the point belong to the number before it.
      if (!(isNumber && isFraction)) {
        text += `${sql.slice(copied, isPrefixed ? word!.start : start)}?`;
      }
      copied = end;
    }
    isFraction = follows && word!.isNumber && lexer.isSymbol('.');
    if (kind === TokenKind.word) word = { start, end, isNumber };
    else if (!isFraction) word = undefined;
  }
  return text + sql.slice(copied);
}
