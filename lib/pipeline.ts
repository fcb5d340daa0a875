import type { TupleRow } from './cursor-kinds';
import type { AsyncCursor } from './cursor';
import type { MySQLError } from './errors';
import { traceStatement } from './diagnostics/traced-statements';
import { atCaller, type Operation } from './operations/operation';
import { PipelineQueue, runPipeline } from './operations/pipeline';
import type { Session } from './operations/session';
import { makeStatement } from './operations/statement';
import { firstResult, type StoredResults } from './operations/stored-results';
import type { Params } from './sql/param-style';

/** Pipelines are of the text protocol. */
const TEXT = { prepared: false };

/** What a pipeline needs of its connection. */
export interface PipelineHost {
  /** Runs statements one behind the other, whatever those before have failed with. */
  run(statements: Operation<MySQLError | undefined>): Promise<unknown>;
  /** A new cursor that shows these results. */
  cursorOf<Row>(results: StoredResults<Row>): AsyncCursor<Row>;
}

/**
 * Statements that go out together: each is sent without waiting for the answers of those before it,
 * which saves a round trip for each. They run in their order, and the failure of one is its own.
 * Made by `conn.pipeline`.
 */
export class Pipeline {
  readonly #session: Session;
  readonly #host: PipelineHost;
  readonly #queue = new PipelineQueue();
  #running: Promise<void> | undefined;

  /** @internal */
  constructor(session: Session, host: PipelineHost) {
    this.#session = session;
    this.#host = host;
  }

  /** Executes a statement, and returns a cursor with its results. */
  execute<Row = TupleRow>(sql: string, params?: Params): Promise<AsyncCursor<Row>> {
    return this.#add<Row, AsyncCursor<Row>>(sql, params, this.#host.cursorOf);
  }

  /** The rows of a query. */
  fetchall<Row = TupleRow>(sql: string, params?: Params): Promise<Row[]> {
    return this.#add<Row, Row[]>(sql, params, (results) => firstResult(results, sql).rows);
  }

  /** The first row of a query, null when there is none. */
  fetchone<Row = TupleRow>(sql: string, params?: Params): Promise<Row | null> {
    return this.#add<Row, Row | null>(
      sql,
      params,
      (results) => firstResult(results, sql).rows[0] ?? null,
    );
  }

  /** Resolves when all statements have their answers. @internal */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Async, so that errors get the caller's lines in their stack. */
  async #add<Row, T>(
    sql: string,
    params: Params | undefined,
    use: (results: StoredResults<Row>) => T,
  ): Promise<T> {
    try {
      const trace = traceStatement(this.#session, sql, params, TEXT);
      if (trace === undefined) return use(await this.#results<Row>(sql, params));
      return await trace.promise(async () => use(await this.#results<Row>(sql, params)));
    } catch (error) {
      throw atCaller(error, this.#add);
    }
  }

  #results<Row>(sql: string, params: Params | undefined): Promise<StoredResults<Row>> {
    const statement = makeStatement(this.#session, sql, params, undefined, TEXT);
    const { format } = this.#session.options.cursorClass;
    return new Promise((resolve, reject) => {
      this.#queue.add({
        ...{ statement, format, reject },
        resolve: (results) => resolve(results as StoredResults<Row>),
      });
      this.#running ??= this.#run();
    });
  }

  /** Begins when those that are added at once are there, and takes what is added meanwhile. */
  async #run(): Promise<void> {
    await Promise.resolve();
    try {
      await this.#host.run(runPipeline(this.#session, this.#queue));
    } catch (error) {
      this.#queue.rejectAll(error);
    }
    this.#running = this.#queue.waiting.size > 0 ? this.#run() : undefined;
  }
}
