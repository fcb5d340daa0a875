import type { ExecuteManyOptions, ManyProgress } from '../options/execute-options';
import type { Params } from '../sql/param-style';
import type { SqlMode } from '../sql/lexer';
import { withoutLiterals } from '../sql/without-literals';
import { serverAttributes, type TraceAttributes, type TracedSession } from './attributes';
import { executeChannel, queryChannel } from './channels';
import { parameterAttributes } from './parameters';
import { isWatched, Trace } from './trace';

/** What traces of statements need of a session. */
export interface StatementSession extends TracedSession {
  readonly sqlMode: SqlMode;
}

/** How a statement is executed. */
interface Manner {
  readonly prepared?: boolean | 'auto' | undefined;
}

/** A trace for one statement; undefined when nobody listens, which costs next to nothing. */
export function traceStatement(
  session: StatementSession,
  sql: string,
  params: Params | undefined,
  options: Manner | undefined,
): Trace | undefined {
  const prepared = options?.prepared ?? session.options.prepared;
  const channel = prepared === false ? queryChannel : executeChannel;
  if (!isWatched(channel)) return undefined;
  return new Trace(channel, {
    ...serverAttributes(session),
    ...textAttributes(session, sql, params !== undefined),
    ...(session.options.traceParameters && parameterAttributes(params)),
  });
}

/** A trace for a statement that is executed for many rows, and what it takes to count them. */
export interface TracedMany {
  readonly trace: Trace;
  /** To execute it with. */
  readonly options: ExecuteManyOptions | undefined;
  readonly finish: (attributes: TraceAttributes) => void;
}

/** What is wrong has to stay so until it is refused. */
function isWellFormed(options: unknown): boolean {
  if (options === undefined) return true;
  if (typeof options !== 'object' || options === null) return false;
  const { onProgress } = options as ExecuteManyOptions;
  return onProgress === undefined || typeof onProgress === 'function';
}

/** As `traceStatement`, for `executemany`. */
export function traceMany(
  session: StatementSession,
  sql: string,
  rows: unknown,
  options: ExecuteManyOptions | undefined,
): TracedMany | undefined {
  if (!isWatched(queryChannel)) return undefined;
  const attributes = { ...serverAttributes(session), ...textAttributes(session, sql, true) };
  const trace = new Trace(queryChannel, attributes);
  if (Array.isArray(rows)) {
    setBatchSize(attributes, rows.length);
    return { trace, options, finish: () => {} };
  }
  // Nobody knows how many an iterable has: those that were sent are counted.
  let sent = 0;
  const onProgress = (progress: ManyProgress): void => {
    sent = progress.rows;
    options?.onProgress?.(progress);
  };
  return {
    trace,
    options: isWellFormed(options) ? { ...options, onProgress } : options,
    finish: (told) => setBatchSize(told, sent),
  };
}

/** A trace for the call of a procedure. */
export function traceProcedure(session: StatementSession, name: unknown): Trace | undefined {
  if (!isWatched(queryChannel)) return undefined;
  const procedure = typeof name === 'string' && { 'db.stored_procedure.name': name };
  return new Trace(queryChannel, {
    ...serverAttributes(session),
    'db.operation.name': 'CALL',
    ...procedure,
  });
}

/** A statement of the driver's own that a caller asked for by a method, as COMMIT. */
export function traceCommand(session: StatementSession, sql: string): Trace | undefined {
  if (!isWatched(queryChannel)) return undefined;
  return new Trace(queryChannel, {
    ...serverAttributes(session),
    'db.operation.name': sql.replace(/ [a-z].*/, ''),
    'db.query.text': sql,
  });
}

/** By the conventions, one is no batch. */
function setBatchSize(attributes: TraceAttributes, rows: number): void {
  if (rows !== 1) attributes['db.operation.batch.size'] = rows;
}

/** What a cursor shows at the end: its rows, unless they are still to come. */
export function setRowsOf(
  attributes: TraceAttributes,
  { fields, rowcount }: { readonly fields: object | null; readonly rowcount: number | bigint },
): void {
  if (fields !== null && rowcount >= 0) setRows(attributes, Number(rowcount));
}

/** Of a call that returns rows. */
export function setRowCount(
  attributes: TraceAttributes,
  rows: readonly unknown[] | undefined,
): void {
  if (rows !== undefined) setRows(attributes, rows.length);
}

/** Of a call that returns the first row, or null. */
export function setWhetherRow(attributes: TraceAttributes, row: unknown): void {
  if (row !== undefined) setRows(attributes, row === null ? 0 : 1);
}

function setRows(attributes: TraceAttributes, rows: number): void {
  attributes['db.response.returned_rows'] = rows;
}

/** Who gives no parameters may have put values into the text: they are left out. */
function textAttributes(
  { options, sqlMode }: StatementSession,
  sql: unknown,
  hasParams: boolean,
): TraceAttributes {
  if (typeof sql !== 'string') return {};
  const isShown = hasParams || options.traceParameters;
  return { 'db.query.text': isShown ? sql : withoutLiterals(sql, sqlMode) };
}
