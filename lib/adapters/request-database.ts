// What a request has of a pool. Its statements end when the client leaves; with `transaction` they are
// one transaction, which the first of them begins and the reply ends.
import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import {
  type AsyncCursor,
  type BeginOptions,
  type ExecuteOptions,
  InterfaceError,
  MySQLError,
  type Params,
  type Pool,
  ProgrammingError,
  type Transaction,
  type TransactionOptions,
  type TupleRow,
} from '../index';

/** What a route may say of its requests' statements. */
export interface RouteDatabaseConfig {
  /**
   * Whether all statements of a request are one transaction, and how it begins. It is committed before
   * the reply is sent, and rolled back when the handler fails, when the status is 400 or above, or when
   * the client leaves. False unless given.
   */
  transaction?: boolean | BeginOptions;
}

/** Refusals that pass: the client may come again. */
const BUSY: readonly string[] = [
  'ERR_MYSQLDB_POOL_TIMEOUT',
  'ERR_MYSQLDB_POOL_FULL',
  'ERR_MYSQLDB_POOL_CLOSED',
];
const SERVICE_UNAVAILABLE = 503;
/** No standard has one; that of nginx shows in logs why nobody got a reply. */
const CLIENT_CLOSED_REQUEST = 499;

/** The database as one request sees it: `request.mysqldb`. */
export class RequestDatabase {
  readonly #pool: Pool;
  readonly #response: ServerResponse;
  /** How the request's transaction begins; undefined when it has none. */
  readonly #begin: BeginOptions | undefined;
  readonly #left = new AbortController();
  #isWatched = false;
  #isOver = false;
  #transaction: OpenTransaction | undefined;

  /** Made by the plugin, one for each request. @internal */
  constructor(pool: Pool, response: ServerResponse, config?: RouteDatabaseConfig) {
    this.#pool = pool;
    this.#response = response;
    this.#begin = config && beginOf(config);
  }

  /** Aborted when the client leaves before it has its reply. */
  get signal(): AbortSignal {
    this.#watch();
    return this.#left.signal;
  }

  /**
   * Executes a statement, and reads its results.
   * @throws what the statement throws, with the `statusCode` 503 when the pool has no connection or the
   *   server cannot be reached, and 499 when the client has left
   */
  execute<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: ExecuteOptions,
  ): Promise<AsyncCursor<Row>> {
    return this.#run((db, bound) => db.execute<Row>(sql, params, bound), options);
  }

  /** The rows of a query. Throws as {@link execute} does. */
  fetchall<Row = TupleRow>(sql: string, params?: Params, options?: ExecuteOptions): Promise<Row[]> {
    return this.#run((db, bound) => db.fetchall<Row>(sql, params, bound), options);
  }

  /** The first row of a query, null when there is none. Throws as {@link execute} does. */
  fetchone<Row = TupleRow>(
    sql: string,
    params?: Params,
    options?: ExecuteOptions,
  ): Promise<Row | null> {
    return this.#run((db, bound) => db.fetchone<Row>(sql, params, bound), options);
  }

  /**
   * Runs a function in a transaction, which is rolled back when it throws or the client has left; in the
   * request's own transaction it is a savepoint. Give `signal` to statements in it that may take long.
   */
  transaction<T>(
    work: (tx: Transaction) => T | PromiseLike<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const { signal } = this;
    const unlessLeft = async (tx: Transaction): Promise<T> => {
      const value = await work(tx);
      signal.throwIfAborted();
      return value;
    };
    return this.#attempt(async () => {
      if (this.#begin !== undefined) return (await this.#opened()).transaction(unlessLeft, options);
      return this.#pool.transaction(unlessLeft, { ...options, signal });
    });
  }

  /**
   * Ends the request's transaction, once; the first call counts.
   * @throws what COMMIT throws
   * @internal
   */
  async settle(keep: boolean): Promise<void> {
    if (this.#isOver || this.#begin === undefined) return;
    this.#isOver = true;
    if (!keep) this.#abort('The request has failed');
    await this.#attempt(async () => this.#transaction?.end(keep));
  }

  #run<T>(
    work: (db: Pool | Transaction, bound: ExecuteOptions) => Promise<T>,
    options: ExecuteOptions = {},
  ): Promise<T> {
    const { signal } = this;
    const bound = {
      ...options,
      signal: options.signal ? AbortSignal.any([signal, options.signal]) : signal,
    };
    return this.#attempt(async () =>
      work(this.#begin === undefined ? this.#pool : await this.#opened(), bound),
    );
  }

  async #opened(): Promise<Transaction> {
    if (this.#isOver) throw requestIsOver();
    this.#transaction ??= new OpenTransaction(this.#pool, this.#begin!, this.signal);
    const mine = this.#transaction;
    try {
      return await mine.opened;
    } catch (error) {
      // Nothing was begun: the next statement may try again, and there is nothing to commit.
      if (this.#transaction === mine) this.#transaction = undefined;
      throw error;
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#left.signal.aborted) {
        throw Object.assign(error as Error, { statusCode: CLIENT_CLOSED_REQUEST });
      }
      throw isUnavailable(error) ? unavailable(error) : error;
    }
  }

  /** Node tells of the response alone whether it came to its end; a request is over when it is read. */
  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    finished(this.#response, (error) => {
      if (!error) return;
      this.#abort('The client has left');
      void this.settle(false);
    });
  }

  #abort(why: string): void {
    this.#left.abort(new DOMException(why, 'AbortError'));
  }
}

/** A transaction that waits for others to say how it ends. */
class OpenTransaction {
  /** What runs its statements; rejects when it could not be begun. */
  readonly opened: Promise<Transaction>;
  readonly #ended: Promise<void>;
  #decide!: { commit: () => void; rollBack: (reason: unknown) => void };

  constructor(pool: Pool, options: BeginOptions, signal: AbortSignal) {
    const decided = new Promise<void>((commit, rollBack) => (this.#decide = { commit, rollBack }));
    let open!: (tx: Transaction) => void;
    const opened = new Promise<Transaction>((resolve) => (open = resolve));
    const work = (tx: Transaction): Promise<void> => (open(tx), decided);
    this.#ended = pool.transaction(work, { ...options, signal });
    this.opened = Promise.race([opened, this.#ended.then(() => opened)]);
    decided.catch(() => {});
  }

  async end(keep: boolean): Promise<void> {
    if (keep) this.#decide.commit();
    else this.#decide.rollBack(ROLLED_BACK);
    await this.#ended.catch((error: unknown) => {
      if (keep) throw error;
    });
  }
}

const BEGIN_NAMES: readonly string[] = ['isolation', 'readOnly'] satisfies (keyof BeginOptions)[];

/** Fastify's types let a route say anything: what is misspelt must not be no transaction. */
function beginOf({
  transaction = false,
  ...others
}: RouteDatabaseConfig): BeginOptions | undefined {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrongConfig(`There is no setting ${unknown}`);
  if (typeof transaction === 'boolean') return transaction ? {} : undefined;
  if (typeof transaction !== 'object' || transaction === null)
    throw wrongConfig('The setting transaction must be true, false or an object');
  const other = Object.keys(transaction).find((name) => !BEGIN_NAMES.includes(name));
  if (other === undefined) return transaction;
  throw wrongConfig(`The transaction of a request has no option ${other}`);
}

function wrongConfig(message: string): InterfaceError {
  return new InterfaceError(`${message}, for a route of mysqldb/fastify`, {
    code: 'ERR_MYSQLDB_OPTION',
    hint: 'It takes { transaction: true }, or { transaction: { isolation, readOnly } }.',
  });
}

const ROLLED_BACK = Symbol('rolled back');

function isUnavailable(error: unknown): error is MySQLError {
  if (!(error instanceof MySQLError)) return false;
  return (error.fatal && error.retryable) || BUSY.includes(error.code);
}

/**
 * Fastify sends the message to the client, whom neither the pool's numbers nor the name of the server
 * concern; its log shows the cause too.
 */
function unavailable(error: MySQLError): MySQLError {
  const { errno, code, sqlState, fatal, retryable } = error;
  const told = new (error.constructor as typeof MySQLError)('The database is not available now', {
    ...{ errno, code, sqlState, fatal, retryable },
    cause: error,
  });
  return Object.assign(told, { statusCode: SERVICE_UNAVAILABLE });
}

function requestIsOver(): ProgrammingError {
  return new ProgrammingError('The reply has ended the transaction of this request', {
    code: 'ERR_MYSQLDB_TRANSACTION',
    hint: 'Await every statement before the handler is done, or use the pool itself.',
  });
}
