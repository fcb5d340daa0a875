import { EventEmitter } from 'node:events';
import type { ColumnDefinition } from './field-packet';
import type { QueryOptions } from './options';
import { inClass, type PromiseClass, refuseCallback, results } from './promises';
import type { Queryable } from './queryable';
import type { QueryAnswer, QueryResult } from './results';
import type { StatementCallback } from './statement';

/** What takes statements, with promises. */
export abstract class PromiseQueryable extends EventEmitter {
  /** The class of the promises. */
  readonly Promise: PromiseClass;

  constructor(promiseClass: PromiseClass) {
    super();
    this.Promise = promiseClass;
  }

  /** Runs a statement with its values in its text; resolves to `[rows, fields]`. */
  query<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    return inClass(
      answerOf<T>((done) => this.core().query(sql, values, done)),
      this.Promise,
    );
  }

  /** Runs a prepared statement; resolves to `[rows, fields]`. */
  execute<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    return inClass(
      answerOf<T>((done) => this.core().execute(sql, values, done)),
      this.Promise,
    );
  }

  /** The same with callbacks. */
  protected abstract core(): Queryable;

  protected done(start: (done: Done) => void): Promise<void> {
    return inClass(nothingOf(start), this.Promise);
  }
}

type Done = (error: NodeJS.ErrnoException | null) => void;

// Both await, so that errors have the lines of whoever waits.

/** Resolves to nothing, whatever the callback gets. */
async function nothingOf(start: (done: Done) => void): Promise<void> {
  await results<readonly []>(start);
}

/** The answer of a statement, as `[rows, fields]`. */
export async function answerOf<T>(
  start: (done: StatementCallback<T>) => void,
): Promise<QueryAnswer<T>> {
  const [rows, fields] = await results<readonly [T, ColumnDefinition[]]>((done) => start(done));
  return [rows, fields];
}
