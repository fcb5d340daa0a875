import { ProgrammingError } from '../errors';
import { insertTemplate } from '../sql/insert-template';
import { type Params, placeholderStyle } from '../sql/param-style';
import type { SqlTemplate } from '../sql/template';
import type { Operation, Outcome } from './operation';
import type { Session } from './session';
import { storeResults } from './stored-results';

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
export function* executeMany(session: Session, sql: string, rows: ManyRows): Operation<ManyResult> {
  const total: ManyResult = { affectedRows: 0, insertId: 0, warningCount: 0 };
  let index = 0;
  let batch: StatementBuilder | undefined;
  for (const params of rows) {
    const style = styleOf(params, session, index);
    const insert = insertTemplate(sql, session.sqlMode, style);
    if (!insert.rewritable) {
      const results = yield* storeResults(session, session.render(sql, params), sql, 'array');
      for (const result of results) addResult(total, result);
    } else {
      batch ??= new StatementBuilder(insert.prefix, insert.suffix);
      const row = renderRow(session, insert.row, params, index);
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
  const results = yield* storeResults(session, batch.take(), sql, 'array');
  for (const result of results) addResult(total, result);
}

function addResult(total: ManyResult, result: Partial<Outcome> | { error: unknown }): void {
  if ('error' in result && result.error !== undefined) throw result.error;
  const { affectedRows = 0, insertId = 0, warningCount = 0 } = result as Partial<Outcome>;
  total.affectedRows = sum(total.affectedRows, affectedRows);
  total.insertId ||= insertId;
  total.warningCount += warningCount;
}

function sum(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b);
}

function styleOf(
  params: Params,
  session: Session,
  index: number,
): ReturnType<typeof placeholderStyle> {
  try {
    return placeholderStyle(params, session.options.paramstyle);
  } catch (error) {
    throw inRow(error, index);
  }
}

function renderRow(
  session: Session,
  row: SqlTemplate,
  params: Params,
  index: number,
): string | Uint8Array {
  try {
    return session.renderTemplate(row, params);
  } catch (error) {
    throw inRow(error, index);
  }
}

function inRow(error: unknown, index: number): unknown {
  if (!(error instanceof ProgrammingError)) return error;
  return new ProgrammingError(`Row ${index}: ${error.message}`, {
    code: error.code,
    cause: error,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.sql !== undefined && { sql: error.sql }),
  });
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
