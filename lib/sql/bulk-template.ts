/** Recognises the statements that MariaDB's bulk protocol may execute for many rows at once. */

import { insertTemplate } from './insert-template';
import { type PlaceholderStyle, SqlLexer, type SqlMode, TokenKind } from './lexer';
import { compileTemplate, Slot, type SqlTemplate } from './template';
import { TemplateCache } from './template-cache';

/** A statement for the bulk protocol. */
export interface BulkTemplate {
  readonly template: SqlTemplate;
  /** An INSERT or REPLACE is one statement for all rows; an UPDATE or DELETE is one a row. */
  readonly verb: 'INSERT' | 'UPDATE' | 'DELETE';
  /**
   * For each placeholder whether its value only becomes a column's. Where it is compared or computed
   * with, an integer and the same number as DOUBLE are not the same.
   */
  readonly stored: readonly boolean[];
  /** Whether it calls what may be a function of the user's, which may run statements itself. */
  readonly callsOthers: boolean;
}

const cache = new TemplateCache<BulkTemplate | null>();

/** What there is to know of a statement; null for one that is sent otherwise. */
export function bulkTemplate(
  sql: string,
  mode: SqlMode,
  style: PlaceholderStyle,
): BulkTemplate | null {
  const known = cache.get(sql, mode, style);
  return known === undefined ? cache.add(sql, mode, style, parse) : known;
}

function parse(sql: string, mode: SqlMode, style: PlaceholderStyle): BulkTemplate | null {
  const template = compileTemplate(sql, mode, style);
  if (template.count === 0 || template.slots.some((slot) => slot & Slot.comment)) return null;
  const tokens = tokensOf(new SqlLexer(sql, mode, style));
  if (tokens === undefined) return null;
  const verb = VERBS.get(tokens[0]!);
  if (verb === undefined || tokens.some((token) => NEVER.has(token))) return null;
  const stored = verb === 'INSERT' ? storedByInsert(tokens) : storedByUpdate(tokens, verb);
  if (stored === undefined) return null;
  if (verb === 'INSERT') {
    // Values that go through an expression get their types from it, which may be others than in text.
    if (!insertTemplate(sql, mode, style).rewritable || stored.includes(false)) return null;
  }
  return { template, verb, stored, callsOthers: callsOthers(tokens) };
}

/** Words in upper case, symbols, and one letter for all else: a quoted name, a string, a placeholder. */
type Token = string;

const NAME = 'n';
const STRING = 's';
const VALUE = 'v';

/** Undefined for several statements, and for code that only some servers read. */
function tokensOf(lexer: SqlLexer): Token[] | undefined {
  const tokens: Token[] = [];
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    if (lexer.inComment || tokens.at(-1) === ';') return undefined;
    tokens.push(tokenOf(kind, lexer));
  }
  if (tokens.at(-1) === ';') tokens.pop();
  return tokens.length === 0 ? undefined : tokens;
}

function tokenOf(kind: TokenKind, lexer: SqlLexer): Token {
  if (kind === TokenKind.placeholder) return VALUE;
  if (kind === TokenKind.quotedName) return NAME;
  return kind === TokenKind.string ? STRING : lexer.text().toUpperCase();
}

const VERBS = new Map([
  ['INSERT', 'INSERT'],
  ['REPLACE', 'INSERT'],
  ['UPDATE', 'UPDATE'],
  ['DELETE', 'DELETE'],
] as const) as ReadonlyMap<Token, BulkTemplate['verb']>;

/** Results that have to be fetched, and functions that tell of the statement before. */
const NEVER: ReadonlySet<Token> = new Set([
  ...['RETURNING', 'LAST_INSERT_ID', 'ROW_COUNT', 'FOUND_ROWS'],
]);

/** Stored is what stands alone in the row: between parentheses or commas. */
function storedByInsert(tokens: readonly Token[]): boolean[] {
  const stored: boolean[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (token === VALUE) {
      const alone = /^[(,]$/.test(tokens[i - 1] ?? '') && /^[),]$/.test(tokens[i + 1] ?? '');
      stored.push(alone && depth === 1);
    }
  });
  return stored;
}

const MODIFIERS: ReadonlySet<Token> = new Set(['LOW_PRIORITY', 'QUICK', 'IGNORE', 'FROM']);
const AFTER_ASSIGNMENTS: ReadonlySet<Token> = new Set(['WHERE', 'ORDER', 'LIMIT']);

/** Undefined unless it is about one table, plainly named. */
function storedByUpdate(tokens: readonly Token[], verb: Token): boolean[] | undefined {
  let at = 1;
  while (MODIFIERS.has(tokens[at]!)) at++;
  at = tokens[at + 1] === '.' ? at + 3 : at + 1;
  if (tokens[at] !== (verb === 'UPDATE' ? 'SET' : 'WHERE')) return undefined;
  const stored: boolean[] = [];
  let assigning = verb === 'UPDATE';
  let depth = 0;
  let equals = 0;
  for (; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (depth === 0 && AFTER_ASSIGNMENTS.has(token)) assigning = false;
    else if (depth === 0 && token === ',') equals = 0;
    else if (token === '=') equals++;
    else if (token === VALUE) {
      const next = tokens[at + 1] ?? ',';
      const ends = next === ',' || AFTER_ASSIGNMENTS.has(next);
      stored.push(assigning && depth === 0 && equals === 1 && tokens[at - 1] === '=' && ends);
    }
  }
  return stored;
}

/** What stands before a parenthesis and is surely no function of the user's. */
const KNOWN: ReadonlySet<Token> = new Set([
  ...['IN', 'AND', 'OR', 'NOT', 'XOR', 'WHERE', 'VALUES', 'VALUE', 'SET', 'BETWEEN', 'EXISTS', 'SELECT'],
  ...['COALESCE', 'IF', 'IFNULL', 'NULLIF', 'ABS', 'ROUND', 'FLOOR', 'CEIL', 'GREATEST', 'LEAST'],
  ...['CONCAT', 'UPPER', 'LOWER', 'TRIM', 'LENGTH', 'SUBSTRING', 'CAST', 'CONVERT', 'NOW', 'UUID'],
  ...['CURRENT_TIMESTAMP', 'CURDATE', 'DATE', 'UNIX_TIMESTAMP', 'FROM_UNIXTIME', 'JSON_SET'],
]);

function callsOthers(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token, i) =>
      tokens[i + 1] === '(' &&
      (/^[\w$]/.test(token) || token === NAME) &&
      (!KNOWN.has(token) || tokens[i - 1] === '.'),
  );
}
