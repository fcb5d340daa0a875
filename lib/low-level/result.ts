import { type ColumnDescription, describe } from '../description';
import { InterfaceError, NotSupportedError, ProgrammingError } from '../errors';
import type { Operation } from '../operations/operation';
import type { StreamedResults } from '../operations/streamed-results';
import type { Column } from '../rows/column';
import { checkHow, type How, type LowLevelRow, shaped } from './row-shapes';
import type { Reply, Run, Waiting } from './waiting';

/** Where a result's rows are: with us, or still at the server. */
export type RowSource =
  { readonly rows: unknown[][] } | { readonly stream: StreamedResults<unknown[]> };

function wrongArgument(message: string): ProgrammingError {
  return new ProgrammingError(message, { code: 'ERR_MYSQLDB_ARGUMENT' });
}

/**
 * A result set (`_mysql.result`): of `storeResult()`, which has all rows, or of `useResult()`, whose
 * rows are read as they are fetched.
 */
export class LowLevelResult<W extends Waiting> {
  /** The columns, with all that the server says of them. */
  readonly fields: readonly Column[];
  /** Whether another result follows. */
  readonly hasNext: boolean;
  readonly #run: Run<W>;
  readonly #source: RowSource;
  #position = 0;
  #discarded = false;

  /** @internal */
  constructor(run: Run<W>, fields: readonly Column[], source: RowSource, hasNext: boolean) {
    this.#run = run;
    this.fields = fields;
    this.#source = source;
    this.hasNext = hasNext;
  }

  /**
   * The next rows.
   * @param maxRows how many at most; 0 for all that are left
   * @param how 0: arrays; 1: objects by column name, a second one of a name by `table.column`; 2:
   *   objects by `table.column`
   * @returns fewer rows at the end, none behind it
   * @throws ProgrammingError when an argument is out of range
   */
  fetchRow(maxRows = 1, how: How = 0): Reply<W, LowLevelRow[]> {
    return this.#run(this.#fetching(maxRows, how));
  }

  /** The columns as PEP 249 describes them. */
  describe(): readonly ColumnDescription[] {
    return describe(this.fields);
  }

  /** The {@link FLAG} bits of each column. */
  fieldFlags(): number[] {
    return this.fields.map(({ flags }) => flags);
  }

  numFields(): number {
    return this.fields.length;
  }

  /** Rows of a stored result; of a used one, those that were fetched so far. */
  numRows(): number {
    return 'rows' in this.#source ? this.#source.rows.length : this.#position;
  }

  /**
   * Goes to a row of a stored result.
   * @param row from 0; the number of rows means the end
   * @throws ProgrammingError when there is no such row; NotSupportedError for a used result
   */
  dataSeek(row: number): void {
    if (!('rows' in this.#source)) {
      throw new NotSupportedError('Only a stored result can be sought in', {
        hint: 'Call storeResult() in place of useResult().',
      });
    }
    if (!Number.isInteger(row) || row < 0 || row > this.#source.rows.length) {
      throw new ProgrammingError(`There is no row ${row}`, { code: 'ERR_MYSQLDB_RANGE' });
    }
    this.#position = row;
  }

  /** Reads and drops the rows that are left. */
  discard(): Reply<W, void> {
    return this.#run(this.#discarding());
  }

  *#fetching(maxRows: number, how: How): Operation<LowLevelRow[]> {
    const shape = checkHow(how);
    if (!Number.isInteger(maxRows) || maxRows < 0) {
      throw wrongArgument('maxRows must be an integer of 0 or more');
    }
    if (this.#discarded) {
      throw new InterfaceError('The result was discarded', { code: 'ERR_MYSQLDB_CLOSED' });
    }
    const count = maxRows === 0 ? Infinity : maxRows;
    const rows = yield* this.#take(count);
    this.#position += rows.length;
    return shaped(rows, this.fields, shape);
  }

  *#take(count: number): Operation<unknown[][]> {
    const source = this.#source;
    if ('stream' in source)
      return source.stream.atHand(count) ?? (yield* source.stream.take(count));
    return source.rows.slice(this.#position, this.#position + count);
  }

  *#discarding(): Operation<void> {
    if ('stream' in this.#source) yield* this.#source.stream.discardRows();
    this.#discarded = true;
  }
}
