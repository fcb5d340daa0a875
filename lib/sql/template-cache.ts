import type { PlaceholderStyle, SqlMode } from './lexer';

/** At most twice this many statements are kept. */
const GENERATION = 128;
/** Of longer SQL only the last is kept: more of it would make the cache's size unbounded. */
const LONGEST_SQL = 16 * 1024;
/** Still longer SQL is not kept at all. */
const LONGEST_KEPT = 256 * 1024;
/** V8 hashes the names of properties in full, and from 16 KiB on by their length alone. */
const LONGEST_NAME = 1024;

const STYLE_NUMBER = { qmark: 0, named: 1, format: 2, pyformat: 3 } as const;

type Parse<T> = (sql: string, mode: SqlMode, style: PlaceholderStyle) => T;
/** What was made of one SQL text, by the number of its mode and style. */
type Variants<T> = (T | undefined)[];

/** The same of a long text, for one of them. */
interface Long<T> {
  readonly sql: string;
  readonly number: number;
  readonly value: T;
}

/**
 * Keeps what was made of a statement, keyed by its text, SQL mode and placeholder style.
 *
 * Least-recently-used in two generations: what is used moves to the young one, and when that is
 * full the old one is dropped. A hit in the young one, the usual case, is a single Map lookup;
 * moving the entry on every hit, as an exact LRU does, would cost more than all the rest.
 */
export class TemplateCache<T> {
  #young = new Map<string, Variants<T>>();
  #old = new Map<string, Variants<T>>();
  /** ORMs insert many rows in batches of one size, with the same text again and again. */
  #long: Long<T> | undefined;

  get(sql: string, mode: SqlMode, style: PlaceholderStyle): T | undefined {
    if (sql.length > LONGEST_SQL) {
      const long = this.#long;
      const isSame = long?.number === variantNumber(mode, style) && long.sql === sql;
      return isSame ? long.value : undefined;
    }
    const variants = this.#young.get(sql) ?? this.#promote(sql);
    return variants?.[variantNumber(mode, style)];
  }

  /** Makes and keeps the value; of SQL that is too long to keep it is only made. */
  add(sql: string, mode: SqlMode, style: PlaceholderStyle, parse: Parse<T>): T {
    if (sql.length > LONGEST_KEPT) return parse(sql, mode, style);
    const own = ownCopy(sql);
    const value = parse(own, mode, style);
    const number = variantNumber(mode, style);
    if (sql.length > LONGEST_SQL) {
      this.#long = { sql: own, number, value };
      return value;
    }
    const variants = this.#young.get(own);
    if (variants !== undefined) variants[number] = value;
    else this.#insert(own, newVariants(number, value));
    return value;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  #promote(sql: string): Variants<T> | undefined {
    const variants = this.#old.get(sql);
    if (variants !== undefined) {
      this.#old.delete(sql);
      this.#insert(sql, variants);
    }
    return variants;
  }

  #insert(sql: string, variants: Variants<T>): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(sql, variants);
  }
}

function variantNumber(mode: SqlMode, style: PlaceholderStyle): number {
  const modeNumber = (mode.ansiQuotes ? 1 : 0) + (mode.noBackslashEscapes ? 2 : 0);
  return STYLE_NUMBER[style] * 4 + modeNumber;
}

function newVariants<T>(number: number, value: T): Variants<T> {
  const variants = new Array<T | undefined>(16).fill(undefined);
  variants[number] = value;
  return variants;
}

/**
 * V8 makes a slice of a longer string by pointing into it, so keeping one statement cut from a
 * dump file would keep the file. Joined to another string and cut again, it points to itself; the name of
 * a property is a string of its own, too, and the same one as a literal in the program: it is found
 * without a comparison of all characters.
 */
function ownCopy(sql: string): string {
  return sql.length > LONGEST_NAME ? (' ' + sql).slice(1) : Object.keys({ [sql]: undefined })[0]!;
}
