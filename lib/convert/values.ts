/** Values that say what they are, since a string or an object alone does not. */

import { types } from 'node:util';
import { ProgrammingError } from '../errors';
import { typeName } from './encode-error';

function refuse(message: string, hint: string): ProgrammingError {
  return new ProgrammingError(message, { code: 'ERR_MYSQLDB_PARAMETER', hint });
}

/** A quoted name: see {@link identifier}. */
export class Identifier {
  readonly #sql: string;

  /** @internal Made by `identifier`. */
  constructor(parts: readonly string[]) {
    this.#sql = parts.map((part) => `\`${part.replaceAll('`', '``')}\``).join('.');
  }

  /** The name in backticks. */
  get sql(): string {
    return this.#sql;
  }

  /** True for what {@link identifier} made; nothing parsed from JSON can pass for it. */
  static is(value: object): value is Identifier {
    return #sql in value;
  }
}

/** JSON text that is to be a parameter: see {@link json}. */
export class JsonValue {
  readonly #text: string;

  /** @internal Made by `json`. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The JSON text. */
  get text(): string {
    return this.#text;
  }

  /** True for what {@link json} made. */
  static is(value: object): value is JsonValue {
    return #text in value;
  }
}

/** A Date that is a DATETIME wherever it stands: see {@link datetime}. */
export class DateTimeValue {
  readonly #date: Date;

  /** @internal Made by `datetime`. */
  constructor(date: Date) {
    this.#date = date;
  }

  /** The Date. */
  get date(): Date {
    return this.#date;
  }

  /** True for what {@link datetime} made. */
  static is(value: object): value is DateTimeValue {
    return #date in value;
  }
}

/** SQL text that an encoder returns: see {@link rawSql}. */
export class RawSql {
  readonly #text: string;

  /** @internal Made by `rawSql`. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The SQL. */
  get text(): string {
    return this.#text;
  }

  /** True for what {@link rawSql} made; nothing parsed from JSON can pass for it. */
  static is(value: unknown): value is RawSql {
    return typeof value === 'object' && value !== null && #text in value;
  }
}

/**
 * Makes SQL text that an encoder of `conv` returns; as a parameter itself it is refused. What it holds
 * is executed, so put values into it by the encoder's `context.literal`.
 *
 * @example conv: [[Point, (p, { literal }) => rawSql(`POINT(${literal(p.x)}, ${literal(p.y)})`)]]
 */
export function rawSql(text: string): RawSql {
  if (typeof text === 'string') return new RawSql(text);
  throw refuse(`rawSql() got ${typeName(text)}`, 'Pass the SQL as a string.');
}

/**
 * Makes a parameter that is a name and not a string: `identifier('a`b')` becomes `` `a``b` ``, and
 * `identifier('db', 'table')` a qualified one. A point inside one part is a part of the name.
 *
 * @example await cur.execute('SELECT ? FROM ?', [identifier('id'), identifier('shop', 'orders')]);
 */
export function identifier(...parts: string[]): Identifier {
  if (parts.length === 0) throw refuse('identifier() got no name', NAME_HINT);
  for (const [index, part] of parts.entries()) {
    const problem = nameProblem(part);
    if (problem !== undefined)
      throw refuse(`Name ${index + 1} of identifier() ${problem}`, NAME_HINT);
  }
  return new Identifier(parts);
}

const NAME_HINT = 'Pass the parts of the name as strings, as in identifier(database, table).';

function nameProblem(part: unknown): string | undefined {
  if (typeof part !== 'string') return `is ${typeName(part)}`;
  if (part === '') return 'is empty';
  return part.includes('\0') ? 'has a NUL character, which MySQL allows in no name' : undefined;
}

/**
 * Makes a parameter that is sent as JSON text. The text is made at once, so that later changes of
 * the value do not matter and what cannot be JSON is reported here.
 *
 * @example await cur.execute('INSERT INTO t (doc) VALUES (?)', [json({ a: [1, 2] })]);
 */
export function json(value: unknown): JsonValue {
  const text = stringify(value);
  if (text === undefined)
    throw refuse(`json() got ${typeName(value)}, which has no JSON form`, 'Pass null for null.');
  return new JsonValue(text);
}

/**
 * Makes a parameter that says that it is a DATETIME, where a Date alone goes as text: the server gives a
 * DATETIME back for `SELECT ?`. In text it is `TIMESTAMP'…'`, in a prepared statement a DATETIME is bound.
 *
 * @example const [date] = await conn.fetchone('SELECT ?', [datetime(new Date())]);
 */
export function datetime(value: Date): DateTimeValue {
  if (types.isDate(value)) return new DateTimeValue(value);
  throw refuse(`datetime() got ${typeName(value)}`, 'Pass a Date or a PreciseDate.');
}

/** What JSON cannot hold gets a message of ours, since V8's names properties of the value. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    const message = error instanceof TypeError ? error.message : '';
    if (message.includes('BigInt')) {
      throw refuse('json() got a bigint, which has no JSON form', 'Make it a number or a string.');
    }
    if (message.includes('circular')) {
      throw refuse('json() got a value that contains itself', 'JSON needs a tree.');
    }
    throw error;
  }
}
