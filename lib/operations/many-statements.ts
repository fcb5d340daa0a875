import { MySQLError, ProgrammingError } from '../errors';
import type { ExecuteManyOptions } from '../options/execute-options';
import type { Column } from '../rows/column';
import type { RowFormat } from '../rows/row-format';
import type { Conversion } from './conversion';
import { failingRow } from './failing-row';
import type { Command, Operation } from './operation';
import type { Session } from './session';
import { type StoredResults, storeResults } from './stored-results';
import { type Message, withWarnings } from './warnings';

/** What all the statements of an `executemany` did together. */
export interface ManyResult<Row> {
  affectedRows: number | bigint;
  insertId: number | bigint;
  warningCount: number;
  /** Statements that were sent. */
  statements: number;
  /** What RETURNING gave. */
  columns: readonly Column[] | undefined;
  rows: Row[];
}

/** How an `executemany` is done. */
export interface ManyManner {
  readonly format: RowFormat;
  readonly conversion: Conversion;
  readonly options: ExecuteManyOptions;
  /** Get the warnings of each statement. */
  readonly messages: Message[];
  /** Told at the end, a failure too, how many statements were sent. */
  readonly onStatements: (count: number) => void;
}

/** A statement for some of the rows. */
export interface ManyStatement {
  readonly command: Command;
  readonly bytes: number;
  /** The number of its first row, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** Whether the rows that come back are wanted. */
  readonly returning: boolean;
}

/** Sends the statements of one `executemany`, and adds up what they did. */
export class ManyStatements<Row> {
  readonly total: ManyResult<Row> = {
    affectedRows: 0,
    insertId: 0,
    warningCount: 0,
    statements: 0,
    columns: undefined,
    rows: [],
  };
  readonly session: Session;
  readonly sql: string;
  readonly conversion: Conversion;
  readonly #how: ManyManner;

  constructor(session: Session, sql: string, how: ManyManner) {
    this.session = session;
    this.sql = sql;
    this.conversion = how.conversion;
    this.#how = how;
  }

  /**
   * Sends one.
   * @param failedRow asks which of its rows an error is about, from 0; the server's word unless given
   * @param warningCount corrects what the server says
   */
  *send(
    statement: ManyStatement,
    failedRow = (error: MySQLError): Operation<number | undefined> =>
      failingRow(this.session, error, statement.count),
    warningCount?: (told: number) => Operation<number>,
  ): Operation<void> {
    const { first, count, bytes } = statement;
    const { session, total } = this;
    const { messages, options } = this.#how;
    total.statements++;
    let results: StoredResults<Row>;
    try {
      results = yield* withWarnings(session, messages, this.#results(statement.command));
      throwFirst(results);
    } catch (error) {
      if (error instanceof MySQLError) {
        error.rowRange = [first, first + count - 1];
        const row = yield* failedRow(error);
        if (row !== undefined) error.rowIndex = first + row;
      }
      throw error;
    }
    const told = this.#add(results, statement.returning);
    total.warningCount += warningCount === undefined ? told : yield* warningCount(told);
    const { affectedRows, statements } = total;
    options.onProgress?.({ rows: first + count, affectedRows, statements, bytes });
  }

  #results(command: Command): Operation<StoredResults<Row>> {
    const { decoding } = this.conversion;
    return storeResults(this.session, command, this.sql, this.#how.format, decoding);
  }

  /** Returns how many warnings there were. */
  #add(results: StoredResults<Row>, keepRows: boolean): number {
    const { total } = this;
    let warnings = 0;
    for (const result of results) {
      if ('error' in result) continue;
      const isRows = keepRows && result.columns !== undefined;
      const changed = isRows ? result.rows.length : result.affectedRows;
      total.affectedRows = sum(total.affectedRows, changed);
      total.insertId ||= result.insertId;
      warnings += result.warningCount;
      if (!isRows) continue;
      total.columns ??= result.columns;
      for (const row of result.rows) total.rows.push(row);
    }
    return warnings;
  }
}

function throwFirst(results: StoredResults<unknown>): void {
  for (const result of results) if ('error' in result) throw result.error;
}

function sum(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b);
}

/** Says of an error in the parameters which row they are of; other errors stay as they are. */
export function errorOfRow(index: number, error: unknown): unknown {
  if (!(error instanceof ProgrammingError)) return error;
  const { code, hint, sql } = error;
  const named = new ProgrammingError(`Row ${index}: ${error.message}`, {
    ...{ code, hint, sql },
    cause: error,
  });
  named.rowIndex = index;
  return named;
}
