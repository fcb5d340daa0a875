import type { PoolConnection } from './pool-connection';
import type { QueryError } from './query-error';
import { Queryable } from './queryable';
import type { Execute, Query, Statement } from './statement';

/** Called with a connection, or with why there is none. */
export type GetConnectionCallback = (
  error: NodeJS.ErrnoException | null,
  connection: PoolConnection,
) => void;

/** A server says so that has become a replica: what comes next should go to another connection. */
const READ_ONLY: ReadonlySet<number | undefined> = new Set([1290, 1792, 1836]);

/** What gives connections out, and runs statements on one that comes back at the statement's end. */
export abstract class ConnectionSource extends Queryable {
  /**
   * Gives a connection, which its `release()` gives back.
   * @param signal ends the wait for one
   */
  abstract getConnection(callback: GetConnectionCallback, signal?: AbortSignal): void;

  protected override startQuery(query: Query): Query {
    return this.#run(query, (connection) => connection.query(query));
  }

  /** @internal */
  override startExecute(command: Execute): Execute {
    return this.#run(command, (connection) => connection.startExecute(command));
  }

  #run<T extends Statement>(statement: T, start: (connection: PoolConnection) => void): T {
    const fail = (error: Error): void => {
      if (!statement.fail(error)) statement.emit('error', error);
    };
    statement.whileWaiting(fail);
    this.getConnection((failure, connection) => {
      if (statement.isOver) {
        if (failure === null) connection.release();
        return;
      }
      if (failure !== null) return fail(failure);
      let error: NodeJS.ErrnoException | undefined;
      watch(statement, (failed) => (error = failed));
      statement.once('end', () => {
        if (READ_ONLY.has(error?.errno)) connection.destroy();
        else connection.release();
      });
      try {
        start(connection);
      } catch (thrown) {
        statement.fail(thrown as Error);
      }
    }, statement.options.signal);
    return statement;
  }
}

/** Tells what a statement fails with, before whoever asked for it is told. */
function watch(statement: Statement, onError: (error: NodeJS.ErrnoException) => void): void {
  const { onResult } = statement;
  if (onResult === undefined) {
    statement.prependListener('error', onError);
    return;
  }
  const told = (error: QueryError | null, ...results: never[]): void => {
    if (error !== null) onError(error);
    onResult(error, ...results);
  };
  statement.onResult = told;
}
