import { kindOf, wrongArgument } from '../argument-error';
import { NO_PARAMS } from '../convert/bind-params';
import { bindsText, type BoundStatement } from '../convert/encode';
import { checkExecuteOptions } from '../options/check-execute-options';
import type { ExecuteOptions } from '../options/execute-options';
import { isQuery } from '../sql/is-query';
import { type Params, placeholderStyle } from '../sql/param-style';
import { compileTemplate } from '../sql/template';
import type { Conversion } from './conversion';
import { type InfileFeeder, infileFeeder } from './local-infile';
import type { Session } from './session';

/** What is sent: SQL text with the values in it, or a text to prepare and its values. */
export type StatementForm = string | Uint8Array | BoundStatement;

/** A statement as it was asked for: its form is made then, so that later changes of the values do not count. */
export interface Statement {
  readonly sql: string;
  readonly params: Params | undefined;
  readonly form: StatementForm;
  readonly conversion: Conversion;
  /** How the session read SQL when the form was made. */
  readonly reading: number;
  /** Where a local file comes from, if the statement may ask for one. */
  readonly infile: InfileFeeder | undefined;
  readonly prepared: boolean | 'auto';
  /** Whether the server shall keep its rows. */
  readonly serverSide: boolean;
}

const CALL = /^\s*call\b/i;

/**
 * As the connection's option. Of what a procedure selects MariaDB may cut integers by the binary protocol,
 * which nothing tells before: a CALL is prepared there only when that is asked for by itself.
 */
function preparedUnlessTold(session: Session, sql: string): boolean | 'auto' {
  const { prepared } = session.options;
  if (prepared === false) return false;
  return CALL.test(sql) && session.flavor === 'mariadb' ? false : prepared;
}

export function isBound(form: StatementForm): form is BoundStatement {
  return typeof form === 'object' && !(form instanceof Uint8Array);
}

/** Throws ProgrammingError for what is no text. */
export function checkText(sql: string): void {
  if (typeof sql === 'string') return;
  throw wrongArgument(`The statement must be a string, not ${kindOf(sql)}`);
}

/**
 * A statement with its parameters; without parameters, verbatim.
 * @param serverSide whether the server shall keep its rows, if it is a query
 * @throws ProgrammingError when the statement is no text, or a parameter is no value for SQL
 */
export function makeStatement(
  session: Session,
  sql: string,
  params: Params | undefined,
  conversion: Conversion = session.conversion,
  options?: ExecuteOptions,
  serverSide = false,
): Statement {
  checkText(sql);
  if (options !== undefined) checkExecuteOptions(options);
  const infile = infileFeeder(session.mode, session.options, sql, options?.infile);
  const isKept = serverSide && infile === undefined && isQuery(sql, session.sqlMode);
  const prepared =
    infile === undefined && (isKept || (options?.prepared ?? preparedUnlessTold(session, sql)));
  // Before the form is made: an encoder may run statements of its own.
  const { reading } = session;
  const form = makeForm(session, sql, params, conversion, prepared);
  return { sql, params, form, conversion, reading, infile, prepared, serverSide: isKept };
}

/** What to send: made anew if the session reads SQL differently by now. */
export function formOf(session: Session, statement: Statement): StatementForm {
  const { sql, params, conversion, prepared } = statement;
  return statement.reading === session.reading
    ? statement.form
    : makeForm(session, sql, params, conversion, prepared);
}

/** The statement for the text protocol, whatever it was meant for. */
export function textOf(session: Session, statement: Statement): string | Uint8Array {
  return session.render(statement.sql, statement.params, statement.conversion);
}

function makeForm(
  session: Session,
  sql: string,
  params: Params | undefined,
  conversion: Conversion,
  prepared: boolean | 'auto',
): StatementForm {
  // Bound strings are read in the session's character set, which UTF-8 must fit.
  if (prepared === false || !bindsText(session.encodeSession)) {
    return session.render(sql, params, conversion);
  }
  const { statements } = session;
  if (params === undefined) {
    if (prepared === 'auto' && !statements.sawBefore(sql)) return sql;
    return { sql, params: NO_PARAMS, count: 0 };
  }
  const style = placeholderStyle(params, session.options.paramstyle);
  const template = compileTemplate(sql, session.sqlMode, style);
  if (prepared === 'auto' && !statements.sawBefore(template.bound)) {
    return session.renderTemplate(template, params, conversion);
  }
  return conversion.encoder.bind(template, params, session.encodeSession);
}
