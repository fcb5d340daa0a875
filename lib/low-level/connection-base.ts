import { escapeString } from '../convert/escape-string';
import { kindOf, wrongArgument } from '../argument-error';
import { MySQLError } from '../errors';
import type { NativeSessionInfo, WaitMode } from '../native/binding';
import { infileFeeder } from '../operations/local-infile';
import type { Operation } from '../operations/operation';
import { Session } from '../operations/session';
import { charsetOf } from '../operations/session-facts';
import type { ConnectOptions } from '../options/connect-options';
import type { Conv } from '../options/conv';
import { resolveCursorOptions } from '../options/cursor-options';
import type { ExecuteOptions } from '../options/execute-options';
import { Answers } from './answers';
import { getClientInfo } from './client-info';
import { checkedString } from './escape';
import { lowLevelOptions } from './low-level-options';

const DEFAULT_PORT = 3306;

/** Within so many bytes a statement says that it is LOAD DATA. */
const INFILE_BEGIN = 1024;

/** What sync and async low-level connections have in common: all that needs no round trip. */
export abstract class LowLevelConnectionBase {
  /** Not enumerable, so that a printed connection shows what is about the connection. */
  declare protected readonly session: Session;
  declare protected readonly answers: Answers;
  readonly #mode: WaitMode;
  #lastError: MySQLError | undefined;

  protected constructor(mode: WaitMode, options: ConnectOptions | string | URL) {
    const session = new Session(mode, lowLevelOptions(options));
    const conversion = session.conversion.withOptions({ ...session.options, allBytes: true });
    this.#mode = mode;
    Object.defineProperties(this, {
      session: { value: session },
      answers: { value: new Answers(session, conversion) },
    });
  }

  /** Whether the connection is open; known without asking the server. */
  get open(): boolean {
    return this.session.isOpen;
  }

  /** The opposite of `open`. */
  get closed(): boolean {
    return !this.open;
  }

  /** What the server can do: `CLIENT` bits, MariaDB's own ones above bit 31. */
  get serverCapabilities(): bigint {
    return this.#facts.serverCapabilities;
  }

  /** The `CLIENT` bits that the client asked for and the server has. */
  get clientFlag(): number {
    return this.#facts.clientFlag;
  }

  /** The port of the server, 0 on a unix socket. */
  get port(): number {
    const { target } = this.session;
    return this.#facts.hostInfo.includes('TCP/IP') ? target?.port || DEFAULT_PORT : 0;
  }

  /**
   * Rows that the last statement changed, inserted or deleted, or that its stored result has; -1 when
   * that is not known: before a result is stored, for one that is used, and after an error.
   */
  affectedRows(): number | bigint {
    return this.answers.affectedRows;
  }

  /** The first AUTO_INCREMENT value that the last statement made, 0 when none. */
  insertId(): number | bigint {
    return this.answers.insertId;
  }

  /** Columns of the current result, 0 when the statement has none. */
  fieldCount(): number {
    return this.answers.fieldCount;
  }

  /** Warnings of the last statement; of one with a result set, once its rows are read. */
  warningCount(): number {
    return this.session.warningCount;
  }

  /** What the server said of the last statement, as 'Records: 3  Duplicates: 0  Warnings: 0'; or null. */
  info(): string | null {
    return this.session.info ?? null;
  }

  /** The number of the error that the last call failed with, 0 when it did not fail. */
  errno(): number {
    return this.#lastError?.errno ?? 0;
  }

  /** The text of that error, empty when the last call did not fail. */
  error(): string {
    return this.#lastError?.message ?? '';
  }

  /** The SQLSTATE of that error, '00000' when the last call did not fail. */
  sqlState(): string {
    return this.#lastError?.sqlState ?? '00000';
  }

  /** The character set of literals and results. */
  characterSetName(): string {
    return charsetOf(this.#facts);
  }

  /** How the connection is made, as 'Localhost via UNIX socket'. */
  getHostInfo(): string {
    return this.#facts.hostInfo;
  }

  /** The version of the client/server protocol, 10. */
  getProtoInfo(): number {
    return this.#facts.protocolVersion;
  }

  /** The server's version text, such as `10.11.6-MariaDB`. */
  getServerInfo(): string {
    return this.#facts.serverVersion;
  }

  /** The version of the C client library. */
  getClientInfo(): string {
    return getClientInfo();
  }

  /** The server's id of this connection. */
  threadId(): number {
    return this.#facts.threadId;
  }

  /** The socket's file descriptor: to be looked at, not to be read from. */
  fileno(): number {
    return this.#facts.socket;
  }

  /** Whether every statement commits at once, as the server said with its last answer. */
  getAutocommit(): boolean {
    this.#checkOpen();
    return this.session.autocommit;
  }

  /**
   * Escapes a string or bytes to stand between single quotes, as the session reads SQL now (its
   * character set, and NO_BACKSLASH_ESCAPES).
   * https://dev.mysql.com/doc/c-api/en/mysql-real-escape-string.html
   * @throws ProgrammingError when no text between quotes is safe: with characters beyond ASCII after a
   *   `SET NAMES` of one's own to a character set that is not UTF-8
   */
  escapeString<T extends string | Uint8Array>(value: T): T extends string ? string : Buffer {
    this.#checkOpen();
    return escapeString(value, this.session.encodeSession);
  }

  /** A string in quotes, escaped; bytes as a hexadecimal literal. */
  stringLiteral(value: string | Uint8Array): string {
    return this.escape(checkedString(value));
  }

  /**
   * Any value as SQL text (docs/parameters.md).
   * @param conv encoders by class, before those of the connection
   * @throws ProgrammingError for what has no meaning in SQL
   */
  escape(value: unknown, conv?: Conv): string {
    this.#checkOpen();
    const { conversion, encodeSession } = this.session;
    const { encoder } =
      conv === undefined
        ? conversion
        : conversion.withOptions(resolveCursorOptions({ conv }, conversion.options));
    return encoder.literal(value, encodeSession);
  }

  /** The bytes are taken at once: what the caller does with them later does not count. */
  protected querying(sql: string | Uint8Array, options?: ExecuteOptions): Operation<void> {
    const text = statementText(sql);
    const begin = typeof text === 'string' ? text : text.toString('latin1', 0, INFILE_BEGIN);
    const infile = infileFeeder(this.#mode, this.session.options, begin, options?.infile);
    return this.answers.query(text, infile);
  }

  protected sending(sql: string | Uint8Array): Operation<void> {
    return this.answers.send(statementText(sql));
  }

  /** An operation that may not come between a statement and its results. */
  protected *between<T>(operation: Operation<T>): Operation<T> {
    this.answers.checkReady();
    return yield* operation;
  }

  /** Keeps what `errno`, `error` and `sqlState` tell. */
  protected *recorded<T>(operation: Operation<T>): Operation<T> {
    try {
      const value = yield* operation;
      this.#lastError = undefined;
      return value;
    } catch (error) {
      if (error instanceof MySQLError && error.errno !== undefined) this.#lastError = error;
      throw error;
    }
  }

  get #facts(): NativeSessionInfo {
    this.#checkOpen();
    return this.session.facts;
  }

  #checkOpen(): void {
    if (!this.session.isOpen) throw this.session.closedError();
  }
}

function statementText(sql: string | Uint8Array): string | Buffer {
  if (typeof sql === 'string') return sql;
  if (sql instanceof Uint8Array) return Buffer.from(sql);
  throw wrongArgument(`The statement must be a string or bytes, not ${kindOf(sql)}`);
}

/** 0 allows several statements in one text, 1 forbids them (MYSQL_OPTION_MULTI_STATEMENTS_…). */
export function multiStatementsOf(option: 0 | 1): boolean {
  if (option === 0 || option === 1) return option === 0;
  throw wrongArgument('The server option must be 0, several statements on, or 1, off');
}
