/** A statement that the server has prepared, or will not prepare. */
export interface CachedStatement {
  readonly sql: string;
  /** What the native session knows it by; undefined for one that cannot be prepared. */
  readonly name: number | undefined;
  /** Values that it takes. */
  readonly count: number;
}

/** Most texts that are remembered only because they came once. */
const MAX_SEEN = 1000;
/** Longer texts are not remembered: programs put values into those, and few come again. */
const MAX_SEEN_LENGTH = 8 * 1024;

const DROPPED = new FinalizationRegistry<() => void>((release) => release());

/**
 * The prepared statements of a connection, by their text: the ones that were used last, and those
 * that somebody holds. The server keeps them until they are closed or the session is reset.
 */
export class StatementCache {
  readonly #size: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, CachedStatement>();
  /** How many hold a statement, by its text. */
  readonly #held = new Map<string, number>();
  readonly #seen = new Set<string>();
  readonly #expired: CachedStatement[] = [];
  /** The one that was used last: the usual one, when a program goes on with it. */
  #newest: CachedStatement | undefined;
  #circumstances = '';
  #lastName = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get(sql: string): CachedStatement | undefined {
    if (this.#newest?.sql === sql) return this.#newest;
    const entry = this.#entries.get(sql);
    if (entry === undefined) return undefined;
    this.#entries.delete(sql);
    this.add(entry);
    return entry;
  }

  /** A name that no statement of the session has. */
  newName(): number {
    this.#lastName = (this.#lastName + 1) % 0x1_0000_0000;
    return this.#lastName;
  }

  add(entry: CachedStatement): void {
    this.#entries.set(entry.sql, entry);
    this.#newest = entry;
  }

  /** Forgets the statements unless they were prepared under these circumstances. */
  keepFor(circumstances: string): void {
    if (circumstances === this.#circumstances) return;
    this.#circumstances = circumstances;
    for (const entry of this.#entries.values()) this.#expired.push(entry);
    this.#entries.clear();
    this.#newest = undefined;
    this.#seen.clear();
  }

  /**
   * Takes out what has to be closed before another statement is prepared: those that expired, and the
   * oldest one that nobody holds while they are too many.
   */
  takeOld(): CachedStatement | undefined {
    const expired = this.#expired.pop();
    if (expired !== undefined || this.#entries.size < this.#size) return expired;
    for (const entry of this.#entries.values()) {
      if (!this.#held.has(entry.sql)) return this.take(entry.sql);
    }
    return undefined;
  }

  /** The server knows it no more, or not as it is now; false when it was not known here either. */
  forget(sql: string): boolean {
    const entry = this.take(sql);
    if (entry !== undefined) this.#expired.push(entry);
    return entry !== undefined;
  }

  /** A statement of somebody's own is not used any more; it is closed before the next is prepared. */
  expire(entry: CachedStatement): void {
    this.#expired.push(entry);
  }

  /** As `expire`, when whoever has it is garbage. */
  expireWith(holder: object, entry: CachedStatement): void {
    DROPPED.register(holder, () => this.expire(entry), holder);
  }

  /** The holder has released what it held itself. */
  unregister(holder: object): void {
    DROPPED.unregister(holder);
  }

  take(sql: string): CachedStatement | undefined {
    const entry = this.#entries.get(sql);
    this.#entries.delete(sql);
    if (this.#newest === entry) this.#newest = undefined;
    return entry;
  }

  /** The server has forgotten all of them. */
  clear(): void {
    this.#entries.clear();
    this.#newest = undefined;
    this.#expired.length = 0;
  }

  hold(sql: string): void {
    this.#held.set(sql, (this.#held.get(sql) ?? 0) + 1);
  }

  /**
   * Who held a statement and is garbage has forgotten to release it: it is one of many from then on, which
   * others may take the place of.
   */
  releaseWith(holder: object, sql: string): void {
    DROPPED.register(holder, () => this.release(sql), holder);
  }

  /** Returns true when nobody holds it any more. The holder released it itself, and only once. */
  release(sql: string, holder?: object): boolean {
    if (holder !== undefined) this.unregister(holder);
    const held = (this.#held.get(sql) ?? 1) - 1;
    if (held > 0) this.#held.set(sql, held);
    else this.#held.delete(sql);
    return held === 0;
  }

  /** Whether a text came before: then it is worth preparing. */
  sawBefore(sql: string): boolean {
    if (this.#entries.has(sql) || this.#seen.has(sql)) return true;
    if (sql.length > MAX_SEEN_LENGTH) return false;
    if (this.#seen.size >= MAX_SEEN) this.#seen.delete(this.#seen.values().next().value!);
    this.#seen.add(sql);
    return false;
  }
}
