import { Readable } from 'node:stream';
import {
  type AsyncCursor,
  type Column,
  type Connection,
  Cursor,
  type CursorKind,
  type CursorOptions,
  DictCursor,
  type Pool,
  type PooledConnection,
  SSCursor,
  SSDictCursor,
} from '../index';

/** What a statement that returns no rows did. */
export interface ExecutedHeader {
  /** Rows that were changed, inserted or deleted. */
  readonly affectedRows: number | bigint;
  /** The first generated AUTO_INCREMENT value, 0 when there is none. */
  readonly insertId: number | bigint;
}

/** A statement as Drizzle's session asks for it: its callback for temporals is answered by the pool. */
interface SessionQuery {
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly rowsAsArray?: boolean;
}

/** Drizzle reads moments from their text, and has columns of its own for what they are to be. */
const DRIZZLE_VALUES: CursorOptions = Object.freeze({ dates: 'string' });

type Answer = [result: readonly unknown[] | ExecutedHeader, fields: readonly Column[] | undefined];

async function answerOf(cursor: AsyncCursor<unknown>): Promise<Answer> {
  const { fields, rowcount, lastrowid } = cursor;
  if (fields === null) return [{ affectedRows: rowcount, insertId: lastrowid ?? 0 }, undefined];
  return [await cursor.fetchall(), fields];
}

/** Without values a `?` of the text is no placeholder. */
async function executed<Row>(
  connection: Connection,
  kind: CursorKind<Row>,
  { sql, values }: SessionQuery,
  params: readonly unknown[] = values ?? [],
): Promise<AsyncCursor<Row>> {
  const cursor = connection.cursor(kind, DRIZZLE_VALUES);
  await cursor.execute(sql, params.length > 0 ? params : undefined);
  return cursor;
}

const readAll = async (
  connection: Connection,
  query: SessionQuery,
  params?: readonly unknown[],
): Promise<Answer> =>
  answerOf(
    await executed<unknown>(connection, query.rowsAsArray ? Cursor : DictCursor, query, params),
  );

async function* rowsOf(connection: Connection, query: SessionQuery, params?: readonly unknown[]) {
  const kind: CursorKind<unknown> = query.rowsAsArray ? SSCursor : SSDictCursor;
  await using cursor = await executed(connection, kind, query, params);
  yield* cursor;
}

/** A connection of the pool as Drizzle's session uses it, for a transaction or a stream of rows. */
class SessionConnection {
  /** Streams are read from here. */
  readonly connection = this;
  readonly #connection: PooledConnection;

  constructor(connection: PooledConnection) {
    this.#connection = connection;
  }

  /** Drizzle awaits it, or takes rows from its `stream()`: nothing is sent before one of them. */
  query(query: SessionQuery, params?: readonly unknown[]): PromiseLike<Answer> & Streamed {
    const connection = this.#connection;
    return {
      then: (done, failed) => readAll(connection, query, params).then(done, failed),
      stream: () => Readable.from(rowsOf(connection, query, params)),
    };
  }

  execute(sql: string, params?: readonly unknown[]): Promise<Answer> {
    return readAll(this.#connection, { sql }, params);
  }

  release(): void {
    this.#connection.release();
  }

  end(): void {
    this.#connection.release();
  }
}

interface Streamed {
  stream(): Readable;
}

/** A pool as Drizzle's session uses it. */
export class SessionPool {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  query(query: SessionQuery, params?: readonly unknown[]): Promise<Answer> {
    return this.#pool.use((connection) => readAll(connection, query, params));
  }

  execute(sql: string, params?: readonly unknown[]): Promise<Answer> {
    return this.query({ sql }, params);
  }

  async getConnection(): Promise<SessionConnection> {
    return new SessionConnection(await this.#pool.connection());
  }
}
