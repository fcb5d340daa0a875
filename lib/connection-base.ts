import { inspect } from 'node:util';
import type { Canceller } from './cancel/canceller';
import { type CursorKind, isCursorKind } from './cursor-kinds';
import { ErrorAttributes } from './error-attributes';
import { InterfaceError, ProgrammingError } from './errors';
import type { Flavor } from './constants/flavor';
import { COMPRESSIONS, type TrackedState } from './native/binding';
import type { ConnectTarget, CursorOptions } from './options/connect-options';
import type { ExecuteOptions } from './options/execute-options';
import { resolveCursorOptions } from './options/cursor-options';
import { isLocal } from './options/targets';
import {
  checkTransactionFunction,
  checkTransactionOptions,
  type TransactionOptions,
} from './options/transaction-options';
import type { Conversion } from './operations/conversion';
import { type Operation, refuse } from './operations/operation';
import { charsetOf, sqlModeOf } from './operations/session-facts';
import type { Session } from './operations/session';
import { makeStatement, type Statement } from './operations/statement';
import { executeStored, firstResult } from './operations/stored-results';
import {
  besideTransaction,
  mayRetry,
  notInside,
  type TransactionLevel,
} from './operations/transaction-level';
import { type Message, type MessageOwner, withWarnings } from './operations/warnings';
import type { Params } from './sql/param-style';

/** How a connection is encrypted. */
export interface TlsState {
  /** OpenSSL's name of the cipher, as 'TLS_AES_256_GCM_SHA384'. */
  readonly cipher: string;
  /** 'TLSv1.2' or 'TLSv1.3'; libmysqlclient does not tell it. */
  readonly version: string | undefined;
}

/** What sync and async connections have in common. */
export abstract class ConnectionBase extends ErrorAttributes {
  /**
   * The warnings of the last statement that was run without a cursor, as `[class, value]`, when the
   * connection fetches them (`fetchWarnings`); a cursor has its own (PEP 249, optional extensions).
   */
  readonly messages: Message[] = [];

  readonly #session: Session;
  readonly #level: TransactionLevel | undefined;
  /** Of frozen options, which statements share. */
  #conversions: WeakMap<CursorOptions, Conversion> | undefined;

  protected constructor(session: Session, level: TransactionLevel | undefined) {
    super();
    this.#session = session;
    this.#level = level;
  }

  /** Not a property, so that a printed connection shows what is about the connection. */
  protected get session(): Session {
    return this.#session;
  }

  /** The call of `transaction()` whose function was given this connection. */
  protected get level(): TransactionLevel | undefined {
    return this.#level;
  }

  /** The server's id of this connection, as in `SHOW PROCESSLIST` and `KILL`. */
  get threadId(): number {
    return this.session.facts.threadId;
  }

  /** The server's version text, such as `10.11.6-MariaDB` or `9.4.0`. */
  get serverVersion(): string {
    return this.session.facts.serverVersion;
  }

  /** How the connection is made: a unix socket, or a host by TCP/IP. */
  get hostInfo(): string {
    return this.session.facts.hostInfo;
  }

  /** Which server it is. */
  get serverFlavor(): Flavor | undefined {
    return this.session.flavor;
  }

  /** The version of the client/server protocol, 10. */
  get protocolVersion(): number {
    return this.session.facts.protocolVersion;
  }

  /** What the server can do: {@link CLIENT} bits, MariaDB's own ones above bit 31. */
  get serverCapabilities(): bigint {
    return this.session.facts.serverCapabilities;
  }

  /** The {@link CLIENT} bits that the client asked for and the server has. */
  get clientFlag(): number {
    return this.session.facts.clientFlag;
  }

  /** How the connection is encrypted, null when it is not. */
  get tls(): TlsState | null {
    const { tlsCipher, tlsVersion } = this.session.facts;
    return tlsCipher === undefined ? null : { cipher: tlsCipher, version: tlsVersion };
  }

  /** How the traffic is compressed. */
  get compression(): 'none' | 'zlib' | 'zstd' {
    return COMPRESSIONS[this.session.facts.compression]!;
  }

  /** The character set of literals and results, as the session has it now. */
  get charset(): string {
    return charsetOf(this.session.facts);
  }

  /** The session's SQL mode as the server announced it; undefined with one that announces nothing. */
  get sqlMode(): string | undefined {
    return sqlModeOf(this.session.facts);
  }

  /** The default database, null when there is none. */
  get database(): string | null {
    return this.session.database ?? null;
  }

  /**
   * What the server announced of the session: variables that it was asked to track, GTIDs, the state
   * of the transaction. https://dev.mysql.com/doc/refman/9.0/en/session-state-tracking.html
   */
  get trackedState(): TrackedState {
    return this.session.facts.tracked;
  }

  /** What the server said of the last statement, as 'Records: 3  Duplicates: 0  Warnings: 0'; or null. */
  get info(): string | null {
    return this.session.info ?? null;
  }

  /** False once the connection was closed or lost; known without asking the server. */
  get isUsable(): boolean {
    return this.session.isOpen;
  }

  /** Whether the server has closed it while nothing ran, whoever has heard of that. @internal */
  get isLeft(): boolean {
    return this.session.channel.native.peerIsGone();
  }

  /** Whether a reset may bring something back. @internal */
  get isAltered(): boolean {
    return this.session.isAltered;
  }

  /** Whether a transaction is open, as the server said with its last answer. */
  get inTransaction(): boolean {
    return this.session.inTransaction;
  }

  /** Whether every statement commits at once, as the server said with its last answer. */
  getAutocommit(): boolean {
    return this.session.autocommit;
  }

  /** The text that `execute` would send, with the parameters in place; sends nothing. */
  mogrify(sql: string, params?: Params): string {
    return this.session.renderText(sql, params);
  }

  /** What console.log shows: where it leads and how it is, and no password. @internal */
  [inspect.custom](): object {
    const { target, user } = this.session;
    const { messages, ...own } = this;
    const shown = {
      ...(target && placeOf(target)),
      ...(user !== undefined && { user }),
      database: this.database,
      threadId: this.threadId,
      serverVersion: this.serverVersion,
      isUsable: this.isUsable,
      inTransaction: this.inTransaction,
      ...(messages.length > 0 && { messages }),
      ...own,
    };
    // One of the same class, so that its name stands before it.
    const view = Object.create(Object.getPrototypeOf(this) as object) as object;
    Object.defineProperty(view, inspect.custom, { value: undefined });
    for (const [key, value] of Object.entries(shown)) {
      Object.defineProperty(view, key, { value, enumerable: true });
    }
    return view;
  }

  /** An operation as it is run: on behalf of a cursor, or of the connection itself. */
  protected owned<T>(operation: Operation<T>, owner: MessageOwner = this): Operation<T> {
    // Asked first: setting a length is a call into V8's runtime, even to what it is.
    if (owner === this && this.messages.length > 0) this.messages.length = 0;
    const warned = withWarnings(this.session, owner.messages, operation);
    return this.level === undefined ? warned : this.level.guard(warned);
  }

  /** Throws when nothing may be begun on this connection now, whether another statement runs or not. */
  protected mayBegin(): void {
    if (this.level !== undefined) this.level.check();
    else if (this.session.inTransactionCall) throw besideTransaction();
  }

  /** An operation that what `transaction()` gives its function refuses. */
  protected outside<T>(operation: Operation<T>): Operation<T> {
    return this.level === undefined ? operation : refuse(notInside());
  }

  /** Begins a call of `transaction()`; nothing else may run on the connection until it has ended. */
  protected enterTransaction(use: unknown, options: TransactionOptions): void {
    checkTransactionFunction(use);
    checkTransactionOptions(options, this.level !== undefined);
    this.mayBegin();
    if (this.level === undefined) this.session.inTransactionCall = true;
  }

  protected leaveTransaction(): void {
    if (this.level === undefined) this.session.inTransactionCall = false;
  }

  /** Whether another attempt of a transaction may be made. */
  protected mayTryAgain(error: unknown, attempt: number, options: TransactionOptions): boolean {
    return attempt < (options.retries ?? 0) && this.session.isOpen && mayRetry(error);
  }

  protected kindOf<Row>(kind: CursorKind<Row> | undefined): CursorKind<Row> {
    if (kind === undefined) return this.session.options.cursorClass as CursorKind<Row>;
    if (isCursorKind(kind)) return kind;
    throw new InterfaceError(
      'A cursor is a Cursor, DictCursor, ColumnCursor, or one of these with SS or Server before it',
      {
        code: 'ERR_MYSQLDB_ARGUMENT',
        hint: "Import the kind from 'mysqldb' and give it as it is.",
      },
    );
  }

  protected conversionOf(options: CursorOptions | undefined): Conversion {
    const { conversion } = this.session;
    if (options === undefined) return conversion;
    const known = this.#conversions?.get(options);
    if (known !== undefined) return known;
    const compiled = conversion.withOptions(resolveCursorOptions(options, conversion.options));
    // Only what cannot change any more means the same next time.
    if (Object.isFrozen(options)) (this.#conversions ??= new WeakMap()).set(options, compiled);
    return compiled;
  }

  /** The rows of a statement's first result, for the one-call shorthands. */
  protected rowsOf<Row>(
    sql: string,
    params: Params | undefined,
    options?: ExecuteOptions,
    canceller?: Canceller,
  ): Operation<Row[]> {
    return this.#ofRows(sql, params, options, canceller, (rows: Row[]) => rows);
  }

  /** As `rowsOf`, but only the first row, null when there is none. */
  protected firstRowOf<Row>(
    sql: string,
    params: Params | undefined,
    options?: ExecuteOptions,
    canceller?: Canceller,
  ): Operation<Row | null> {
    return this.#ofRows(sql, params, options, canceller, (rows: Row[]) => rows[0] ?? null);
  }

  #ofRows<Row, T>(
    sql: string,
    params: Params | undefined,
    options: ExecuteOptions | undefined,
    canceller: Canceller | undefined,
    take: (rows: Row[]) => T,
  ): Operation<T> {
    try {
      const statement = makeStatement(this.session, sql, params, undefined, options);
      canceller?.takes(statement);
      return this.#taking(statement, take);
    } catch (error) {
      return refuse(error);
    }
  }

  *#taking<Row, T>(statement: Statement, take: (rows: Row[]) => T): Operation<T> {
    const { session } = this;
    const { format } = session.options.cursorClass;
    const results = yield* executeStored<Row>(session, statement, format);
    return take(firstResult(results, statement.sql).rows);
  }

  /**
   * Refuses what would break into a stream: to queue behind it would be a deadlock inside its own
   * `for await`, and to send would be an error of the protocol.
   * @param owner the cursor that asks, whose own stream does not count
   */
  protected checkMayRun(owner: object | undefined): void {
    if (!this.session.isOpen) throw this.session.closedError();
    const { streamOwner } = this.session;
    if (streamOwner === undefined || streamOwner === owner) return;
    throw new ProgrammingError('A streaming cursor of this connection has unread rows', {
      errno: 2014,
      code: 'CR_COMMANDS_OUT_OF_SYNC',
      sqlState: 'HY000',
      hint: 'Fetch the rest, close that cursor, or use a second connection.',
    });
  }
}

function placeOf(target: ConnectTarget): object {
  const { host, port, unixSocket } = target;
  if (unixSocket !== undefined) return { unixSocket };
  return isLocal(target)
    ? { host: 'localhost' }
    : { host: host ?? 'localhost', port: port || 3306 };
}
