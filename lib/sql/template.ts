/** SQL with its placeholders found once, and the cache that makes it once. */

import { Code, isWordCode } from './char-codes';
import { SqlLexer, TokenKind, type PlaceholderStyle, type SqlMode } from './lexer';
import { TemplateCache } from './template-cache';

/** What the encoder has to know of one placeholder; a bit set. */
export const Slot = {
  /** Alone in the parentheses after IN: an array becomes a list here. */
  list: 1,
  /** MySQLdb's `IN %s`: as `list`, and the list brings its own parentheses. */
  bareList: 2,
  /** Inside an executable comment, where no value may contain the end of it. */
  comment: 4,
} as const;

/** SQL cut at its placeholders: `parts` has one element more than there are placeholders. */
export interface SqlTemplate {
  readonly sql: string;
  readonly style: PlaceholderStyle;
  readonly count: number;
  readonly parts: readonly string[];
  /** The statement as it is prepared: a `?` at each placeholder. */
  readonly bound: string;
  /** The names, one a placeholder, of `:name` and `%(name)s`; undefined for `?` and `%s`. */
  readonly names: readonly string[] | undefined;
  /** One {@link Slot} set a placeholder. */
  readonly slots: readonly number[];
}

const cache = new TemplateCache<SqlTemplate>();

/** Finds the placeholders of a statement; asking again for the same one costs a lookup. */
export function compileTemplate(sql: string, mode: SqlMode, style: PlaceholderStyle): SqlTemplate {
  return cache.get(sql, mode, style) ?? cache.add(sql, mode, style, parseTemplate);
}

function parseTemplate(sql: string, mode: SqlMode, style: PlaceholderStyle): SqlTemplate {
  const lexer = new SqlLexer(sql, mode, style);
  const template = new TemplateBuilder(sql, style, 0);
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    template.take(kind, lexer);
  }
  return template.finish(sql.length);
}

/** Finds the placeholders that stand alone after IN: follows `IN`, `(`, placeholder, `)`. */
class ListFinder {
  readonly #bare: boolean;
  #seen = 0;

  constructor(style: PlaceholderStyle) {
    this.#bare = style === 'format' || style === 'pyformat';
  }

  placeholder(): number {
    const afterIn = this.#seen === 1;
    this.#seen = this.#seen === 2 ? 3 : 0;
    return afterIn && this.#bare ? Slot.bareList : 0;
  }

  /** True when this token makes the placeholder before it a list. */
  closes(kind: TokenKind, lexer: SqlLexer): boolean {
    const closed = this.#seen === 3 && lexer.isSymbol(')');
    if (this.#seen === 1 && lexer.isSymbol('(')) this.#seen = 2;
    else this.#seen = kind === TokenKind.word && isIn(lexer) ? 1 : 0;
    return closed;
  }
}

function isIn(lexer: SqlLexer): boolean {
  return lexer.end - lexer.start === 2 && lexer.text().toUpperCase() === 'IN';
}

/** Collects the parts of a template from the tokens of a lexer. */
export class TemplateBuilder {
  readonly #sql: string;
  readonly #style: PlaceholderStyle;
  readonly #parts: string[] = [];
  readonly #names: string[] = [];
  readonly #slots: number[] = [];
  readonly #lists: ListFinder;
  #from: number;

  constructor(sql: string, style: PlaceholderStyle, from: number) {
    this.#sql = sql;
    this.#style = style;
    this.#from = from;
    this.#lists = new ListFinder(style);
  }

  /** Takes the token that the lexer stands on. */
  take(kind: TokenKind, lexer: SqlLexer): void {
    if (kind === TokenKind.placeholder) this.#add(lexer, this.#lists.placeholder());
    else if (this.#lists.closes(kind, lexer)) this.#markList();
  }

  #add(lexer: SqlLexer, slot: number): void {
    this.#parts.push(this.#text(lexer.start, true));
    this.#slots.push(lexer.inComment ? slot | Slot.comment : slot);
    if (lexer.name !== undefined) this.#names.push(lexer.name);
    this.#from = lexer.end;
  }

  #markList(): void {
    const last = this.#slots.length - 1;
    this.#slots[last] = (this.#slots[last] ?? 0) | Slot.list;
  }

  get count(): number {
    return this.#slots.length;
  }

  finish(to: number): SqlTemplate {
    this.#parts.push(this.#text(to, false));
    const named = this.#style === 'named' || this.#style === 'pyformat';
    return {
      sql: this.#sql,
      style: this.#style,
      count: this.#slots.length,
      parts: this.#parts,
      bound: this.#parts.join('?'),
      names: named ? this.#names : undefined,
      slots: this.#slots,
    };
  }

  /**
   * The SQL up to `to`, kept apart from the values beside it: `LIMIT?` must not become the alias
   * `LIMIT10`, nor `'a'?` a longer string, nor `-?` with a negative number a comment. Two dashes
   * are none before a value, but before a space.
   */
  #text(to: number, valueFollows: boolean): string {
    const valueBefore = this.#parts.length > 0;
    const text = literalText(this.#sql.slice(this.#from, to), this.#style);
    if (text === '') return valueBefore && valueFollows ? ' ' : '';
    const first = text.charCodeAt(0);
    const last = text.charCodeAt(text.length - 1);
    const lead = valueBefore && (sticks(first) || first === Code.point) ? ' ' : '';
    const oneDash = last === Code.dash && !text.endsWith('--');
    const trail = valueFollows && (sticks(last) || last === Code.point || oneDash) ? ' ' : '';
    return lead + text + trail;
  }
}

const QUOTES: ReadonlySet<number> = new Set([Code.quote, Code.doubleQuote, Code.backtick]);

/** True for what would grow together with a literal: name characters, digits and quotes. */
function sticks(code: number): boolean {
  return isWordCode(code) || QUOTES.has(code);
}

/** The SQL between placeholders; MySQLdb's styles write a percent sign as `%%`, in strings too. */
export function literalText(text: string, style: PlaceholderStyle): string {
  const percent = style === 'format' || style === 'pyformat';
  return percent && text.includes('%%') ? text.replaceAll('%%', '%') : text;
}
