import type { CursorKind } from './cursor-kinds';
import { ProgrammingError } from './errors';
import type { WaitMode } from './native/binding';
import type { ConnectOptions } from './options/connect-options';
import { resolveOptions } from './options/resolve-options';
import type { Operation } from './operations/operation';
import { closedError, Session } from './operations/session';
import { executeStored } from './operations/stored-results';
import type { Params } from './sql/param-style';

/** What sync and async connections have in common. */
export abstract class ConnectionBase {
  protected readonly session: Session;

  protected constructor(mode: WaitMode, options: ConnectOptions | string | URL) {
    this.session = new Session(mode, resolveOptions(options));
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

  /** False once the connection was closed or lost; known without asking the server. */
  get isUsable(): boolean {
    return this.session.isOpen;
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

  protected kindOf<Row>(kind: CursorKind<Row> | undefined): CursorKind<Row> {
    return kind ?? (this.session.options.cursorClass as CursorKind<Row>);
  }

  /** The rows of a statement's first result, for the one-call shorthands. */
  protected *rowsOf<Row>(sql: string, params: Params | undefined): Operation<Row[]> {
    const { session } = this;
    const { format } = session.options.cursorClass;
    const [first] = yield* executeStored<Row>(session, session.render(sql, params), sql, format);
    if ('error' in first!) throw first.error;
    if (first!.columns !== undefined) return first!.rows;
    throw new ProgrammingError('The statement has no result set', {
      code: 'ERR_MYSQLDB_NO_RESULT',
      hint: 'Use execute() for statements that return no rows.',
      sql,
    });
  }

  /**
   * Refuses what would break into a stream: to queue behind it would be a deadlock inside its own
   * `for await`, and to send would be an error of the protocol.
   * @param owner the cursor that asks, whose own stream does not count
   */
  protected checkMayRun(ownsStream: boolean): void {
    if (!this.session.isOpen) throw closedError();
    if (this.session.stream === undefined || ownsStream) return;
    throw new ProgrammingError('A streaming cursor of this connection has unread rows', {
      errno: 2014,
      code: 'CR_COMMANDS_OUT_OF_SYNC',
      sqlState: 'HY000',
      hint: 'Fetch the rest, close that cursor, or use a second connection.',
    });
  }
}
