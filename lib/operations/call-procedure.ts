import { Identifier, identifier } from '../convert/values';
import { ProgrammingError } from '../errors';
import type { RowFormat } from '../rows/row-format';
import { compileTemplate } from '../sql/template';
import type { Conversion } from './conversion';
import type { Operation } from './operation';
import type { Session } from './session';
import { type StoredResults, storeResults } from './stored-results';
import { command } from './transaction';
import { type Message, withWarnings } from './warnings';

/** What a procedure did: its results, and its arguments with the values of OUT and INOUT ones. */
export interface ProcedureCall<Row> {
  readonly results: StoredResults<Row>;
  readonly args: unknown[];
}

/** A procedure's name: `proc`, `database.proc`, or what `identifier()` made. */
export type ProcedureName = string | Identifier;

/**
 * Calls a procedure. Its arguments go through user variables, since only a variable can take an OUT
 * value; a SELECT of them follows, after all results were read. Which of them are OUT is not asked: an
 * argument that is still what was sent comes back as the caller's own value.
 * @param messages get the warnings of the call: reading the variables ends them
 */
export function* callProcedure<Row>(
  session: Session,
  name: ProcedureName,
  args: readonly unknown[],
  format: RowFormat,
  conversion: Conversion,
  messages: Message[],
): Operation<ProcedureCall<Row>> {
  const procedure = procedureName(name).sql;
  const render = (sql: string, params: readonly unknown[]): string | Uint8Array =>
    session.renderTemplate(compileTemplate(sql, session.sqlMode, 'qmark'), params, conversion);
  const variables = args.map((_, i) => `@\`_mysqldb_${i}\``);
  const sql = `CALL ${procedure}(${variables.join(', ')})`;
  const assignments = variables.map((variable) => `${variable} = ?`).join(', ');
  // First of all: an argument that is no value is reported before anything is sent.
  const set = args.length === 0 ? undefined : render(`SET ${assignments}`, args);
  if (set !== undefined) yield* command(session, set);
  const results = yield* withWarnings(
    session,
    messages,
    callResults<Row>(session, sql, format, conversion),
  );
  if (args.length === 0) return { results: withoutEnd(results), args: [] };
  const pairs = variables.map((variable) => `${variable}, BINARY ${variable} <=> BINARY ?`);
  const select = render(`SELECT ${pairs.join(', ')}`, args);
  const [out] = yield* storeResults<unknown[]>(session, select, sql, 'array', conversion.decoding);
  if ('error' in out!) throw out.error;
  const [row] = out!.rows;
  return {
    results: withoutEnd(results),
    args: args.map((sent, i) => (Number(row![2 * i + 1]) === 1 ? sent : row![2 * i])),
  };
}

/** An error in one of the results is that of the call: the procedure has not come to its end. */
function* callResults<Row>(
  session: Session,
  sql: string,
  format: RowFormat,
  conversion: Conversion,
): Operation<StoredResults<Row>> {
  const results = yield* storeResults<Row>(session, sql, sql, format, conversion.decoding);
  for (const result of results) if ('error' in result) throw result.error;
  return results;
}

/** `db.proc` names a procedure of another database; a name with a point in it takes `identifier()`. */
function procedureName(name: ProcedureName): Identifier {
  if (typeof name === 'object' && name !== null && Identifier.is(name)) return name;
  if (typeof name === 'string' && name !== '') return identifier(...name.split('.'));
  throw new ProgrammingError('The name of a procedure must be a string or an identifier()', {
    code: 'ERR_MYSQLDB_ARGUMENT',
  });
}

/** A CALL ends with a result that has no rows; after other results it is nobody's. */
function withoutEnd<Row>(results: StoredResults<Row>): StoredResults<Row> {
  const last = results.at(-1);
  const isEnd = last !== undefined && !('error' in last) && last.columns === undefined;
  return isEnd && results.length > 1 ? results.slice(0, -1) : results;
}
