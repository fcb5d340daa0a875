import { Identifier, identifier } from '../convert/values';
import { wrongArgument } from '../argument-error';
import type { RowFormat } from '../rows/row-format';
import type { Conversion } from './conversion';
import type { Operation } from './operation';
import type { ResultSet } from './result-set';
import type { Session } from './session';
import { makeStatement, type Statement } from './statement';
import { executeStored, type StoredResults } from './stored-results';
import { type Message, withWarnings } from './warnings';

/** What a procedure did: its results, and its arguments with the values of OUT and INOUT ones. */
export interface ProcedureCall<Row> {
  readonly results: ResultSet<Row>[];
  readonly args: unknown[];
}

/** A procedure's name: `proc`, `database.proc`, or what `identifier()` made. */
export type ProcedureName = string | Identifier;

/** The three statements of a call; without arguments only the second is sent. */
export interface PreparedCall {
  readonly set: Statement;
  readonly call: Statement;
  readonly select: Statement;
  readonly args: readonly unknown[];
}

/**
 * Makes the statements of a call. Its arguments go through user variables, since only a variable can
 * take an OUT value. Which of them are OUT is not asked: the last statement selects each variable, and
 * NULL beside one that is still what was sent.
 * @throws ProgrammingError for what is no name, and for an argument that is no value
 */
export function prepareCall(
  session: Session,
  name: ProcedureName,
  args: readonly unknown[],
  conversion: Conversion,
): PreparedCall {
  const variables = args.map((_, i) => `@\`_mysqldb_${i}\``);
  const mark = session.options.paramstyle === 'format' ? '%s' : '?';
  const assignments = variables.map((variable) => `${variable} = ${mark}`);
  const pairs = variables.map(
    (variable) =>
      `${variable}, NULLIF(CAST(${variable} AS BINARY) <=> CAST(${mark} AS BINARY), TRUE)`,
  );
  const prepare = (sql: string, params?: readonly unknown[]): Statement =>
    makeStatement(session, sql, params, conversion, { prepared: false });
  return {
    set: prepare(`SET ${assignments.join(', ')}`, args),
    call: prepare(`CALL ${procedureName(name).sql}(${variables.join(', ')})`),
    select: prepare(`SELECT ${pairs.join(', ')}`, args),
    args,
  };
}

/**
 * Calls a procedure.
 * @param messages get the warnings of the call: reading the variables ends them
 */
export function* callProcedure<Row>(
  session: Session,
  { set, call, select, args }: PreparedCall,
  format: RowFormat,
  messages: Message[],
): Operation<ProcedureCall<Row>> {
  if (args.length > 0) yield* allResults(executeStored(session, set, 'array'));
  const calling = allResults(executeStored<Row>(session, call, format));
  const results = withoutEnd(yield* withWarnings(session, messages, calling));
  if (args.length === 0) return { results, args: [] };
  const [out] = yield* allResults(executeStored<unknown[]>(session, select, 'array'));
  const values = out!.rows[0]!;
  return {
    results,
    args: args.map((sent, i) => (values[2 * i + 1] === null ? sent : values[2 * i])),
  };
}

/** An error in one of the results is that of the call: the procedure has not come to its end. */
function* allResults<Row>(operation: Operation<StoredResults<Row>>): Operation<ResultSet<Row>[]> {
  const sets: ResultSet<Row>[] = [];
  for (const result of yield* operation) {
    if ('error' in result) throw result.error;
    sets.push(result);
  }
  return sets;
}

/** `db.proc` names a procedure of another database; a name with a point in it takes `identifier()`. */
function procedureName(name: ProcedureName): Identifier {
  if (typeof name === 'object' && name !== null && Identifier.is(name)) return name;
  if (typeof name === 'string' && name !== '') return identifier(...name.split('.'));
  throw wrongArgument('The name of a procedure must be a string or an identifier()');
}

/** A CALL ends with a result that has no rows; after other results it is nobody's. */
function withoutEnd<Row>(results: ResultSet<Row>[]): ResultSet<Row>[] {
  const isEnd = results.length > 1 && results.at(-1)!.columns === undefined;
  return isEnd ? results.slice(0, -1) : results;
}
