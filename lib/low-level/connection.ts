import * as administration from '../operations/administration';
import { openSession } from '../operations/connect';
import { type Operation, runAsync, type TurnRunner } from '../operations/operation';
import { command, setAutocommit } from '../operations/transaction';
import type { ConnectOptions } from '../options/connect-options';
import { optionsOf } from '../options/given-options';
import type { ChangeUserOptions, ExecuteOptions } from '../options/execute-options';
import { TurnQueue } from '../turn-queue';
import { type CharacterSetInfo, characterSetInfo } from './character-set-info';
import { LowLevelConnectionBase, multiStatementsOf } from './connection-base';
import { LowLevelResult } from './result';

/**
 * A connection in the steps of the C API. Calls that are made at once run in the order in which they
 * were made.
 */
export class LowLevelConnection extends LowLevelConnectionBase implements AsyncDisposable {
  readonly #turns = new TurnQueue();
  #closing: Promise<void> | undefined;
  readonly #runner: TurnRunner = {
    submit: (nativeCommand) => this.session.channel.submit(nativeCommand),
    enter: () => {
      if (this.#closing !== undefined) throw this.session.closedError();
      return this.#turns.enter();
    },
    check: () => {},
    leave: () => this.#turns.leave(),
  };

  private constructor(options: ConnectOptions | string | URL) {
    super('loop', options);
    const onLost = (): void => this.session.lose();
    this.session.channel.onLost = onLost;
  }

  /** As the function {@link connect}. */
  static async open(options: ConnectOptions | string | URL): Promise<LowLevelConnection> {
    const connection = new LowLevelConnection(options);
    await runAsync(connection.#runner, openSession(connection.session));
    return connection;
  }

  /**
   * Sends a statement and reads the head of its answer; `storeResult` or `useResult` takes the rows.
   * @throws ProgrammingError (2014) before the results of the last statement were taken; the connection
   *   goes on being of use
   */
  async query(sql: string | Uint8Array, options?: ExecuteOptions): Promise<void> {
    await this.#run(this.querying(sql, options));
  }

  /** Sends a statement and does not wait for its answer, which `readQueryResult` reads. */
  async sendQuery(sql: string | Uint8Array): Promise<void> {
    await this.#run(this.sending(sql));
  }

  /** Reads the head of the answer to `sendQuery`. */
  readQueryResult(): Promise<void> {
    return this.#run(this.answers.readAnswer());
  }

  /**
   * Reads the rows of the current result into memory; null when the statement has no result set.
   * @throws ProgrammingError (2014) when it was taken before
   */
  async storeResult(): Promise<LowLevelResult | null> {
    const taken = await this.#run(this.answers.store());
    return taken && new LowLevelResult(taken, this.#run);
  }

  /**
   * The current result, whose rows are read as they are fetched; null when the statement has no result
   * set. The connection is of no other use before they are read or dropped.
   * @throws ProgrammingError (2014) when it was taken before
   */
  async useResult(): Promise<LowLevelResult | null> {
    const taken = await this.#run(this.answers.use());
    return taken && new LowLevelResult(taken, this.#run);
  }

  /** Goes on to the statement's next result; false when there is none. */
  nextResult(): Promise<boolean> {
    return this.#run(this.answers.next());
  }

  /** Drops the rows that are left of the current result, taken or not. */
  discardResult(): Promise<void> {
    return this.#run(this.answers.discard());
  }

  /** Makes the changes of the open transaction last. */
  commit(): Promise<void> {
    return this.#between(command(this.session, 'COMMIT'));
  }

  /** Undoes the changes of the open transaction. */
  rollback(): Promise<void> {
    return this.#between(command(this.session, 'ROLLBACK'));
  }

  /** Turns autocommit on or off; nothing is sent when the session has it so already. */
  autocommit(on: boolean): Promise<void> {
    return this.#between(setAutocommit(this.session, on));
  }

  /** Asks the server whether it is there. */
  ping(): Promise<void> {
    return this.#between(administration.ping(this.session));
  }

  /** The server's line of statistics: uptime, threads, queries. */
  stat(): Promise<string> {
    return this.#between(administration.statistics(this.session));
  }

  /** Makes a database the default one. */
  selectDb(database: string): Promise<void> {
    return this.#between(administration.selectDatabase(this.session, database));
  }

  /**
   * Logs in anew on the same connection. What is left out is as it was when the connection was opened,
   * and the session is set up again as the options say.
   * @throws OperationalError when the server refuses; the connection is lost then
   */
  changeUser(to: ChangeUserOptions = {}): Promise<void> {
    return this.#between(administration.changeUser(this.session, to));
  }

  /** Undoes all that was set in the session, and sets it up again as the options say. */
  resetConnection(): Promise<void> {
    return this.#between(administration.resetConnection(this.session));
  }

  /** Sets the character set of literals and results. Statements are sent as UTF-8 all the same. */
  setCharacterSet(charset: string, collation?: string): Promise<void> {
    return this.#between(administration.setCharset(this.session, charset, collation));
  }

  /**
   * The character set of literals and results with its collation and the bytes of its characters; asks
   * the server.
   */
  getCharacterSetInfo(): Promise<CharacterSetInfo> {
    return this.#between(characterSetInfo(this.session));
  }

  /** Allows several statements in one text (0, MYSQL_OPTION_MULTI_STATEMENTS_ON) or forbids them (1). */
  async setServerOption(option: 0 | 1): Promise<void> {
    await this.#between(administration.setMultiStatements(this.session, multiStatementsOf(option)));
  }

  /** Ends another connection of the server, by its `threadId()`. */
  kill(threadId: number): Promise<void> {
    return this.#between(administration.kill(this.session, threadId, 'CONNECTION'));
  }

  /** Stops the server; it takes the SHUTDOWN privilege. */
  shutdown(): Promise<void> {
    return this.#between(administration.shutdown(this.session));
  }

  /** Has the server write debug information into its log; it takes the PROCESS privilege. */
  dumpDebugInfo(): Promise<void> {
    return this.#between(administration.dumpDebugInfo(this.session));
  }

  /** Closes the connection after the calls that were made; an open transaction is rolled back. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** As {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A field: results take it along. */
  readonly #run = <T>(operation: Operation<T>): Promise<T> =>
    runAsync(this.#runner, this.recorded(operation));

  #between<T>(operation: Operation<T>): Promise<T> {
    return this.#run(this.between(operation));
  }

  async #close(): Promise<void> {
    await this.#turns.enter();
    if (this.session.isOpen) {
      this.session.end();
      this.session.channel.native.close();
    }
    this.#turns.leave();
  }
}

/**
 * Opens a connection.
 * @param options as those of the package's own `connect`. The ones about values do not count for
 *   results: a column is a Buffer unless `conv` has a decoder for it. Without `autocommit` the session
 *   has it as the server does.
 */
export function connect(options?: ConnectOptions | string | URL): Promise<LowLevelConnection>;
export function connect(
  ...given: [options?: ConnectOptions | string | URL]
): Promise<LowLevelConnection> {
  return LowLevelConnection.open(optionsOf(given));
}
