/**
 * The dialect for Kysely, and so the way in for MikroORM:
 * `new Kysely<DB>({ dialect: new MysqldbDialect({ pool: createPool(url) }) })`.
 * @module mysqldb/kysely
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import {
  type AsyncCursor,
  DictCursor,
  type DictRow,
  type ExecuteOptions,
  identifier,
  type Pool,
  type PooledConnection,
  SSDictCursor,
  type TransactionOptions,
} from '../index';

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

/** MySQL and MariaDB for Kysely, on a pool of mysqldb's. */
export class MysqldbDialect implements Dialect {
  readonly #config: MysqldbDialectConfig;

  constructor(config: MysqldbDialectConfig) {
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

  async acquireConnection(): Promise<MysqldbConnection> {
    const { prepared } = this.#config;
    const connection = await this.#pool!.connection();
    return new MysqldbConnection(connection, prepared === undefined ? {} : { prepared });
  }

  async beginTransaction(
    { connection }: MysqldbConnection,
    { isolationLevel, accessMode }: TransactionSettings,
  ): Promise<void> {
    await connection.begin({
      ...(isolationLevel && { isolation: isolationLevel.toUpperCase() as Isolation }),
      ...(accessMode && { readOnly: accessMode === 'read only' }),
    });
  }

  commitTransaction({ connection }: MysqldbConnection): Promise<void> {
    return connection.commit();
  }

  rollbackTransaction({ connection }: MysqldbConnection): Promise<void> {
    return connection.rollback();
  }

  async savepoint({ connection }: MysqldbConnection, name: string): Promise<void> {
    await connection.execute('SAVEPOINT ?', [identifier(name)]);
  }

  async rollbackToSavepoint({ connection }: MysqldbConnection, name: string): Promise<void> {
    await connection.execute('ROLLBACK TO SAVEPOINT ?', [identifier(name)]);
  }

  async releaseSavepoint({ connection }: MysqldbConnection, name: string): Promise<void> {
    await connection.execute('RELEASE SAVEPOINT ?', [identifier(name)]);
  }

  releaseConnection({ connection }: MysqldbConnection): Promise<void> {
    return connection.close(); // which gives it back, once
  }

  async destroy(): Promise<void> {
    await this.#pool?.close();
  }
}

type Isolation = NonNullable<TransactionOptions['isolation']>;

class MysqldbConnection implements DatabaseConnection {
  readonly connection: PooledConnection;
  readonly #options: ExecuteOptions;

  constructor(connection: PooledConnection, options: ExecuteOptions) {
    this.connection = connection;
    this.#options = options;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const cursor = this.connection.cursor(DictCursor);
    await this.#execute(cursor, query);
    const first = cursor.fields === null ? changesOf<R>(cursor) : await rowsOf<R>(cursor);
    if (!(await cursor.nextset())) return first;
    // Of a procedure, or several statements in one text: an element for each, as mysql2 has it.
    const results: unknown[] = [first.numAffectedRows === undefined ? first.rows : first];
    do results.push(cursor.fields === null ? changesOf(cursor) : await cursor.fetchall());
    while (await cursor.nextset());
    return { rows: results as R[] };
  }

  async *streamQuery<R>(
    query: CompiledQuery,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<R>> {
    await using cursor = this.connection.cursor(SSDictCursor);
    await this.#execute(cursor, query);
    for (;;) {
      const rows = (await cursor.fetchmany(chunkSize)) as R[];
      if (rows.length === 0) return;
      yield { rows };
    }
  }

  /** Without parameters a `?` of the text is no placeholder: MikroORM writes its values into the text. */
  #execute(cursor: AsyncCursor<DictRow>, { sql, parameters }: CompiledQuery) {
    return cursor.execute(sql, parameters.length > 0 ? parameters : undefined, this.#options);
  }
}

const rowsOf = async <R>(cursor: AsyncCursor<DictRow>): Promise<QueryResult<R>> => ({
  rows: (await cursor.fetchall()) as R[],
});

/** An UPDATE affects the rows that it finds, also those that are as they should be. */
function changesOf<R>({ rowcount, lastrowid, info }: AsyncCursor<DictRow>): QueryResult<R> {
  const [, matched, changed] = /Rows matched: (\d+) +Changed: (\d+)/.exec(info ?? '') ?? [];
  return {
    rows: [],
    numAffectedRows: BigInt(matched ?? rowcount),
    ...(changed !== undefined && { numChangedRows: BigInt(changed) }),
    ...(lastrowid && { insertId: BigInt(lastrowid) }),
  };
}
