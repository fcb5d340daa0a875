import { json } from '../index';

/** Makes the parameter of a value. */
export type MakeParameter = (value: unknown) => unknown;

/** A whole number, from a number, a bigint, a boolean or digits. */
const integer: MakeParameter = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError('The parameter must be a safe integer: give digits or a bigint');
  }
  return BigInt(value as string);
};
const float: MakeParameter = (value) => (value === null ? null : Number(value));
const text: MakeParameter = (value) =>
  value === null || value instanceof Date ? value : String(value);
const bytes: MakeParameter = (value) => (typeof value === 'string' ? Buffer.from(value) : value);
const asIs: MakeParameter = (value) => value;

/**
 * Values for `execute` that say their type: `TypedParameter.BIGINT('1')`. The server converts what is
 * bound, so here a parameter is a value of the nearest kind.
 */
export const TypedParameter: Readonly<Record<string, MakeParameter>> = Object.fromEntries(
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
      ['VECTOR TINY_BLOB MEDIUM_BLOB LONG_BLOB BLOB VARBINARY BINARY', bytes],
      ['NULL', () => null],
    ] as const
  ).flatMap(([names, make]) => names.split(' ').map((name) => [name, make])),
);
