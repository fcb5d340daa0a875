import { ER } from '../constants/server-errors';
import { OperationalError } from '../errors';
import { type InsertTemplate, insertTemplate } from '../sql/insert-template';
import type { PlaceholderStyle, SqlMode } from '../sql/lexer';
import { type Params, placeholderStyle } from '../sql/param-style';
import { errorOfRow, type ManyStatements } from './many-statements';
import type { Operation } from './operation';
import { maxStatementBytes, STATEMENT_BYTES, SURELY_ALLOWED } from './packet-limit';
import { byteLength, StatementBuilder } from './statement-builder';

/** A row that needs more than memory: the statement, if it is one, that it was to join. */
export interface PendingText {
  readonly text: string | Uint8Array;
  readonly batch: StatementBuilder | undefined;
  /** Whether the rows that come back are wanted. */
  readonly returning: boolean;
}

/**
 * Rows of an `executemany` as text: multi-row statements, or a statement for each row, which
 * `rewritable` of the template explains.
 */
export class TextRows {
  readonly #statements: ManyStatements<unknown>;
  #template: { style: PlaceholderStyle; sqlMode: SqlMode; insert: InsertTemplate } | undefined;
  #batch: StatementBuilder | undefined;
  /** Bytes that a statement may have, as far as that is known. */
  #sureBytes = SURELY_ALLOWED;
  /** The number of the row that comes next; those of the batch are right before it. */
  #next = 0;

  constructor(statements: ManyStatements<unknown>) {
    this.#statements = statements;
  }

  /** Rows that were added and not sent. */
  get waiting(): number {
    return this.#batch?.rows ?? 0;
  }

  /**
   * Adds a row to the statement that is being made; what does not fit is to be placed.
   * @param index the row's number: those that wait are right before it
   */
  collect(params: Params, index: number): PendingText | undefined {
    const { session, sql, conversion } = this.#statements;
    this.#next = index;
    try {
      const insert = this.#templateFor(params);
      if (!insert.rewritable) {
        const text = session.render(sql, params, conversion);
        return { text, batch: undefined, returning: insert.returning };
      }
      const batch = (this.#batch ??= new StatementBuilder(insert.prefix, insert.suffix));
      const text = session.renderTemplate(insert.row, params, conversion);
      if (batch.bytesWith(text) > this.#sureBytes) return { text, batch, returning: true };
      batch.add(text);
      this.#next++;
      return undefined;
    } catch (error) {
      throw errorOfRow(index, error);
    }
  }

  /** That of the row before, as a rule: long statements are in no cache. */
  #templateFor(params: Params): InsertTemplate {
    const { session, sql } = this.#statements;
    const { options, sqlMode } = session;
    const style = placeholderStyle(params, options.paramstyle);
    const last = this.#template;
    if (last !== undefined && last.style === style && last.sqlMode === sqlMode) return last.insert;
    const insert = insertTemplate(sql, sqlMode, style);
    this.#template = { style, sqlMode, insert };
    return insert;
  }

  /** Makes room for a row that did not fit, or sends one that is a statement by itself. */
  *place({ text, batch, returning }: PendingText): Operation<void> {
    const { session, sql } = this.#statements;
    const alone = batch === undefined ? byteLength(text) : Infinity;
    if (alone > SURELY_ALLOWED) {
      const most = yield* maxStatementBytes(session);
      this.#sureBytes = Math.min(STATEMENT_BYTES, most);
      if (batch !== undefined && batch.bytesWith(text) > this.#sureBytes) yield* this.flush();
      const bytes = batch?.bytesWith(text) ?? alone;
      if (bytes > most) throw tooLarge(sql, this.#next, bytes, most);
    }
    batch?.add(text);
    this.#next++;
    if (batch === undefined) yield* this.#send(text, 1, returning);
  }

  /** Sends the rows that were collected. */
  *flush(): Operation<void> {
    const batch = this.#batch;
    if (batch === undefined || batch.rows === 0) return;
    const { rows } = batch;
    yield* this.#send(batch.take(), rows, true);
  }

  #send(text: string | Uint8Array, count: number, returning: boolean): Operation<void> {
    const { session } = this.#statements;
    const command = session.sending(text, false);
    const first = this.#next - count;
    return this.#statements.send({ command, bytes: byteLength(text), first, count, returning });
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
