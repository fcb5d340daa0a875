/**
 * The driver adapter for Prisma: `new PrismaClient({ adapter: new PrismaMysqldb(url) })`.
 * @module mysqldb/prisma
 */
import type {
  ConnectionInfo,
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import {
  type AsyncCursor,
  type Connection,
  createPool,
  Cursor,
  type Pool,
  type PoolOptions,
  type TupleRow,
} from '../index';
import { prismaError } from './prisma-errors';
import { adaptRows, columnType, parameter, PRISMA_VALUES } from './prisma-values';

const PROVIDER = 'mysql';
const NAME = 'mysqldb';

/** What runs a piece of work on a connection: a pool, on any; a transaction, on its own. */
type UseConnection = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

/** What Prisma may do with a pool and with a transaction alike. */
class Queryable implements SqlQueryable {
  readonly provider = PROVIDER;
  readonly adapterName = NAME;
  protected readonly use: UseConnection;

  constructor(use: UseConnection) {
    this.use = use;
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#run(query, async (cursor) => {
      const { fields, lastrowid } = cursor;
      if (fields === null) {
        return { columnNames: [], columnTypes: [], rows: [], lastInsertId: String(lastrowid ?? 0) };
      }
      const rows = await cursor.fetchall();
      adaptRows(rows, fields);
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(columnType),
        rows: rows as SqlResultSet['rows'],
      };
    });
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#run(query, (cursor) => Promise.resolve(Number(cursor.rowcount)));
  }

  /** A statement of the adapter's own, without values. */
  protected async command(sql: string): Promise<void> {
    await attempt(this.use((connection) => connection.execute(sql)));
  }

  #run<T>(
    { sql, args, argTypes }: SqlQuery,
    take: (cursor: AsyncCursor<TupleRow>) => Promise<T>,
  ): Promise<T> {
    const work = async (connection: Connection): Promise<T> => {
      const cursor = connection.cursor(Cursor);
      const params = args.map((value, index) => parameter(value, argTypes[index]));
      await cursor.execute(sql, params.length > 0 ? params : undefined);
      return take(cursor);
    };
    return attempt(this.use(work));
  }
}

/** Prisma knows errors by its own kinds. */
async function attempt<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw prismaError(error);
  }
}

class PrismaTransaction extends Queryable implements Transaction {
  /** Prisma calls `commit` and `rollback`, and sends no COMMIT of its own. */
  readonly options = { usePhantomQuery: true };
  readonly #release: () => void;

  constructor(connection: Connection, release: () => void) {
    super((work) => work(connection));
    this.#release = release;
  }

  commit = (): Promise<void> => this.#end((connection) => connection.commit());

  rollback = (): Promise<void> => this.#end((connection) => connection.rollback());

  createSavepoint(name: string): Promise<void> {
    return this.command(`SAVEPOINT ${name}`);
  }

  rollbackToSavepoint(name: string): Promise<void> {
    return this.command(`ROLLBACK TO SAVEPOINT ${name}`);
  }

  releaseSavepoint(name: string): Promise<void> {
    return this.command(`RELEASE SAVEPOINT ${name}`);
  }

  async #end(how: (connection: Connection) => Promise<void>): Promise<void> {
    try {
      await attempt(this.use(how));
    } finally {
      this.#release();
    }
  }
}

class PrismaAdapter extends Queryable implements SqlDriverAdapter {
  readonly #pool: Pool;
  readonly #info: ConnectionInfo;

  constructor(pool: Pool, info: ConnectionInfo) {
    super((work) => pool.use(work));
    this.#pool = pool;
    this.#info = info;
  }

  getConnectionInfo(): ConnectionInfo {
    return this.#info;
  }

  /** Statement by statement; the text may have several where the pool's options allow that. */
  executeScript(script: string): Promise<void> {
    return this.command(script);
  }

  async startTransaction(isolation?: IsolationLevel): Promise<Transaction> {
    const connection = await attempt(this.#pool.connection());
    try {
      await attempt(connection.begin(isolation === undefined ? {} : { isolation }));
    } catch (error) {
      connection.release();
      throw error;
    }
    return new PrismaTransaction(connection, () => connection.release());
  }

  dispose(): Promise<void> {
    return this.#pool.close();
  }
}

/**
 * Makes connections for a PrismaClient of provider 'mysql', on MySQL and MariaDB.
 *
 * @example
 * const prisma = new PrismaClient({ adapter: new PrismaMysqldb('mysql://ann:secret@db/shop') });
 */
export class PrismaMysqldb implements SqlDriverAdapterFactory {
  /** Prisma's name of both servers. */
  readonly provider = PROVIDER;
  /** Who answers, in Prisma's messages. */
  readonly adapterName = NAME;
  readonly #options: PoolOptions;

  /** @param options a URL, or those of `createPool`; statements are prepared unless they say no */
  constructor(options: PoolOptions | string | URL) {
    this.#options = { prepared: true, ...poolOptions(options), ...PRISMA_VALUES };
  }

  /** Opens a pool; Prisma calls it, once for a client. */
  async connect(): Promise<SqlDriverAdapter> {
    const pool = createPool(this.#options);
    try {
      const info = await attempt(pool.use((connection) => Promise.resolve(infoOf(connection))));
      return new PrismaAdapter(pool, info);
    } catch (error) {
      await pool.close();
      throw error;
    }
  }
}
