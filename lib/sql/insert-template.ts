/** Recognises the INSERT statements whose one row can be repeated, for `executemany`. */

import { SqlLexer, TokenKind, type PlaceholderStyle, type SqlMode } from './lexer';
import { literalText, TemplateBuilder, type SqlTemplate } from './template';
import { TemplateCache } from './template-cache';

/**
 * How to send an INSERT or REPLACE for many rows: `prefix`, then the rendered `row`s joined by
 * commas, then `suffix`; or why the statement has to be sent once a row.
 */
export type InsertTemplate =
  | {
      readonly rewritable: true;
      /** Up to and with VALUES. */
      readonly prefix: string;
      /** The row's tuple with its parentheses. */
      readonly row: SqlTemplate;
      /** What follows: ON DUPLICATE KEY UPDATE, an alias, RETURNING, comments, a semicolon. */
      readonly suffix: string;
    }
  | {
      readonly rewritable: false;
      readonly reason: string;
      /** Whether it has a RETURNING clause: its rows are what was changed. */
      readonly returning: boolean;
    };

const cache = new TemplateCache<InsertTemplate>();

/** Splits an INSERT or REPLACE at its row; asking again for the same one costs a lookup. */
export function insertTemplate(
  sql: string,
  mode: SqlMode,
  style: PlaceholderStyle,
): InsertTemplate {
  return cache.get(sql, mode, style) ?? cache.add(sql, mode, style, parseInsert);
}

function parseInsert(sql: string, mode: SqlMode, style: PlaceholderStyle): InsertTemplate {
  try {
    return new InsertParser(sql, mode, style).parse();
  } catch (error) {
    if (!(error instanceof NotRewritable)) throw error;
    const returning = hasReturning(new SqlLexer(sql, mode, style));
    return { rewritable: false, reason: error.message, returning };
  }
}

function hasReturning(lexer: SqlLexer): boolean {
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    if (kind === TokenKind.word && lexer.text().toUpperCase() === 'RETURNING') return true;
  }
  return false;
}

/** Ends the parsing; never leaves this file. */
class NotRewritable extends Error {}

const MODIFIERS = new Set(['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO']);
const ROW_SOURCES = new Set(['SELECT', 'SET', 'TABLE', 'WITH']);
/** They tell of the statement before, which for the second row is the first row's. */
const STATEMENT_FUNCTIONS = new Set(['LAST_INSERT_ID', 'ROW_COUNT', 'FOUND_ROWS']);

function dependent(name: string): NotRewritable {
  return new NotRewritable(`${name} depends on the statement before`);
}

class InsertParser {
  readonly #sql: string;
  readonly #style: PlaceholderStyle;
  readonly #lexer: SqlLexer;
  #kind: TokenKind = TokenKind.end;
  #table = '';

  constructor(sql: string, mode: SqlMode, style: PlaceholderStyle) {
    this.#sql = sql;
    this.#style = style;
    this.#lexer = new SqlLexer(sql, mode, style);
  }

  parse(): InsertTemplate {
    this.#advance();
    const verb = this.#word();
    if (verb !== 'INSERT' && verb !== 'REPLACE') throw new NotRewritable('not INSERT or REPLACE');
    do this.#advance();
    while (MODIFIERS.has(this.#word()));
    this.#tableName();
    this.#toValues();
    const start = this.#lexer.start;
    const row = this.#row();
    const end = this.#lexer.end;
    this.#suffix();
    const prefix = literalText(this.#sql.slice(0, start), this.#style);
    const suffix = literalText(this.#sql.slice(end), this.#style);
    return { rewritable: true, prefix, row, suffix };
  }

  /** Passes the name, so that a table called `value` is not taken for the keyword. */
  #tableName(): void {
    this.#table = this.#name();
    this.#advance();
    while (this.#isSymbol('.')) {
      this.#advance();
      this.#table = this.#name();
      this.#advance();
    }
  }

  /** Moves past VALUES, over a PARTITION clause and the column list. */
  #toValues(): void {
    for (let depth = 0; ; this.#advance()) {
      const word = this.#word();
      if (this.#kind === TokenKind.end) throw new NotRewritable('no VALUES');
      if (this.#kind === TokenKind.placeholder) throw new NotRewritable('parameter before VALUES');
      if (this.#isSymbol('(')) depth++;
      else if (this.#isSymbol(')')) depth--;
      else if (ROW_SOURCES.has(word)) throw new NotRewritable(`rows come from ${word}`);
      else if (depth === 0 && (word === 'VALUES' || word === 'VALUE')) break;
    }
    this.#advance();
  }

  /** Reads `(…)` or MySQL's `ROW(…)`; ends on the closing parenthesis. */
  #row(): SqlTemplate {
    const builder = new TemplateBuilder(this.#sql, this.#style, this.#lexer.start);
    if (this.#word() === 'ROW') this.#advance();
    if (!this.#isSymbol('(')) throw new NotRewritable('no row after VALUES');
    if (this.#lexer.inComment) throw new NotRewritable('the row has an executable comment');
    let query = false;
    let ownTable = false;
    for (let depth = 1; depth > 0;) {
      this.#advance();
      if (this.#kind === TokenKind.end) throw new NotRewritable('the row has no end');
      if (this.#lexer.inComment) throw new NotRewritable('the row has an executable comment');
      builder.take(this.#kind, this.#lexer);
      if (this.#isSymbol('(')) depth++;
      else if (this.#isSymbol(')')) depth--;
      else if (STATEMENT_FUNCTIONS.has(this.#word())) throw dependent(this.#word());
      query ||= this.#word() === 'SELECT';
      ownTable ||= this.#name() === this.#table;
    }
    if (query && ownTable) throw new NotRewritable('the row reads the table that it goes to');
    return builder.finish(this.#lexer.end);
  }

  /** `LAST_INSERT_ID(id)` is no dependency: it sets what it returns. */
  #suffix(): void {
    let ended = false;
    let name = '';
    let called = '';
    this.#advance();
    if (this.#isSymbol(',')) throw new NotRewritable('several rows after VALUES');
    for (; this.#kind !== TokenKind.end; this.#advance()) {
      if (ended) throw new NotRewritable('several statements');
      if (this.#kind === TokenKind.placeholder) throw new NotRewritable('parameter after the row');
      ended = this.#isSymbol(';');
      if (this.#isSymbol(')') && called !== '') throw dependent(called);
      called = this.#isSymbol('(') ? name : '';
      name = STATEMENT_FUNCTIONS.has(this.#word()) ? this.#word() : '';
    }
  }

  #advance(): void {
    this.#kind = this.#lexer.next();
  }

  #isSymbol(char: string): boolean {
    return this.#kind === TokenKind.symbol && this.#lexer.isSymbol(char);
  }

  /** A name without its quotes; names of tables differ by case on some servers only. */
  #name(): string {
    const quoted = this.#kind === TokenKind.quotedName;
    if (!quoted && this.#kind !== TokenKind.word) return '';
    const text = this.#lexer.text().toLowerCase();
    return quoted ? text.slice(1, -1) : text;
  }

  #word(): string {
    return this.#kind === TokenKind.word ? this.#lexer.text().toUpperCase() : '';
  }
}
