import { CR } from '../constants/client-errors';
import { isReadOnlyRefusal } from '../constants/error-table';
import { ER } from '../constants/server-errors';
import type { EncodeSession } from '../convert/encode';
import { errorFromServer, InterfaceError, type MySQLError } from '../errors';
import type { NativeSessionInfo, WaitMode } from '../native/binding';
import type { ConnectTarget, ResolvedOptions } from '../options/connect-options';
import type { Secret } from '../options/secret';
import { isLocal } from '../options/targets';
import { SessionState } from '../rows/batch-layout';
import type { RowFormat } from '../rows/row-format';
import { type Params, placeholderStyle } from '../sql/param-style';
import type { SqlMode } from '../sql/lexer';
import { keepsSession } from '../sql/session-effects';
import { compileTemplate, type SqlTemplate } from '../sql/template';
import { Channel, type RowSink } from './channel';
import { Commands } from './commands';
import { connectError } from './connect-error';
import { Conversion } from './conversion';
import type { Command, Operation, Outcome } from './operation';
import { packetHint } from './packet-hint';
import { parseErrorHint } from './parse-error-hint';
import { StatementCache } from './statement-cache';
import {
  announcedModes,
  announcesChanges,
  BY_FLAG,
  isMariadb,
  NO_FACTS,
  preparedFor,
  sqlModeOf,
  USUAL,
} from './session-facts';

/** Bits of the server's status flags. */
const Status = {
  inTransaction: 0x0001,
  autocommit: 0x0002,
  noBackslashEscapes: 0x0200,
  inReadOnlyTransaction: 0x2000,
  stateChanged: 0x4000,
} as const;

/** The account of a session. */
export interface Login {
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

/** The state of one connection, sync or async: what its operations share. */
export class Session {
  readonly channel: Channel;
  readonly options: ResolvedOptions;
  /** That of all statements without one of their own. */
  readonly conversion: Conversion;
  /** What is sent to the server. */
  readonly commands: Commands;
  /** The statements that the server has prepared. */
  readonly statements: StatementCache;
  facts: NativeSessionInfo = NO_FACTS;
  /** The server that it is connected to. */
  target: ConnectTarget | undefined;
  /** Who is logged in: another object after each change of the user. */
  login: Login;
  /** The default database as far as it was set without a statement. */
  database: string | undefined;
  /** What the server said of the last statement in words, as 'Records: 3  Duplicates: 0 …'. */
  info: string | undefined;
  /** The server's max_allowed_packet in bytes, once it was asked for. */
  maxAllowedPacket: number | undefined;
  /** Warnings of the last statement. */
  warningCount = 0;
  /** The streaming cursor whose rows are not all taken; nothing else may run meanwhile. */
  streamOwner: object | undefined;
  /** Called when a stream that could be cancelled is over, or the session under it. */
  onStreamEnd: (() => void) | undefined;
  /** Whether a call of `transaction()` is under way: only what it gives its function may run. */
  inTransactionCall = false;
  /**
   * Whether a reset is known to bring back something, or nothing is known: a statement since the last one was
   * not plainly one of data only, or the server has announced a change. Not all that triggers do is announced.
   */
  isAltered = true;
  /** Whether the server refused a change though nobody asked for a read-only transaction. */
  refusedChange = false;
  /** Whether the server is asked to announce that a statement changed the session. */
  readonly announcing: boolean;
  readonly #mode: WaitMode;
  #state: SessionState = SessionState.closed;
  #status = 0;
  /** The error that the session was lost by; closing it oneself is none. */
  #endedBy: MySQLError | undefined;
  #factsAreOld = false;
  /** The parts of the announced sql_mode that change how SQL text is read. */
  #announced: SqlMode | undefined;
  /** Whether an error came since the server last told its status. */
  #statusIsOld = false;
  #reading = 0;

  constructor(mode: WaitMode, options: ResolvedOptions, announcing = false) {
    this.#mode = mode;
    this.announcing = announcing;
    this.options = options;
    this.login = options;
    this.conversion = new Conversion(options);
    this.statements = new StatementCache(options.statementCacheSize);
    this.channel = new Channel(mode, this.conversion.decoding);
    this.commands = new Commands(this.channel);
  }

  /** The account's name; undefined when it is the client library's choice. */
  get user(): string | undefined {
    return this.login.user;
  }

  get mode(): WaitMode {
    return this.#mode;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Changes whenever the session begins to read SQL text differently. */
  get reading(): number {
    return this.#reading;
  }

  get isOpen(): boolean {
    return this.#state !== SessionState.closed;
  }

  /** Whether results are left at the server, which nothing can be sent before. */
  get isReading(): boolean {
    return this.#state === SessionState.rows || this.#state === SessionState.moreResults;
  }

  get inTransaction(): boolean {
    return (this.#status & Status.inTransaction) !== 0;
  }

  get autocommit(): boolean {
    return (this.#status & Status.autocommit) !== 0;
  }

  get flavor(): 'mariadb' | 'mysql' | undefined {
    if (this.facts === NO_FACTS) return undefined;
    return isMariadb(this.facts) ? 'mariadb' : 'mysql';
  }

  /** What quoting depends on. */
  get encodeSession(): EncodeSession {
    const { noBackslashEscapes } = this.sqlMode;
    return { noBackslashEscapes, charset: this.facts.charset };
  }

  /**
   * How the session reads SQL text at this moment. By the announced sql_mode: the status flag of a
   * CALL's answer is about the procedure's own mode. The flag is for servers that announce nothing.
   */
  get sqlMode(): SqlMode {
    return this.#announced ?? (this.#status & Status.noBackslashEscapes ? BY_FLAG : USUAL);
  }

  /** SQL text with the parameters in place; without parameters, verbatim. */
  render(
    sql: string,
    params: Params | undefined,
    conversion: Conversion = this.conversion,
  ): string | Uint8Array {
    if (params === undefined) return sql;
    const style = placeholderStyle(params, this.options.paramstyle);
    return this.renderTemplate(compileTemplate(sql, this.sqlMode, style), params, conversion);
  }

  /** As `render`, but always text: bytes appear as hexadecimal literals. */
  renderText(
    sql: string,
    params: Params | undefined,
    conversion: Conversion = this.conversion,
  ): string {
    if (params === undefined) return sql;
    const style = placeholderStyle(params, this.options.paramstyle);
    return conversion.encoder.renderText(
      compileTemplate(sql, this.sqlMode, style),
      params,
      this.encodeSession,
    );
  }

  renderTemplate(
    template: SqlTemplate,
    params: Params,
    conversion: Conversion = this.conversion,
  ): string | Uint8Array {
    return conversion.encoder.render(template, params, this.encodeSession);
  }

  /** Says where the rows of the next command go. */
  receiveInto(
    format: RowFormat,
    rows: unknown[],
    decoding = this.conversion.decoding,
    answered?: RowSink['answered'],
  ): void {
    this.channel.receiveInto({ format, rows, decoding, answered });
  }

  /** Runs one command; throws what went wrong, with the statement that it was about. */
  *run(command: Command, sql?: string): Operation<Outcome> {
    if (!this.isOpen) throw this.closedError();
    return this.take(yield command, sql);
  }

  /** As `run`, for a command whose answer does not tell the status. */
  *runQuietly(command: Command, sql?: string): Operation<Outcome> {
    const wasOld = this.#statusIsOld;
    const status = this.#status;
    const { isAltered } = this;
    const outcome = yield* this.run(command, sql);
    this.#statusIsOld = wasOld;
    this.#status = status;
    this.isAltered = isAltered;
    return outcome;
  }

  /** Learns from an outcome, and throws the error that it carries. */
  take(outcome: Outcome, sql?: string): Outcome {
    this.#state = outcome.state;
    this.#learnStatus(outcome);
    this.isAltered ||= altersSession(outcome, sql);
    this.warningCount = outcome.warningCount;
    // Also when it failed: one of several statements may have changed how the next text is read.
    if (this.#factsAreOld && outcome.state === SessionState.idle) this.learnFacts();
    if (outcome.error !== undefined) throw this.#error(outcome.error, sql);
    if (!this.isOpen) throw this.overError();
    if (outcome.failure !== undefined) throw outcome.failure;
    this.info = outcome.text;
    this.commands.answered();
    return outcome;
  }

  /** As `take`, for the command that connects: the server has done nothing for us yet. */
  takeConnected(outcome: Outcome, target: ConnectTarget): void {
    this.#state = outcome.state;
    this.#learnStatus(outcome);
    if (outcome.error !== undefined) throw connectError(outcome.error, isLocal(target));
    this.target = target;
    this.learnFacts();
  }

  /** It is as the options want it; what changes it from now on has to be known. */
  isSetUp(): void {
    this.isAltered = !announcesChanges(this.facts);
  }

  /** Whether it ended by an error, and was not closed. */
  get wasLost(): boolean {
    return this.#endedBy !== undefined;
  }

  /** What a stream says that finds the session over: why it is, else that it was closed. */
  overError(): MySQLError {
    return this.#endedBy ?? this.closedError();
  }

  /** What a new command gets when the session is over. */
  closedError(): InterfaceError {
    const endedBy = this.#endedBy;
    return new InterfaceError(endedBy ? 'The connection was lost' : 'The connection is closed', {
      code: 'ERR_MYSQLDB_CLOSED',
      hint: 'Open a new one with connect() or connectSync().',
      fatal: true,
      // Nothing of the new command was sent; what went before may have been done, or not.
      ...(endedBy && { cause: endedBy, retryable: endedBy.retryable }),
    });
  }

  /** The default database has become this one. */
  useDatabase(database: string | undefined): void {
    this.database = database;
    this.statements.keepFor(preparedFor(this.facts, database));
  }

  /** The server hung up while no command ran. */
  lose(): void {
    if (!this.isOpen) return;
    const error = { errno: CR.SERVER_LOST, sqlState: 'HY000', message: LOST_IDLE };
    this.#endedBy = errorFromServer(error, {
      flavor: this.flavor,
      fatal: true,
      retryable: true,
      hint: WHY_LOST_IDLE,
    });
    this.end();
  }

  /** Reads what the client library knows of the session; for a session at rest. */
  learnFacts(): void {
    this.#factsAreOld = false;
    const old = this.facts;
    this.facts = this.channel.native.info();
    this.useDatabase(this.facts.tracked.schema ?? this.database);
    if (old.charset === this.facts.charset && sqlModeOf(old) === sqlModeOf(this.facts)) return;
    this.#reading++;
    this.#announced = announcedModes(this.facts);
  }

  /** An error does not tell the status, though it may have ended the transaction. */
  get statusIsOld(): boolean {
    return this.#statusIsOld;
  }

  #learnStatus({ error, serverStatus }: Outcome): void {
    if ((serverStatus ^ this.#status) & Status.noBackslashEscapes) this.#reading++;
    this.#status = serverStatus;
    if (serverStatus & Status.stateChanged) this.#factsAreOld = true;
    // Not even 1213 tells whether the transaction is gone: a SIGNAL may say so, which ends nothing.
    this.#statusIsOld = error !== undefined;
  }

  /** Cuts a connection that is of no use any more. */
  abandon(): void {
    this.channel.native.destroy();
    this.end();
  }

  /** Marks the session as over, whatever the server thinks. */
  end(): void {
    this.#state = SessionState.closed;
    this.#status &= ~Status.inTransaction;
    this.streamOwner = undefined;
    this.onStreamEnd?.();
  }

  #error(native: NonNullable<Outcome['error']>, sql: string | undefined): MySQLError {
    const { isOpen, flavor } = this;
    const { sentSize, prepares, unprepared } = this.commands;
    if (native.errno === ER.PARSE_ERROR && unprepared !== undefined) return unprepared;
    const error = errorFromServer(native, {
      flavor,
      sql,
      ...(!isOpen && { fatal: true }),
      ...packetHint(native, this.options, sentSize),
      ...(native.unsent && { retryable: true, hint: WHY_LOST_IDLE }),
      ...(native.errno === ER.PARSE_ERROR && {
        hint: parseErrorHint(native.message, sql ?? '', {
          prepares,
          multiStatements: this.options.multiStatements,
        }),
      }),
    });
    if (isReadOnlyRefusal(native.errno, native.message)) {
      this.refusedChange ||= (this.#status & Status.inReadOnlyTransaction) === 0;
    }
    // The server hangs up after some errors; whoever goes on would only meet the next one.
    if (isOpen && error.fatal) this.channel.native.destroy();
    if (error.fatal) {
      this.#endedBy ??= error;
      this.end();
    }
    return error;
  }
}

function altersSession({ error, serverStatus }: Outcome, sql: string | undefined): boolean {
  if (error !== undefined || (serverStatus & Status.stateChanged) !== 0) return true;
  return sql === undefined || !keepsSession(sql);
}

const LOST_IDLE = 'The server closed the connection while it was idle';
const WHY_LOST_IDLE =
  'It was killed, idle for longer than wait_timeout, or the server stopped: open a new connection.';
