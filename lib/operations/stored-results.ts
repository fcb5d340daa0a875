import type { Decoding } from '../rows/decoding';
import type { RowFormat } from '../rows/row-format';
import { SessionState } from '../rows/batch-layout';
import type { Command, Operation } from './operation';
import type { InfileFeeder } from './local-infile';
import { type ResultSet, resultSet } from './result-set';
import type { Session, Statement } from './session';

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
  const text = session.textOf(statement);
  const { sql, conversion, infile } = statement;
  return infile === undefined
    ? storeResults(session, text, sql, format, conversion.decoding)
    : loadInfile(session, text, statement, infile, format);
}

/** A statement that may ask for a local file; what its source failed with says more than the server. */
function* loadInfile<Row>(
  session: Session,
  text: string | Uint8Array,
  { sql, conversion }: Statement,
  infile: InfileFeeder,
  format: RowFormat,
): Operation<StoredResults<Row>> {
  try {
    return yield* storeResults<Row>(session, text, sql, format, conversion.decoding, infile);
  } catch (error) {
    infile.check();
    throw error;
  } finally {
    infile.close();
  }
}

/** As above, for a text that is ready; `sql` is what an error shows. */
export function* storeResults<Row>(
  session: Session,
  text: string | Uint8Array,
  sql: string,
  format: RowFormat,
  decoding?: Decoding,
  infile?: InfileFeeder,
): Operation<StoredResults<Row>> {
  if (!session.isOpen) throw session.overError();
  const results: StoredResults<Row> = [];
  let command = session.sending(text, false, infile);
  do {
    const rows: Row[] = [];
    session.receiveInto(format, rows, decoding);
    try {
      results.push(resultSet(session.take(yield command, sql), rows));
    } catch (error) {
      yield* skipResults(session);
      if (results.length === 0) throw error;
      results.push({ error });
    }
    command = nextStored;
  } while (session.state === SessionState.moreResults);
  return results;
}

const nextStored: Command = (native) => native.nextResult(false);

/** Reads and drops all results that are left of a statement. */
export function* skipResults(session: Session): Operation<void> {
  while (session.state === SessionState.moreResults || session.state === SessionState.rows) {
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
