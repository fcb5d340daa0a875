import type { ChangeUserOptions, Connection } from './connection';
import type { ConnectionConfig } from './connection-config';
import type { ConnectionState } from './core-connection';
import type { PreparedStatementInfo } from './prepared-statement-info';
import { answerOf, PromiseQueryable } from './promise-queryable';
import { inClass, inheritEvents, type PromiseClass, results } from './promises';
import type { StatementCallback } from './statement';
import type { SqlText } from './sql-values';
import type { QueryAnswer, QueryResult } from './results';

/** A connection with promises; `connection` is the one with callbacks. */
export class PromiseConnection<Core extends Connection = Connection> extends PromiseQueryable {
  /** The same with callbacks. */
  readonly connection: Core;

  constructor(connection: Core, promiseClass: PromiseClass = Promise) {
    super(promiseClass);
    this.connection = connection;
    inheritEvents(connection, this, ['error', 'drain', 'connect', 'end', 'enqueue']);
  }

  /** The options with their defaults. */
  get config(): ConnectionConfig {
    return this.connection.config;
  }

  /** The server's id of the connection. */
  get threadId(): number {
    return this.connection.threadId;
  }

  /** How far it is. */
  get state(): ConnectionState {
    return this.connection.state;
  }

  /** Prepares a statement. */
  prepare(options: string | { sql: string }): Promise<PromisePreparedStatementInfo> {
    const prepared = results<[PreparedStatementInfo]>((done) => {
      this.connection.prepare(options, done);
    });
    const wrapped = prepared.then(
      ([statement]) => new PromisePreparedStatementInfo(statement, this.Promise),
    );
    return inClass(wrapped, this.Promise);
  }

  /** Resolves when it is connected. */
  connect(): Promise<void> {
    return this.done((done) => this.connection.connect(done));
  }

  /** `START TRANSACTION`. */
  beginTransaction(): Promise<void> {
    return this.done((done) => this.connection.beginTransaction(done));
  }

  /** `COMMIT`. */
  commit(): Promise<void> {
    return this.done((done) => this.connection.commit(done));
  }

  /** `ROLLBACK`. */
  rollback(): Promise<void> {
    return this.done((done) => this.connection.rollback(done));
  }

  /** Asks the server whether it is there. */
  ping(): Promise<void> {
    return this.done((done) => this.connection.ping(done));
  }

  /** Undoes what was set in the session. */
  reset(): Promise<void> {
    return this.done((done) => this.connection.reset(done));
  }

  /** Logs in anew; a refusal ends the connection. */
  changeUser(options: ChangeUserOptions): Promise<void> {
    return this.done((done) => this.connection.changeUser(options, done));
  }

  /** Ends the connection; never fails. */
  end(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.connection.end(() => resolve()));
    return inClass(ended, this.Promise);
  }

  /** Cuts the connection at once. */
  destroy(): void {
    this.connection.destroy();
  }

  /** Ends it. */
  close(): void {
    this.connection.close();
  }

  /** Holds rows back. */
  pause(): void {
    this.connection.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.connection.resume();
  }

  /** Has the server forget a statement. */
  unprepare(sql: string | { sql: string }): PreparedStatementInfo {
    return this.connection.unprepare(sql);
  }

  /** A value as SQL text. */
  escape(value: unknown): string {
    return this.connection.escape(value);
  }

  /** A name in backticks. */
  escapeId(value: unknown): string {
    return this.connection.escapeId(value);
  }

  /** The text that `query` would send. */
  format(sql: string, values?: unknown): string {
    return this.connection.format(sql, values);
  }

  /** SQL text that goes into a statement as it is. */
  raw(sql: string): SqlText {
    return this.connection.raw(sql);
  }

  /** For `await using`: gives it back or ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.connection._closing) await this.end();
  }

  protected override core(): Core {
    return this.connection;
  }
}

/** A prepared statement with promises. */
export class PromisePreparedStatementInfo {
  /** The same with callbacks. */
  readonly statement: PreparedStatementInfo;
  /** The class of the promises. */
  readonly Promise: PromiseClass;

  constructor(statement: PreparedStatementInfo, promiseClass: PromiseClass) {
    this.statement = statement;
    this.Promise = promiseClass;
  }

  /** Runs a prepared statement. */
  execute<T = QueryResult>(parameters?: unknown): Promise<QueryAnswer<T>> {
    const start = (done: StatementCallback<T>): void => {
      this.statement.execute(parameters ?? [], done);
    };
    return inClass(answerOf<T>(start), this.Promise);
  }

  /** Ends it. */
  close(): Promise<void> {
    this.statement.close();
    return this.Promise.resolve();
  }
}
