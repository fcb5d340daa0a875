import type { Operation } from '../operations/operation';
import type { TakenResult } from './answers';
import { type NamedRow, ResultBase } from './result-base';
import type { Cells, StoredRows, UsedRows } from './rows';

type Run = <T>(operation: Operation<T>) => T;

/** A result set of a sync connection: as the async one, but every call waits. */
export class SyncLowLevelResult extends ResultBase {
  readonly #run: Run;

  /** @internal Results come from `storeResult` and `useResult`. */
  constructor(taken: TakenResult<StoredRows | UsedRows>, run: Run) {
    super(taken);
    this.#run = run;
  }

  /** As `fetchRow` of the async result. */
  fetchRow(maxRows?: number, how?: 0): unknown[][];
  fetchRow(maxRows: number, how: 1 | 2): NamedRow[];
  fetchRow(maxRows = 1, how: 0 | 1 | 2 = 0): (Cells | NamedRow)[] {
    const rows = this.rowsToFetch(maxRows, how);
    return this.formed(Array.isArray(rows) ? rows : this.#run(rows), how);
  }

  /** Drops the rows that are left. */
  discard(): void {
    const operation = this.dropping();
    if (operation !== undefined) this.#run(operation);
  }
}
