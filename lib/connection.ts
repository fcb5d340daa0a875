import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { AsyncCanceller } from './cancel/async-canceller';
import { runTold } from './cancel/make-canceller';
import { ConnectionBase } from './connection-base';
import { AsyncCursor } from './cursor';
import type { CursorKind, TupleRow } from './cursor-kinds';
import { finishConnect, traceConnect } from './diagnostics/traced-connects';
import { setRowCount, setWhetherRow, traceStatement } from './diagnostics/traced-statements';
import type { ConnectOptions, CursorOptions } from './options/connect-options';
import * as administration from './operations/administration';
import { openSession } from './operations/connect';
import { type Operation, runAsync, type TurnRunner } from './operations/operation';
import { holdStatement, releaseStatement } from './operations/prepared';
import type { StoredResults } from './operations/stored-results';
import { Session } from './operations/session';
import { beginTransaction, setAutocommit, tracedCommand } from './operations/transaction';
import { notInside, retryDelay, TransactionLevel } from './operations/transaction-level';
import type { WarningRow } from './errors';
import type { ChangeUserOptions, ExecuteOptions } from './options/execute-options';
import type { MessageOwner } from './operations/warnings';
import { resolveOptions } from './options/resolve-options';
import {
  type BeginOptions,
  checkBeginOptions,
  type TransactionOptions,
} from './options/transaction-options';
import { Pipeline } from './pipeline';
import { PreparedStatement } from './prepared-statement';
import type { Params } from './sql/param-style';
import { attemptTransaction, type Transaction } from './transaction';
import { TurnQueue } from './turn-queue';

/** Events of a connection. */
export interface ConnectionEvents {
  /** The connection is over: closed, destroyed, or lost. Once. */
  end: [];
}

/**
 * An open connection to a server. Statements that are started at once run in the order in which they
 * were started; the failure of one does not touch the others.
 */
export class Connection extends ConnectionBase implements AsyncDisposable {
  /** The connection that this one is another face of; itself as a rule. */
  readonly #root: Connection;
  readonly #turns: TurnQueue;
  readonly #events: EventEmitter;
  #closing: Promise<void> | undefined;
  #ended = false;
  /** Wakes the operation that waits for something of the user's. */
  #endPause: () => void = () => {};
  readonly #runner: TurnRunner = {
    submit: (command) => this.session.channel.submit(command),
    enter: (owner) => {
      this.mayBegin();
      this.checkMayRun(owner);
      return this.#enter();
    },
    check: (owner) => this.checkMayRun(owner),
    pause: (settled) =>
      new Promise((resolve) => {
        this.#root.#endPause = resolve;
        void settled.then(resolve);
      }),
    leave: () => {
      this.#turns.leave();
      if (!this.session.isOpen) this.#root.#end();
    },
  };

  /**
   * @param of the session of a new connection, or the connection whose other face this is
   * @internal
   */
  protected constructor(of: Session | Connection, level?: TransactionLevel) {
    super(of instanceof Connection ? of.session : of, level);
    if (of instanceof Connection) {
      this.#root = of.#root;
      this.#turns = of.#turns;
      this.#events = of.#events;
      return;
    }
    this.#root = this;
    this.#turns = new TurnQueue();
    this.#events = new EventEmitter();
    const onLost = (): void => (of.lose(), this.#end());
    of.channel.onLost = onLost;
  }

  /** As the function {@link connect}; `announcing` when the server shall announce what changes the session. */
  static async open(
    options: ConnectOptions | string | URL,
    announcing = false,
  ): Promise<Connection> {
    const session = new Session('loop', resolveOptions(options), announcing);
    const connection = new Connection(session);
    const open = (): Promise<void> => runAsync(connection.#opening(), openSession(session));
    await (traceConnect(session)?.promise(open, finishConnect(session)) ?? open());
    return connection;
  }

  /** A new cursor, of the connection's `cursorClass`. */
  cursor(): AsyncCursor<TupleRow>;
  /**
   * A new cursor, of the connection's `cursorClass` unless another kind is given; its
   * `options` go over those of the connection. Frozen ones are compiled once for a connection.
   */
  cursor<Row>(kind?: CursorKind<Row>, options?: CursorOptions): AsyncCursor<Row>;
  cursor<Row>(kind?: CursorKind<Row>, options?: CursorOptions): AsyncCursor<Row> {
    return new AsyncCursor<Row>(this, this.session, this.kindOf(kind), this.conversionOf(options));
  }

  /** Executes a statement on a new cursor, and returns the cursor. */
  async execute<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: ExecuteOptions,
  ): Promise<AsyncCursor<Row>> {
    const cursor = this.cursor<Row>();
    await cursor.execute(sql, params, options);
    return cursor;
  }

  /**
   * Prepares a statement, and keeps it prepared until it is closed. One that is executed with the option
   * `prepared` alone, or was forgotten without `close()`, stays until others take its place.
   */
  async prepare(sql: string): Promise<PreparedStatement> {
    const text = await this.run(holdStatement(this.session, sql));
    const { session } = this;
    const statement: PreparedStatement = new PreparedStatement(this, sql, async () => {
      if (session.isOpen) await this.run(releaseStatement(session, text, statement));
    });
    session.statements.releaseWith(statement, text);
    return statement;
  }

  /** The rows of a query. */
  fetchall<Row = TupleRow>(sql: string, params?: Params, options?: ExecuteOptions): Promise<Row[]> {
    const reading = (told?: AsyncCanceller) => this.rowsOf<Row>(sql, params, options, told);
    const trace = traceStatement(this.session, sql, params, options);
    const read = () => runTold(this, this.session, sql, options, reading);
    return trace === undefined ? read() : trace.promise(read, setRowCount);
  }

  /** The first row of a query, null when there is none. */
  fetchone<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: ExecuteOptions,
  ): Promise<Row | null> {
    const reading = (told?: AsyncCanceller) => this.firstRowOf<Row>(sql, params, options, told);
    const trace = traceStatement(this.session, sql, params, options);
    const read = () => runTold(this, this.session, sql, options, reading);
    return trace === undefined ? read() : trace.promise(read, setWhetherRow);
  }

  /**
   * Sends statements without waiting for the answers of those before: all that `use` starts before it
   * awaits the first. Resolves to what `use` returns, when all have their answers. Pipelines are of the
   * text protocol, and stored; with libmysqlclient the statements go one by one.
   */
  async pipeline<T>(use: (pipeline: Pipeline) => T | PromiseLike<T>): Promise<T> {
    const pipeline = new Pipeline(this.session, {
      run: (statements) => this.run<unknown>(this.level?.guardPipeline(statements) ?? statements),
      cursorOf: <Row>(results: StoredResults<Row>) => this.cursor<Row>().show(results),
    });
    try {
      return await use(pipeline);
    } finally {
      await pipeline.settled();
    }
  }

  /**
   * Starts a transaction.
   * @throws ProgrammingError when one is open: MySQL would silently commit it
   */
  async begin(options: BeginOptions = {}): Promise<void> {
    checkBeginOptions(options);
    return this.run(this.outside(beginTransaction(this.session, options)));
  }

  /** Makes the changes of the open transaction last (PEP 249). */
  commit(): Promise<void> {
    return this.run(this.outside(tracedCommand(this.session, 'COMMIT')));
  }

  /** Undoes the changes of the open transaction (PEP 249); does nothing when there is none. */
  rollback(): Promise<void> {
    return this.run(this.outside(tracedCommand(this.session, 'ROLLBACK')));
  }

  /**
   * Runs a function in a transaction: commits when its promise resolves, rolls back when it rejects.
   * Until then statements run by what the function is given; `transaction()` of that is a savepoint.
   * @returns what `use` resolves to
   * @throws what `use` throws; ProgrammingError when a transaction is open already; OperationalError
   *   with the code ERR_MYSQLDB_COMMIT_UNKNOWN when the connection was lost during COMMIT
   * @example
   * await conn.transaction(async (tx) => {
   *   await tx.execute('UPDATE account SET cents = cents - ? WHERE id = ?', [500, from]);
   *   await tx.execute('UPDATE account SET cents = cents + ? WHERE id = ?', [500, to]);
   * });
   */
  async transaction<T>(
    use: (tx: Transaction) => T | PromiseLike<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    this.enterTransaction(use, options);
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          return await this.#attempt(use, options);
        } catch (error) {
          if (!this.mayTryAgain(error, attempt, options)) throw error;
        }
        await delay(retryDelay(attempt));
      }
    } finally {
      this.leaveTransaction();
    }
  }

  /** Turns autocommit on or off; turning it on commits an open transaction. */
  autocommit(on: boolean): Promise<void> {
    return this.run(this.outside(setAutocommit(this.session, on)));
  }

  /**
   * Asks the server whether it is there; a round trip.
   * @throws OperationalError or InterfaceError when the connection is lost
   */
  ping(): Promise<void> {
    return this.run(administration.ping(this.session));
  }

  /**
   * Undoes all that was set in the session (variables, temporary tables, locks, an open transaction)
   * and sets it up again as the options say; faster than a new connection.
   * https://dev.mysql.com/doc/c-api/en/mysql-reset-connection.html
   */
  reset(): Promise<void> {
    return this.run(this.outside(administration.resetConnection(this.session)));
  }

  /**
   * Logs in anew on the same connection, with a new session.
   * https://dev.mysql.com/doc/c-api/en/mysql-change-user.html
   * @throws OperationalError when the server refuses; the connection is lost then
   */
  changeUser(to: ChangeUserOptions = {}): Promise<void> {
    return this.run(this.outside(administration.changeUser(this.session, to)));
  }

  /** Makes a database the default one. */
  selectDatabase(database: string): Promise<void> {
    return this.run(administration.selectDatabase(this.session, database));
  }

  /**
   * Sets the character set of literals and results. Statements are sent as UTF-8 all the same, and all that
   * columns hold is read right.
   */
  setCharset(charset: string, collation?: string): Promise<void> {
    return this.run(administration.setCharset(this.session, charset, collation));
  }

  /** Sets the session's SQL mode, as 'ANSI,STRICT_ALL_TABLES'. */
  setSqlMode(mode: string): Promise<void> {
    return this.run(administration.setSqlMode(this.session, mode));
  }

  /** Allows or forbids several statements, separated by semicolons, in one text. */
  setMultiStatements(on: boolean): Promise<void> {
    return this.run(administration.setMultiStatements(this.session, on));
  }

  /** The notes, warnings and errors of the last statement. */
  showWarnings(): Promise<WarningRow[]> {
    return this.run(administration.showWarnings(this.session));
  }

  /** The server's line of statistics: uptime, threads, queries (MySQLdb's `stat`). */
  statistics(): Promise<string> {
    return this.run(administration.statistics(this.session));
  }

  /** Has the server write debug information into its log; it takes the PROCESS privilege. */
  dumpDebugInfo(): Promise<void> {
    return this.run(administration.dumpDebugInfo(this.session));
  }

  /**
   * Ends another connection of the server, or only the statement that it runs.
   * @param threadId its `threadId`
   */
  kill(threadId: number, what: 'CONNECTION' | 'QUERY' = 'CONNECTION'): Promise<void> {
    return this.run(administration.kill(this.session, threadId, what));
  }

  /** Stops the server; it takes the SHUTDOWN privilege. */
  shutdown(): Promise<void> {
    return this.run(administration.shutdown(this.session));
  }

  /**
   * Closes the connection after the statements that were started; an open transaction is rolled
   * back. Calling it again waits for the same end.
   */
  close(): Promise<void> {
    if (this.level !== undefined) return Promise.reject(notInside());
    return (this.#root.#closing ??= this.#root.#close());
  }

  /** Cuts the connection at once; statements that run or wait fail. */
  destroy(): void {
    if (!this.session.isOpen) return;
    const { native } = this.session.channel;
    this.session.end();
    native.destroy();
    this.#root.#end();
  }

  /** Calls the listener at the connection's end, however it comes about. */
  on<K extends keyof ConnectionEvents>(
    event: K,
    listener: (...args: ConnectionEvents[K]) => void,
  ): this {
    this.#events.on(event, listener);
    return this;
  }

  /** Takes a listener of {@link on} away. */
  off<K extends keyof ConnectionEvents>(
    event: K,
    listener: (...args: ConnectionEvents[K]) => void,
  ): this {
    this.#events.off(event, listener);
    return this;
  }

  /** As {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Whether something that was started on it has not ended. @internal */
  get isBusy(): boolean {
    return this.#turns.isBusy;
  }

  /** Runs an operation when it is its turn. @internal */
  run<T>(operation: Operation<T>, owner?: MessageOwner, canceller?: AsyncCanceller): Promise<T> {
    if (canceller === undefined) return runAsync(this.#runner, this.owned(operation, owner), owner);
    const runner = canceller.through(this.#runner);
    return runAsync(runner, this.owned(canceller.run(operation), owner), owner);
  }

  /** Its turn, unless the connection is being closed. */
  #enter(): Promise<void> | undefined {
    if (this.#root.#closing !== undefined) throw this.session.closedError();
    return this.#turns.enter();
  }

  #attempt<T>(
    use: (tx: Transaction) => T | PromiseLike<T>,
    options: TransactionOptions,
  ): Promise<T> {
    const level = new TransactionLevel(this.session, this.level, options);
    const enter = (): Promise<void> | undefined => (this.checkMayRun(undefined), this.#enter());
    const beginning = { ...this.#runner, enter };
    const ending = { ...this.#runner, enter: () => this.#enter(), check: () => {} };
    return attemptTransaction(level, beginning, ending, () => use(new Connection(this, level)));
  }

  /** Connecting has no turns to wait for, and no open session yet. */
  #opening(): TurnRunner {
    return { ...this.#runner, enter: () => undefined, check: () => {}, leave: () => {} };
  }

  async #close(): Promise<void> {
    await this.#turns.enter();
    if (this.session.isOpen) {
      this.session.end();
      this.session.channel.native.close();
    }
    this.#end();
    this.#turns.leave();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.session.end();
    this.#endPause();
    this.#events.emit('end');
  }
}
