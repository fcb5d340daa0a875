import { type ColumnDescription, describe } from '../description';
import { wrongArgument } from '../argument-error';
import { NotSupportedError } from '../errors';
import type { Operation } from '../operations/operation';
import type { Column } from '../rows/column';
import { uniqueNames } from '../rows/unique-names';
import type { TakenResult } from './answers';
import { type Cells, StoredRows, type UsedRows } from './rows';

/** A row as an object. */
export type NamedRow = Record<string, unknown>;

/** What sync and async results have in common. */
export abstract class ResultBase {
  /**
   * Whether another result of the statement was known to follow when this one was taken; of a result
   * that is used and not stored that is not known before its end.
   */
  readonly hasNext: boolean;
  /** The columns with all that the server says of them. */
  readonly fields: readonly Column[];
  readonly #rows: StoredRows | UsedRows;
  readonly #names: string[][] = [];

  protected constructor({ columns, rows, hasNext }: TakenResult<StoredRows | UsedRows>) {
    this.fields = columns;
    this.hasNext = hasNext;
    this.#rows = rows;
  }

  /** The columns as PEP 249 describes them. */
  describe(): readonly ColumnDescription[] {
    return describe(this.fields);
  }

  /** Of each column its `FLAG` bits. */
  fieldFlags(): number[] {
    return this.fields.map(({ flags }) => flags);
  }

  /** Columns. */
  numFields(): number {
    return this.fields.length;
  }

  /** Rows; of a result that is used and not stored, those that were fetched so far. */
  numRows(): number {
    return this.#rows.count;
  }

  /**
   * The row that is fetched next.
   * @param row counted from 0; `numRows()` is the end
   * @throws ProgrammingError for any other number
   * @throws NotSupportedError when the result is used and not stored
   */
  dataSeek(row: number): void {
    if (!(this.#rows instanceof StoredRows)) {
      throw new NotSupportedError('The rows of a used result come once, in their order', {
        code: 'ERR_MYSQLDB_ARGUMENT',
        hint: 'Take the result with storeResult() to go back in it.',
      });
    }
    if (!Number.isInteger(row)) throw wrongArgument('dataSeek() takes an integer, from 0');
    this.#rows.seek(row);
  }

  /** Rows as they are when no command is needed for them, else the operation that reads them. */
  protected rowsToFetch(maxRows: number, how: number): Cells[] | Operation<Cells[]> {
    if (!Number.isSafeInteger(maxRows) || maxRows < 0) {
      throw wrongArgument('maxRows must be a number of rows, or 0 for all that are left');
    }
    if (how !== 0 && how !== 1 && how !== 2) throw wrongArgument('how must be 0, 1 or 2');
    const rows = this.#rows;
    const count = maxRows === 0 ? Infinity : maxRows;
    if (rows instanceof StoredRows) return rows.take(count);
    return rows.ended ? [] : rows.take(count);
  }

  protected formed(rows: Cells[], how: number): (Cells | NamedRow)[] {
    if (how === 0) return rows;
    const names = this.#namesFor(how);
    // Defines own properties, `__proto__` too.
    return rows.map((cells): NamedRow =>
      Object.fromEntries(names.map((name, i) => [name, cells[i]])),
    );
  }

  /** Undefined when it is done already. */
  protected dropping(): Operation<void> | undefined {
    const rows = this.#rows;
    if (!(rows instanceof StoredRows)) return rows.ended ? undefined : rows.drop();
    rows.drop();
    return undefined;
  }

  #namesFor(how: number): string[] {
    return (this.#names[how] ??= uniqueNames(
      how === 1 ? this.fields : this.fields.map(withTableName),
    ));
  }
}

function withTableName(column: Column): Column {
  const { table, name } = column;
  return table === '' ? column : { ...column, name: `${table}.${name}`, table: '' };
}
