import { ER } from '../constants/server-errors';
import { OperationalError, ProgrammingError } from '../errors';
import { type InsertTemplate, insertTemplate } from '../sql/insert-template';
import type { PlaceholderStyle, SqlMode } from '../sql/lexer';
import { type Params, placeholderStyle } from '../sql/param-style';
import { errorOfRow, type ManyStatements } from './many-statements';
import type { Command, Operation } from './operation';
import { maxStatementBytes, STATEMENT_BYTES, SURELY_ALLOWED } from './packet-limit';
import { byteLength, StatementBuilder } from './statement-builder';

/** A row that needs more than memory: the statement, if it is one, that it was to join. */
export interface PendingText {
  readonly text: string | Uint8Array;
  readonly batch: StatementBuilder | undefined;
  /** Whether the rows that come back are wanted. */
  readonly returning: boolean;
}

interface ReadyText {
  readonly text: Uint8Array;
  readonly first: number;
  readonly count: number;
}

/**
 * Rows of an `executemany` as text: multi-row statements, or a statement for each row, which
 * `rewritable` of the template explains.
 */
export class TextRows {
  /** Done each time that a statement of many rows was sent, before its answer has come. */
  meanwhile: () => void = nothing;
  /** Bytes of the statements that wait to be sent. */
  readyBytes = 0;
  readonly #statements: ManyStatements<unknown>;
  #template: { style: PlaceholderStyle; sqlMode: SqlMode; insert: InsertTemplate } | undefined;
  #batch: StatementBuilder | undefined;
  /** How the session read SQL when the first row of the batch was made. */
  #reading = 0;
  /** Bytes that a statement may have, as far as that is known. */
  #sureBytes = SURELY_ALLOWED;
  /** Statements that are to be sent before the batch. */
  readonly #ready: ReadyText[] = [];
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
      if (batch.rows === 0) this.#reading = session.reading;
      const text = session.renderTemplate(insert.row, params, conversion);
      if (!batch.add(text, this.#sureBytes)) return { text, batch, returning: true };
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

  /**
   * As `collect`, for a row that is read ahead; false when it has to be placed. Nothing is read ahead
   * before it is known how much a statement may have.
   */
  collectAhead(params: Params, index: number): boolean {
    if (this.#sureBytes <= SURELY_ALLOWED) return false;
    const pending = this.collect(params, index);
    if (pending === undefined) return true;
    const { batch, text } = pending;
    if (batch === undefined || batch.rows === 0) return false;
    this.#takeBatch(batch);
    if (!batch.add(text, this.#sureBytes)) return false;
    this.#next++;
    return true;
  }

  /** Makes room for a row that did not fit, or sends one that is a statement by itself. */
  *place({ text, batch, returning }: PendingText): Operation<void> {
    const { session, sql } = this.#statements;
    const alone = batch === undefined ? byteLength(text) : Infinity;
    if (alone > SURELY_ALLOWED) {
      const most = yield* maxStatementBytes(session);
      this.#sureBytes = Math.min(STATEMENT_BYTES, most);
      if (batch !== undefined && batch.bytesWith(text) > this.#sureBytes) this.#takeBatch(batch);
      const bytes = batch?.bytesWith(text) ?? alone;
      if (bytes > most) {
        this.meanwhile = nothing;
        yield* this.#sendReady();
        throw tooLarge(sql, this.#next, bytes, most);
      }
    }
    // Before anything is sent: rows that are read meanwhile come after it.
    batch?.add(text);
    const first = this.#next++;
    if (batch === undefined) yield* this.#send({ text, first, count: 1 }, returning);
    else yield* this.#sendReady();
  }

  /** Sends the rows that were collected. */
  *flush(): Operation<void> {
    if (this.#batch !== undefined) this.#takeBatch(this.#batch);
    yield* this.#sendReady();
  }

  #takeBatch(batch: StatementBuilder): void {
    const { rows } = batch;
    if (rows === 0) return;
    const { session, sql } = this.#statements;
    if (session.reading !== this.#reading) throw readOtherwise(sql);
    const text = batch.take();
    this.#ready.push({ text, first: this.#next - rows, count: rows });
    this.readyBytes += text.length;
  }

  *#sendReady(): Operation<void> {
    for (let next = this.#ready.shift(); next !== undefined; next = this.#ready.shift()) {
      this.readyBytes -= next.text.length;
      yield* this.#send(next, true, () => this.meanwhile());
    }
  }

  #send(
    { text, first, count }: Omit<ReadyText, 'text'> & { readonly text: string | Uint8Array },
    returning: boolean,
    meanwhile: () => void = () => {},
  ): Operation<void> {
    const send = this.#statements.session.commands.sending(text, false);
    const command: Command = (native) => {
      send(native);
      meanwhile();
    };
    return this.#statements.send({ command, bytes: byteLength(text), first, count, returning });
  }
}

/** What is in quotes for one SQL mode may end early in another. */
function readOtherwise(sql: string): ProgrammingError {
  return new ProgrammingError('The session reads SQL otherwise than when the rows were made', {
    code: 'ERR_MYSQLDB_PARAMETER',
    hint: 'Change sql_mode and character sets before executemany, not while its rows are read.',
    sql,
  });
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

function nothing(): void {}
