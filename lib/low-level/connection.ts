import { type Connection, connect as connectAsync } from '../connection';
import { ProgrammingError } from '../errors';
import type { ConnectOptions } from '../options/connect-options';
import type { ChangeUserOptions } from '../options/execute-options';
import * as administration from '../operations/administration';
import type { Operation } from '../operations/operation';
import { command, setAutocommit } from '../operations/transaction';
import { connectSync as connectWaiting, type SyncConnection } from '../sync/connection';
import { escapeEither } from './escape';
import { LowLevelStatements } from './statements';
import type { Reply, Waiting } from './waiting';

/**
 * A connection as the C API has it (`_mysql.connection`): statements are sent, results are stored or
 * used, and rows fetched by hand. Every call that waits for the server gives its value at once on a
 * connection of `connectSync()`, and a promise of it on one of `connect()`.
 */
export class LowLevelConnection<W extends Waiting> extends LowLevelStatements<W> {
  /** @internal Use connect() or connectSync(). */
  constructor(connection: Connection | SyncConnection) {
    super(connection);
  }

  /**
   * Text or bytes made safe to stand between single quotes, by the session's sql_mode. Statements are
   * UTF-8 on every connection, so no character set makes a difference.
   */
  escapeString<T extends string | Uint8Array>(value: T): T extends string ? string : Buffer {
    return escapeEither(value, this.session.sqlMode.noBackslashEscapes);
  }

  /** Text as a literal with its quotes; bytes as a hexadecimal one. */
  stringLiteral(value: string | Uint8Array): string {
    if (typeof value === 'string' || value instanceof Uint8Array) return this.escape(value);
    throw new ProgrammingError('stringLiteral() takes a string or a Uint8Array', {
      code: 'ERR_MYSQLDB_ARGUMENT',
    });
  }

  /** Any value that a parameter may have, as SQL; the encoders of `conv` count. */
  escape(value: unknown): string {
    return this.session.renderText('?', [value]);
  }

  characterSetName(): string {
    return this.connection.charset;
  }

  /** Sets the character set of literals and results (`mysql_set_character_set`). */
  setCharacterSet(charset: string, collation?: string): Reply<W, void> {
    return this.run(administration.setCharset(this.session, charset, collation));
  }

  getHostInfo(): string {
    return this.connection.hostInfo;
  }

  getProtoInfo(): number {
    return this.connection.protocolVersion;
  }

  getServerInfo(): string {
    return this.connection.serverVersion;
  }

  /** What the server can do: {@link CLIENT} bits, MariaDB's own ones above bit 31. */
  get serverCapabilities(): bigint {
    return this.connection.serverCapabilities;
  }

  get clientFlag(): number {
    return this.connection.clientFlag;
  }

  threadId(): number {
    return this.connection.threadId;
  }

  /** The socket's file descriptor: to be watched, not to be used. */
  fileno(): number {
    return this.session.facts.socket;
  }

  /** The server's line of statistics. */
  stat(): Reply<W, string> {
    return this.run(administration.statistics(this.session));
  }

  ping(): Reply<W, void> {
    return this.run(administration.ping(this.session));
  }

  selectDb(database: string): Reply<W, void> {
    return this.run(administration.selectDatabase(this.session, database));
  }

  /** Logs in anew on the same connection. */
  changeUser(to: ChangeUserOptions): Reply<W, void> {
    return this.run(administration.changeUser(this.session, to));
  }

  resetConnection(): Reply<W, void> {
    return this.run(administration.resetConnection(this.session));
  }

  /** @param option 0 allows several statements in one text, 1 forbids them (`mysql_set_server_option`) */
  setServerOption(option: 0 | 1): Reply<W, void> {
    return this.run(this.#settingOption(option));
  }

  autocommit(on: boolean): Reply<W, void> {
    return this.run(setAutocommit(this.session, on));
  }

  getAutocommit(): boolean {
    return this.session.autocommit;
  }

  commit(): Reply<W, void> {
    return this.run(command(this.session, 'COMMIT'));
  }

  rollback(): Reply<W, void> {
    return this.run(command(this.session, 'ROLLBACK'));
  }

  kill(threadId: number): Reply<W, void> {
    return this.run(administration.kill(this.session, threadId, 'CONNECTION'));
  }

  shutdown(): Reply<W, void> {
    return this.run(administration.shutdown(this.session));
  }

  dumpDebugInfo(): Reply<W, void> {
    return this.run(administration.dumpDebugInfo(this.session));
  }

  /** Whether the connection was neither closed nor lost. */
  get open(): boolean {
    return this.connection.isUsable;
  }

  /** Closes the connection; again does nothing. Stored results can still be fetched from. */
  close(): Reply<W, void> {
    return this.connection.close() as Reply<W, void>;
  }

  *#settingOption(option: unknown): Operation<void> {
    if (option !== 0 && option !== 1) {
      throw new ProgrammingError('The server option is 0 (several statements) or 1 (one)', {
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
    yield* administration.setMultiStatements(this.session, option === 0);
  }
}

/**
 * Opens a connection. The options are those of the driver's own `connect()`; a column without a
 * decoder in `conv` comes as a Buffer of what the server sent, and autocommit is off.
 */
export async function connect(
  options: ConnectOptions | string | URL = {},
): Promise<LowLevelConnection<'async'>> {
  return new LowLevelConnection<'async'>(await connectAsync(options));
}

/** The same, waiting on the calling thread. */
export function connectSync(
  options: ConnectOptions | string | URL = {},
): LowLevelConnection<'sync'> {
  return new LowLevelConnection<'sync'>(connectWaiting(options));
}
