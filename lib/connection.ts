import { EventEmitter } from 'node:events';
import { ConnectionBase } from './connection-base';
import { AsyncCursor } from './cursor';
import type { CursorKind, TupleRow } from './cursor-kinds';
import type { ConnectOptions, CursorOptions } from './options/connect-options';
import * as administration from './operations/administration';
import { openSession } from './operations/connect';
import { type Operation, runAsync, type TurnRunner } from './operations/operation';
import { holdStatement, releaseStatement } from './operations/prepared';
import type { StoredResults } from './operations/stored-results';
import { beginTransaction, command, setAutocommit } from './operations/transaction';
import type { WarningRow } from './errors';
import type { ChangeUserOptions, ExecuteOptions } from './options/execute-options';
import type { MessageOwner } from './operations/warnings';
import { Pipeline } from './pipeline';
import { PreparedStatement } from './prepared-statement';
import type { Params } from './sql/param-style';
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
  readonly #turns = new TurnQueue();
  readonly #events = new EventEmitter();
  #closing: Promise<void> | undefined;
  #ended = false;
  /** Wakes the operation that waits for something of the user's. */
  #endPause: () => void = () => {};
  readonly #runner: TurnRunner = {
    submit: (command) => this.session.channel.submit(command),
    enter: (owner) => {
      if (this.#closing !== undefined) throw this.session.closedError();
      this.checkMayRun(owner);
      return this.#turns.enter();
    },
    check: (owner) => this.checkMayRun(owner),
    pause: (settled) =>
      new Promise((resolve) => {
        this.#endPause = resolve;
        void settled.then(resolve);
      }),
    leave: () => {
      this.#turns.leave();
      if (!this.session.isOpen) this.#end();
    },
  };

  private constructor(options: ConnectOptions | string | URL) {
    super('loop', options);
    this.session.channel.onLost = () => {
      this.session.lose();
      this.#end();
    };
  }

  /** As the function {@link connect}. */
  static async open(options: ConnectOptions | string | URL): Promise<Connection> {
    const connection = new Connection(options);
    await runAsync(connection.#opening(), openSession(connection.session));
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
   * `prepared` alone stays as long as others do not take its place.
   */
  async prepare(sql: string): Promise<PreparedStatement> {
    const text = await this.run(holdStatement(this.session, sql));
    return new PreparedStatement(this, sql, async () => {
      if (this.session.isOpen) await this.run(releaseStatement(this.session, text));
    });
  }

  /** The rows of a query. */
  fetchall<Row = TupleRow>(sql: string, params?: Params, options?: ExecuteOptions): Promise<Row[]> {
    return this.run(this.rowsOf<Row>(sql, params, options));
  }

  /** The first row of a query, null when there is none. */
  fetchone<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: ExecuteOptions,
  ): Promise<Row | null> {
    return this.run(this.firstRowOf<Row>(sql, params, options));
  }

  /**
   * Sends statements without waiting for the answers of those before: all that `use` starts before it
   * awaits the first. Resolves to what `use` returns, when all have their answers. Pipelines are of the
   * text protocol, and stored; with libmysqlclient the statements go one by one.
   */
  async pipeline<T>(use: (pipeline: Pipeline) => T | PromiseLike<T>): Promise<T> {
    const pipeline = new Pipeline(this.session, {
      run: (operation) => this.run(operation),
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
  begin(): Promise<void> {
    return this.run(beginTransaction(this.session));
  }

  /** Makes the changes of the open transaction last (PEP 249). */
  commit(): Promise<void> {
    return this.run(command(this.session, 'COMMIT'));
  }

  /** Undoes the changes of the open transaction (PEP 249); does nothing when there is none. */
  rollback(): Promise<void> {
    return this.run(command(this.session, 'ROLLBACK'));
  }

  /** Turns autocommit on or off; turning it on commits an open transaction. */
  autocommit(on: boolean): Promise<void> {
    return this.run(setAutocommit(this.session, on));
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
    return this.run(administration.resetConnection(this.session));
  }

  /**
   * Logs in anew on the same connection, with a new session.
   * https://dev.mysql.com/doc/c-api/en/mysql-change-user.html
   * @throws OperationalError when the server refuses; the connection is lost then
   */
  changeUser(to: ChangeUserOptions = {}): Promise<void> {
    return this.run(administration.changeUser(this.session, to));
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
    return (this.#closing ??= this.#close());
  }

  /** Cuts the connection at once; statements that run or wait fail. */
  destroy(): void {
    if (!this.session.isOpen) return;
    const { native } = this.session.channel;
    this.session.end();
    native.destroy();
    this.#end();
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

  /** Runs an operation when it is its turn. @internal */
  run<T>(operation: Operation<T>, owner?: MessageOwner): Promise<T> {
    return runAsync(this.#runner, this.owned(operation, owner), owner);
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

/**
 * Opens a connection.
 * @param options connect options, or a URL as `mysql://user:password@host:3306/database`
 * @throws OperationalError when the server cannot be reached or refuses; InterfaceError for options
 *   that are wrong
 */
export function connect(options: ConnectOptions | string | URL = {}): Promise<Connection> {
  return Connection.open(options);
}
