import { ProgrammingError } from '../errors';
import { insertTemplate } from '../sql/insert-template';
import { type Params, placeholderStyle } from '../sql/param-style';
import type { Conversion } from './conversion';
import type { Operation } from './operation';
import type { Session } from './session';
import { type StoredResults, storeResults } from './stored-results';

/** Parameters of many rows. */
export type ManyRows = Iterable<Params>;

/** What all the statements of an `executemany` did together. */
export interface ManyResult {
  affectedRows: number | bigint;
  insertId: number | bigint;
  warningCount: number;
}

/**
 * Bytes of one multi-row statement: large enough that the round trip does not count, and below the
 * smallest max_allowed_packet that servers come with (1 MiB on MySQL 5.5).
 */
const STATEMENT_BYTES = 1024 * 1024 - 1024;

/**
 * Runs a statement for each row. An INSERT or REPLACE with one row of VALUES becomes multi-row
 * statements; any other statement is sent once a row, which `rewritable` of its template explains.
 */
export function* executeMany(
  session: Session,
  sql: string,
  rows: ManyRows,
  conversion: Conversion,
): Operation<ManyResult> {
  const total: ManyResult = { affectedRows: 0, insertId: 0, warningCount: 0 };
  let index = 0;
  let batch: StatementBuilder | undefined;
  for (const params of rows) {
    const style = inRow(index, () => placeholderStyle(params, session.options.paramstyle));
    const insert = insertTemplate(sql, session.sqlMode, style);
    if (!insert.rewritable) {
      const text = inRow(index, () => session.render(sql, params, conversion));
      addResults(total, yield* storeResults(session, text, sql, 'array'));
    } else {
      batch ??= new StatementBuilder(insert.prefix, insert.suffix);
      const row = inRow(index, () => session.renderTemplate(insert.row, params, conversion));
      if (!batch.fits(row)) yield* send(session, sql, batch, total);
      batch.add(row);
    }
    index++;
  }
  if (batch !== undefined) yield* send(session, sql, batch, total);
  return total;
}

function* send(
  session: Session,
  sql: string,
  batch: StatementBuilder,
  total: ManyResult,
): Operation<void> {
  if (batch.empty) return;
  addResults(total, yield* storeResults(session, batch.take(), sql, 'array'));
}

function addResults(total: ManyResult, results: StoredResults<unknown>): void {
  for (const result of results) {
    if ('error' in result) throw result.error;
    total.affectedRows = sum(total.affectedRows, result.affectedRows);
    total.insertId ||= result.insertId;
    total.warningCount += result.warningCount;
  }
}

function sum(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b);
}

/** Says of an error in the parameters which row they are of. */
function inRow<T>(index: number, render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof ProgrammingError)) throw error;
    const { code, hint, sql } = error;
    throw new ProgrammingError(`Row ${index}: ${error.message}`, { code, hint, sql, cause: error });
  }
}

/** Collects rendered rows into one statement: text as long as no row has bytes in it. */
class StatementBuilder {
  readonly #prefix: string;
  readonly #suffix: string;
  #rows: (string | Uint8Array)[] = [];
  #bytes = 0;

  constructor(prefix: string, suffix: string) {
    this.#prefix = prefix;
    this.#suffix = suffix;
  }

  get empty(): boolean {
    return this.#rows.length === 0;
  }

  /** Whether the row may still be added; the first one always may. */
  fits(row: string | Uint8Array): boolean {
    return this.empty || this.#bytes + byteLength(row) <= STATEMENT_BYTES;
  }

  add(row: string | Uint8Array): void {
    this.#rows.push(row);
    this.#bytes += byteLength(row) + 1;
  }

  /** The statement; begins a new one. */
  take(): string | Uint8Array {
    const rows = this.#rows;
    this.#rows = [];
    this.#bytes = 0;
    if (rows.every((row) => typeof row === 'string')) {
      return `${this.#prefix}${rows.join(',')}${this.#suffix}`;
    }
    const parts = rows.flatMap((row, i) => (i === 0 ? [row] : [',', row]));
    return Buffer.concat(
      [this.#prefix, ...parts, this.#suffix].map((part) =>
        typeof part === 'string' ? Buffer.from(part) : part,
      ),
    );
  }
}

function byteLength(row: string | Uint8Array): number {
  return typeof row === 'string' ? Buffer.byteLength(row) : row.byteLength;
}
