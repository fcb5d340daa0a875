import { json } from '../index';

/** What a typed parameter is made of. */
export type TypedParameterInput = string | number | bigint | boolean | Date | Uint8Array | null;

/** A typed parameter: the value itself, of the nearest kind. */
export type TypedParameterValue = TypedParameterInput | object;

/** Makes the parameter of a value. */
export type TypedParameterFactory = (value: TypedParameterInput) => TypedParameterValue;

/** The same of an integer, which has a form without a sign. */
export interface IntegerTypedParameterFactory extends TypedParameterFactory {
  /** The same: the server converts. */
  unsigned: TypedParameterFactory;
}

/** The same of what becomes JSON. */
export type JsonTypedParameterFactory = (
  value: TypedParameterInput | object,
) => TypedParameterValue;

type IntegerName =
  | 'TINY'
  | 'SHORT'
  | 'LONG'
  | 'LONGLONG'
  | 'INT24'
  | 'YEAR'
  | 'TINYINT'
  | 'SMALLINT'
  | 'MEDIUMINT'
  | 'INT'
  | 'INTEGER'
  | 'BIGINT';
type FloatName = 'FLOAT' | 'DOUBLE' | 'REAL';
type DateName = 'TIME' | 'DATE' | 'DATETIME' | 'TIMESTAMP';
type TextName =
  | 'DECIMAL'
  | 'NEWDECIMAL'
  | 'VARCHAR'
  | 'VAR_STRING'
  | 'STRING'
  | 'ENUM'
  | 'SET'
  | 'CHAR'
  | 'TEXT'
  | 'MEDIUMTEXT'
  | 'LONGTEXT';
type BytesName =
  | 'BIT'
  | 'GEOMETRY'
  | 'VECTOR'
  | 'TINY_BLOB'
  | 'MEDIUM_BLOB'
  | 'LONG_BLOB'
  | 'BLOB'
  | 'VARBINARY'
  | 'BINARY';

/** The makers of parameters by the name of their type. */
export interface TypedParameter
  extends
    Readonly<Record<IntegerName, IntegerTypedParameterFactory>>,
    Readonly<Record<FloatName | DateName | TextName | BytesName, TypedParameterFactory>> {
  /** A value as JSON. */
  readonly JSON: JsonTypedParameterFactory;
  /** NULL. */
  readonly NULL: () => null;
}

/** A whole number, from a number, a bigint, a boolean or digits. */
const toInteger: TypedParameterFactory = (value) => {
  if (value === null) return null;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError('The parameter must be a safe integer: give digits or a bigint');
  }
  return BigInt(value as string);
};
const integer = Object.assign((value: TypedParameterInput) => toInteger(value), {
  unsigned: toInteger,
});
const float: TypedParameterFactory = (value) => (value === null ? null : Number(value));
const text: TypedParameterFactory = (value) =>
  value === null || value instanceof Date ? value : String(value);
const bytes: TypedParameterFactory = (value) =>
  typeof value === 'string' ? Buffer.from(value) : value;
const asIs: TypedParameterFactory = (value) => value;

/**
 * Values for `execute` that say their type: `TypedParameter.BIGINT('1')`. The server converts what is
 * bound, so here a parameter is a value of the nearest kind.
 */
export const TypedParameter = Object.fromEntries(
  (
    [
      [
        'TINY SHORT LONG LONGLONG INT24 YEAR TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT',
        integer,
      ],
      ['FLOAT DOUBLE REAL', float],
      ['TIME DATE DATETIME TIMESTAMP', asIs],
      ['DECIMAL NEWDECIMAL VARCHAR VAR_STRING STRING ENUM SET CHAR TEXT MEDIUMTEXT LONGTEXT', text],
      ['JSON', (value: unknown) => json(value as never)],
      ['BIT GEOMETRY VECTOR TINY_BLOB MEDIUM_BLOB LONG_BLOB BLOB VARBINARY BINARY', bytes],
      ['NULL', () => null],
    ] as const
  ).flatMap(([names, make]) => names.split(' ').map((name) => [name, make])),
) as unknown as TypedParameter;
