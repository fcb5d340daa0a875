import type { CursorKind } from '../cursor-kinds';
import type { Conv } from './conv';

/** What cursors give and statements look like. See docs/type-mapping.md. */
export interface ValueOptions {
  /** The kind of cursor that `cursor()` makes unless told, Cursor unless given. MySQLdb: `cursorclass`. */
  cursorClass?: CursorKind;
  /** The zone of DATETIME and TIMESTAMP values: 'local' (default), 'Z', '+hh:mm' or an IANA name. */
  timezone?: string;
  /**
   * BIGINT: a number when it is safe, else a bigint ('auto', default) or text ('numberOrString');
   * always a bigint, a number, or text.
   */
  bigint?: 'auto' | 'bigint' | 'number' | 'string' | 'numberOrString';
  /** DECIMAL as exact text ('string', default) or as a number. */
  decimal?: 'string' | 'number';
  /**
   * DATETIME and TIMESTAMP as Date ('date', default), which beyond milliseconds is a PreciseDate; as
   * Date to the millisecond always ('plain'); or as exact text.
   */
  dates?: 'date' | 'plain' | 'string';
  /** DATE as text ('string', default), or as the Date of its midnight in `timezone`. */
  dateOnly?: 'string' | 'date';
  /**
   * What stands for zero and partial dates: their text ('string', default), null, an error, or an
   * invalid Date ('invalid'); with that, a day that its month has not counts on as in `new Date(2023, 1, 30)`.
   */
  zeroDates?: 'string' | 'null' | 'error' | 'invalid';
  /**
   * Names of object rows that repeat: 'rename' (default) keeps all columns, the second as `table.name`;
   * with 'last' the last of equal names wins, as in most drivers of JavaScript.
   */
  repeatedNames?: 'rename' | 'last';
  /** JSON columns parsed ('parse', default) or as text. */
  json?: 'parse' | 'string';
  /** Decoders by FIELD_TYPE and encoders by class, which win over the driver's own; none unless given. */
  conv?: Conv;
  /** Placeholders: `?` and `:name` ('default'), or MySQLdb's `%s` and `%(name)s` ('format'). */
  paramstyle?: 'default' | 'format';
  /**
   * Statements go by the binary protocol: the server prepares each text once, and later ones send only
   * the values. True for all, 'auto' for those whose text has come before; false unless given. What the
   * server cannot prepare goes as text. https://dev.mysql.com/doc/refman/9.0/en/sql-prepared-statements.html
   */
  prepared?: boolean | 'auto';
  /** Prepared statements that a connection keeps, the last used; 100 unless given. */
  statementCacheSize?: number;
  /**
   * Fetches the warnings of each statement that has some into `cursor.messages`, and those of a failed
   * one into the error's `warnings`. Off unless given: it costs a round trip for such a statement.
   */
  fetchWarnings?: boolean;
  /**
   * Whether subscribers of the diagnostics channels get the values of parameters, and statements without
   * parameters as they are; else literals of those are replaced by `?`. Off unless given.
   */
  traceParameters?: boolean;
}
