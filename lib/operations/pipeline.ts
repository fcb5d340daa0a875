/** Statements that are sent before the answers of those before them have come. */

import { addon } from '../native/load';
import type { RowFormat } from '../rows/row-format';
import { SessionState } from '../rows/batch-layout';
import type { Command, Operation } from './operation';
import type { Session } from './session';
import { formOf, isBound, type Statement, textOf } from './statement';
import { type StoredResults, storeResults } from './stored-results';

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

interface Sent {
  readonly entry: PipelinedStatement;
  readonly bytes: number;
}

/** Runs the statements of a queue, also those that are added meanwhile, until it is empty. */
export function* runPipeline(session: Session, queue: PipelinedStatement[]): Operation<void> {
  const sent: Sent[] = [];
  try {
    for (;;) {
      yield* sendAhead(session, queue, sent);
      const next = sent.shift();
      if (next === undefined) return;
      yield* answer(session, next.entry, readAnswer);
    }
  } catch (error) {
    // The connection is over, and every statement hears of it.
    for (const { entry } of sent) entry.reject(error);
    for (const entry of queue.splice(0)) entry.reject(error);
  }
}

/** Sends as many statements as may be on their way. */
function* sendAhead(session: Session, queue: PipelinedStatement[], sent: Sent[]): Operation<void> {
  let bytes = sent.reduce((sum, one) => sum + one.bytes, 0);
  while (queue.length > 0 && sent.length < MAX_STATEMENTS) {
    const { statement } = queue[0]!;
    const text = plainText(session, statement);
    const size = Buffer.byteLength(text);
    const goesAlone =
      size > MAX_BYTES || statement.infile !== undefined || !addon.capabilities.separateSend;
    if (sent.length > 0 && (goesAlone || bytes + size > MAX_BYTES)) return;
    const entry = queue.shift()!;
    if (goesAlone) {
      yield* answer(session, entry, session.sending(text, false, statement.infile));
      continue;
    }
    bytes += size;
    sent.push({ entry, bytes: size });
    const outcome = yield session.sendingAhead(text);
    if (outcome.state === SessionState.closed) session.take(outcome, statement.sql);
  }
}

const readAnswer: Command = (native) => native.readAnswer(false);

/** Gives a statement its results, or what it failed with; throws only when the connection is over. */
function* answer(
  session: Session,
  { statement, format, resolve, reject }: PipelinedStatement,
  command: Command,
): Operation<void> {
  const { sql, conversion } = statement;
  try {
    resolve(yield* storeResults(session, command, sql, format, conversion.decoding));
  } catch (error) {
    reject(error);
    if (!session.isOpen) throw session.overError();
  }
}

/** Pipelines are of the text protocol. */
function plainText(session: Session, statement: Statement): string | Uint8Array {
  const form = formOf(session, statement);
  return isBound(form) ? textOf(session, statement) : form;
}
