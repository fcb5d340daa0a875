import type { Operation } from '../operations/operation';
import type { TakenResult } from './answers';
import { type NamedRow, ResultBase } from './result-base';
import type { Cells, StoredRows, UsedRows } from './rows';

type Run = <T>(operation: Operation<T>) => Promise<T>;

/**
 * A result set: of `storeResult`, with all of its rows in memory, or of `useResult`, whose rows are
 * read as they are fetched.
 */
export class LowLevelResult extends ResultBase {
  readonly #run: Run;

  /** @internal Results come from `storeResult` and `useResult`. */
  constructor(taken: TakenResult<StoredRows | UsedRows>, run: Run) {
    super(taken);
    this.#run = run;
  }

  /**
   * The next rows.
   * @param maxRows how many at most; 0 for all that are left
   * @param how 0: rows are arrays; 1: objects, where a name that repeats is `table.column`; 2: objects
   *   whose names are `table.column` wherever the table is known
   * @returns fewer than `maxRows` at the end, and none behind it
   * @throws ProgrammingError for any other `maxRows` or `how`; nothing is read then
   */
  fetchRow(maxRows?: number, how?: 0): Promise<unknown[][]>;
  fetchRow(maxRows: number, how: 1 | 2): Promise<NamedRow[]>;
  async fetchRow(maxRows = 1, how: 0 | 1 | 2 = 0): Promise<(Cells | NamedRow)[]> {
    const rows = this.rowsToFetch(maxRows, how);
    return this.formed(Array.isArray(rows) ? rows : await this.#run(rows), how);
  }

  /** Drops the rows that are left. */
  async discard(): Promise<void> {
    const operation = this.dropping();
    if (operation !== undefined) await this.#run(operation);
  }
}
