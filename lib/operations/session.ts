import { type EncodeSession, ParamEncoder } from '../convert/encode';
import { errorFromServer, InterfaceError, type MySQLError } from '../errors';
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

/** The state of one connection, sync or async: what its operations share. */
export class Session {
  readonly channel: Channel;
  readonly options: ResolvedOptions;
  readonly encoder: ParamEncoder;
  facts: SessionFacts = NO_FACTS;
  /** The streaming cursor that has unread rows; nothing else may run meanwhile. */
  stream: object | undefined;
  #state: SessionState = SessionState.closed;
  #status = 0;

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
    const noBackslashEscapes = (this.#status & Status.noBackslashEscapes) !== 0;
    return { noBackslashEscapes, charset: this.facts.charset };
  }

  /** How the session reads SQL text at this moment. */
  get sqlMode(): SqlMode {
    return {
      ansiQuotes: this.facts.sqlMode?.includes('ANSI_QUOTES') ?? false,
      noBackslashEscapes: (this.#status & Status.noBackslashEscapes) !== 0,
    };
  }

  /** The statement with its parameters in place; without parameters, verbatim. */
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

  /** Says where the rows of the next commands go. */
  receiveInto(format: RowFormat, rows: unknown[]): void {
    this.channel.receiveInto({ format, rows });
  }

  /** Runs one command; throws what went wrong, with the statement that it was about. */
  *run(command: Command, sql?: string): Operation<Outcome> {
    if (!this.isOpen) throw closedError();
    return this.take(yield command, sql);
  }

  /** Learns from an outcome, and throws the error that it carries. */
  take(outcome: Outcome, sql?: string): Outcome {
    this.#state = outcome.state;
    this.#status = outcome.serverStatus;
    if (outcome.error !== undefined) throw this.#error(outcome.error, sql);
    if (outcome.failure !== undefined) throw outcome.failure;
    if (this.#status & Status.stateChanged && outcome.state === SessionState.idle)
      this.learnFacts();
    return outcome;
  }

  learnFacts(): void {
    this.facts = this.channel.native.info();
  }

  /** Marks the session as over, whatever the server thinks. */
  end(): void {
    this.#state = SessionState.closed;
    this.stream = undefined;
  }

  #error(error: NonNullable<Outcome['error']>, sql: string | undefined): MySQLError {
    if (!this.isOpen) this.stream = undefined;
    return errorFromServer(error, {
      flavor: this.flavor,
      sql,
      ...(!this.isOpen && { fatal: true }),
    });
  }
}

export function closedError(): InterfaceError {
  return new InterfaceError('The connection is closed', {
    code: 'ERR_MYSQLDB_CLOSED',
    hint: 'Open a new one with connect() or connectSync().',
  });
}
