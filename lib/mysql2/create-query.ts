import { checkCallback } from './check-callback';
import type { QueryOptions } from './options';
import { Execute, Query, type StatementCallback } from './statement';

interface Asked {
  readonly options: QueryOptions;
  readonly callback: StatementCallback<never> | undefined;
}

/** The arguments of `query` and `execute`: (sql or options, values, callback), of which values may be left out. */
export function asked(
  sql: string | QueryOptions,
  values: unknown,
  callback: StatementCallback<never> | undefined,
): Asked {
  const isCallback = typeof values === 'function';
  const found = isCallback ? (values as StatementCallback<never>) : callback;
  const given = isCallback ? undefined : values;
  checkCallback(found);
  if (typeof sql === 'string') return { options: { sql, values: given }, callback: found };
  checkStatement(sql);
  return { options: given === undefined ? { ...sql } : withValues(sql, given), callback: found };
}

/** Of the text alone, as query builders give it, an object is made faster than copied. */
function withValues(options: QueryOptions, values: unknown): QueryOptions {
  const { sql } = options;
  return Object.keys(options).length === 1 ? { sql, values } : { ...options, values };
}

/** @throws TypeError for what has no text */
export function checkStatement(given: unknown): void {
  const sql = typeof given === 'object' && given !== null ? (given as QueryOptions).sql : given;
  if (typeof sql === 'string') return;
  const kind = sql === null || given === null ? 'null' : typeof sql;
  throw new TypeError(`A statement is a text, or an object with one as its sql, not ${kind}`);
}

/** A query that is not yet on its way: `connection.query` takes it. */
export function createQuery(
  sql: string | QueryOptions,
  values?: unknown,
  callback?: StatementCallback<never>,
): Query {
  const { options, callback: found } = asked(sql, values, callback);
  return new Query(options, found);
}

/** The same for `execute`. */
export function createExecute(
  sql: string | QueryOptions,
  values?: unknown,
  callback?: StatementCallback<never>,
): Execute {
  const { options, callback: found } = asked(sql, values, callback);
  return new Execute(options, found);
}
