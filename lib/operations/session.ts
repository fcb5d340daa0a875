import { CR } from '../constants/client-errors';
import { flavorAtLogin } from '../constants/error-table';
import { ER } from '../constants/server-errors';
import { type EncodeSession, ParamEncoder } from '../convert/encode';
import { errorFromServer, InterfaceError, type MySQLError, ProgrammingError } from '../errors';
import type { WaitMode } from '../native/binding';
import type { ResolvedOptions } from '../options/connect-options';
import { Packing, SessionState } from '../rows/batch-layout';
import type { RowFormat } from '../rows/row-format';
import { type Params, placeholderStyle } from '../sql/param-style';
import type { SqlMode } from '../sql/lexer';
import { compileTemplate, type SqlTemplate } from '../sql/template';
import { timeZone } from '../temporal/time-zone';
import { Channel } from './channel';
import type { Command, Operation, Outcome } from './operation';
import { parseErrorHint } from './parse-error-hint';

/** Bits of the server's status flags. */
const Status = {
  inTransaction: 0x0001,
  autocommit: 0x0002,
  noBackslashEscapes: 0x0200,
  stateChanged: 0x4000,
} as const;

/** Facts of an open session that cost no round trip. */
export interface SessionFacts {
  readonly threadId: number;
  readonly serverVersion: string;
  readonly hostInfo: string;
  readonly charset: string;
  readonly sqlMode: string | undefined;
}

const NO_FACTS: SessionFacts = {
  threadId: 0,
  serverVersion: '',
  hostInfo: '',
  charset: 'utf8mb4',
  sqlMode: undefined,
};

function packingOf(options: ResolvedOptions): number {
  return (
    (options.bigint === 'string' ? Packing.bigintAsText : 0) |
    (options.dates === 'string' ? Packing.datesAsText : 0) |
    (options.decimal === 'number' ? Packing.decimalAsDouble : 0)
  );
}

function readingModes(sqlMode: string): SqlMode {
  return {
    ansiQuotes: sqlMode.includes('ANSI_QUOTES'),
    noBackslashEscapes: sqlMode.includes('NO_BACKSLASH_ESCAPES'),
  };
}

const USUAL = readingModes('');
const BY_FLAG = readingModes('NO_BACKSLASH_ESCAPES');

/** A statement as it was asked for: rendered then, so that later changes of the values do not count. */
export interface Statement {
  readonly sql: string;
  readonly params: Params | undefined;
  readonly text: string | Uint8Array;
  /** How the session read SQL when the text was made. */
  readonly reading: number;
}

/** The state of one connection, sync or async: what its operations share. */
export class Session {
  readonly channel: Channel;
  readonly options: ResolvedOptions;
  readonly encoder: ParamEncoder;
  facts: SessionFacts = NO_FACTS;
  /** The streaming cursor that has unread rows; nothing else may run meanwhile. */
  streamOwner: object | undefined;
  #state: SessionState = SessionState.closed;
  #status = 0;
  /** The error that the session was lost by; closing it oneself is none. */
  #endedBy: MySQLError | undefined;
  #factsAreOld = false;
  /** The parts of the announced sql_mode that change how SQL text is read. */
  #announced: SqlMode | undefined;
  /** Whether an error came since the server last told its status. */
  #statusIsOld = false;
  /** Counts the changes of how the session reads SQL text. */
  #reading = 0;

  constructor(mode: WaitMode, options: ResolvedOptions) {
    const zone = timeZone(options.timezone);
    this.options = options;
    this.encoder = new ParamEncoder(
      // The encoder's own way is the local zone.
      options.timezone === 'local' ? {} : { wallClock: (time) => zone.toWall(time) },
    );
    this.channel = new Channel(mode, {
      packing: packingOf(options),
      decode: { zone, zeroDates: options.zeroDates },
      choices: { bigint: options.bigint, json: options.json },
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#state !== SessionState.closed;
  }

  get inTransaction(): boolean {
    return (this.#status & Status.inTransaction) !== 0;
  }

  get autocommit(): boolean {
    return (this.#status & Status.autocommit) !== 0;
  }

  get flavor(): 'mariadb' | 'mysql' | undefined {
    const { serverVersion } = this.facts;
    if (serverVersion === '') return undefined;
    return /mariadb/i.test(serverVersion) ? 'mariadb' : 'mysql';
  }

  get #encodeSession(): EncodeSession {
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

  /**
   * A statement with its parameters in place; without parameters, verbatim.
   * @throws ProgrammingError when the statement is no text, or a parameter is no value for SQL
   */
  prepare(sql: string, params: Params | undefined): Statement {
    if (typeof sql !== 'string') {
      throw new ProgrammingError(`The statement must be a string, not ${typeof sql}`, {
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
    return { sql, params, text: this.render(sql, params), reading: this.#reading };
  }

  /** What to send: made anew if the session reads SQL differently by now. */
  textOf(statement: Statement): string | Uint8Array {
    return statement.reading === this.#reading
      ? statement.text
      : this.render(statement.sql, statement.params);
  }

  render(sql: string, params: Params | undefined): string | Uint8Array {
    if (params === undefined) return sql;
    const style = placeholderStyle(params, this.options.paramstyle);
    return this.renderTemplate(compileTemplate(sql, this.sqlMode, style), params);
  }

  /** As `render`, but always text: bytes appear as hexadecimal literals. */
  renderText(sql: string, params: Params | undefined): string {
    if (params === undefined) return sql;
    const style = placeholderStyle(params, this.options.paramstyle);
    return this.encoder.renderText(
      compileTemplate(sql, this.sqlMode, style),
      params,
      this.#encodeSession,
    );
  }

  renderTemplate(template: SqlTemplate, params: Params): string | Uint8Array {
    return this.encoder.render(template, params, this.#encodeSession);
  }

  /** Says where the rows of the next command go. */
  receiveInto(format: RowFormat, rows: unknown[]): void {
    this.channel.receiveInto({ format, rows });
  }

  /** Runs one command; throws what went wrong, with the statement that it was about. */
  *run(command: Command, sql?: string): Operation<Outcome> {
    if (!this.isOpen) throw this.closedError();
    return this.take(yield command, sql);
  }

  /** Learns from an outcome, and throws the error that it carries. */
  take(outcome: Outcome, sql?: string): Outcome {
    this.#state = outcome.state;
    this.#learnStatus(outcome);
    // Also when it failed: one of several statements may have changed how the next text is read.
    if (this.#factsAreOld && outcome.state === SessionState.idle) this.#learnFacts();
    if (outcome.error !== undefined) throw this.#error(outcome.error, sql);
    if (!this.isOpen) throw this.overError();
    if (outcome.failure !== undefined) throw outcome.failure;
    return outcome;
  }

  /** As `take`, for the command that connects: the server has done nothing for us yet. */
  takeConnected(outcome: Outcome): void {
    this.#state = outcome.state;
    this.#learnStatus(outcome);
    if (outcome.error !== undefined) throw connectError(outcome.error);
    this.#learnFacts();
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

  /** The server hung up while no command ran. */
  lose(): void {
    if (!this.isOpen) return;
    const error = { errno: CR.SERVER_LOST, sqlState: 'HY000', message: LOST_IDLE };
    this.#endedBy = errorFromServer(error, {
      flavor: this.flavor,
      fatal: true,
      retryable: true,
      hint: 'It was killed, idle for longer than wait_timeout, or the server stopped: open a new connection.',
    });
    this.end();
  }

  #learnFacts(): void {
    this.#factsAreOld = false;
    const { charset, sqlMode } = this.facts;
    this.facts = this.channel.native.info();
    if (charset === this.facts.charset && sqlMode === this.facts.sqlMode) return;
    this.#reading++;
    this.#announced =
      this.facts.sqlMode === undefined ? undefined : readingModes(this.facts.sqlMode);
  }

  /** An error does not tell the status, though it may have ended the transaction. */
  get statusIsOld(): boolean {
    return this.#statusIsOld;
  }

  #learnStatus({ error, serverStatus }: Outcome): void {
    if ((serverStatus ^ this.#status) & Status.noBackslashEscapes) this.#reading++;
    this.#status = serverStatus;
    if (serverStatus & Status.stateChanged) this.#factsAreOld = true;
    this.#statusIsOld = error !== undefined;
    // A deadlock's victim is rolled back as a whole.
    if (error?.errno === ER.LOCK_DEADLOCK) this.#status &= ~Status.inTransaction;
  }

  /** Marks the session as over, whatever the server thinks. */
  end(): void {
    this.#state = SessionState.closed;
    this.#status &= ~Status.inTransaction;
    this.streamOwner = undefined;
  }

  #error(native: NonNullable<Outcome['error']>, sql: string | undefined): MySQLError {
    const { isOpen, flavor } = this;
    const error = errorFromServer(native, {
      flavor,
      sql,
      ...(!isOpen && { fatal: true }),
      ...(native.errno === ER.PARSE_ERROR && {
        hint: parseErrorHint(native.message, sql ?? '', this.options.multiStatements),
      }),
    });
    // The server hangs up after some errors; whoever goes on would only meet the next one.
    if (isOpen && error.fatal) this.channel.native.destroy();
    if (error.fatal) {
      this.#endedBy ??= error;
      this.end();
    }
    return error;
  }
}

const LOST_IDLE = 'The server closed the connection while no statement ran';

/** Connection failures before the login: nothing was done that could be done twice. */
function connectError(error: NonNullable<Outcome['error']>): MySQLError {
  const { errno } = error;
  const cutOff = errno === CR.SERVER_LOST || errno === CR.SERVER_GONE_ERROR;
  return errorFromServer(error, {
    flavor: flavorAtLogin(errno),
    fatal: true,
    ...((cutOff || errno === ER.SERVER_SHUTDOWN) && { retryable: true }),
    ...(cutOff && {
      hint: 'What answered did not greet as a MySQL server does, or not within connectTimeout: check `host` and `port`, then try again.',
    }),
  });
}
