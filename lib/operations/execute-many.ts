import { CLIENT } from '../constants/client';
import { ER } from '../constants/server-errors';
import { MySQLError, OperationalError, ProgrammingError } from '../errors';
import type { ExecuteManyOptions } from '../options/execute-options';
import type { Column } from '../rows/column';
import type { RowFormat } from '../rows/row-format';
import { type InsertTemplate, insertTemplate } from '../sql/insert-template';
import type { PlaceholderStyle, SqlMode } from '../sql/lexer';
import { type Params, placeholderStyle } from '../sql/param-style';
import type { Conversion } from './conversion';
import { failingRow } from './failing-row';
import type { RowSource } from './many-rows';
import type { Operation } from './operation';
import { ownQuery } from './own-query';
import type { Session } from './session';
import { byteLength, StatementBuilder } from './statement-builder';
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

/** Bytes of one multi-row statement: large enough that the round trip does not count. */
const STATEMENT_BYTES = 1024 * 1024;
/** Below this nobody asks for the server's max_allowed_packet, which is 1024 at least. */
const SURELY_ALLOWED = 16 * 1024;

/**
 * Runs a statement for each row. An INSERT or REPLACE with one row of VALUES becomes multi-row
 * statements; any other statement is sent once a row, which `rewritable` of its template explains.
 */
export function* executeMany<Row>(
  session: Session,
  sql: string,
  source: RowSource,
  how: ManyManner,
): Operation<ManyResult<Row>> {
  const load = new Load<Row>(session, sql, how);
  try {
    for (;;) {
      // No generator for a row that is there and fits: there may be millions.
      const asked = source.next();
      const step = 'then' in asked ? yield* source.wait(asked) : asked;
      if (step === undefined) throw session.overError();
      if (step.done) break;
      const pending = load.collect(step.value);
      if (pending !== undefined) yield* load.place(pending);
    }
    yield* load.flush();
  } catch (error) {
    yield* source.close();
    if (error instanceof MySQLError) error.affectedRows = load.total.affectedRows;
    throw error;
  } finally {
    how.onStatements(load.total.statements);
  }
  return load.total;
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

/** A row that needs more than memory: the statement, if it is one, that it was to join. */
interface PendingRow {
  readonly text: string | Uint8Array;
  readonly batch: StatementBuilder | undefined;
  /** Whether the rows that come back are wanted. */
  readonly returning: boolean;
}

/** One `executemany` while it runs. */
class Load<Row> {
  readonly total: ManyResult<Row> = {
    affectedRows: 0,
    insertId: 0,
    warningCount: 0,
    statements: 0,
    columns: undefined,
    rows: [],
  };
  readonly #session: Session;
  readonly #sql: string;
  readonly #format: RowFormat;
  readonly #conversion: Conversion;
  readonly #options: ExecuteManyOptions;
  readonly #messages: Message[];
  #template: { style: PlaceholderStyle; sqlMode: SqlMode; insert: InsertTemplate } | undefined;
  #batch: StatementBuilder | undefined;
  /** Bytes that a statement may have, as far as that is known. */
  #sureBytes = SURELY_ALLOWED;
  /** Rows that were taken; those of the batch are the last of them. */
  #rows = 0;

  constructor(session: Session, sql: string, how: ManyManner) {
    this.#session = session;
    this.#sql = sql;
    this.#format = how.format;
    this.#conversion = how.conversion;
    this.#options = how.options;
    this.#messages = how.messages;
  }

  /** Adds a row to the statement that is being made; what does not fit comes back. */
  collect(params: Params): PendingRow | undefined {
    const session = this.#session;
    const index = this.#rows;
    const insert = inRow(index, () => this.#templateFor(params));
    if (!insert.rewritable) {
      const text = inRow(index, () => session.render(this.#sql, params, this.#conversion));
      return { text, batch: undefined, returning: insert.returning };
    }
    const batch = (this.#batch ??= new StatementBuilder(insert.prefix, insert.suffix));
    const text = inRow(index, () => session.renderTemplate(insert.row, params, this.#conversion));
    if (batch.bytesWith(text) > this.#sureBytes) return { text, batch, returning: true };
    batch.add(text);
    this.#rows++;
    return undefined;
  }

  /** That of the row before, as a rule: long statements are in no cache. */
  #templateFor(params: Params): InsertTemplate {
    const { options, sqlMode } = this.#session;
    const style = placeholderStyle(params, options.paramstyle);
    const last = this.#template;
    if (last !== undefined && last.style === style && last.sqlMode === sqlMode) return last.insert;
    const insert = insertTemplate(this.#sql, sqlMode, style);
    this.#template = { style, sqlMode, insert };
    return insert;
  }

  /** Makes room for a row that did not fit, or sends one that is a statement by itself. */
  *place({ text, batch, returning }: PendingRow): Operation<void> {
    const alone = batch === undefined ? byteLength(text) : Infinity;
    if (alone > SURELY_ALLOWED) {
      const most = yield* maxStatementBytes(this.#session);
      this.#sureBytes = Math.min(STATEMENT_BYTES, most);
      if (batch !== undefined && batch.bytesWith(text) > this.#sureBytes) yield* this.flush();
      const bytes = batch?.bytesWith(text) ?? alone;
      if (bytes > most) throw tooLarge(this.#sql, this.#rows, bytes, most);
    }
    batch?.add(text);
    this.#rows++;
    if (batch === undefined) yield* this.#send(text, 1, returning);
  }

  /** Sends the rows that were collected. */
  *flush(): Operation<void> {
    const batch = this.#batch;
    if (batch === undefined || batch.rows === 0) return;
    const { rows } = batch;
    yield* this.#send(batch.take(), rows, true);
  }

  *#send(text: string | Uint8Array, count: number, keepRows: boolean): Operation<void> {
    const first = this.#rows - count;
    this.total.statements++;
    try {
      this.#add(yield* withWarnings(this.#session, this.#messages, this.#results(text)), keepRows);
    } catch (error) {
      if (error instanceof MySQLError) {
        error.rowRange = [first, first + count - 1];
        const row = yield* failingRow(this.#session, error, count);
        if (row !== undefined) error.rowIndex = first + row;
      }
      throw error;
    }
    const { affectedRows, statements } = this.total;
    const bytes = byteLength(text);
    this.#options.onProgress?.({ rows: first + count, affectedRows, statements, bytes });
  }

  #results(text: string | Uint8Array): Operation<StoredResults<Row>> {
    const { decoding } = this.#conversion;
    const command = this.#session.sending(text, false);
    return storeResults(this.#session, command, this.#sql, this.#format, decoding);
  }

  #add(results: StoredResults<Row>, keepRows: boolean): void {
    const { total } = this;
    for (const result of results) {
      if ('error' in result) throw result.error;
      const isRows = keepRows && result.columns !== undefined;
      const changed = isRows ? result.rows.length : result.affectedRows;
      total.affectedRows = sum(total.affectedRows, changed);
      total.insertId ||= result.insertId;
      total.warningCount += result.warningCount;
      if (!isRows) continue;
      total.columns ??= result.columns;
      for (const row of result.rows) total.rows.push(row);
    }
  }
}

/** A row that no packet can hold: the server would cut the connection, so it is not sent. */
function tooLarge(sql: string, index: number, bytes: number, most: number): OperationalError {
  const message = `Row ${index} makes a statement of ${bytes} bytes; the server takes ${most}`;
  const error = new OperationalError(message, {
    errno: ER.NET_PACKET_TOO_LARGE,
    code: 'ER_NET_PACKET_TOO_LARGE',
    hint: 'Raise max_allowed_packet on the server.',
    sql,
  });
  error.rowIndex = index;
  return error;
}

/** The largest statement that the server takes; asked for once. */
function* maxStatementBytes(session: Session): Operation<number> {
  if (session.maxAllowedPacket === undefined) {
    const [row] = yield* ownQuery<[number]>(session, 'SELECT @@max_allowed_packet');
    session.maxAllowedPacket = row![0];
  }
  const limit = Math.min(session.maxAllowedPacket, session.options.maxAllowedPacket);
  // A packet of exactly that size is refused, and the command's own byte is in it too.
  return limit - 2 - attributeBytes(session);
}

/**
 * Of the two counts of query attributes, which come before a statement where both sides have them.
 * The client keeps the flag for a server without them too (MariaDB, MySQL before 8.0.23).
 */
function attributeBytes(session: Session): number {
  const { clientFlag, serverCapabilities } = session.facts;
  const agreed = BigInt(clientFlag) & serverCapabilities;
  return agreed & BigInt(CLIENT.QUERY_ATTRIBUTES) ? 2 : 0;
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
    const named = new ProgrammingError(`Row ${index}: ${error.message}`, {
      ...{ code, hint, sql },
      cause: error,
    });
    named.rowIndex = index;
    throw named;
  }
}
