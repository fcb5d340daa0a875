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

/** The table of types. */
export type Types = Readonly<Record<TypeName, number>> & Readonly<Record<number, TypeName>>;

/** Types of columns, both ways: `Types.LONGLONG` is 8, and `Types[8]` is 'LONGLONG'. */
export const Types = Object.fromEntries(
  NAMES.flatMap((name) => [
    [name, FIELD_TYPE[name]],
    [FIELD_TYPE[name], name],
  ]),
) as unknown as Types;
