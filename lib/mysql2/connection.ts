import { types } from 'node:util';
import { type CommandCallback, SimpleCommand } from './command';
import { ConnectionConfig } from './connection-config';
import { CoreConnection } from './core-connection';
import { checkStatement, createQuery } from './create-query';
import { toPositional } from './named-placeholders';
import type { ConnectionOptions } from './options';
import { Prepare } from './prepare';
import { PreparedStatementInfo } from './prepared-statement-info';
import { PromiseConnection } from './promise-connection';
import { toQueryError } from './query-error';
import { type QuoteMode, quoteModeOf } from './sql-scanner';
import { escape, escapeId, format, raw, type SqlText } from './sql-values';
import type { Execute, Query, Statement } from './statement';
import { traceStatement } from './trace';

/** Whom `changeUser` logs in. */
export interface ChangeUserOptions {
  /** Account name. */
  user?: string | undefined;
  /** The account's password. */
  password?: string | undefined;
  /** The same as `password`. */
  password1?: string | undefined;
  /** The default database. */
  database?: string | undefined;
  /** A collation, or a character set. */
  charset?: string | undefined;
}

/** A connection with callbacks, as that of mysql2. */
export class Connection extends CoreConnection {
  /** As the function of that name. */
  static createQuery = createQuery;
  /** Texts that were prepared, the last used at the end. */
  readonly #prepared = new Map<string, PreparedStatementInfo>();

  constructor({ config }: { config: ConnectionConfig }) {
    super(config);
  }

  protected override startQuery(query: Query): Query {
    const text = query.sql;
    query.sql = this.format(text, query.values, query.namedPlaceholders);
    query.written = { text, mode: this.#quoteMode, by: this };
    return this.#traced('query', text, query);
  }

  /** @internal */
  override startExecute(command: Execute): Execute {
    this.#resolveNames(command);
    checkBound(command.values);
    this.#remember(command.sql);
    return this.#traced('execute', command.sql, command);
  }

  /** Prepares a statement; the callback gets it. */
  prepare(
    options: string | { sql: string },
    callback?: CommandCallback<[PreparedStatementInfo]>,
  ): Prepare {
    checkStatement(options);
    const sql = typeof options === 'string' ? options : options.sql;
    const work = async (driver: Parameters<PreparedStatementInfo['held']>[0]) => {
      const info = this.#remember(sql);
      await info.held(driver);
      return info;
    };
    return this.addCommand(new Prepare(sql, work, callback));
  }

  /**
   * Has the server forget a statement that was executed; undefined when there was none, though mysql2's
   * types do not say so.
   */
  unprepare(sql: string | { sql: string }): PreparedStatementInfo {
    const text = typeof sql === 'string' ? sql : sql.sql;
    const info = this.#prepared.get(text);
    this.#prepared.delete(text);
    info?.close();
    return info as PreparedStatementInfo;
  }

  /** `START TRANSACTION`. */
  beginTransaction(callback?: CommandCallback<[]>): Query {
    return this.query('START TRANSACTION', callback);
  }

  /** `COMMIT`. */
  commit(callback?: CommandCallback<[]>): Query {
    return this.query('COMMIT', callback);
  }

  /** `ROLLBACK`. */
  rollback(callback?: CommandCallback<[]>): Query {
    return this.query('ROLLBACK', callback);
  }

  /** Asks the server whether it is there. */
  ping(callback?: CommandCallback<[]>): SimpleCommand<void> {
    return this.addCommand(new SimpleCommand((driver) => driver.ping(), callback));
  }

  /** Undoes what was set in the session. */
  reset(callback?: CommandCallback<[]>): SimpleCommand<void> {
    return this.addCommand(new SimpleCommand((driver) => driver.reset(), callback));
  }

  /** Logs in anew; a refusal ends the connection. */
  changeUser(
    options: ChangeUserOptions | CommandCallback<[]>,
    callback?: CommandCallback<[]>,
  ): SimpleCommand<void> {
    const to = typeof options === 'function' ? {} : options;
    const done = typeof options === 'function' ? options : callback;
    const user = to.user ?? this.config.user;
    const password = to.password ?? to.password1 ?? this.config.password;
    const database = to.database ?? this.config.database;
    const named = Object.entries({ user, password, database }).filter(([, value]) => value);
    const work = async (driver: { changeUser(to: object): Promise<void> }): Promise<void> => {
      await driver.changeUser(Object.fromEntries(named)).catch((error: unknown) => {
        throw Object.assign(toQueryError(error), { fatal: true });
      });
      Object.assign(this.config, { user, password, database });
    };
    return this.addCommand(new SimpleCommand(work, done));
  }

  /** Ends the connection after the commands that wait. The callback is always called. */
  end(callback?: CommandCallback<[]>): SimpleCommand<void> {
    const command = new SimpleCommand((driver) => this.quit(driver), callback);
    this.addCommand(command);
    this.stopTaking();
    return command;
  }

  /** The text that `query` would send. */
  format(sql: string, values?: unknown, namedPlaceholders?: boolean): string {
    const { queryFormat, timezone, stringifyObjects } = this.config;
    if (typeof queryFormat === 'function') return queryFormat.call(this, sql, values, timezone);
    const mode = this.#quoteMode;
    const named = namedPlaceholders ?? this.config.namedPlaceholders;
    const resolved = named && isNamed(values) ? toPositional(sql, values, mode) : { sql, values };
    return format(resolved.sql, resolved.values, stringifyObjects, timezone, mode);
  }

  /** A value as SQL text. */
  escape(value: unknown): string {
    return escape(value, false, this.config.timezone, this.#quoteMode);
  }

  /** A name in backticks. */
  escapeId(value: unknown): string {
    return escapeId(value, false);
  }

  /** SQL text that goes into a statement as it is. */
  raw(sql: string): SqlText {
    return raw(sql);
  }

  /** The same connection with promises. */
  promise(promiseClass?: PromiseConstructor): PromiseConnection {
    return new PromiseConnection(this, promiseClass);
  }

  /** For `using`: gives it back or ends it. */
  [Symbol.dispose](): void {
    if (!this._closing) this.end();
  }

  /** @internal */
  addStatement<T extends Statement>(statement: T): T {
    statement.config = this.config;
    statement.gate = this.gate;
    return this.addCommand(statement);
  }

  #traced<T extends Statement>(channel: 'query' | 'execute', text: string, of: T): T {
    return traceStatement(channel, this.config, text, of, () => this.addStatement(of));
  }

  get #quoteMode(): QuoteMode {
    return quoteModeOf(this.sqlMode);
  }

  #resolveNames(command: Execute): void {
    const named = command.namedPlaceholders ?? this.config.namedPlaceholders;
    if (!named || !isNamed(command.values)) return;
    const { sql, values } = toPositional(command.sql, command.values, this.#quoteMode);
    command.sql = sql;
    command.values = values;
  }

  #remember(sql: string): PreparedStatementInfo {
    const info = this.#prepared.get(sql) ?? new PreparedStatementInfo(this, sql);
    this.#prepared.delete(sql);
    this.#prepared.set(sql, info);
    if (this.#prepared.size > this.config.maxPreparedStatements) {
      this.#prepared.delete(this.#prepared.keys().next().value!);
    }
    return info;
  }
}

/** Whether values are for `:name` placeholders; an array is for `?` all the same. */
function isNamed(values: unknown): values is Record<string, unknown> {
  return typeof values === 'object' && values !== null && !Array.isArray(values);
}

/** Throws for values that cannot be bound, before anything is sent. */
function checkBound(values: unknown): void {
  if (values === undefined || values === null) return;
  if (!Array.isArray(values)) {
    throw new TypeError(
      'Bind parameters must be array if namedPlaceholders parameter is not enabled',
    );
  }
  for (const value of values as unknown[]) {
    if (value === undefined) {
      throw new TypeError(
        'Bind parameters must not contain undefined. To pass SQL NULL specify JS null',
      );
    }
    if (typeof value === 'function') {
      throw new TypeError(
        'Bind parameters must not contain function(s). To pass the body of a function as a string call .toString() first',
      );
    }
    if (types.isMap(value) || types.isSet(value)) {
      const error = new TypeError(
        'Bind parameters must not contain a Map or a Set, whose JSON is empty. To pass what is in it make an array or an object of it',
      );
      throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
    }
  }
}

/** Begins to connect, and returns at once. */
export function createConnection(options: ConnectionOptions | string): Connection {
  return new Connection({ config: new ConnectionConfig(options) });
}
