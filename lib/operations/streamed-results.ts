import { SessionState } from '../rows/batch-layout';
import type { RowFormat } from '../rows/row-format';
import type { Command, Operation, Outcome } from './operation';
import { remembered, sendStatement } from './prepared';
import { RowStream, type StreamStatement } from './row-stream';
import type { Session } from './session';
import type { Statement } from './statement';
import { skipResults } from './stored-results';

/** Runs a statement as a stream. */
export function* executeStreamed<Row>(
  session: Session,
  owner: object,
  statement: Statement,
  format: RowFormat,
): Operation<StreamedResults<Row>> {
  const stream = new StreamedResults<Row>(session, owner, statement, format);
  yield* remembered(session, statement, function* () {
    yield* stream.execute(yield* sendStatement(session, statement, true));
  });
  return stream;
}

/**
 * The results of a statement whose rows are read as they are taken. Until the last of them is taken the
 * connection belongs to its cursor (`session.streamOwner`): also when they are all here already, or it
 * would depend on the size of a result whether another statement may run.
 */
export class StreamedResults<Row> extends RowStream<Row> {
  readonly #owner: object;
  /** What came of `send`, where the client library cannot send without reading the answer. */
  #answer: { readonly outcome: Outcome; readonly rows: Row[] } | undefined;

  /** @param owner what the connection belongs to meanwhile: a cursor */
  constructor(session: Session, owner: object, statement: StreamStatement, format: RowFormat) {
    super(session, statement, format);
    this.#owner = owner;
  }

  /** Sends a statement by a command that streams, and reads as far as its first rows. */
  execute(command: Command): Operation<void> {
    return this.#open(command);
  }

  /** Sends a statement; `readAnswer` comes next. */
  *send(text: string | Uint8Array): Operation<void> {
    const rows = this.begin();
    const outcome = yield this.session.commands.sendingAhead([text]);
    if (outcome.state === SessionState.sent) return;
    if (outcome.state === SessionState.closed) this.session.take(outcome, this.sql);
    this.#answer = { outcome, rows };
  }

  /** Reads the answer of a statement that was sent. */
  *readAnswer(): Operation<void> {
    const answer = this.#answer;
    if (answer === undefined) yield* this.#open((native) => native.readAnswers(1, true));
    else yield* this.#opened(answer.outcome, answer.rows);
  }

  /** Goes on to the next result; false when there is none. */
  *next(): Operation<boolean> {
    yield* this.drop();
    if (!this.holdsConnection || this.session.state !== SessionState.moreResults) {
      this.#giveBack();
      return false;
    }
    yield* this.#open((native) => native.nextResult(true));
    return true;
  }

  /** Drops the rows that are left of the current result. */
  *drop(): Operation<void> {
    this.error = undefined;
    this.skipRows();
    if (!this.unread) {
      this.release();
      return;
    }
    this.unread = false;
    try {
      yield* this.session.run((native) => native.discard(), this.sql);
    } finally {
      this.#afterCommand();
    }
  }

  /**
   * Reads and drops all that is left.
   * @param error what fetching throws from now on
   */
  *close(error?: unknown): Operation<void> {
    const owned = this.holdsConnection;
    this.fail(error);
    this.unread = false;
    // What others want waits for its turn from now on, and need not be refused.
    this.#giveBack();
    if (owned && this.session.isOpen) yield* skipResults(this.session);
  }

  /** Drops the rows that were read; fetching throws the error from now on. */
  fail(error: unknown): void {
    this.forget();
    this.error = error;
    this.release();
  }

  /** Whether the connection belongs to its cursor. */
  get holdsConnection(): boolean {
    return this.session.streamOwner === this.#owner;
  }

  protected override begin(): Row[] {
    this.session.streamOwner = this.#owner;
    return super.begin();
  }

  protected reading(): Command {
    return (native) => native.fetch();
  }

  protected *afterReading(): Operation<void> {
    this.#afterCommand();
  }

  /** Gives the connection back when nothing is left at the server. */
  protected override release(): void {
    if (this.session.isReading || !this.holdsConnection) return;
    this.#giveBack();
    this.session.onStreamEnd?.();
  }

  *#open(command: Command): Operation<void> {
    const rows = this.begin();
    let outcome: Outcome;
    try {
      outcome = yield command;
    } catch (error) {
      this.#giveBack(); // it was cancelled before it was sent
      throw error;
    }
    yield* this.#opened(outcome, rows);
  }

  *#opened(outcome: Outcome, rows: Row[]): Operation<void> {
    try {
      this.session.take(outcome, this.sql);
    } catch (error) {
      if (rows.length === 0) {
        // Nobody gets this stream: what is left of it must not keep the connection.
        yield* this.close();
        throw error;
      }
      this.error = error;
    }
    this.show(outcome, rows);
    this.#afterCommand();
  }

  #afterCommand(): void {
    this.unread = this.session.state === SessionState.rows;
    if (!this.hasRows) this.release();
  }

  #giveBack(): void {
    if (this.holdsConnection) this.session.streamOwner = undefined;
  }
}
