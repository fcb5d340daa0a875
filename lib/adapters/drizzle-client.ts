import { once } from 'node:events';
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
import { changedRows } from './changed-rows';

/** What a statement that returns no rows did. */
export interface ExecutedHeader {
  /** Rows that were inserted or deleted, or that the condition of an UPDATE matched. */
  readonly affectedRows: number | bigint;
  /** The first generated AUTO_INCREMENT value, 0 when there is none; a bigint when it is no safe integer. */
  readonly insertId: number | bigint;
  /** Rows whose values became other ones by an UPDATE. */
  readonly changedRows: number;
  /** What the server says beside it, as 'Records: 3  Duplicates: 0  Warnings: 0'; '' for nothing. */
  readonly info: string;
}

/** A statement as Drizzle's session asks for it: its callback for temporals is answered by the pool. */
interface SessionQuery {
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly rowsAsArray?: boolean;
}

/**
 * What Drizzle's columns read: moments as their text, which they take for UTC, so that days which they
 * hand over as Dates are of UTC too; and JSON as values.
 */
const DRIZZLE_VALUES: CursorOptions = Object.freeze({
  dates: 'string',
  timezone: 'Z',
  json: 'parse',
});

type Answer = [result: readonly unknown[] | ExecutedHeader, fields: readonly Column[] | undefined];

async function answerOf(cursor: AsyncCursor<unknown>): Promise<Answer> {
  const { fields } = cursor;
  return fields === null ? [headerOf(cursor), undefined] : [await cursor.fetchall(), fields];
}

function headerOf({ rowcount, lastrowid, info }: AsyncCursor<unknown>): ExecutedHeader {
  const update = changedRows(info);
  const insertId = lastrowid ?? 0;
  const affectedRows = update?.matched ?? rowcount;
  return {
    // Drizzle adds one to the other, which both are bigints or numbers for.
    affectedRows: typeof insertId === 'bigint' ? BigInt(affectedRows) : affectedRows,
    insertId,
    changedRows: update?.changed ?? 0,
    info: info ?? '',
  };
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
  /** Rows that Drizzle may have stopped reading without a word. */
  #stream: Readable | undefined;

  constructor(connection: PooledConnection) {
    this.#connection = connection;
  }

  /** Drizzle awaits it, or takes rows from its `stream()`: nothing is sent before one of them. */
  query(query: SessionQuery, params?: readonly unknown[]): PromiseLike<Answer> & Streamed {
    return {
      then: (done, failed) => this.#read(query, params).then(done, failed),
      stream: () => this.#streamOf(rowsOf(this.#connection, query, params)),
    };
  }

  execute(sql: string, params?: readonly unknown[]): Promise<Answer> {
    return this.#read({ sql }, params);
  }

  /** Gives it back; once is enough. A pool does not keep one with unread rows. */
  release(): void {
    void this.#connection.close();
  }

  /** How Drizzle gives back the connection of a stream. */
  end(): void {
    this.release();
  }

  #streamOf(rows: AsyncIterable<unknown>): Readable {
    // Drizzle listens as long as it reads; nobody else is to be told.
    return (this.#stream = Readable.from(rows).on('error', () => {}));
  }

  async #read(query: SessionQuery, params?: readonly unknown[]): Promise<Answer> {
    // A lost connection was rolled back by the server: the error that came of it is what is told.
    if (query.sql === 'rollback' && !this.#connection.isUsable) return [ROLLED_BACK, undefined];
    await this.#endStream();
    return readAll(this.#connection, query, params);
  }

  async #endStream(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream === undefined || stream.closed) return;
    await once(stream.destroy(), 'close');
  }
}

const ROLLED_BACK: ExecutedHeader = { affectedRows: 0, insertId: 0, changedRows: 0, info: '' };

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
