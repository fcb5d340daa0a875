/**
 * A lexer for the SQL of MySQL and MariaDB, exact where it decides whether a character is code.
 *
 * A driver that renders parameters into SQL is as safe as its idea of where strings, quoted names
 * and comments end. This one follows the servers' own `sql_lex.cc`: one pass, no backtracking.
 * What never ends (an open string or comment) swallows the rest, so nothing is put inside it, and
 * the server reports the error.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/language-structure.html
 * https://mariadb.com/kb/en/comment-syntax/
 */

import { Code, isDigitCode, isWordCode } from './char-codes';

/** The two parts of `sql_mode` that change how SQL text is read. */
export interface SqlMode {
  readonly ansiQuotes: boolean;
  readonly noBackslashEscapes: boolean;
}

/**
 * How placeholders are written, by PEP 249's names: `?` (qmark), `:name` (named), and MySQLdb's
 * `%s` (format) and `%(name)s` (pyformat).
 */
export type PlaceholderStyle = 'qmark' | 'named' | 'format' | 'pyformat';

/** What {@link SqlLexer.next} found. Whitespace and comments are skipped. */
export const TokenKind = {
  end: 0,
  /** An unquoted name, keyword or number. */
  word: 1,
  string: 2,
  quotedName: 3,
  symbol: 4,
  placeholder: 5,
} as const;
export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

/** Reads SQL token by token; the fields describe the token that `next` found last. */
export class SqlLexer {
  /** Where the token starts and ends in the SQL. */
  start = 0;
  end = 0;
  /** The name of a `:name` or `%(name)s` placeholder. */
  name: string | undefined;
  /**
   * Inside an executable comment (`/*! … *\/`, `/*M! … *\/`): code to some servers and versions,
   * and a comment to the others.
   */
  inComment = false;

  readonly #sql: string;
  readonly #style: PlaceholderStyle | undefined;
  readonly #backslashes: boolean;
  readonly #ansiQuotes: boolean;
  #dollarQuotes = true;

  constructor(sql: string, mode: SqlMode, style: PlaceholderStyle | undefined) {
    this.#sql = sql;
    this.#style = style;
    this.#backslashes = !mode.noBackslashEscapes;
    this.#ansiQuotes = mode.ansiQuotes;
  }

  /** Moves to the next token and returns its kind. */
  next(): TokenKind {
    const length = this.#sql.length;
    while (this.end < length) {
      this.start = this.end;
      const code = this.#sql.charCodeAt(this.start);
      if (isWordCode(code)) return this.#word(code);
      if (code <= Code.space) this.end++;
      else if (!this.#skipComment(code)) return this.#quotedOrSymbol(code);
    }
    this.start = length;
    return TokenKind.end;
  }

  /** The text of the token. */
  text(): string {
    return this.#sql.slice(this.start, this.end);
  }

  /** True when the token is this one symbol. */
  isSymbol(char: string): boolean {
    return this.end - this.start === 1 && this.#sql[this.start] === char;
  }

  #word(first: number): TokenKind {
    if (first === Code.dollar && this.#dollarQuotes && this.#dollarQuoted())
      return TokenKind.string;
    let at = this.start + 1;
    while (at < this.#sql.length && isWordCode(this.#sql.charCodeAt(at))) at++;
    this.end = at;
    return TokenKind.word;
  }

  /**
   * `$$…$$` and `$tag$…$tag$` are strings to MySQL 9 (bodies of JavaScript functions). Without its
   * second delimiter `$tag$` is a name, as it always is on MariaDB; after one such the rest is not
   * searched again, which keeps the lexer linear.
   */
  #dollarQuoted(): boolean {
    const sql = this.#sql;
    let at = this.start + 1;
    while (at < sql.length && sql.charCodeAt(at) !== Code.dollar && isWordCode(sql.charCodeAt(at)))
      at++;
    if (sql.charCodeAt(at) !== Code.dollar) return false;
    const close = sql.indexOf(sql.slice(this.start, at + 1), at + 1);
    this.#dollarQuotes = close >= 0;
    if (close < 0) return false;
    this.end = close + (at + 1 - this.start);
    return true;
  }

  #quotedOrSymbol(code: number): TokenKind {
    switch (code) {
      case Code.quote:
        return this.#quoted(Code.quote, this.#backslashes, TokenKind.string);
      case Code.doubleQuote:
        return this.#ansiQuotes
          ? this.#quoted(Code.doubleQuote, false, TokenKind.quotedName)
          : this.#quoted(Code.doubleQuote, this.#backslashes, TokenKind.string);
      case Code.backtick:
        return this.#quoted(Code.backtick, false, TokenKind.quotedName);
      case Code.question:
      case Code.colon:
      case Code.percent:
        return this.#placeholderOrSymbol(code);
      default:
        this.end++;
        return TokenKind.symbol;
    }
  }

  /** To the closing quote; a doubled one stands for itself. */
  #quoted(quote: number, backslashes: boolean, kind: TokenKind): TokenKind {
    const sql = this.#sql;
    const escape = backslashes ? Code.backslash : Code.none;
    let at = this.start + 1;
    for (; at < sql.length; at++) {
      const code = sql.charCodeAt(at);
      if (code === escape) at++;
      else if (code === quote) {
        if (sql.charCodeAt(at + 1) !== quote) break;
        at++;
      }
    }
    this.end = Math.min(at + 1, sql.length);
    return kind;
  }

  #placeholderOrSymbol(code: number): TokenKind {
    const style = this.#style;
    if (code === Code.question && style === 'qmark') return this.#placeholder(1, undefined);
    if (code === Code.colon && style === 'named') return this.#colon();
    if (code === Code.percent && (style === 'format' || style === 'pyformat'))
      return this.#percent();
    this.end++;
    return TokenKind.symbol;
  }

  #placeholder(length: number, name: string | undefined): TokenKind {
    this.end += length;
    this.name = name;
    return TokenKind.placeholder;
  }

  /** `:name`, but neither `:=` nor `::` nor the colon of a label (`again:LOOP`). */
  #colon(): TokenKind {
    const sql = this.#sql;
    const before = this.start === 0 ? 0 : sql.charCodeAt(this.start - 1);
    const from = this.start + 1;
    let to = from;
    while (to < sql.length && isWordCode(sql.charCodeAt(to))) to++;
    const named = to > from && !isDigitCode(sql.charCodeAt(from));
    if (named && before !== Code.colon && before !== Code.backtick && !isWordCode(before)) {
      return this.#placeholder(to - this.start, sql.slice(from, to));
    }
    this.end++;
    return TokenKind.symbol;
  }

  /** `%s` and `%(name)s`; `%%` is one symbol, so that its second half starts nothing. */
  #percent(): TokenKind {
    const sql = this.#sql;
    const from = this.start + 1;
    if (this.#style === 'format' && sql[from] === 's') return this.#placeholder(2, undefined);
    if (this.#style === 'pyformat' && sql[from] === '(') {
      let to = from + 1;
      while (to < sql.length && !')(%'.includes(sql.charAt(to))) to++;
      if (sql[to] === ')' && sql[to + 1] === 's') {
        return this.#placeholder(to + 2 - this.start, sql.slice(from + 1, to));
      }
    }
    this.end += sql[from] === '%' ? 2 : 1;
    return TokenKind.symbol;
  }

  #skipComment(code: number): boolean {
    const next = this.#sql.charCodeAt(this.start + 1);
    if (code === Code.hash) return this.#skipLine();
    if (code === Code.dash) return next === Code.dash && this.#endsDashes() && this.#skipLine();
    if (code === Code.slash) return next === Code.star && this.#skipBlock();
    if (code !== Code.star || next !== Code.slash || !this.inComment) return false;
    this.inComment = false;
    this.end += 2;
    return true;
  }

  /** `--` starts a comment only before whitespace, a control character or the end. */
  #endsDashes(): boolean {
    const code = this.#sql.charCodeAt(this.start + 2);
    return Number.isNaN(code) || code <= Code.space || code === Code.delete;
  }

  #skipLine(): true {
    const newline = this.#sql.indexOf('\n', this.start);
    this.end = newline < 0 ? this.#sql.length : newline + 1;
    return true;
  }

  /** Optimizer hints (`/*+ … *\/`) are skipped too: no value can stand in one. */
  #skipBlock(): true {
    const sql = this.#sql;
    const mark = sql[this.start + 2] === 'M' ? this.start + 3 : this.start + 2;
    if (sql[mark] === '!') {
      this.inComment = true;
      this.end = mark + 1;
      return true;
    }
    const close = sql.indexOf('*/', this.start + 2);
    this.end = close < 0 ? sql.length : close + 2;
    return true;
  }
}
