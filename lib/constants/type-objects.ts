import { inspect } from 'node:util';
import { FIELD_TYPE } from './field-type';

/** What newer engines have beside the rest: each makes something new of two sets. */
const ALGEBRA = [
  ...['union', 'intersection', 'difference', 'symmetricDifference'],
  ...['isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
];

/** No Set itself: whatever is one can be changed by the methods of Set.prototype, frozen or not. */
class TypeObject implements ReadonlySet<number> {
  readonly #types: ReadonlySet<number>;

  static {
    for (const name of ALGEBRA) {
      const method = (Set.prototype as unknown as Record<string, Algebra | undefined>)[name];
      if (method === undefined) continue;
      const value = function (this: TypeObject, other: unknown): unknown {
        return method.call(this.#types, other);
      };
      Object.defineProperty(TypeObject.prototype, name, { value });
    }
    Object.freeze(TypeObject.prototype);
  }

  constructor(types: readonly number[]) {
    this.#types = new Set(types);
    Object.freeze(this);
  }

  get size(): number {
    return this.#types.size;
  }

  has(type: number): boolean {
    return this.#types.has(type);
  }

  forEach(call: (type: number, same: number, set: ReadonlySet<number>) => void, self?: unknown) {
    for (const type of this) call.call(self, type, type, this);
  }

  entries(): SetIterator<[number, number]> {
    return this.#types.entries();
  }

  keys(): SetIterator<number> {
    return this.#types.keys();
  }

  values(): SetIterator<number> {
    return this.#types.values();
  }

  [Symbol.iterator](): SetIterator<number> {
    return this.#types.values();
  }

  /** It is printed as a set is. */
  [inspect.custom](): Set<number> {
    return new Set(this.#types);
  }
}

type Algebra = (other: unknown) => unknown;

function typeObject(...types: readonly number[]): ReadonlySet<number> {
  return new TypeObject(types);
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
