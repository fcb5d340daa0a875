import { ProgrammingError } from '../errors';
import type { Decoding } from '../rows/decoding';
import type { RowFormat } from '../rows/row-format';
import { SessionState } from '../rows/batch-layout';
import type { Command, Operation, Outcome } from './operation';
import type { InfileFeeder } from './local-infile';
import { type ResultSet, resultSet } from './result-set';
import { commandAtHand, sendStatement, wasForgotten } from './prepared';
import type { Session } from './session';
import { formOf, isBound, type Statement } from './statement';

/**
 * The results of a statement, all read: the connection is free for the next one. An error of a later
 * result stands where it happened.
 */
export type StoredResults<Row> = (ResultSet<Row> | { readonly error: unknown })[];

/** Runs a statement and reads all of its results. */
export function executeStored<Row>(
  session: Session,
  statement: Statement,
  format: RowFormat,
): Operation<StoredResults<Row>> {
  const { sql, conversion, infile } = statement;
  const store = (command: Command): Operation<StoredResults<Row>> =>
    storeResults(session, command, sql, format, conversion.decoding);
  const form = formOf(session, statement);
  if (infile !== undefined) return loadInfile(infile, storing(store, session, statement));
  // Nearly all statements: the fewer operations within each other, the less each step costs.
  if (!isBound(form)) return store(session.commands.sending(form, false));
  return storing(store, session, statement);
}

/** Once more when the server has forgotten a prepared statement: then it is prepared again. */
function* storing<T>(
  store: (command: Command) => Operation<T>,
  session: Session,
  statement: Statement,
  again = true,
): Operation<T> {
  if (!session.isOpen) throw session.overError();
  try {
    const ready = commandAtHand(session, statement, false);
    return yield* store(ready ?? (yield* sendStatement(session, statement, false)));
  } catch (error) {
    if (!again || !wasForgotten(session, statement, error)) throw error;
    return yield* storing(store, session, statement, false);
  }
}

/** A statement that may ask for a local file; what its source failed with says more than the server. */
function* loadInfile<T>(infile: InfileFeeder, loading: Operation<T>): Operation<T> {
  try {
    return yield* loading;
  } catch (error) {
    infile.check();
    throw error;
  } finally {
    infile.close();
  }
}

/**
 * The result of a statement that should have rows.
 * @throws what any of its results failed with; ProgrammingError when it has none
 */
export function firstResult<Row>(results: StoredResults<Row>, sql: string): ResultSet<Row> {
  for (const result of results) if ('error' in result) throw result.error;
  const first = results[0] as ResultSet<Row>;
  if (first.columns !== undefined) return first;
  throw new ProgrammingError('The statement has no result set', {
    code: 'ERR_MYSQLDB_NO_RESULT',
    hint: 'Use execute() for statements that return no rows.',
    sql,
  });
}

/** As above, for a command that is ready; `sql` is what an error shows. */
export function* storeResults<Row>(
  session: Session,
  command: Command,
  sql: string,
  format: RowFormat,
  decoding?: Decoding,
): Operation<StoredResults<Row>> {
  if (!session.isOpen) throw session.overError();
  const rows: Row[] = [];
  session.receiveInto(format, rows, decoding);
  const outcome = yield command;
  if (outcome.state === SessionState.idle) return [resultSet(session.take(outcome, sql), rows)];
  return yield* storeFrom(session, outcome, rows, sql, format, decoding);
}

/** As above, when the first result has been read. */
export function* storeFrom<Row>(
  session: Session,
  outcome: Outcome,
  rows: Row[],
  sql: string,
  format: RowFormat,
  decoding?: Decoding,
): Operation<StoredResults<Row>> {
  const results: StoredResults<Row> = [];
  for (;;) {
    try {
      results.push(resultSet(session.take(outcome, sql), rows));
    } catch (error) {
      yield* skipResults(session);
      if (results.length === 0) throw error;
      results.push({ error });
    }
    if (session.state !== SessionState.moreResults) return results;
    rows = [];
    session.receiveInto(format, rows, decoding);
    outcome = yield nextStored;
  }
}

const nextStored: Command = (native) => native.nextResult(false);

/** Reads and drops all results that are left of a statement. */
export function* skipResults(session: Session): Operation<void> {
  while (session.isReading) {
    const command: Command =
      session.state === SessionState.rows ? (native) => native.discard() : nextDropped;
    try {
      yield* session.run(command);
    } catch {
      // It belongs to a result that nobody asked for.
    }
  }
}

/** As a stream, so that only its first batch is read before `discard` drops the rest. */
const nextDropped: Command = (native) => native.nextResult(true);
