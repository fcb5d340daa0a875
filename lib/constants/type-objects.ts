import { FIELD_TYPE } from './field-type';

/** Object.freeze does not reach what a Set holds, so the methods that would change it throw. */
class FrozenSet<T> extends Set<T> {
  constructor(values: readonly T[]) {
    super();
    for (const value of values) super.add(value);
    Object.freeze(this);
  }

  override add(): never {
    return refuse();
  }

  override delete(): never {
    return refuse();
  }

  override clear(): never {
    return refuse();
  }
}

function refuse(): never {
  throw new TypeError('A type object of the driver cannot be changed: copy it with new Set().');
}

function typeObject(...types: readonly number[]): ReadonlySet<number> {
  return new FrozenSet(types);
}

const F = FIELD_TYPE;

/**
 * PEP 249's type objects: which type codes of `cursor.description` are text, and so on.
 *
 * @example
 * const isText = STRING.has(cursor.description[0][1]);
 */
export const STRING = typeObject(F.ENUM, F.SET, F.VARCHAR, F.VAR_STRING, F.STRING);

/**
 * The type codes of BLOB columns. TEXT columns have them too: their charset tells them apart.
 */
export const BINARY = typeObject(F.TINY_BLOB, F.MEDIUM_BLOB, F.LONG_BLOB, F.BLOB);

/** The type codes of numbers. MySQLdb forgets SHORT, that is SMALLINT. */
export const NUMBER = typeObject(
  ...[F.TINY, F.SHORT, F.INT24, F.LONG, F.LONGLONG, F.YEAR],
  ...[F.FLOAT, F.DOUBLE, F.DECIMAL, F.NEWDECIMAL],
);

/** The type code of DATE columns; their values are text, as '2026-11-25'. */
export const DATE = typeObject(F.DATE, F.NEWDATE);

/** The type code of TIME columns; their values are text, as '-12:30:00'. */
export const TIME = typeObject(F.TIME);

/** The type codes of TIMESTAMP and DATETIME columns, as in MySQLdb. */
export const TIMESTAMP = typeObject(F.TIMESTAMP, F.DATETIME);

/** The same as {@link TIMESTAMP} (PEP 249's name). */
export const DATETIME = TIMESTAMP;

/** Empty: neither server has such a type. The key of an inserted row is `cursor.lastrowid`. */
export const ROWID = typeObject();
