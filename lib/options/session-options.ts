/** What the session is set up with; `reset()` and `changeUser()` set it up again. */
export interface SessionOptions {
  /** False, as PEP 249 says, unless given. Null leaves the server's own setting. */
  autocommit?: boolean | null;
  /**
   * Character set of literals and results, 'utf8mb4' unless given; the server must know it. Strings
   * are JavaScript's whatever it is, and statements are sent as UTF-8.
   * https://dev.mysql.com/doc/refman/9.0/en/charset-connection.html
   */
  charset?: string;
  /** Collation of literals, such as 'utf8mb4_bin'; must be one of `charset`. The server's default unless given. */
  collation?: string;
  /**
   * The session's `sql_mode`: names and commas, such as 'STRICT_TRANS_TABLES,ANSI_QUOTES'. The server's
   * own unless given. https://dev.mysql.com/doc/refman/9.0/en/sql-mode.html
   */
  sqlMode?: string;
  /**
   * The session's `time_zone`: 'SYSTEM', '+hh:mm' or a name that the server knows. The server's own
   * unless given. How values are read is said by `timezone`, which this does not change.
   */
  sessionTimezone?: string;
  /** Statements to run when the session is set up, in order. A failing one fails the connect. */
  initCommand?: string | readonly string[];
  /**
   * Allows several statements, separated by semicolons, in one text. Off unless given: an injection
   * then stays small. MySQLdb has it on.
   */
  multiStatements?: boolean;
  /** UPDATE reports the rows that matched, not the rows that changed. Off unless given. */
  foundRows?: boolean;
  /** The server drops the idle session after `interactive_timeout`, not `wait_timeout`. Off unless given. */
  interactive?: boolean;
  /** Allows spaces between a function's name and its `(`; makes reserved words of such names. Off unless given. */
  ignoreSpace?: boolean;
  /**
   * Further `CLIENT` bits to ask for, or-ed together; 0 unless given. Bits that an option of their own
   * checks (LOCAL_FILES, MULTI_STATEMENTS, SSL, COMPRESS …) are refused here.
   */
  clientFlag?: number;
  /**
   * What `performance_schema.session_connect_attrs` shows beside the client's own attributes. Names
   * must not begin with `_`; all names and values together have 64 KiB at most. None unless given.
   */
  connectAttributes?: Readonly<Record<string, string>>;
}
