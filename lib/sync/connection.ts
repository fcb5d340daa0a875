import { wrongArgument } from '../argument-error';
import type { Canceller } from '../cancel/canceller';
import { syncCanceller } from '../cancel/make-canceller';
import { ConnectionBase } from '../connection-base';
import type { CursorKind, TupleRow } from '../cursor-kinds';
import { finishConnect, traceConnect } from '../diagnostics/traced-connects';
import { setRowCount, setWhetherRow, traceStatement } from '../diagnostics/traced-statements';
import type { ConnectOptions, CursorOptions } from '../options/connect-options';
import { optionsOf } from '../options/given-options';
import * as administration from '../operations/administration';
import type { WarningRow } from '../errors';
import type { ChangeUserOptions, ExecuteOptions } from '../options/execute-options';
import { openSession } from '../operations/connect';
import { type Operation, runSync } from '../operations/operation';
import { holdStatement, releaseStatement } from '../operations/prepared';
import { Session } from '../operations/session';
import { beginTransaction, setAutocommit, tracedCommand } from '../operations/transaction';
import { notInside, retryDelay, TransactionLevel } from '../operations/transaction-level';
import type { MessageOwner } from '../operations/warnings';
import { resolveOptions } from '../options/resolve-options';
import {
  type BeginOptions,
  checkBeginOptions,
  type TransactionOptions,
} from '../options/transaction-options';
import type { Params } from '../sql/param-style';
import { SyncCursor } from './cursor';
import { SyncPreparedStatement } from './prepared-statement';

/** An open connection whose calls wait for their result: for scripts and tools. */
export class SyncConnection extends ConnectionBase implements Disposable {
  private constructor(session: Session, level?: TransactionLevel) {
    super(session, level);
  }

  /** As the function {@link connectSync}. */
  static open(options: ConnectOptions | string | URL): SyncConnection {
    const session = new Session('inline', resolveOptions(options));
    const connection = new SyncConnection(session);
    const open = (): void => runSync(session.channel, openSession(session));
    const trace = traceConnect(session);
    if (trace === undefined) open();
    else trace.sync(open, finishConnect(session));
    return connection;
  }

  /** A new cursor, of the connection's `cursorClass`. */
  cursor(): SyncCursor<TupleRow>;
  /**
   * A new cursor, of the connection's `cursorClass` unless another kind is given; its
   * `options` go over those of the connection.
   */
  cursor<Row>(kind?: CursorKind<Row>, options?: CursorOptions): SyncCursor<Row>;
  cursor<Row>(kind?: CursorKind<Row>, options?: CursorOptions): SyncCursor<Row> {
    return new SyncCursor<Row>(this, this.session, this.kindOf(kind), this.conversionOf(options));
  }

  /** Executes a statement on a new cursor, and returns the cursor. */
  execute<Row = TupleRow>(sql: string, params?: Params, options?: ExecuteOptions): SyncCursor<Row> {
    const cursor = this.cursor<Row>();
    cursor.execute(sql, params, options);
    return cursor;
  }

  /**
   * Prepares a statement, and keeps it prepared until it is closed. One that is executed with the option
   * `prepared` alone, or was forgotten without `close()`, stays until others take its place.
   */
  prepare(sql: string): SyncPreparedStatement {
    const text = this.run(holdStatement(this.session, sql));
    const { session } = this;
    const statement: SyncPreparedStatement = new SyncPreparedStatement(this, sql, () => {
      if (session.isOpen) this.run(releaseStatement(session, text, statement));
    });
    session.statements.releaseWith(statement, text);
    return statement;
  }

  /** The rows of a query. */
  fetchall<Row = TupleRow>(sql: string, params?: Params, options?: ExecuteOptions): Row[] {
    const trace = traceStatement(this.session, sql, params, options);
    if (trace === undefined) return this.#fetchall(sql, params, options);
    return trace.sync(() => this.#fetchall<Row>(sql, params, options), setRowCount);
  }

  /** The first row of a query, null when there is none. */
  fetchone<Row = TupleRow>(sql: string, params?: Params, options?: ExecuteOptions): Row | null {
    const trace = traceStatement(this.session, sql, params, options);
    if (trace === undefined) return this.#fetchone(sql, params, options);
    return trace.sync(() => this.#fetchone<Row>(sql, params, options), setWhetherRow);
  }

  /**
   * Starts a transaction.
   * @throws ProgrammingError when one is open: MySQL would silently commit it
   */
  begin(options: BeginOptions = {}): void {
    checkBeginOptions(options);
    this.run(this.outside(beginTransaction(this.session, options)));
  }

  /** Makes the changes of the open transaction last (PEP 249). */
  commit(): void {
    this.run(this.outside(tracedCommand(this.session, 'COMMIT')));
  }

  /** Undoes the changes of the open transaction (PEP 249); does nothing when there is none. */
  rollback(): void {
    this.run(this.outside(tracedCommand(this.session, 'ROLLBACK')));
  }

  /**
   * Runs a function in a transaction: commits when it returns, rolls back when it throws. Until then
   * statements run by what the function is given; `transaction()` of that is a savepoint.
   * @returns what `use` returns
   * @throws what `use` throws; ProgrammingError when a transaction is open already, or `use` returns a
   *   promise; OperationalError with the code ERR_MYSQLDB_COMMIT_UNKNOWN when the connection was lost
   *   during COMMIT
   */
  transaction<T>(use: (tx: SyncTransaction) => T, options: TransactionOptions = {}): T {
    this.enterTransaction(use, options);
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          return this.#attempt(use, new TransactionLevel(this.session, this.level, options));
        } catch (error) {
          if (!this.mayTryAgain(error, attempt, options)) throw error;
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryDelay(attempt));
      }
    } finally {
      this.leaveTransaction();
    }
  }

  /** Turns autocommit on or off; turning it on commits an open transaction. */
  autocommit(on: boolean): void {
    this.run(this.outside(setAutocommit(this.session, on)));
  }

  /**
   * Asks the server whether it is there; a round trip.
   * @throws OperationalError or InterfaceError when the connection is lost
   */
  ping(): void {
    this.run(administration.ping(this.session));
  }

  /**
   * Undoes all that was set in the session (variables, temporary tables, locks, an open transaction)
   * and sets it up again as the options say; faster than a new connection.
   * https://dev.mysql.com/doc/c-api/en/mysql-reset-connection.html
   */
  reset(): void {
    this.run(this.outside(administration.resetConnection(this.session)));
  }

  /**
   * Logs in anew on the same connection, with a new session.
   * https://dev.mysql.com/doc/c-api/en/mysql-change-user.html
   * @throws OperationalError when the server refuses; the connection is lost then
   */
  changeUser(to: ChangeUserOptions = {}): void {
    this.run(this.outside(administration.changeUser(this.session, to)));
  }

  /** Makes a database the default one. */
  selectDatabase(database: string): void {
    this.run(administration.selectDatabase(this.session, database));
  }

  /**
   * Sets the character set of literals and results. Statements are sent as UTF-8 all the same, and all that
   * columns hold is read right.
   */
  setCharset(charset: string, collation?: string): void {
    this.run(administration.setCharset(this.session, charset, collation));
  }

  /** Sets the session's SQL mode, as 'ANSI,STRICT_ALL_TABLES'. */
  setSqlMode(mode: string): void {
    this.run(administration.setSqlMode(this.session, mode));
  }

  /** Allows or forbids several statements, separated by semicolons, in one text. */
  setMultiStatements(on: boolean): void {
    this.run(administration.setMultiStatements(this.session, on));
  }

  /** The notes, warnings and errors of the last statement. */
  showWarnings(): WarningRow[] {
    return this.run(administration.showWarnings(this.session));
  }

  /** The server's line of statistics: uptime, threads, queries (MySQLdb's `stat`). */
  statistics(): string {
    return this.run(administration.statistics(this.session));
  }

  /** Has the server write debug information into its log; it takes the PROCESS privilege. */
  dumpDebugInfo(): void {
    this.run(administration.dumpDebugInfo(this.session));
  }

  /**
   * Ends another connection of the server, or only the statement that it runs.
   * @param threadId its `threadId`
   */
  kill(threadId: number, what: 'CONNECTION' | 'QUERY' = 'CONNECTION'): void {
    this.run(administration.kill(this.session, threadId, what));
  }

  /** Stops the server; it takes the SHUTDOWN privilege. */
  shutdown(): void {
    this.run(administration.shutdown(this.session));
  }

  /** Closes the connection; an open transaction is rolled back. Calling it again does nothing. */
  close(): void {
    if (this.level !== undefined) throw notInside();
    const { native } = this.session.channel;
    this.session.end();
    native.close();
  }

  /** As {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Runs an operation. @internal */
  run<T>(operation: Operation<T>, owner?: MessageOwner, canceller?: Canceller): T {
    this.mayBegin();
    this.checkMayRun(owner);
    const work = canceller === undefined ? operation : canceller.run(operation);
    return runSync(this.session.channel, this.owned(work, owner));
  }

  #fetchall<Row>(
    sql: string,
    params: Params | undefined,
    options: ExecuteOptions | undefined,
  ): Row[] {
    const canceller = syncCanceller(this.session, this, sql, options);
    const rows = this.rowsOf<Row>(sql, params, options, canceller);
    return this.run(rows, undefined, canceller);
  }

  #fetchone<Row>(
    sql: string,
    params: Params | undefined,
    options: ExecuteOptions | undefined,
  ): Row | null {
    const canceller = syncCanceller(this.session, this, sql, options);
    const row = this.firstRowOf<Row>(sql, params, options, canceller);
    return this.run(row, undefined, canceller);
  }

  #attempt<T>(use: (tx: SyncTransaction) => T, level: TransactionLevel): T {
    const { session } = this;
    try {
      this.checkMayRun(undefined);
      runSync(session.channel, level.begin());
      let value: T;
      try {
        value = use(new SyncConnection(session, level));
        refusePromise(value);
      } catch (error) {
        runSync(session.channel, level.rollback());
        throw error;
      }
      runSync(session.channel, level.commit());
      return value;
    } finally {
      level.leave();
    }
  }
}

/** What the function of a sync connection's `transaction()` works with. */
export type SyncTransaction = Omit<
  SyncConnection,
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'autocommit'
  | 'reset'
  | 'changeUser'
  | 'close'
  | 'run'
  | typeof Symbol.dispose
>;

/** It would go on after the transaction has ended. */
function refusePromise(value: unknown): void {
  if (typeof (value as PromiseLike<unknown> | null)?.then !== 'function') return;
  throw wrongArgument(
    'The function of a transaction returned a promise',
    'A sync connection waits for no promise: use a function that is not async, or connect().',
  );
}

/**
 * Opens a connection and waits for it.
 * @param options connect options, or a URL as `mysql://user:password@host:3306/database`; without any the server of
 *   this machine
 * @throws OperationalError when the server cannot be reached or refuses; InterfaceError for options
 *   that are wrong
 */
export function connectSync(options?: ConnectOptions | string | URL): SyncConnection;
export function connectSync(...given: [options?: ConnectOptions | string | URL]): SyncConnection {
  return SyncConnection.open(optionsOf(given));
}
