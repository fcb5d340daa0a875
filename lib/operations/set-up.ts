import { SessionState } from '../rows/batch-layout';
import type { ResolvedOptions } from '../options/connect-options';
import { charsetClause } from './charset-clause';
import type { Operation, Outcome } from './operation';
import type { Session } from './session';
import { isMariadbSince } from './session-facts';
import { command } from './transaction';

/**
 * One statement sets what the options ask for and has the server announce changes of sql_mode, its
 * present value first: the lexer must know whether ANSI_QUOTES holds. The statement names sql_mode
 * after it is tracked, so that even an assignment of the value that it has is announced. A server that
 * does not track (before MySQL 5.7, MariaDB 10.2, or a proxy) refuses that and gets the second one.
 *
 * The character set of the handshake is said again: init_connect and the server's option
 * skip-character-set-client-handshake change it unannounced, and quoting depends on it.
 * @param announcing whether other changes are announced too, as far as that there was one
 */
export function setupStatements(
  options: ResolvedOptions,
  announcing: boolean,
): [full: string, plain: string] {
  const { autocommit, charset, collation, sqlMode, sessionTimezone } = options;
  const wanted = [
    charsetClause(charset, collation),
    ...(sqlMode === undefined ? [] : [`@@session.sql_mode = ${quoted(sqlMode)}`]),
    ...(sessionTimezone === undefined ? [] : [`@@session.time_zone = ${quoted(sessionTimezone)}`]),
    ...(autocommit === null ? [] : [`@@session.autocommit = ${autocommit ? 1 : 0}`]),
  ];
  const track = [
    `@@session.session_track_system_variables = CONCAT(@@session.session_track_system_variables, ',sql_mode${announcing ? ',session_track_state_change' : ''}')`,
    ...(announcing ? ['@@session.session_track_state_change = 1'] : []),
    ...(sqlMode === undefined ? ['@@session.sql_mode = @@session.sql_mode'] : []),
  ];
  return [`SET ${[...track, ...wanted].join(', ')}`, `SET ${wanted.join(', ')}`];
}

/** The options' checks let nothing through that is special in a literal. */
function quoted(name: string): string {
  return `'${name}'`;
}

/** Brings a session whose state the server has dropped into the one that the options ask for. */
export function* setUp(session: Session, database: string | undefined): Operation<void> {
  const [full, plain] = setupStatements(session.options, session.announcing);
  yield* finish(session, database, plain, command(session, full));
}

/**
 * Whether the reset can be sent with what comes after it: to MariaDB, which has known it since 10.2.4.
 * Other servers get one at a time: some that say they are MySQL (Aurora 2, ProxySQL) lose the second one
 * or step (https://github.com/mysql-net/MySqlConnector/issues/486). Were the reset refused, the settings
 * would end an open transaction.
 */
export function resetsAhead(session: Session): boolean {
  if (session.inTransaction || !isMariadbSince(session.facts, 10, 3)) return false;
  return session.channel.native.resetsAhead();
}

/** Resets the session, and sets it up as the options say; only where {@link resetsAhead}. */
export function* resetAndSetUp(session: Session, database: string | undefined): Operation<void> {
  const [full, plain] = setupStatements(session.options, session.announcing);
  const answer = yield* resetWith(session, full);
  session.statements.clear();
  yield* finish(session, database, plain, taken(session, answer, full));
}

/** @param setting the statement that asks for more than old servers know */
function* finish(
  session: Session,
  database: string | undefined,
  plain: string,
  setting: Operation<void>,
): Operation<void> {
  // A new session takes over what the global variable is by now.
  session.maxAllowedPacket = undefined;
  const { facts } = session;
  try {
    yield* setting;
  } catch (error) {
    if (!session.isOpen) throw error;
    yield* command(session, plain);
  }
  if (session.facts === facts) session.learnFacts();
  session.useDatabase(database);
  yield* runInitCommands(session);
}

function* taken(session: Session, answer: Outcome, sql: string): Operation<void> {
  session.take(answer, sql);
}

/**
 * The reset and a statement for the new session in one write, which saves a round trip.
 * @returns the statement's answer
 * @throws what the server says to the reset; the connection is over then
 */
function* resetWith(session: Session, sql: string): Operation<Outcome> {
  const sent = yield session.commands.sendingReset(sql);
  if (sent.state === SessionState.closed) session.take(sent);
  let reset: Outcome | undefined;
  session.receiveInto('array', [], undefined, (answer) => (reset = answer));
  const last = yield (native) => native.readAnswers(2, false);
  if (reset !== undefined) {
    session.take(reset);
    return last;
  }
  // The settings were for a new session: what they did to the old one nobody asked for.
  if (last.state !== SessionState.closed) session.abandon();
  return session.take({ ...last, state: SessionState.closed });
}

/** Executes the options' statements for new sessions, the last of what makes one. */
export function* runInitCommands(session: Session): Operation<void> {
  for (const sql of session.options.initCommand) {
    const rows: unknown[] = [];
    session.receiveInto('array', rows);
    yield* command(session, sql);
  }
  session.isSetUp();
}
