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

/** TEXT columns have the type codes of BLOB ones: their charset tells them apart. */
export const BINARY = typeObject(F.TINY_BLOB, F.MEDIUM_BLOB, F.LONG_BLOB, F.BLOB);

/** MySQLdb forgets SHORT, that is SMALLINT. */
export const NUMBER = typeObject(
  ...[F.TINY, F.SHORT, F.INT24, F.LONG, F.LONGLONG, F.YEAR],
  ...[F.FLOAT, F.DOUBLE, F.DECIMAL, F.NEWDECIMAL],
);

export const DATE = typeObject(F.DATE, F.NEWDATE);

export const TIME = typeObject(F.TIME);

/** DATETIME too, as in MySQLdb. */
export const TIMESTAMP = typeObject(F.TIMESTAMP, F.DATETIME);

export const DATETIME = TIMESTAMP;

/** Empty: neither server has such a type. The key of an inserted row is `cursor.lastrowid`. */
export const ROWID = typeObject();
