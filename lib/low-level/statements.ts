import { CR } from '../constants/client-errors';
import type { Connection } from '../connection';
import { ConnectionBase } from '../connection-base';
import { MySQLError, ProgrammingError } from '../errors';
import { addon } from '../native/load';
import type { Operation } from '../operations/operation';
import type { ResultSet } from '../operations/result-set';
import type { Session } from '../operations/session';
import type { Message } from '../operations/warnings';
import { StreamedResults } from '../operations/streamed-results';
import { ANY_TYPE } from '../rows/decoders';
import { compileDecoding, type Decoding } from '../rows/decoding';
import type { SyncConnection } from '../sync/connection';
import { timeZone } from '../temporal/time-zone';
import { LowLevelResult } from './result';
import type { Reply, Run, Waiting } from './waiting';

/** What was last said of an error; '00000' when there was none. */
interface LastError {
  readonly errno: number;
  readonly message: string;
  readonly sqlState: string;
}

const NO_ERROR: LastError = { errno: 0, message: '', sqlState: '00000' };

/** Columns without a decoder of the user's come as the bytes that the server sent. */
function bytesUnlessConverted(session: Session): Decoding {
  const { options } = session;
  const zone = timeZone(options.timezone);
  const own = options.conv.decoders;
  if (own.size === 0) return compileDecoding({ ...options, zone, decoders: own, allBytes: true });
  const bytes = (value: string | Buffer): Buffer =>
    typeof value === 'string' ? Buffer.from(value) : value;
  const decoders = new Map([...own, [ANY_TYPE, [{ mask: 0, decode: bytes }]] as const]);
  return compileDecoding({ ...options, zone, decoders });
}

/** The statements of a low-level connection: what is sent, its results, and what was said of them. */
export abstract class LowLevelStatements<W extends Waiting> {
  /** @internal */
  protected readonly connection: Connection | SyncConnection;
  /** @internal */
  protected readonly session: Session;
  /** @internal */
  protected readonly run: Run<W>;
  /** Always empty: warnings are asked for by statements of one's own. */
  readonly messages: Message[] = [];
  readonly #decoding: Decoding;
  #results: StreamedResults<unknown[]> | undefined;
  /** The result that was not taken yet. */
  #current: ResultSet<unknown[]> | undefined;
  #last: ResultSet<unknown[]> | undefined;
  #sent = false;
  #error: LastError = NO_ERROR;

  protected constructor(connection: Connection | SyncConnection) {
    this.connection = connection;
    this.session = ConnectionBase.sessionOf(connection);
    this.#decoding = bytesUnlessConverted(this.session);
    this.run = <T>(operation: Operation<T>): Reply<W, T> =>
      connection.run(this.#noting(operation), this) as Reply<W, T>;
  }

  /**
   * Sends a statement, and reads the head of its first result (`mysql_real_query`).
   * @throws ProgrammingError 2014 when the result of the statement before was neither taken nor
   *   discarded; the connection can still be used
   */
  query(sql: string | Uint8Array): Reply<W, void> {
    return this.run(this.#querying(sql));
  }

  /** Sends a statement only; `readQueryResult()` waits for its answer (`mysql_send_query`). */
  sendQuery(sql: string | Uint8Array): Reply<W, void> {
    return this.run(this.#sending(sql));
  }

  /** Reads the head of the result of what `sendQuery()` has sent. */
  readQueryResult(): Reply<W, void> {
    return this.run(this.#reading());
  }

  /** Reads all rows of the current result; null when the statement has no result set. */
  storeResult(): Reply<W, LowLevelResult<W> | null> {
    return this.run(this.#storing());
  }

  /** The current result, whose rows are read as they are fetched; null when there is no result set. */
  useResult(): Reply<W, LowLevelResult<W> | null> {
    return this.run(this.#using());
  }

  /**
   * Goes on to the next result of the statement; what is left of this one is dropped.
   * @returns false when there is none
   */
  nextResult(): Reply<W, boolean> {
    return this.run(this.#goingOn());
  }

  /** Reads and drops what is left of all results. */
  discardResult(): Reply<W, void> {
    return this.run(this.#discarding());
  }

  /** Rows that were changed, inserted or deleted; of a stored result, its rows; -1 after an error. */
  affectedRows(): number | bigint {
    if (this.#error.errno !== 0) return -1;
    return this.#last?.affectedRows ?? 0;
  }

  /** The AUTO_INCREMENT value that was made, 0 when none. */
  insertId(): number | bigint {
    return this.#last?.insertId ?? 0;
  }

  warningCount(): number {
    return this.#last?.warningCount ?? 0;
  }

  /** Columns of the last result, 0 when it has none. */
  fieldCount(): number {
    return this.#last?.columns?.length ?? 0;
  }

  /** What the server said of the statement, as 'Records: 3  Duplicates: 0  Warnings: 0'; or null. */
  info(): string | null {
    return this.connection.info;
  }

  /** The number of the last call's error, 0 when it had none. */
  errno(): number {
    return this.#error.errno;
  }

  /** The text of the last call's error, empty when it had none. */
  error(): string {
    return this.#error.message;
  }

  /** The SQLSTATE of the last call's error, '00000' when it had none. */
  sqlState(): string {
    return this.#error.sqlState;
  }

  /** Keeps the error of a call for `errno()` and its like. */
  *#noting<T>(operation: Operation<T>): Operation<T> {
    try {
      const value = yield* operation;
      this.#error = NO_ERROR;
      return value;
    } catch (error) {
      if (error instanceof MySQLError) {
        const { errno = 0, message, sqlState = 'HY000' } = error;
        this.#error = { errno, message, sqlState };
      }
      throw error;
    }
  }

  *#querying(sql: string | Uint8Array): Operation<void> {
    const results = this.#begin(sql);
    yield* results.execute(sql);
    this.#show(results);
  }

  *#sending(sql: string | Uint8Array): Operation<void> {
    const results = this.#begin(sql);
    // libmysqlclient cannot do one without the other.
    if (addon.capabilities.separateSend) yield* results.send(sql);
    else yield* results.execute(sql);
    this.#results = results;
    this.#sent = true;
  }

  *#reading(): Operation<void> {
    if (!this.#sent) throw outOfSync('No statement was sent that has an answer to read');
    this.#sent = false;
    const results = this.#results!;
    if (addon.capabilities.separateSend) yield* results.readAnswer();
    this.#show(results);
  }

  *#storing(): Operation<LowLevelResult<W> | null> {
    const taken = this.#take();
    if (taken === undefined) return null;
    const rows = yield* taken.results.take(Infinity);
    this.#last = { ...taken.current, affectedRows: rows.length };
    return new LowLevelResult(this.run, taken.columns, { rows }, taken.results.hasNext);
  }

  *#using(): Operation<LowLevelResult<W> | null> {
    const taken = this.#take();
    if (taken === undefined) return null;
    const { results, columns } = taken;
    return new LowLevelResult(this.run, columns, { stream: results }, results.hasNext);
  }

  *#goingOn(): Operation<boolean> {
    this.#refuseWhileSent();
    this.#current = undefined;
    const results = this.#results;
    if (results === undefined || !(yield* results.next())) return false;
    this.#show(results);
    return true;
  }

  *#discarding(): Operation<void> {
    this.#refuseWhileSent();
    this.#current = undefined;
    yield* this.#results?.close() ?? nothing();
    this.#results = undefined;
  }

  #begin(sql: string | Uint8Array): StreamedResults<unknown[]> {
    if (typeof sql !== 'string' && !(sql instanceof Uint8Array)) {
      throw new ProgrammingError('The statement must be a string or a Uint8Array', {
        code: 'ERR_MYSQLDB_ARGUMENT',
      });
    }
    this.#refuseWhileSent();
    if (this.#current?.columns !== undefined || this.session.streamOwner === this) {
      throw outOfSync('The result of the statement before was not read');
    }
    this.#last = undefined;
    const statement = {
      sql: typeof sql === 'string' ? sql : '(bytes)',
      conversion: { decoding: this.#decoding },
    };
    return new StreamedResults(this.session, this, statement, 'array');
  }

  #refuseWhileSent(): void {
    if (this.#sent) throw outOfSync('A statement was sent whose answer was not read');
  }

  #show(results: StreamedResults<unknown[]>): void {
    this.#results = results;
    this.#current = results.current;
    this.#last = results.current;
  }

  #take() {
    this.#refuseWhileSent();
    const current = this.#current;
    this.#current = undefined;
    if (current?.columns === undefined) return undefined;
    return { current, columns: current.columns, results: this.#results! };
  }
}

function* nothing(): Operation<void> {}

function outOfSync(message: string): ProgrammingError {
  return new ProgrammingError(message, {
    errno: CR.COMMANDS_OUT_OF_SYNC,
    code: 'CR_COMMANDS_OUT_OF_SYNC',
    sqlState: 'HY000',
    hint: 'storeResult(), useResult() and fetching to the end, or discardResult() come first; after sendQuery(), readQueryResult().',
  });
}
