import { CR } from '../constants/client-errors';
import { OperationalError, ProgrammingError } from '../errors';
import type { Conversion } from '../operations/conversion';
import type { InfileFeeder } from '../operations/local-infile';
import type { Operation } from '../operations/operation';
import type { Session } from '../operations/session';
import { StreamedResults } from '../operations/streamed-results';
import { SessionState } from '../rows/batch-layout';
import type { Column } from '../rows/column';
import { type Cells, StoredRows, UsedRows } from './rows';

/** A result set that was taken. */
export interface TakenResult<Rows> {
  readonly columns: readonly Column[];
  readonly rows: Rows;
  /** Whether another result follows, as far as that is known. */
  readonly hasNext: boolean;
}

/** What the connection waits for, and what to call then: the C API's order of calls. */
const NEXT_CALLS = {
  sent: 'A statement was sent: call readQueryResult() first.',
  untaken: 'A result was not taken: call storeResult(), useResult() or discardResult() first.',
  used: 'A used result has unread rows: fetch it to its end, or call discardResult().',
  more: 'The statement has more results: call nextResult() until it gives false.',
  taken: 'The result was taken before.',
  ready: 'No statement was sent: call sendQuery() first.',
} as const;

/** Error 2014, which leaves the connection as it was. */
function outOfSync(hint: string): ProgrammingError {
  return new ProgrammingError("Commands out of sync; you can't run this command now", {
    errno: CR.COMMANDS_OUT_OF_SYNC,
    code: 'CR_COMMANDS_OUT_OF_SYNC',
    sqlState: 'HY000',
    hint,
  });
}

/** Unlike any other command on a lost connection, this one is about something that was sent. */
function lostAnswer(cause: unknown): OperationalError {
  return new OperationalError('The connection was lost before the answer was read', {
    errno: CR.SERVER_LOST,
    code: 'CR_SERVER_LOST',
    sqlState: 'HY000',
    hint: 'Whether the statement was executed is not known.',
    fatal: true,
    cause,
  });
}

/** Statements and their results in the steps of the C API, and the order that the steps must have. */
export class Answers {
  /** Rows that the last statement changed, or that its stored result has; -1 when not known. */
  affectedRows: number | bigint = -1;
  insertId: number | bigint = 0;
  fieldCount = 0;
  readonly #session: Session;
  readonly #conversion: Conversion;
  #stage: 'ready' | 'sent' | 'untaken' | 'used' = 'ready';
  #stream: StreamedResults<Cells> | undefined;
  #used: UsedRows | undefined;

  constructor(session: Session, conversion: Conversion) {
    this.#session = session;
    this.#conversion = conversion;
  }

  /**
   * Throws unless a statement may be sent.
   * @throws InterfaceError when the connection is closed, ProgrammingError (2014) otherwise
   */
  checkReady(): void {
    this.#checkResult();
    if (this.#session.state === SessionState.moreResults) throw outOfSync(NEXT_CALLS.more);
  }

  *query(text: string | Uint8Array, infile: InfileFeeder | undefined): Operation<void> {
    try {
      this.checkReady();
      const stream = this.#begin(text);
      yield* stream.execute(this.#session.commands.sending(text, true, infile));
      this.#show(stream);
    } catch (error) {
      infile?.check();
      throw error;
    } finally {
      infile?.close();
    }
  }

  *send(text: string | Uint8Array): Operation<void> {
    this.checkReady();
    yield* this.#begin(text).send(text);
    this.#stage = 'sent';
  }

  *readAnswer(): Operation<void> {
    if (this.#stage !== 'sent') {
      this.#checkOpen();
      throw outOfSync(NEXT_CALLS.ready);
    }
    if (!this.#session.isOpen) throw lostAnswer(this.#session.closedError());
    this.#stage = 'ready';
    yield* this.#stream!.readAnswer();
    this.#show(this.#stream!);
  }

  /** Null when the statement has no result set. */
  *store(): Operation<TakenResult<StoredRows> | null> {
    const stream = this.#untaken();
    if (stream === null) return null;
    this.#stage = 'ready';
    const columns = stream.current!.columns!;
    let rows;
    try {
      rows = yield* stream.take(Infinity);
    } catch (error) {
      yield* stream.drop();
      throw error;
    }
    this.affectedRows = rows.length;
    return { columns, rows: new StoredRows(rows), hasNext: this.#hasNext };
  }

  /** Null when the statement has no result set. */
  *use(): Operation<TakenResult<UsedRows> | null> {
    const stream = this.#untaken();
    if (stream === null) return null;
    this.#stage = 'used';
    this.#used = new UsedRows(this.#session, stream, () => (this.#stage = 'ready'));
    return { columns: stream.current!.columns!, rows: this.#used, hasNext: this.#hasNext };
  }

  /** Goes on to the statement's next result; false when there is none. */
  *next(): Operation<boolean> {
    this.#checkResult();
    if (!this.#hasNext) return false;
    this.#forget();
    yield* this.#stream!.next();
    this.#show(this.#stream!);
    return true;
  }

  /** Drops the rows that are left of the current result. */
  *discard(): Operation<void> {
    this.#checkOpen();
    if (this.#stage === 'sent') throw outOfSync(NEXT_CALLS.sent);
    if (this.#stage === 'used') yield* this.#used!.drop();
    if (this.#stage !== 'untaken') return;
    this.#stage = 'ready';
    yield* this.#stream!.drop();
  }

  get #hasNext(): boolean {
    return this.#session.state === SessionState.moreResults;
  }

  #checkOpen(): void {
    if (!this.#session.isOpen) throw this.#session.closedError();
  }

  #checkResult(): void {
    this.#checkOpen();
    if (this.#stage !== 'ready') throw outOfSync(NEXT_CALLS[this.#stage]);
  }

  #untaken(): StreamedResults<Cells> | null {
    this.#checkOpen();
    if (this.#stage === 'sent' || this.#stage === 'used') throw outOfSync(NEXT_CALLS[this.#stage]);
    if (this.fieldCount === 0) return null;
    if (this.#stage === 'ready') throw outOfSync(NEXT_CALLS.taken);
    return this.#stream!;
  }

  #begin(text: string | Uint8Array): StreamedResults<Cells> {
    this.#forget();
    const statement = {
      sql: typeof text === 'string' ? text : undefined,
      conversion: this.#conversion,
    };
    this.#stream = new StreamedResults<Cells>(this.#session, this, statement, 'array');
    return this.#stream;
  }

  #forget(): void {
    this.affectedRows = -1;
    this.insertId = 0;
    this.fieldCount = 0;
    this.#used = undefined;
  }

  #show(stream: StreamedResults<Cells>): void {
    const { columns, affectedRows, insertId } = stream.current!;
    this.fieldCount = columns?.length ?? 0;
    this.insertId = insertId;
    if (columns === undefined) this.affectedRows = affectedRows;
    else this.#stage = 'untaken';
  }
}
