import type { Readable, ReadableOptions } from 'node:stream';
import { types } from 'node:util';
import {
  type AsyncCursor,
  type Connection as Driver,
  Cursor,
  type CursorKind,
  datetime,
  DictCursor,
  type ExecuteOptions,
  json,
  type Params,
  SSCursor,
  SSDictCursor,
} from '../index';
import { whenAborted } from './abort';
import { Command } from './command';
import { type ConnectionConfig, mayHoldSeveral } from './connection-config';
import { cursorOptionsOf, isRaw } from './decoding';
import { type ColumnDefinition, fieldsOf } from './field-packet';
import { infileOf, type LocalFile } from './local-infile';
import type { QueryOptions } from './options';
import { checkValues, QUERY_RULES, warn } from './option-values';
import type { QueryError } from './query-error';
import type { QueryResult } from './results';
import { resultStream } from './result-stream';
import { ResultSetHeader } from './result-set-header';
import { shapeOf } from './row-shape';
import { type QuoteMode, quoteModeOf } from './sql-scanner';
import { castRows } from './type-cast';

/** The columns of a result; undefined for one that has none. */
export type Fields = ColumnDefinition[] | undefined;

/** Called with what a statement gives; the fields are undefined for a header. */
export type StatementCallback<T = QueryResult> = (
  error: QueryError | null,
  result: T,
  fields: ColumnDefinition[],
) => void;

/** What rows wait for while whoever takes them cannot take more. */
export interface RowGate {
  /** Undefined when rows may flow. */
  readonly opened: Promise<void> | undefined;
}

/** What the values of a statement were put into. */
interface Written {
  readonly text: string;
  /** How the session read quotes then. */
  readonly mode: QuoteMode;
  /** The connection. */
  readonly by: { format(sql: string, values: unknown, namedPlaceholders?: boolean): string };
}

/**
 * A statement on its way: emits 'fields', 'result', 'error' and 'end'. With a callback its results are
 * collected; without one each row is a 'result' as it comes.
 */
export class Statement extends Command {
  /** Its text. */
  override sql: string;
  /** What it was asked for with; merged over the connection's config when it runs. */
  readonly options: QueryOptions;
  /** Values for the placeholders. */
  values: unknown;
  /** `:name` placeholders with an object of values. */
  namedPlaceholders: boolean | undefined;
  /** @internal */
  gate: RowGate & { pause(): void; resume(): void } = FLOWING;
  /** @internal */
  config: ConnectionConfig | undefined;
  /**
   * How its text was made. A function here that made it anew would keep statements and their rows through
   * the young generation's garbage collections: twice the CPU for a thousand rows.
   * @internal
   */
  written: Written | undefined;
  readonly #prepared: boolean;
  /** Asked for twice: behind the one before, and before the one behind. */
  #isPlain: boolean | undefined;
  /** Set while it waits, and may be aborted. */
  #stopWaiting: (() => void) | undefined;

  constructor(
    options: QueryOptions,
    callback: StatementCallback<never> | undefined,
    prepared: boolean,
  ) {
    super();
    this.options = options;
    this.sql = options.sql;
    this.values = options.values;
    this.namedPlaceholders = options.namedPlaceholders;
    this.onResult = callback;
    this.#prepared = prepared;
  }

  /** The rows as a stream of objects; what it does not take waits in the server. */
  stream(options: ReadableOptions = {}): Readable {
    return resultStream(this, options);
  }

  override get isPlain(): boolean {
    return (this.#isPlain ??= this.#mayBeGivenEarly());
  }

  #mayBeGivenEarly(): boolean {
    const { signal, timeout } = this.options;
    if (this.onResult === undefined || signal !== undefined || timeout) return false;
    return CHANGES_DATA.test(this.sql) && !mayHoldSeveral(this.config!);
  }

  override whileWaiting(giveUp: (error: Error) => void): void {
    this.#stopWaiting?.();
    const { signal } = this.options;
    if (signal !== undefined) this.#stopWaiting = whenAborted(signal, this.sql, giveUp);
  }

  override fail(error: Error): boolean {
    this.#stopWaiting?.();
    return super.fail(error);
  }

  protected async execute(driver: Driver, before?: Promise<unknown>): Promise<void> {
    this.#stopWaiting?.();
    this.#requote(driver);
    const { file, options } = this.#executeOptions();
    const merged = this.#merged();
    const execute = async (cursor: AsyncCursor<unknown>): Promise<void> => {
      await cursor.execute(this.sql, this.#params, options);
      if (file?.error !== undefined) throw file.error;
    };
    if (this.onResult === undefined) await this.#stream(driver, merged, execute);
    else await this.#store(driver, merged, execute, before);
  }

  /** A statement before it may have changed how the server reads quotes. */
  #requote({ sqlMode }: Driver): void {
    if (this.written === undefined) return;
    const { text, mode, by } = this.written;
    if (quoteModeOf(sqlMode) !== mode) {
      this.sql = by.format(text, this.values, this.namedPlaceholders);
    }
  }

  /** Most statements have no options of their own. */
  #merged(): QueryOptions {
    const { options } = this;
    const config = this.config as ConnectionConfig & QueryOptions;
    const more = Object.keys(options).filter((name) => !OF_STATEMENTS.has(name));
    if (more.length === 0) return config;
    checkValues(options, QUERY_RULES);
    for (const name of more) {
      if (!(name in config)) warn(`Ignoring the option ${name}, which statements do not have`);
    }
    return { ...config, ...withoutUndefined(options) };
  }

  #executeOptions(): { file: LocalFile | undefined; options: ExecuteOptions } {
    const factory = this.options.infileStreamFactory ?? this.config?.infileStreamFactory;
    const file = infileOf(this.sql, factory);
    const { signal, timeout } = this.options;
    if (timeout !== undefined) checkValues({ timeout }, QUERY_RULES);
    const options = file !== undefined ? { infile: file.open } : this.#prepared ? PREPARED : TEXT;
    if (signal === undefined && !timeout) return { file, options };
    const ways = { ...(signal && { signal }), ...(timeout && { timeout: Number(timeout) }) };
    return { file, options: { ...options, ...ways } };
  }

  get #params(): Params | undefined {
    if (!this.#prepared || !Array.isArray(this.values)) return undefined;
    return this.values.map(boundValue);
  }

  /** Collects all results, and calls back with them. */
  async #store(
    driver: Driver,
    manner: QueryOptions,
    execute: Executing,
    before: Promise<unknown> | undefined,
  ): Promise<void> {
    const cursor = driver.cursor(kindOf(manner, false), cursorOptionsOf(manner));
    await execute(cursor);
    if (before !== undefined) await before;
    const results: unknown[] = [];
    const fields: Fields[] = [];
    do {
      const columns = cursor.fields;
      const packets = columns === null ? undefined : fieldsOf(columns);
      fields.push(packets);
      this.emit('fields', packets);
      if (columns !== null) results.push(rowsFor(cursor, await cursor.fetchall(), manner));
      else {
        const header = new ResultSetHeader(cursor);
        results.push(header);
        this.emit('result', header);
      }
    } while (cursor.serverStatus & MORE_RESULTS && (await cursor.nextset()));
    this.#callBack(results, fields);
  }

  #callBack(results: readonly unknown[], fields: readonly Fields[]): void {
    const callback = this.onResult as ((...args: unknown[]) => void) | undefined;
    if (callback === undefined) return;
    const isOne = results.length === 1;
    const given = isOne ? fields[0] : fields;
    const rows = isOne ? results[0] : results;
    if (given === undefined) process.nextTick(callback, null, rows);
    else process.nextTick(callback, null, rows, given);
  }

  /** Emits rows as they come. */
  async #stream(driver: Driver, manner: QueryOptions, execute: Executing): Promise<void> {
    const cursor = driver.cursor(kindOf(manner, true), cursorOptionsOf(manner));
    try {
      await execute(cursor);
      let index = 0;
      do {
        this.emit('fields', cursor.fields === null ? undefined : fieldsOf(cursor.fields), index);
        if (cursor.fields === null) this.emit('result', new ResultSetHeader(cursor), index);
        else await this.#emitRows(cursor, manner, index);
        index++;
      } while (await cursor.nextset());
    } finally {
      await cursor.close();
    }
  }

  async #emitRows(
    cursor: AsyncCursor<unknown>,
    manner: QueryOptions,
    index: number,
  ): Promise<void> {
    for (;;) {
      // Nobody is there any more: the rest is dropped in one step.
      if (this.listenerCount('result') === 0) return;
      const rows = rowsFor(cursor, await cursor.fetchBatch(), manner);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (this.gate.opened !== undefined) await this.gate.opened;
        this.emit('result', row, index);
      }
    }
  }
}

/** SERVER_MORE_RESULTS_EXISTS: most statements have one result, and need not ask for another. */
const MORE_RESULTS = 8;

/** Executes the statement on a cursor. */
type Executing = (cursor: AsyncCursor<unknown>) => Promise<void>;

/** Options that change no value. */
const OF_STATEMENTS: ReadonlySet<string> = new Set([
  'namedPlaceholders',
  'signal',
  'sql',
  'timeout',
  'values',
]);

/** What statements begin with that change data and, alone, nothing of the session. */
const CHANGES_DATA = /^\s*(?:insert|update|delete|replace)\b/i;

const PREPARED: ExecuteOptions = { prepared: true };
const TEXT: ExecuteOptions = { prepared: false };

const FLOWING = { opened: undefined, pause: (): void => {}, resume: (): void => {} };

/** A query whose values are put into its text. */
export class Query extends Statement {
  constructor(options: QueryOptions, callback: StatementCallback<never> | undefined) {
    super(options, callback, false);
  }

  /** Throws: it is no promise, and to wait for it would be to wait for nothing. */
  then(): never {
    throw new Error(
      'What query() returns is no promise: use connection.promise().query(), or mysql2/promise',
    );
  }

  /** As {@link then}. */
  catch(): never {
    return this.then();
  }
}

/** A statement that the server prepares, and gets the values of. */
export class Execute extends Statement {
  constructor(options: QueryOptions, callback: StatementCallback<never> | undefined) {
    super(options, callback, true);
  }
}

/** What is undefined does not replace what the connection has. */
function withoutUndefined(options: QueryOptions): QueryOptions {
  if (!Object.values(options).includes(undefined)) return options;
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as QueryOptions;
}

/** Rows are arrays when they are asked for, and to be made of their cells or shaped by tables. */
function kindOf(manner: QueryOptions, streaming: boolean): CursorKind<unknown> {
  const { rowsAsArray, nestTables } = manner;
  const isArray = Boolean(rowsAsArray) || Boolean(nestTables) || isRaw(manner);
  if (isArray) return streaming ? SSCursor : Cursor;
  return streaming ? SSDictCursor : DictCursor;
}

/** The rows as they were asked for. */
function rowsFor(
  { fields }: AsyncCursor<unknown>,
  rows: unknown[],
  manner: QueryOptions,
): unknown[] {
  const { nestTables, rowsAsArray } = manner;
  if (rows.length === 0 || fields === null) return rows;
  if (isRaw(manner)) {
    const names = rowsAsArray || nestTables ? undefined : fields.map(({ name }) => name);
    rows = castRows(rows as unknown[][], fields, names, manner);
  }
  if (!nestTables) return rows;
  const shape = shapeOf(fields, nestTables);
  return rows.map((row) => shape(row as unknown[]));
}

/** What is bound: an object or an array is its JSON, so that it never becomes a list; a Date a DATETIME. */
function boundValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (types.isDate(value)) return datetime(value);
  if (types.isUint8Array(value)) return value;
  return json(value);
}
