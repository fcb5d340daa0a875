/**
 * The driver adapter for Prisma: `new PrismaClient({ adapter: new PrismaMysqldb(url) })`.
 * @module mysqldb/prisma
 */
import {
  type ConnectionInfo,
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import {
  type AsyncCursor,
  type Connection,
  createPool,
  Cursor,
  Pool,
  type PooledConnection,
  type PoolOptions,
  type TupleRow,
} from '../index';
import { changedRows } from './changed-rows';
import { checkPool } from './given-options';
import { prismaError } from './prisma-errors';
import { adaptRows, columnType, parameter, PRISMA_VALUES } from './prisma-values';

const PROVIDER = 'mysql';
const NAME = 'mysqldb';

/** So that a FLOAT comes as it is stored, and the server parses a query once. */
const PREPARED = { prepared: true } as const;

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
    return this.#run(query, (cursor) => Promise.resolve(matchedRows(cursor)));
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
      const cursor = connection.cursor(Cursor, PRISMA_VALUES);
      const params = args.map((value, index) => parameter(value, argTypes[index]));
      // Without values a `?` of the text is no placeholder.
      await cursor.execute(sql, params.length > 0 ? params : undefined, PREPARED);
      const taken = await take(cursor);
      // A procedure's further results are nobody's.
      await cursor.close();
      return taken;
    };
    return attempt(this.use(work));
  }
}

/** An UPDATE that finds a row as it should be has changed none; to Prisma it is one all the same. */
function matchedRows({ info, rowcount }: AsyncCursor<TupleRow>): number {
  return changedRows(info)?.matched ?? Number(rowcount);
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
  readonly #connection: PooledConnection;

  constructor(connection: PooledConnection) {
    super((work) => work(connection));
    this.#connection = connection;
  }

  commit = (): Promise<void> => this.#end((connection) => connection.commit());

  /** Also called after a commit that has failed: the release has undone what there was to undo. */
  rollback = async (): Promise<void> => {
    if (!this.#connection.isReleased) await this.#end((connection) => connection.rollback());
  };

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
      await this.#connection.close();
    }
  }
}

async function runScript(connection: Connection, script: string): Promise<void> {
  await connection.setMultiStatements(true);
  const cursor = await connection.execute(script);
  while (await cursor.nextset());
}

/** @throws DriverAdapterError for the one level that MySQL does not have */
function known(isolation: IsolationLevel): Exclude<IsolationLevel, 'SNAPSHOT'> {
  if (isolation !== 'SNAPSHOT') return isolation;
  throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolation });
}

class PrismaAdapter extends Queryable implements SqlDriverAdapter {
  readonly #pool: Pool;
  readonly #info: ConnectionInfo;
  readonly dispose: () => Promise<void>;

  constructor(pool: Pool, info: ConnectionInfo, dispose: () => Promise<void>) {
    super((work) => pool.use(work));
    this.#pool = pool;
    this.#info = info;
    this.dispose = dispose;
  }

  getConnectionInfo(): ConnectionInfo {
    return this.#info;
  }

  /**
   * Several statements in one text. The first that fails ends it; what was done before stays, as far as
   * no transaction undoes it.
   */
  async executeScript(script: string): Promise<void> {
    const connection = await attempt(this.#pool.connection());
    try {
      await attempt(runScript(connection, script));
    } finally {
      // Nobody else gets a connection that takes several statements, or what the script has set in it.
      connection.destroy();
    }
  }

  async startTransaction(isolation?: IsolationLevel): Promise<Transaction> {
    const connection = await attempt(this.#pool.connection());
    try {
      await attempt(
        connection.begin(isolation === undefined ? {} : { isolation: known(isolation) }),
      );
    } catch (error) {
      connection.release();
      throw error;
    }
    return new PrismaTransaction(connection);
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
  readonly #given: Pool | PoolOptions | string | URL;

  /**
   * @param pool what `createPool` takes, for a pool that lives as long as the client; or a pool, whose
   *   closing is then its owner's affair
   */
  constructor(pool: Pool | PoolOptions | string | URL) {
    // An environment variable that is not set must not lead to a server of this machine.
    if (pool === undefined) checkPool('PrismaMysqldb', pool);
    this.#given = pool;
  }

  /**
   * Prisma calls it, once for a client. A server that cannot be reached is no error yet: the first query
   * tries again, and says what Prisma has a code for (P1000, P1001 …).
   */
  async connect(): Promise<SqlDriverAdapter> {
    const given = this.#given;
    if (given instanceof Pool) return adapterOf(given, () => Promise.resolve());
    const pool = createPool(given);
    return adapterOf(pool, () => pool.close());
  }
}

async function adapterOf(pool: Pool, dispose: () => Promise<void>): Promise<SqlDriverAdapter> {
  return new PrismaAdapter(pool, await infoAtOnce(pool), dispose);
}

/** The first attempt to connect that fails ends the wait: the first query will wait as long again. */
async function infoAtOnce(pool: Pool): Promise<ConnectionInfo> {
  const waiting = new AbortController();
  const giveUp = () => waiting.abort();
  pool.on('connectError', giveUp);
  try {
    return await pool.use(infoOf, { signal: waiting.signal });
  } catch (error) {
    if (!waiting.signal.aborted && prismaError(error) === error) throw error;
    return { supportsRelationJoins: false };
  } finally {
    pool.off('connectError', giveUp);
  }
}

async function infoOf(connection: Connection): Promise<ConnectionInfo> {
  const [schemaName] = (await connection.fetchone<[string | null]>('SELECT DATABASE()')) ?? [];
  return {
    supportsRelationJoins: hasLateral(connection.serverVersion),
    ...(schemaName != null && { schemaName }),
  };
}

/** Prisma's joins are made of LATERAL: MySQL has it since 8.0.14, MariaDB has not. */
function hasLateral(version: string): boolean {
  if (/mariadb/i.test(version)) return false;
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/, 3).map(Number);
  return major > 8 || (major === 8 && (minor > 0 || patch >= 14));
}
