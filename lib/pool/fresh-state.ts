import type { Connection } from '../connection';
import type { Operation } from '../operations/operation';
import type { ResetOnRelease } from './pool-options';

/**
 * For so long, in milliseconds, callers may get a session one after the other without a reset: by then it is
 * as new again, whatever a trigger may have left in it that no server announces.
 */
const LONGEST_WITHOUT_RESET = 1_000;

/** What a session was like when it was opened, and what brings it back. */
export class FreshState {
  readonly #connection: Connection;
  readonly #reset: ResetOnRelease;
  readonly #database: string | null;
  readonly #autocommit: boolean;
  /** When the first caller since then gave it back. */
  #usedSince: number | undefined;

  /** @param reset whether variables, temporary tables and locks go too */
  constructor(connection: Connection, reset: ResetOnRelease) {
    this.#connection = connection;
    this.#reset = reset;
    this.#database = connection.database;
    this.#autocommit = connection.getAutocommit();
  }

  /** A caller has given it back. */
  used(): void {
    this.#usedSince ??= performance.now();
  }

  /** Whether the next caller can have it as it is. */
  get isFresh(): boolean {
    const { isBusy, isAltered, inTransaction, database } = this.#connection;
    if (isBusy || inTransaction || database !== this.#database) return false;
    if (this.#connection.getAutocommit() !== this.#autocommit) return false;
    if (this.#reset !== true) return this.#reset === false;
    if (isAltered) return false;
    return performance.now() - (this.#usedSince ?? Infinity) < LONGEST_WITHOUT_RESET;
  }

  /** Whether a reset was put off. */
  get owesReset(): boolean {
    return this.#usedSince !== undefined && this.#reset === true;
  }

  /** Waits until what was started on the connection has ended. */
  async settled(): Promise<void> {
    await this.#connection.run(nothing());
  }

  /** Brings it back. Returns false when that cannot be done. */
  async restore(): Promise<boolean> {
    const connection = this.#connection;
    if (this.#reset) await connection.reset();
    else {
      if (connection.inTransaction) await connection.rollback();
      if (connection.getAutocommit() !== this.#autocommit) {
        await connection.autocommit(this.#autocommit);
      }
    }
    this.#usedSince = undefined;
    if (connection.database === this.#database) return true;
    if (this.#database === null) return false;
    await connection.selectDatabase(this.#database);
    return true;
  }
}

/** Only waits for its turn. */
function* nothing(): Operation<void> {}
