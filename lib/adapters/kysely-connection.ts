import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import {
  type AsyncCursor,
  DictCursor,
  type DictRow,
  type ExecuteOptions,
  type PooledConnection,
  SSDictCursor,
} from '../index';
import { changedRows } from './changed-rows';

/** What Kysely 0.29 and newer hands down of a query that may be aborted. */
export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** A connection of the pool as Kysely uses it. */
export class KyselyConnection implements DatabaseConnection {
  readonly connection: PooledConnection;
  readonly #options: ExecuteOptions;
  /** Ends the query on the server; there is one when Kysely may ask for that. */
  #canceller: AbortController | undefined;
  /** Resolves when the query that may be cancelled is over. */
  #running: Promise<unknown> | undefined;

  constructor(connection: PooledConnection, options: ExecuteOptions) {
    this.connection = connection;
    this.#options = options;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const canceller = this.#canceller;
    if (canceller === undefined) return this.#read(query, this.#options);
    const reading = this.#read<R>(query, { ...this.#options, signal: canceller.signal });
    this.#running = reading;
    try {
      return await reading;
    } catch (error) {
      if (!canceller.signal.aborted) throw error;
      return NOBODY_WAITS;
    } finally {
      this.#canceller = undefined;
    }
  }

  /** Kysely's signal ends a stream on the server, where it would else be read to its end. */
  async *streamQuery<R>(
    query: CompiledQuery,
    chunkSize: number,
    { signal }: Abortable = {},
  ): AsyncIterableIterator<QueryResult<R>> {
    await using cursor = this.connection.cursor(SSDictCursor);
    try {
      await this.#execute(cursor, query, { ...this.#options, ...(signal && { signal }) });
      for (;;) {
        const rows = (await cursor.fetchmany(chunkSize)) as R[];
        if (rows.length === 0) return;
        yield { rows };
      }
    } catch (error) {
      if (!signal?.aborted) throw error; // Kysely has told the reason already
    }
  }

  /** Kysely calls it before a query that it may want to end on the server. */
  async collectSessionInfo(): Promise<void> {
    this.#canceller = new AbortController();
  }

  /** Ends the query by the driver's own way, which makes sure that it is this query of this server. */
  async cancelQuery(): Promise<void> {
    this.#canceller?.abort();
  }

  /** Ends the query, and then the connection: the server ends a session whose socket is closed. */
  async killSession(): Promise<void> {
    this.#canceller?.abort();
    await this.#running?.catch(() => {});
    this.connection.destroy();
  }

  async #read<R>(query: CompiledQuery, options: ExecuteOptions): Promise<QueryResult<R>> {
    const cursor = this.connection.cursor(DictCursor);
    await this.#execute(cursor, query, options);
    const first = await resultOf<R>(cursor);
    return (await cursor.nextset()) ? { rows: await allResults<R>(first, cursor) } : first;
  }

  /** Without parameters a `?` of the text is no placeholder: MikroORM writes its values into the text. */
  #execute(
    cursor: AsyncCursor<DictRow>,
    { sql, parameters }: CompiledQuery,
    options: ExecuteOptions,
  ): Promise<number | bigint> {
    return cursor.execute(sql, parameters.length > 0 ? parameters : undefined, options);
  }
}

/** Kysely has rejected with the signal's reason, and would print what this rejected with. */
const NOBODY_WAITS: QueryResult<never> = { rows: [] };

async function resultOf<R>(cursor: AsyncCursor<DictRow>): Promise<QueryResult<R>> {
  return cursor.fields === null ? changesOf(cursor) : { rows: (await cursor.fetchall()) as R[] };
}

/**
 * Of a procedure, or of several statements in one text: for each its rows or what it changed, as mysql2
 * gives them. An error of a later statement is the query's.
 */
async function allResults<R>(first: QueryResult<R>, cursor: AsyncCursor<DictRow>): Promise<R[]> {
  const results = [first];
  do results.push(await resultOf<R>(cursor));
  while (await cursor.nextset());
  const plain: unknown[] = results.map((result) =>
    result.numAffectedRows === undefined ? result.rows : result,
  );
  return plain as R[];
}

function changesOf<R>({ rowcount, lastrowid, info }: AsyncCursor<DictRow>): QueryResult<R> {
  const update = changedRows(info);
  return {
    rows: [],
    numAffectedRows: BigInt(update?.matched ?? rowcount),
    ...(update && { numChangedRows: BigInt(update.changed) }),
    ...(lastrowid && { insertId: BigInt(lastrowid) }),
  };
}
