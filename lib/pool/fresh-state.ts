import type { Connection } from '../connection';
import type { Operation } from '../operations/operation';

/** When sessions are reset: where they may have been changed, after each caller, or never. */
export type ResetOnRelease = boolean | 'always';

/** For so long, in milliseconds, a session may keep a named lock that a routine took: no server tells it. */
const LONGEST_WITHOUT_RESET = 1_000;

/** What a session was like when it was opened, and what brings it back. */
export class FreshState {
  readonly #connection: Connection;
  readonly #reset: ResetOnRelease;
  readonly #database: string | null;
  readonly #autocommit: boolean;
  #restoredAt = performance.now();
  /** Whether a caller had it since then. */
  #wasUsed = false;

  /** @param reset whether variables, temporary tables and locks go too */
  constructor(connection: Connection, reset: ResetOnRelease) {
    this.#connection = connection;
    this.#reset = reset;
    this.#database = connection.database;
    this.#autocommit = connection.getAutocommit();
  }

  /** It was given back. Returns whether the next caller can have it as it is. */
  release(): boolean {
    this.#wasUsed = true;
    const { isBusy, isAltered, inTransaction, database } = this.#connection;
    if (isBusy || isAltered || inTransaction || database !== this.#database) return false;
    if (this.#connection.getAutocommit() !== this.#autocommit) return false;
    if (this.#reset !== true) return this.#reset === false;
    return performance.now() - this.#restoredAt < LONGEST_WITHOUT_RESET;
  }

  /** Whether a reset was put off. */
  get owesReset(): boolean {
    return this.#wasUsed && this.#reset === true;
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
    this.#restoredAt = performance.now();
    this.#wasUsed = false;
    if (connection.database === this.#database) return true;
    if (this.#database === null) return false;
    await connection.selectDatabase(this.#database);
    return true;
  }
}

/** Only waits for its turn. */
function* nothing(): Operation<void> {}
