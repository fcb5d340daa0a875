import * as administration from '../operations/administration';
import { openSession } from '../operations/connect';
import { type Operation, runSync } from '../operations/operation';
import { command, setAutocommit } from '../operations/transaction';
import type { ConnectOptions } from '../options/connect-options';
import { optionsOf } from '../options/given-options';
import type { ChangeUserOptions, ExecuteOptions } from '../options/execute-options';
import { type CharacterSetInfo, characterSetInfo } from './character-set-info';
import { LowLevelConnectionBase, multiStatementsOf } from './connection-base';
import { SyncLowLevelResult } from './sync-result';

/** A connection in the steps of the C API, whose calls wait for their result. */
export class SyncLowLevelConnection extends LowLevelConnectionBase implements Disposable {
  private constructor(options: ConnectOptions | string | URL) {
    super('inline', options);
  }

  /** As the function {@link connectSync}. */
  static open(options: ConnectOptions | string | URL): SyncLowLevelConnection {
    const connection = new SyncLowLevelConnection(options);
    runSync(connection.session.channel, openSession(connection.session));
    return connection;
  }

  /**
   * Sends a statement and reads the head of its answer; `storeResult` or `useResult` takes the rows.
   * @throws ProgrammingError (2014) before the results of the last statement were taken; the connection
   *   goes on being of use
   */
  query(sql: string | Uint8Array, options?: ExecuteOptions): void {
    this.#run(this.querying(sql, options));
  }

  /** Sends a statement and does not wait for its answer, which `readQueryResult` reads. */
  sendQuery(sql: string | Uint8Array): void {
    this.#run(this.sending(sql));
  }

  /** Reads the head of the answer to `sendQuery`. */
  readQueryResult(): void {
    this.#run(this.answers.readAnswer());
  }

  /**
   * Reads the rows of the current result into memory; null when the statement has no result set.
   * @throws ProgrammingError (2014) when it was taken before
   */
  storeResult(): SyncLowLevelResult | null {
    const taken = this.#run(this.answers.store());
    return taken && new SyncLowLevelResult(taken, this.#run);
  }

  /**
   * The current result, whose rows are read as they are fetched; null when the statement has no result
   * set. The connection is of no other use before they are read or dropped.
   * @throws ProgrammingError (2014) when it was taken before
   */
  useResult(): SyncLowLevelResult | null {
    const taken = this.#run(this.answers.use());
    return taken && new SyncLowLevelResult(taken, this.#run);
  }

  /** Goes on to the statement's next result; false when there is none. */
  nextResult(): boolean {
    return this.#run(this.answers.next());
  }

  /** Drops the rows that are left of the current result, taken or not. */
  discardResult(): void {
    this.#run(this.answers.discard());
  }

  /** Makes the changes of the open transaction last. */
  commit(): void {
    this.#between(command(this.session, 'COMMIT'));
  }

  /** Undoes the changes of the open transaction. */
  rollback(): void {
    this.#between(command(this.session, 'ROLLBACK'));
  }

  /** Turns autocommit on or off; nothing is sent when the session has it so already. */
  autocommit(on: boolean): void {
    this.#between(setAutocommit(this.session, on));
  }

  /** Asks the server whether it is there. */
  ping(): void {
    this.#between(administration.ping(this.session));
  }

  /** The server's line of statistics: uptime, threads, queries. */
  stat(): string {
    return this.#between(administration.statistics(this.session));
  }

  /** Makes a database the default one. */
  selectDb(database: string): void {
    this.#between(administration.selectDatabase(this.session, database));
  }

  /**
   * Logs in anew on the same connection. What is left out is as it was when the connection was opened,
   * and the session is set up again as the options say.
   * @throws OperationalError when the server refuses; the connection is lost then
   */
  changeUser(to: ChangeUserOptions = {}): void {
    this.#between(administration.changeUser(this.session, to));
  }

  /** Undoes all that was set in the session, and sets it up again as the options say. */
  resetConnection(): void {
    this.#between(administration.resetConnection(this.session));
  }

  /** Sets the character set of literals and results. Statements are sent as UTF-8 all the same. */
  setCharacterSet(charset: string, collation?: string): void {
    this.#between(administration.setCharset(this.session, charset, collation));
  }

  /**
   * The character set of literals and results with its collation and the bytes of its characters; asks
   * the server.
   */
  getCharacterSetInfo(): CharacterSetInfo {
    return this.#between(characterSetInfo(this.session));
  }

  /** Allows several statements in one text (0, MYSQL_OPTION_MULTI_STATEMENTS_ON) or forbids them (1). */
  setServerOption(option: 0 | 1): void {
    this.#between(administration.setMultiStatements(this.session, multiStatementsOf(option)));
  }

  /** Ends another connection of the server, by its `threadId()`. */
  kill(threadId: number): void {
    this.#between(administration.kill(this.session, threadId, 'CONNECTION'));
  }

  /** Stops the server; it takes the SHUTDOWN privilege. */
  shutdown(): void {
    this.#between(administration.shutdown(this.session));
  }

  /** Has the server write debug information into its log; it takes the PROCESS privilege. */
  dumpDebugInfo(): void {
    this.#between(administration.dumpDebugInfo(this.session));
  }

  /** Closes the connection; an open transaction is rolled back. Calling it again does nothing. */
  close(): void {
    const { native } = this.session.channel;
    this.session.end();
    native.close();
  }

  /** As {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** A field: results take it along. */
  readonly #run = <T>(operation: Operation<T>): T =>
    runSync(this.session.channel, this.recorded(operation));

  #between<T>(operation: Operation<T>): T {
    return this.#run(this.between(operation));
  }
}

/** Opens a connection and waits for it; as {@link connect}. */
export function connectSync(options?: ConnectOptions | string | URL): SyncLowLevelConnection;
export function connectSync(
  ...given: [options?: ConnectOptions | string | URL]
): SyncLowLevelConnection {
  return SyncLowLevelConnection.open(optionsOf(given));
}
