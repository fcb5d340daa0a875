/** Recognises the statements that MariaDB's bulk protocol may execute for many rows at once. */

import { insertTemplate } from './insert-template';
import { type PlaceholderStyle, SqlLexer, type SqlMode, TokenKind } from './lexer';
import { compileTemplate, literalText, Slot, type SqlTemplate } from './template';
import { TemplateCache } from './template-cache';

/** A statement for the bulk protocol. */
export interface BulkTemplate {
  readonly template: SqlTemplate;
  /** An INSERT or REPLACE is one statement for all rows; an UPDATE or DELETE is one a row. */
  readonly verb: 'INSERT' | 'UPDATE' | 'DELETE';
  /** A query whose result has the columns that values go to; undefined when that is not plain. */
  readonly columnQuery: string | undefined;
  /**
   * For each placeholder which of those columns its value only goes to: undefined where something is
   * computed with it, or compared.
   */
  readonly columns: readonly (number | undefined)[];
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
  const verb = VERBS.get(tokens?.[0]?.word ?? '');
  if (tokens === undefined || verb === undefined) return null;
  if (tokens.some(({ word }) => NEVER.has(word))) return null;
  const targets = verb === 'INSERT' ? insertTargets(tokens, sql) : updateTargets(tokens, sql, verb);
  if (targets === undefined) return null;
  // Values that go through an expression get their types from it, which may be others than in text.
  const plain = !targets.columns.includes(undefined);
  if (verb === 'INSERT' && !(plain && insertTemplate(sql, mode, style).rewritable)) return null;
  const columnQuery =
    targets.columnQuery === undefined ? undefined : literalText(targets.columnQuery, style);
  return { template, verb, ...targets, columnQuery, callsOthers: callsOthers(tokens) };
}

interface Token {
  /** A word in upper case, a symbol, or one letter for all else. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const NAME = 'n';
const STRING = 's';
const VALUE = 'v';

/** Undefined for several statements, and for code that only some servers read. */
function tokensOf(lexer: SqlLexer): Token[] | undefined {
  const tokens: Token[] = [];
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    if (lexer.inComment || tokens.at(-1)?.word === ';') return undefined;
    tokens.push({ word: wordOf(kind, lexer), start: lexer.start, end: lexer.end });
  }
  if (tokens.at(-1)?.word === ';') tokens.pop();
  return tokens;
}

function wordOf(kind: TokenKind, lexer: SqlLexer): string {
  if (kind === TokenKind.placeholder) return VALUE;
  if (kind === TokenKind.quotedName) return NAME;
  return kind === TokenKind.string ? STRING : lexer.text().toUpperCase();
}

const VERBS: ReadonlyMap<string, BulkTemplate['verb']> = new Map([
  ['INSERT', 'INSERT'],
  ['REPLACE', 'INSERT'],
  ['UPDATE', 'UPDATE'],
  ['DELETE', 'DELETE'],
]);

/** Results that have to be fetched, and functions that tell of the statement before. */
const NEVER = new Set(['RETURNING', 'LAST_INSERT_ID', 'ROW_COUNT', 'FOUND_ROWS']);
const MODIFIERS = new Set([
  ...['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'QUICK', 'IGNORE', 'INTO', 'FROM'],
]);

type Targets = Pick<BulkTemplate, 'columnQuery' | 'columns'>;

/** The table's name begins at `from` and ends before `to`. */
function tableAt(tokens: readonly Token[]): { from: number; to: number } {
  let from = 1;
  while (MODIFIERS.has(tokens[from]?.word ?? '')) from++;
  return { from, to: tokens[from + 1]?.word === '.' ? from + 3 : from + 1 };
}

function textOf(tokens: readonly Token[], from: number, to: number, sql: string): string {
  return sql.slice(tokens[from]!.start, tokens[to - 1]!.end);
}

/** A value goes to a column when it stands alone in the row, between parentheses or commas. */
function insertTargets(tokens: readonly Token[], sql: string): Targets {
  const columns: (number | undefined)[] = [];
  const values = valuesAfter(tokens, tableAt(tokens).to);
  let depth = 0;
  let item = 0;
  for (let at = values + 1; at < tokens.length; at++) {
    const { word } = tokens[at]!;
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (word === ',' && depth === 1) item++;
    else if (word === VALUE) {
      const alone = isOneOf(tokens[at - 1], '(,') && isOneOf(tokens[at + 1], '),');
      columns.push(alone && depth === 1 ? item : undefined);
    }
  }
  return { columns, columnQuery: insertColumns(tokens, values, sql) };
}

/** Where VALUES stands, which a column may be called too. */
function valuesAfter(tokens: readonly Token[], from: number): number {
  let depth = 0;
  return tokens.findIndex(({ word }, at) => {
    if (at < from) return false;
    if (word === '(') depth++;
    else if (word === ')') depth--;
    return depth === 0 && (word === 'VALUES' || word === 'VALUE');
  });
}

function isOneOf(token: Token | undefined, symbols: string): boolean {
  return token !== undefined && token.word.length === 1 && symbols.includes(token.word);
}

function insertColumns(tokens: readonly Token[], values: number, sql: string): string | undefined {
  const { from, to } = tableAt(tokens);
  if (to > values) return undefined;
  const table = textOf(tokens, from, to, sql);
  if (to === values) return `SELECT *\nFROM ${table}\nLIMIT 0`;
  const list = tokens.slice(to + 1, values - 1);
  const plain = list.every(({ word }) => /^(n|[.,]|[\w$]+)$/.test(word));
  if (tokens[to]!.word !== '(' || tokens[values - 1]!.word !== ')' || !plain || !list[0]) {
    return undefined;
  }
  return `SELECT ${textOf(tokens, to + 1, values - 1, sql)}\nFROM ${table}\nLIMIT 0`;
}

const AFTER_ASSIGNMENTS = new Set(['WHERE', 'ORDER', 'LIMIT']);

/** Undefined unless it is about one table, plainly named. */
function updateTargets(tokens: readonly Token[], sql: string, verb: string): Targets | undefined {
  const { from, to } = tableAt(tokens);
  if (tokens[to]?.word !== (verb === 'UPDATE' ? 'SET' : 'WHERE')) return undefined;
  const columns: (number | undefined)[] = [];
  const names: string[] = [];
  let assigning = verb === 'UPDATE';
  let begin = to + 1;
  let depth = 0;
  for (let at = begin; at < tokens.length; at++) {
    const { word } = tokens[at]!;
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (depth === 0 && word === ',') begin = at + 1;
    else if (AFTER_ASSIGNMENTS.has(word)) assigning &&= depth > 0;
    else if (word === VALUE) {
      const next = tokens[at + 1]?.word ?? ',';
      const alone = next === ',' || AFTER_ASSIGNMENTS.has(next);
      const goes = assigning && alone && depth === 0 && isAssignment(tokens, begin, at);
      columns.push(goes ? names.push(textOf(tokens, begin, at - 1, sql)) - 1 : undefined);
    }
  }
  const table = textOf(tokens, from, to, sql);
  const columnQuery = names[0] && `SELECT ${names.join(', ')}\nFROM ${table}\nLIMIT 0`;
  return { columns, columnQuery };
}

/** Whether `name =` or `table.name =` stands before the value. */
function isAssignment(tokens: readonly Token[], begin: number, value: number): boolean {
  const words = tokens.slice(begin, value).map(({ word }) => word);
  if (words.pop() !== '=' || !/^(n|[\w$]+)$/.test(words.at(-1) ?? '')) return false;
  return words.length === 1 || (words.length === 3 && words[1] === '.');
}

/** What stands before a parenthesis and is surely no function of the user's. */
const KNOWN = new Set([
  ...['IN', 'AND', 'OR', 'NOT', 'XOR', 'WHERE', 'SET', 'BETWEEN', 'EXISTS', 'SELECT', 'INTERVAL'],
  ...['COALESCE', 'IF', 'IFNULL', 'NULLIF', 'ABS', 'ROUND', 'FLOOR', 'CEIL', 'GREATEST', 'LEAST'],
  ...['CONCAT', 'UPPER', 'LOWER', 'TRIM', 'LENGTH', 'SUBSTRING', 'CAST', 'CONVERT', 'NOW', 'UUID'],
  ...['CURRENT_TIMESTAMP', 'CURDATE', 'DATE', 'UNIX_TIMESTAMP', 'FROM_UNIXTIME', 'JSON_SET'],
]);

function callsOthers(tokens: readonly Token[]): boolean {
  return tokens.some(({ word }, at) => {
    if (tokens[at + 1]?.word !== '(' || !/^[\w$]/.test(word)) return false;
    return !KNOWN.has(word) || tokens[at - 1]?.word === '.';
  });
}
