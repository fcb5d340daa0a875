import { FIELD_TYPE } from '../index';

/** A type's name, as `field.type` of a `typeCast` has it. */
export type TypeName =
  | 'DECIMAL'
  | 'TINY'
  | 'SHORT'
  | 'LONG'
  | 'FLOAT'
  | 'DOUBLE'
  | 'NULL'
  | 'TIMESTAMP'
  | 'LONGLONG'
  | 'INT24'
  | 'DATE'
  | 'TIME'
  | 'DATETIME'
  | 'YEAR'
  | 'NEWDATE'
  | 'VARCHAR'
  | 'BIT'
  | 'VECTOR'
  | 'JSON'
  | 'NEWDECIMAL'
  | 'ENUM'
  | 'SET'
  | 'TINY_BLOB'
  | 'MEDIUM_BLOB'
  | 'LONG_BLOB'
  | 'BLOB'
  | 'VAR_STRING'
  | 'STRING'
  | 'GEOMETRY';

const NAMES: readonly TypeName[] = [
  'DECIMAL',
  'TINY',
  'SHORT',
  'LONG',
  'FLOAT',
  'DOUBLE',
  'NULL',
  'TIMESTAMP',
  'LONGLONG',
  'INT24',
  'DATE',
  'TIME',
  'DATETIME',
  'YEAR',
  'NEWDATE',
  'VARCHAR',
  'BIT',
  'VECTOR',
  'JSON',
  'NEWDECIMAL',
  'ENUM',
  'SET',
  'TINY_BLOB',
  'MEDIUM_BLOB',
  'LONG_BLOB',
  'BLOB',
  'VAR_STRING',
  'STRING',
  'GEOMETRY',
];

/** The numbers of those that the protocol has. */
export type TypeNumber =
  | (0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16)
  | (242 | 245 | 246 | 247 | 248 | 249 | 250 | 251 | 252 | 253 | 254 | 255);

/** The table of types. */
export type Types = Readonly<Record<TypeName, number>> &
  Readonly<Record<TypeNumber, TypeName>> &
  Readonly<Record<number, TypeName>>;

/** Types of columns, both ways: `Types.LONGLONG` is 8, and `Types[8]` is 'LONGLONG'. */
export const Types = Object.fromEntries(
  NAMES.flatMap((name) => [
    [name, FIELD_TYPE[name]],
    [FIELD_TYPE[name], name],
  ]),
) as unknown as Types;
