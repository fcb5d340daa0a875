import { type ColumnDescription, describe } from './description';
import type { ResultSet } from './operations/result-set';
import type { Session } from './operations/session';
import type { Message } from './operations/warnings';
import type { Column } from './rows/column';

/** What a cursor tells of the result that it shows, and of its statement. */
export abstract class CursorState {
  /**
   * Rows that `fetchmany()` takes when it is not told how many (PEP 249), and on a server-side cursor those
   * that each request to the server asks for: 1, on a server-side cursor 100 unless you set it.
   */
  arraysize = 1;
  /** Rows of the result, or rows that the statement changed; -1 when not known (streams, no execute). */
  rowcount: number | bigint = -1;
  /** The AUTO_INCREMENT value that the statement made, the first of several; null when none. */
  lastrowid: number | bigint | null = null;
  /** The index of the row that is fetched next, from 0; null when there is no result set. */
  rownumber: number | null = null;
  /** Warnings of the statement; `messages` or `conn.showWarnings()` tells them. */
  warningCount = 0;
  /** What the server said of the statement in words, as 'Records: 3  Duplicates: 0  Warnings: 0'; or null. */
  info: string | null = null;
  /** The server's status flags after the statement, as the protocol has them; 0 before one. */
  serverStatus = 0;
  /**
   * Statements that the last `executemany` has sent: few for an INSERT or REPLACE with one row of
   * VALUES, and on MariaDB for an UPDATE or DELETE of one table; one a row for any other statement.
   */
  statementCount = 0;
  /**
   * The warnings of the last statement as `[class, value]`, when the connection fetches them
   * (`fetchWarnings`; PEP 249, optional extensions). Each call but those that fetch empties it; those of
   * a stream come when its end is reached.
   */
  readonly messages: Message[] = [];
  /** Not printed: a server names columns after their expressions, parameters and all. */
  #fields: readonly Column[] | null = null;
  /** Nor this: a printed cursor shows what is about the cursor. */
  readonly #session: Session;

  /** @internal */
  constructor(session: Session) {
    this.#session = session;
  }

  protected get session(): Session {
    return this.#session;
  }

  /** The columns of the current result with all that the server says of them; null when it has none. */
  get fields(): readonly Column[] | null {
    return this.#fields;
  }

  /** The columns of the current result as PEP 249 describes them; null when it has none. */
  get description(): readonly ColumnDescription[] | null {
    return this.fields === null ? null : describe(this.fields);
  }

  protected showFields(fields: readonly Column[] | null): void {
    this.#fields = fields;
  }

  /** What each result tells, but the count of its rows. */
  protected tell({
    columns,
    insertId,
    warningCount,
  }: Pick<ResultSet<unknown>, 'columns' | 'insertId' | 'warningCount'>): void {
    this.#fields = columns ?? null;
    this.rownumber = columns === undefined ? null : 0;
    this.lastrowid = insertId || null;
    this.warningCount = warningCount;
  }
}
