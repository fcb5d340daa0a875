import { ProgrammingError } from '../errors';
import type { PlaceholderStyle } from './lexer';

/** The placeholders of a connection: the driver's own, or with `format` those of MySQLdb. */
export type ParamStyle = 'default' | 'format';

/** Positional parameters are an array, named ones the own properties of a plain object. */
export type Params = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Says which placeholders the given parameters stand for; throws for what is neither kind. */
export function placeholderStyle(params: unknown, style: ParamStyle): PlaceholderStyle {
  if (Array.isArray(params)) return style === 'format' ? 'format' : 'qmark';
  if (isPlainObject(params)) return style === 'format' ? 'pyformat' : 'named';
  throw new ProgrammingError(
    `The parameters must be an array or a plain object, not ${describeParams(params)}`,
    { code: 'ERR_MYSQLDB_PARAMETER', hint: 'Put even a single value into an array: [value].' },
  );
}

/** An object literal or a null-prototype object, of any realm. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describeParams(params: unknown): string {
  if (params === null) return 'null';
  if (params === undefined) return 'undefined';
  if (typeof params !== 'object') return `a ${typeof params}`;
  return ArrayBuffer.isView(params) ? 'bytes' : 'an instance of a class';
}
