/** Statements that are sent before the answers of those before them have come. */

import { Fifo } from '../fifo';
import { type ErrorClass, MySQLError } from '../errors';
import { addon } from '../native/load';
import type { RowFormat } from '../rows/row-format';
import { SessionState } from '../rows/batch-layout';
import type { Operation, Outcome } from './operation';
import { resultSet } from './result-set';
import type { Session } from './session';
import { formOf, isBound, type Statement, textOf } from './statement';
import { storeFrom, storeResults, type StoredResults } from './stored-results';

/**
 * Most bytes of statements on their way. A server that cannot send its answers reads no more
 * statements, so what is sent must fit the buffers between the two: else both would wait for ever.
 */
const MAX_BYTES = 32 * 1024;
const MAX_STATEMENTS = 256;

/** A statement of a pipeline, and whom its results are for. */
export interface PipelinedStatement {
  readonly statement: Statement;
  readonly format: RowFormat;
  resolve(results: StoredResults<unknown>): void;
  reject(error: unknown): void;
}

/** The statements of a pipeline that were not sent yet. */
export class PipelineQueue {
  readonly waiting = new Fifo<PipelinedStatement>();
  /** Called when a statement is added while answers are read. */
  onAdded: () => void = nothing;

  add(entry: PipelinedStatement): void {
    this.waiting.add(entry);
    this.onAdded();
  }

  rejectAll(error: unknown): void {
    for (const entry of this.waiting.takeAll()) entry.reject(error);
  }
}

/**
 * Runs the statements of a queue, also those that are added meanwhile, until it is empty.
 * @returns what one of them failed with, if any did: one that may be done again before others
 */
export function runPipeline(
  session: Session,
  queue: PipelineQueue,
): Operation<MySQLError | undefined> {
  return new PipelineRun(session, queue).run();
}

class PipelineRun {
  readonly #session: Session;
  readonly #queue: PipelineQueue;
  /** Those whose answers are to come, in their order. */
  readonly #sent: { readonly entry: PipelinedStatement; readonly bytes: number }[] = [];
  /** Bytes of all of them. */
  #bytes = 0;
  #failure: MySQLError | undefined;

  constructor(session: Session, queue: PipelineQueue) {
    this.#session = session;
    this.#queue = queue;
  }

  *run(): Operation<MySQLError | undefined> {
    try {
      do {
        yield* this.#send();
        if (this.#sent.length > 0) yield* this.#readAnswers();
      } while (this.#sent.length > 0 || this.#queue.waiting.size > 0);
    } catch (error) {
      // The connection is over, and every statement hears of it.
      const sent = this.#sent.map(({ entry }) => entry);
      for (const entry of [...sent, ...this.#queue.waiting.takeAll()]) {
        entry.reject(lostWith(error, entry.statement));
      }
    }
    return this.#failure;
  }

  /** Sends as many statements as may be on their way; one that goes alone when none is. */
  *#send(): Operation<void> {
    const texts = this.#takeTexts();
    if (texts.length > 0) {
      const outcome = yield this.#session.commands.sendingAhead(texts);
      if (outcome.state === SessionState.closed) this.#session.take(outcome);
    }
    if (this.#sent.length > 0) return;
    const alone = this.#queue.waiting.take();
    if (alone === undefined) return;
    const { statement, format } = alone;
    const { sql, infile, conversion } = statement;
    const command = this.#session.commands.sending(
      plainText(this.#session, statement),
      false,
      infile,
    );
    yield* this.#settle(
      alone,
      storeResults(this.#session, command, sql, format, conversion.decoding),
    );
  }

  #takeTexts(): (string | Uint8Array)[] {
    const texts: (string | Uint8Array)[] = [];
    const { waiting } = this.#queue;
    while (waiting.first !== undefined && this.#sent.length < MAX_STATEMENTS) {
      const { statement } = waiting.first;
      if (statement.infile !== undefined || !addon.capabilities.separateSend) return texts;
      const text = plainText(this.#session, statement);
      const bytes = Buffer.byteLength(text);
      if (this.#bytes + bytes > MAX_BYTES) return texts;
      this.#bytes += bytes;
      this.#sent.push({ entry: waiting.take()!, bytes });
      texts.push(text);
    }
    return texts;
  }

  /**
   * Reads answers as they come, without a turn for each. All of them if nothing else is to be sent; else
   * only so many that the server always has something to do.
   */
  *#readAnswers(): Operation<void> {
    const { statement, format } = this.#sent[0]!.entry;
    const { decoding } = statement.conversion;
    const rows: unknown[] = [];
    this.#session.receiveInto(format, rows, decoding, this.#takeAnswer);
    this.#queue.onAdded = this.#makeRoom;
    const all = this.#queue.waiting.size === 0;
    const count = all ? this.#sent.length : Math.ceil(this.#sent.length / 2);
    const outcome = yield (native) => native.readAnswers(count, false);
    this.#queue.onAdded = nothing;
    const last = this.#shift();
    const { sql } = last.statement;
    yield* this.#settle(last, storeFrom(this.#session, outcome, rows, sql, format, decoding));
  }

  /** There are statements to send: reading ends soon, so that they go out. */
  readonly #makeRoom = (): void => {
    if (this.#sent.length > MAX_STATEMENTS / 2 || this.#bytes > MAX_BYTES / 2) return;
    this.#session.channel.native.readNoMore();
  };

  readonly #takeAnswer = (outcome: Outcome, rows: unknown[]): void => {
    const entry = this.#shift();
    try {
      const { sql } = entry.statement;
      entry.resolve([resultSet(this.#session.take(outcome, sql), rows)]);
    } catch (error) {
      this.#fail(entry, error);
    }
  };

  #fail({ reject }: PipelinedStatement, error: unknown): void {
    if (error instanceof MySQLError && (error.retryable || this.#failure === undefined)) {
      this.#failure = error;
    }
    reject(error);
  }

  #shift(): PipelinedStatement {
    const { entry, bytes } = this.#sent.shift()!;
    this.#bytes -= bytes;
    return entry;
  }

  /** Gives a statement its results, or what it failed with; throws only when the connection is over. */
  *#settle(entry: PipelinedStatement, results: Operation<StoredResults<unknown>>): Operation<void> {
    try {
      entry.resolve(yield* results);
    } catch (error) {
      this.#fail(entry, error);
      if (!this.#session.isOpen) throw this.#session.overError();
    }
  }
}

/** The end of the connection as a statement tells it: under its own text, from its own line. */
function lostWith(cause: unknown, { sql }: Statement): unknown {
  if (!(cause instanceof MySQLError)) return cause;
  return new (cause.constructor as ErrorClass)(cause.message, { ...cause, sql, cause });
}

/** Pipelines are of the text protocol. */
function plainText(session: Session, statement: Statement): string | Uint8Array {
  const form = formOf(session, statement);
  return isBound(form) ? textOf(session, statement) : form;
}

function nothing(): void {}
