/** Statements through the binary protocol: prepared once, executed with values. */

import { ER } from '../constants/server-errors';
import type { BoundStatement } from '../convert/encode';
import { MySQLError, ProgrammingError } from '../errors';
import type { Command, Operation } from './operation';
import type { Session } from './session';
import { compileTemplate } from '../sql/template';
import { checkText, formOf, isBound, type Statement, textOf } from './statement';
import type { CachedStatement } from './statement-cache';

/** What a server says that prepares no such statement, or no more statements. */
const NOT_PREPARED: ReadonlySet<number | undefined> = new Set([
  ER.UNSUPPORTED_PS,
  ER.MAX_PREPARED_STMT_COUNT_REACHED,
  ER.PS_MANY_PARAM,
  // Of several statements in one text, or of a ? where the grammar takes a literal only, as in
  // CREATE USER ? IDENTIFIED BY ?.
  ER.PARSE_ERROR,
]);

/** What it says of a statement that it has no more: nothing was done. */
const FORGOTTEN: ReadonlySet<number | undefined> = new Set([
  ER.UNKNOWN_STMT_HANDLER,
  ER.NEED_REPREPARE,
]);

/** The command that sends a statement, undefined when that one has to be prepared before. */
export function commandAtHand(
  session: Session,
  statement: Statement,
  streaming: boolean,
): Command | undefined {
  const form = formOf(session, statement);
  if (!isBound(form)) return session.commands.sending(form, streaming, statement.infile);
  const entry = session.statements.get(form.sql);
  return entry && commandFor(entry, form, session, statement, streaming);
}

function commandFor(
  { name, count }: CachedStatement,
  form: BoundStatement,
  session: Session,
  statement: Statement,
  streaming: boolean,
): Command {
  if (name === undefined) return session.commands.sending(textOf(session, statement), streaming);
  checkCount({ count }, form, statement.sql);
  return session.commands.executing(name, form.params, streaming);
}

/**
 * The command that sends a statement in the way that it was asked for. A prepared one is prepared
 * first, unless it is; what the server cannot prepare goes as text.
 */
export function* sendStatement(
  session: Session,
  statement: Statement,
  streaming: boolean,
): Operation<Command> {
  const ready = commandAtHand(session, statement, streaming);
  if (ready !== undefined) return ready;
  const form = formOf(session, statement) as BoundStatement;
  const entry = yield* prepareOrNot(session, statement, form);
  if (!(entry instanceof MySQLError)) {
    return commandFor(entry, form, session, statement, streaming);
  }
  const text = textOf(session, statement);
  return session.commands.sending(text, streaming, undefined, entry);
}

/** An error when the statement is to go as text. */
function* prepareOrNot(
  session: Session,
  statement: Statement,
  { sql }: BoundStatement,
): Operation<CachedStatement | MySQLError> {
  try {
    return yield* prepareStatement(session, sql, statement.sql);
  } catch (error) {
    if (!(error instanceof MySQLError) || error.fatal) throw error;
    if (statement.prepared !== 'auto' && !NOT_PREPARED.has(error.errno)) throw error;
    if (error.errno === ER.UNSUPPORTED_PS) {
      session.statements.add({ sql, name: undefined, count: 0 });
    }
    return error;
  }
}

/** Has the server prepare a statement; the one that was not used for longest makes room for it. */
export function* prepareStatement(
  session: Session,
  sql: string,
  shown: string = sql,
): Operation<CachedStatement> {
  const entry = yield* prepareApart(session, sql, shown);
  session.statements.add(entry);
  return entry;
}

/** As above, but nobody else finds the statement by its text. */
export function* prepareApart(
  session: Session,
  sql: string,
  shown: string,
): Operation<CachedStatement> {
  const { statements } = session;
  for (let old = statements.takeOld(); old !== undefined; old = statements.takeOld()) {
    yield* closeStatement(session, old);
  }
  const name = statements.newName();
  const { paramCount } = yield* session.runQuietly(session.commands.preparing(name, sql), shown);
  return { sql, name, count: paramCount };
}

export function* closeStatement(session: Session, { name }: CachedStatement): Operation<void> {
  if (name === undefined) return;
  yield* session.runQuietly((native) => native.closeStatement(name));
}

/** Throws when a statement takes another number of values than there are. */
export function checkCount(
  { count }: Pick<CachedStatement, 'count'>,
  form: BoundStatement,
  sql: string,
): void {
  if (count === form.count) return;
  throw new ProgrammingError(`The statement takes ${count} parameters, got ${form.count}`, {
    code: 'ERR_MYSQLDB_PARAMETER',
    hint: 'A prepared statement needs a value for each ?, also where no parameters are given.',
    sql,
  });
}

/**
 * Runs a statement; once more when the server has forgotten it, as it may be another one behind a
 * proxy: it is prepared again then.
 */
export function* remembered<T>(
  session: Session,
  statement: Statement,
  run: () => Operation<T>,
): Operation<T> {
  try {
    return yield* run();
  } catch (error) {
    if (!wasForgotten(session, statement, error)) throw error;
    return yield* run();
  }
}

/** Whether an error says that the server does not know a statement any more; it is forgotten here too. */
export function wasForgotten(session: Session, statement: Statement, error: unknown): boolean {
  const form = formOf(session, statement);
  return isBound(form) && isForgotten(error) && session.statements.forget(form.sql);
}

/** Whether a server says that it has a statement no more. */
export function isForgotten(error: unknown): boolean {
  return error instanceof MySQLError && FORGOTTEN.has(error.errno);
}

/**
 * Prepares a statement that stays prepared until it is released.
 * @returns the text that it is prepared as: with a `?` for each placeholder
 * @throws ProgrammingError when the statement is no text; what the server says of it
 */
export function* holdStatement(session: Session, sql: string): Operation<string> {
  checkText(sql);
  const text = textToPrepare(session, sql);
  if (session.statements.get(text)?.name === undefined) {
    yield* prepareStatement(session, text, sql);
  }
  session.statements.hold(text);
  session.isAltered = true;
  return text;
}

/** Closes a statement that nobody else holds. */
export function* releaseStatement(session: Session, text: string, holder: object): Operation<void> {
  if (!session.statements.release(text, holder)) return;
  const entry = session.statements.take(text);
  if (entry !== undefined) yield* closeStatement(session, entry);
}

/** Of which style the placeholders are is only known when parameters come: the one that has some. */
function textToPrepare({ options, sqlMode }: Session, sql: string): string {
  const styles =
    options.paramstyle === 'format'
      ? (['format', 'pyformat'] as const)
      : (['qmark', 'named'] as const);
  for (const style of styles) {
    const template = compileTemplate(sql, sqlMode, style);
    if (template.count > 0) return template.bound;
  }
  return sql;
}
