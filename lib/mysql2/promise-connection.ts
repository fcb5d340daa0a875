import { EventEmitter } from 'node:events';
import type { ChangeUserOptions, Connection } from './connection';
import type { ConnectionConfig } from './connection-config';
import type { ColumnDefinition } from './field-packet';
import type { QueryOptions } from './options';
import type { PreparedStatementInfo } from './prepared-statement-info';
import { inClass, inheritEvents, type PromiseClass, refuseCallback, results } from './promises';
import type { SqlText } from './sql-values';
import type { StatementCallback } from './statement';
import type { QueryAnswer, QueryResult } from './results';

/** A connection with promises; `connection` is the one with callbacks. */
export class PromiseConnection<Core extends Connection = Connection> extends EventEmitter {
  readonly connection: Core;
  readonly Promise: PromiseClass;

  constructor(connection: Core, promiseClass: PromiseClass = Promise) {
    super();
    this.connection = connection;
    this.Promise = promiseClass;
    inheritEvents(connection, this, ['error', 'drain', 'connect', 'end', 'enqueue']);
  }

  get config(): ConnectionConfig {
    return this.connection.config;
  }

  get threadId(): number {
    return this.connection.threadId;
  }

  /** Runs a statement with its values in its text; resolves to `[rows, fields]`. */
  query<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    return this.#answer((done) => this.connection.query(sql, values, done));
  }

  /** Runs a prepared statement; resolves to `[rows, fields]`. */
  execute<T = QueryResult>(sql: string | QueryOptions, values?: unknown): Promise<QueryAnswer<T>> {
    refuseCallback(values);
    return this.#answer((done) => this.connection.execute(sql, values, done));
  }

  prepare(options: string | { sql: string }): Promise<PromisePreparedStatementInfo> {
    const prepared = results<[PreparedStatementInfo]>((done) => {
      this.connection.prepare(options, done);
    });
    const wrapped = prepared.then(
      ([statement]) => new PromisePreparedStatementInfo(statement, this.Promise),
    );
    return inClass(wrapped, this.Promise);
  }

  connect(): Promise<void> {
    return this.#done((done) => this.connection.connect(done));
  }

  beginTransaction(): Promise<void> {
    return this.#done((done) => this.connection.beginTransaction(done));
  }

  commit(): Promise<void> {
    return this.#done((done) => this.connection.commit(done));
  }

  rollback(): Promise<void> {
    return this.#done((done) => this.connection.rollback(done));
  }

  ping(): Promise<void> {
    return this.#done((done) => this.connection.ping(done));
  }

  reset(): Promise<void> {
    return this.#done((done) => this.connection.reset(done));
  }

  changeUser(options: ChangeUserOptions): Promise<void> {
    return this.#done((done) => this.connection.changeUser(options, done));
  }

  /** Ends the connection; never fails. */
  end(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.connection.end(() => resolve()));
    return inClass(ended, this.Promise);
  }

  destroy(): void {
    this.connection.destroy();
  }

  close(): void {
    this.connection.close();
  }

  pause(): void {
    this.connection.pause();
  }

  resume(): void {
    this.connection.resume();
  }

  unprepare(sql: string | { sql: string }): PreparedStatementInfo | undefined {
    return this.connection.unprepare(sql);
  }

  escape(value: unknown): string {
    return this.connection.escape(value);
  }

  escapeId(value: unknown): string {
    return this.connection.escapeId(value);
  }

  format(sql: string, values?: unknown): string {
    return this.connection.format(sql, values);
  }

  raw(sql: string): SqlText {
    return this.connection.raw(sql);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.connection._closing) await this.end();
  }

  #answer<T>(start: (done: StatementCallback<T>) => void): Promise<QueryAnswer<T>> {
    return inClass(answerOf<T>(start), this.Promise);
  }

  #done(start: (done: (error: NodeJS.ErrnoException | null) => void) => void): Promise<void> {
    return inClass(nothingOf(start), this.Promise);
  }
}

/** The answer of a statement, as `[rows, fields]`. */
export async function answerOf<T>(
  start: (done: StatementCallback<T>) => void,
): Promise<QueryAnswer<T>> {
  const [rows, fields] = await results<readonly [T, ColumnDefinition[]]>((done) => start(done));
  return [rows, fields];
}

/** Resolves to nothing, whatever the callback gets. */
export async function nothingOf(
  start: (done: (error: NodeJS.ErrnoException | null) => void) => void,
): Promise<void> {
  await results<readonly []>(start);
}

/** A prepared statement with promises. */
export class PromisePreparedStatementInfo {
  readonly statement: PreparedStatementInfo;
  readonly Promise: PromiseClass;

  constructor(statement: PreparedStatementInfo, promiseClass: PromiseClass) {
    this.statement = statement;
    this.Promise = promiseClass;
  }

  execute<T = QueryResult>(parameters?: unknown): Promise<QueryAnswer<T>> {
    const start = (done: StatementCallback<T>): void => {
      this.statement.execute(parameters ?? [], done);
    };
    return inClass(answerOf<T>(start), this.Promise);
  }

  close(): Promise<void> {
    this.statement.close();
    return this.Promise.resolve();
  }
}
