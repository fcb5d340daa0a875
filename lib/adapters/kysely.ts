/**
 * The dialect for Kysely, and so the way in for MikroORM:
 * `new Kysely<DB>({ dialect: new MysqldbDialect({ pool: createPool(url) }) })`.
 * @module mysqldb/kysely
 */
import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  type QueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { type ExecuteOptions, identifier, type Pool, type TransactionOptions } from '../index';
import { checkOptions, checkPool } from './given-options';
import { type Abortable, KyselyConnection } from './kysely-connection';

/** What the dialect is made of. */
export interface MysqldbDialectConfig {
  /**
   * Where connections come from, or a function that makes it when the first query comes. `destroy()` of
   * the Kysely instance closes it.
   */
  pool: Pool | (() => Pool | Promise<Pool>);
  /** As that of `execute`; as the pool's connections have it unless given. */
  prepared?: boolean | 'auto';
}

/**
 * MySQL and MariaDB for Kysely, on a pool of mysqldb's. Kysely's `signal` ends the wait for a connection, and
 * a stream on the server; with `inflightQueryAbortStrategy: 'cancel query'` it ends any query there.
 * An UPDATE counts the rows that it matched, and those that it changed, whatever the pool's `foundRows` is.
 */
export class MysqldbDialect implements Dialect {
  readonly #config: MysqldbDialectConfig;

  constructor(config: MysqldbDialectConfig) {
    checkOptions('MysqldbDialect', config, ['pool', 'prepared']);
    if (typeof config.pool !== 'function') checkPool('MysqldbDialect', config.pool);
    this.#config = { ...config };
  }

  /** What the servers can do, which is Kysely's own knowledge. */
  createAdapter(): DialectAdapter {
    return new MysqlAdapter();
  }

  /** Who runs the queries. */
  createDriver(): Driver {
    return new MysqldbDriver(this.#config);
  }

  /** What makes SQL of queries: Kysely's own for MySQL. */
  createQueryCompiler(): QueryCompiler {
    return new MysqlQueryCompiler();
  }

  /** What reads tables and columns: Kysely's own for MySQL. */
  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new MysqlIntrospector(db);
  }
}

class MysqldbDriver implements Driver {
  readonly #config: MysqldbDialectConfig;
  #pool: Pool | undefined;

  constructor(config: MysqldbDialectConfig) {
    this.#config = config;
  }

  async init(): Promise<void> {
    const { pool } = this.#config;
    this.#pool = typeof pool === 'function' ? await pool() : pool;
  }

  async acquireConnection({ signal }: Abortable = {}): Promise<KyselyConnection> {
    const { prepared } = this.#config;
    try {
      const connection = await this.#pool!.connection(signal ? { signal } : {});
      return new KyselyConnection(connection, prepared === undefined ? {} : { prepared });
    } catch (error) {
      // Kysely has rejected with the signal's reason, and would print this one.
      if (signal?.aborted) return new Promise(() => {});
      throw error;
    }
  }

  async beginTransaction(
    { connection }: KyselyConnection,
    { isolationLevel, accessMode }: TransactionSettings,
  ): Promise<void> {
    await connection.begin({
      ...(isolationLevel && { isolation: isolationLevel.toUpperCase() as Isolation }),
      ...(accessMode && { readOnly: accessMode === 'read only' }),
    });
  }

  commitTransaction({ connection }: KyselyConnection): Promise<void> {
    return connection.commit();
  }

  /** A lost connection was rolled back by the server: the error that came of it is what is told. */
  async rollbackTransaction({ connection }: KyselyConnection): Promise<void> {
    if (connection.isUsable) await connection.rollback();
  }

  async savepoint({ connection }: KyselyConnection, name: string): Promise<void> {
    await connection.execute('SAVEPOINT ?', [identifier(name)], AS_TEXT);
  }

  async rollbackToSavepoint({ connection }: KyselyConnection, name: string): Promise<void> {
    await connection.execute('ROLLBACK TO SAVEPOINT ?', [identifier(name)], AS_TEXT);
  }

  async releaseSavepoint({ connection }: KyselyConnection, name: string): Promise<void> {
    await connection.execute('RELEASE SAVEPOINT ?', [identifier(name)], AS_TEXT);
  }

  releaseConnection({ connection }: KyselyConnection): Promise<void> {
    return connection.close(); // which gives it back, once
  }

  async destroy(): Promise<void> {
    await this.#pool?.close();
  }
}

/** Names have no place in a prepared statement. */
const AS_TEXT: ExecuteOptions = Object.freeze({ prepared: false });

type Isolation = NonNullable<TransactionOptions['isolation']>;
