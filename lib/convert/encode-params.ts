/** Whether parameters fit their statement, and errors that say which one does not. */

import { ProgrammingError } from '../errors';
import { SqlLexer, TokenKind, type PlaceholderStyle } from '../sql/lexer';
import { isPlainObject } from '../sql/param-style';
import type { SqlTemplate } from '../sql/template';
import { Unencodable } from './encode-error';

const CODE = 'ERR_MYSQLDB_PARAMETER';

/** Checked parameters: read by position or by name. */
export type CheckedParams = Readonly<Record<string | number, unknown>>;

/** Throws unless every placeholder has its parameter and none is left over. */
export function checkParams(
  template: SqlTemplate,
  params: unknown,
): asserts params is CheckedParams {
  if (template.names !== undefined) checkNamed(template, template.names, params);
  else if (!Array.isArray(params)) throw wrongContainer(template, 'an array');
  else if (params.length !== template.count) throw wrongCount(template, params.length);
}

/** Objects may have more than the statement names: one object often serves several statements. */
function checkNamed(template: SqlTemplate, names: readonly string[], params: unknown): void {
  if (!isPlainObject(params)) throw wrongContainer(template, 'a plain object');
  if (names.length === 0) {
    const other = template.style === 'named' ? 'qmark' : 'format';
    if (placeholderCount(template.sql, other) > 0)
      throw wrongContainer(template, 'an array', other);
  }
  for (const name of names) {
    if (!Object.hasOwn(params, name)) throw missingNames(template, names, params);
  }
}

function missingNames(
  { style, sql }: SqlTemplate,
  names: readonly string[],
  params: object,
): ProgrammingError {
  const missing = new Set(names.filter((name) => !Object.hasOwn(params, name)));
  const list = [...missing].map((name) => placeholderText(style, name)).join(', ');
  const what = missing.size === 1 ? 'it' : 'them';
  return new ProgrammingError(`The parameters have no value for ${list}`, {
    code: CODE,
    sql,
    hint: `Add ${what}, with null for NULL.`,
  });
}

function wrongContainer(
  template: SqlTemplate,
  expected: string,
  style: PlaceholderStyle = template.style,
): ProgrammingError {
  const placeholder = placeholderText(style, 'name');
  return new ProgrammingError(
    `The placeholders are ${placeholder}, which do not take such parameters`,
    {
      code: CODE,
      sql: template.sql,
      hint: `Pass the parameters as ${expected}.`,
    },
  );
}

function wrongCount(template: SqlTemplate, got: number): ProgrammingError {
  const { count, sql } = template;
  const expected = `${count} ${count === 1 ? 'parameter' : 'parameters'}`;
  return new ProgrammingError(`Expected ${expected}, got ${got}`, {
    code: CODE,
    sql,
    hint: countHint(template),
  });
}

function countHint({ sql, style, count }: SqlTemplate): string {
  const text = placeholderText(style, '');
  const named = style === 'qmark' ? 'named' : 'pyformat';
  if (text === '?' && sql.includes('??')) {
    return '?? is two placeholders: for a name write one ? and pass identifier(name).';
  }
  if (count === 0 && placeholderCount(sql, named) > 0) {
    return `The placeholders are ${placeholderText(named, 'name')}: pass a plain object.`;
  }
  const quoted = sql.split(text).length - 1 > count;
  return quoted
    ? `A ${text} in quotes or in a comment is no placeholder.`
    : `Pass one value for each ${text}.`;
}

/** Only for hints, so the usual SQL mode is near enough. */
function placeholderCount(sql: string, style: PlaceholderStyle): number {
  const lexer = new SqlLexer(sql, { ansiQuotes: false, noBackslashEscapes: false }, style);
  let count = 0;
  for (let kind = lexer.next(); kind !== TokenKind.end; kind = lexer.next()) {
    if (kind === TokenKind.placeholder) count++;
  }
  return count;
}

function placeholderText(style: PlaceholderStyle, name: string): string {
  switch (style) {
    case 'qmark':
      return '?';
    case 'format':
      return '%s';
    case 'named':
      return `:${name}`;
    case 'pyformat':
      return `%(${name})s`;
  }
}

/** How an error names a parameter. */
export function parameterLabel({ names, style }: SqlTemplate, index: number): string {
  const name = names?.[index];
  return name === undefined
    ? `Parameter ${index + 1}`
    : `Parameter ${placeholderText(style, name)}`;
}

/** Makes the user's error of an encoder's; what the user's own code threw stays as it is. */
export function parameterError(error: unknown, label: string, sql: string | undefined): unknown {
  if (!(error instanceof Unencodable)) return error;
  return new ProgrammingError(`${label}${error.place} ${error.message}`, {
    code: CODE,
    hint: error.hint,
    sql,
  });
}
