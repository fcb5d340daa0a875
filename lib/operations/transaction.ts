import { checkSwitch } from '../argument-error';
import { traceCommand } from '../diagnostics/traced-statements';
import { ProgrammingError } from '../errors';
import { addon } from '../native/load';
import type { BeginOptions } from '../options/transaction-options';
import type { Operation } from './operation';
import type { Session } from './session';

/** Runs a statement of which only its success counts. */
export function* command(session: Session, sql: string | Uint8Array): Operation<void> {
  const shown = typeof sql === 'string' ? sql : undefined;
  yield* session.run(({ number }) => addon.execute(number, sql, false), shown);
}

/** As `command`, for one that a method of the caller's choice stands for: subscribers hear of it. */
export function tracedCommand(session: Session, sql: string): Operation<void> {
  const trace = traceCommand(session, sql);
  const sending = command(session, sql);
  return trace === undefined ? sending : trace.steps(sending, session.mode === 'inline');
}

/** Starts a transaction; MySQL would silently commit one that is open. */
export function* beginTransaction(session: Session, options: BeginOptions = {}): Operation<void> {
  yield* learnStatus(session);
  if (session.inTransaction) {
    throw new ProgrammingError('A transaction is open already', {
      code: 'ERR_MYSQLDB_TRANSACTION',
      hint: 'Commit or roll it back first: MySQL would commit it silently. Without autocommit the first statement opens one.',
    });
  }
  const { isolation, readOnly } = options;
  if (isolation !== undefined)
    yield* tracedCommand(session, `SET TRANSACTION ISOLATION LEVEL ${isolation}`);
  const access = readOnly === undefined ? '' : readOnly ? ' READ ONLY' : ' READ WRITE';
  yield* tracedCommand(session, `START TRANSACTION${access}`);
}

/** Asks whether the transaction is still open, when an error came since the server last said so. */
export function* learnStatus(session: Session): Operation<void> {
  if (session.inTransaction && session.statusIsOld) yield* command(session, 'DO 0');
}

/** Sets autocommit, unless the session has it so already. */
export function* setAutocommit(session: Session, on: boolean): Operation<void> {
  checkSwitch('autocommit', on);
  if (session.autocommit !== on) yield* command(session, `SET autocommit = ${on ? 1 : 0}`);
}
