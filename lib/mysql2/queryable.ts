import { EventEmitter } from 'node:events';
import { createExecute, createQuery } from './create-query';
import type { QueryOptions } from './options';
import type { QueryResult } from './results';
import { type Execute, Query, type StatementCallback } from './statement';

/** What takes statements: a connection, a pool, or the nodes of a cluster. */
export abstract class Queryable extends EventEmitter {
  /** A statement whose values are put into its text, `?` for values and `??` for names. */
  query<T = QueryResult>(
    sql: string | QueryOptions | Query,
    callback?: StatementCallback<T>,
  ): Query;
  query<T = QueryResult>(
    sql: string | QueryOptions | Query,
    values: unknown,
    callback?: StatementCallback<T>,
  ): Query;
  query(
    sql: string | QueryOptions | Query,
    values?: unknown,
    callback?: StatementCallback<never>,
  ): Query {
    return this.startQuery(sql instanceof Query ? sql : createQuery(sql, values, callback));
  }

  /** A statement that the server prepares once, and gets the values of each time. */
  execute<T = QueryResult>(sql: string | QueryOptions, callback?: StatementCallback<T>): Execute;
  execute<T = QueryResult>(
    sql: string | QueryOptions,
    values: unknown,
    callback?: StatementCallback<T>,
  ): Execute;
  execute(
    sql: string | QueryOptions,
    values?: unknown,
    callback?: StatementCallback<never>,
  ): Execute {
    return this.startExecute(createExecute(sql, values, callback));
  }

  /** Does what `query` does with a command that was made before. */
  protected abstract startQuery(query: Query): Query;

  /** As above; a pool calls it on its connections. @internal */
  abstract startExecute(command: Execute): Execute;
}
