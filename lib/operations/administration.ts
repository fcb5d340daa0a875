// What one does to a connection beside running statements (MySQLdb's connection methods).
import { checkSwitch, wrongArgument } from '../argument-error';
import type { WarningRow } from '../errors';
import { CommandKind, type NativeCommand } from '../native/binding';
import type { ChangeUserOptions } from '../options/execute-options';
import { Secret } from '../options/secret';
import { charsetClause } from './charset-clause';
import type { Operation } from './operation';
import { ownQuery } from './own-query';
import type { Session } from './session';
import { resetAndSetUp, resetsAhead, setUp } from './set-up';
import { command } from './transaction';

function* send(session: Session, nativeCommand: NativeCommand): Operation<string | undefined> {
  const { text } = yield* session.run((native) => native.run(nativeCommand));
  session.info = undefined;
  return text;
}

/** Asks the server whether it is there. */
export function* ping(session: Session): Operation<void> {
  yield* send(session, { kind: CommandKind.ping });
}

/** Undoes all that was set in the session, and sets it up again as the options say. */
export function* resetConnection(session: Session): Operation<void> {
  const { database } = session;
  if (resetsAhead(session)) return yield* resetAndSetUp(session, database);
  yield* send(session, { kind: CommandKind.reset });
  session.statements.clear();
  yield* setUp(session, database);
}

/** Logs in anew, with a new session on the same connection. */
export function* changeUser(session: Session, to: ChangeUserOptions): Operation<void> {
  const { options } = session;
  const user = to.user ?? options.user;
  const password = to.password ?? (to.user === undefined ? options.password?.reveal() : '');
  const database = to.database ?? session.database;
  try {
    yield* send(session, { kind: CommandKind.changeUser, user, password, database });
  } catch (error) {
    // The server has ended the old session, and hangs up.
    if (session.isOpen) session.abandon();
    throw error;
  }
  session.login = { user, password: password === undefined ? undefined : new Secret(password) };
  session.statements.clear();
  yield* setUp(session, database);
}

/** Makes a database the default one. */
export function* selectDatabase(session: Session, database: string): Operation<void> {
  const { isAltered } = session;
  yield* send(session, { kind: CommandKind.selectDatabase, database: cText(database, 'database') });
  session.useDatabase(database);
  session.isAltered = isAltered; // which database it is, is known
}

/** The server's line of statistics: uptime, threads, queries. */
export function* statistics(session: Session): Operation<string> {
  return (yield* send(session, { kind: CommandKind.statistics })) ?? '';
}

/** Has the server write debug information into its log. */
export function* dumpDebugInfo(session: Session): Operation<void> {
  yield* send(session, { kind: CommandKind.debug });
}

/** Allows or forbids several statements in one text. */
export function* setMultiStatements(session: Session, on: boolean): Operation<void> {
  checkSwitch('setMultiStatements', on);
  const { multiStatementsOn, multiStatementsOff } = CommandKind;
  yield* send(session, { kind: on ? multiStatementsOn : multiStatementsOff });
}

/** Ends a connection of the server, or only the statement that it runs. */
export function* kill(
  session: Session,
  threadId: number,
  what: 'CONNECTION' | 'QUERY',
): Operation<void> {
  if (!Number.isSafeInteger(threadId) || threadId < 0) {
    throw wrongArgument('The id of the thread to kill must be an integer, as conn.threadId is');
  }
  if (what !== 'CONNECTION' && what !== 'QUERY') {
    throw wrongArgument("Either a 'CONNECTION' or a 'QUERY' can be killed");
  }
  yield* command(session, `KILL ${what} ${threadId}`);
}

/** Stops the server. */
export function* shutdown(session: Session): Operation<void> {
  yield* command(session, 'SHUTDOWN');
}

/** Sets the character set of literals and results. */
export function* setCharset(
  session: Session,
  charset: string,
  collation?: string,
): Operation<void> {
  yield* command(session, `SET ${charsetClause(charset, collation)}`);
}

/** Sets the session's SQL mode. */
export function* setSqlMode(session: Session, mode: string): Operation<void> {
  const text = session.renderText('SET SESSION sql_mode = ?', [cText(mode, 'SQL mode')]);
  yield* command(session, text);
}

/** The notes, warnings and errors of the last statement, in the order in which they came. */
export function* showWarnings(session: Session): Operation<WarningRow[]> {
  const rows = yield* ownQuery<[WarningRow['level'], number, string]>(session, 'SHOW WARNINGS');
  return rows.map(([level, errno, message]) => ({ level, errno, message }));
}

function cText(value: string, what: string): string {
  if (typeof value === 'string' && !value.includes('\0')) return value;
  throw wrongArgument(`The ${what} must be a string without NUL characters`);
}
