import type { RowFormat } from './rows/row-format';

/**
 * One of the kinds of cursor. A kind is a value: `conn.cursor(DictCursor)` takes it on sync and
 * async connections alike. `Row` is what a row looks like.
 */
export interface CursorKind<Row = unknown> {
  /** Its name, as in MySQLdb. */
  readonly name:
    'Cursor' | 'DictCursor' | 'SSCursor' | 'SSDictCursor' | 'ColumnCursor' | 'SSColumnCursor';
  /** What a row is. */
  readonly format: RowFormat;
  /** Rows stay on the server until they are fetched ("SS", as in MySQLdb). */
  readonly streaming: boolean;
  /** Only in the type: carries `Row`. */
  readonly row?: Row;
}

/** A row as a DB-API tuple: the values in the order of the columns. */
export type TupleRow = unknown[];
/** A row as an object, with a property for each column. */
export type DictRow = Record<string, unknown>;

const kind = <Row>(
  name: CursorKind['name'],
  format: RowFormat,
  streaming: boolean,
): CursorKind<Row> => Object.freeze({ name, format, streaming });

/** Rows are arrays; the whole result is read by `execute`. */
export const Cursor = kind<TupleRow>('Cursor', 'array', false);
/** Rows are objects; the whole result is read by `execute`. */
export const DictCursor = kind<DictRow>('DictCursor', 'object', false);
/** Rows are arrays; they are read from the server as they are fetched. */
export const SSCursor = kind<TupleRow>('SSCursor', 'array', true);
/** Rows are objects; they are read from the server as they are fetched. */
export const SSDictCursor = kind<DictRow>('SSDictCursor', 'object', true);

/** Makes no rows: `fetchColumns` gives typed arrays. The whole result is read by `execute`. */
export const ColumnCursor = kind<never>('ColumnCursor', 'columns', false);
/** As ColumnCursor, but the result is read from the server as it is fetched. */
export const SSColumnCursor = kind<never>('SSColumnCursor', 'columns', true);

const ROW_KINDS: ReadonlySet<unknown> = new Set([Cursor, DictCursor, SSCursor, SSDictCursor]);

/** A kind whose cursors fetch rows, as the shorthands of a connection do. */
export const isRowKind = (value: unknown): value is CursorKind => ROW_KINDS.has(value);

export const isCursorKind = (value: unknown): value is CursorKind =>
  isRowKind(value) || value === ColumnCursor || value === SSColumnCursor;
