import type { RowFormat } from './rows/row-format';

/**
 * One of the kinds of cursor. A kind is a value: `conn.cursor(DictCursor)` takes it on sync and
 * async connections alike. `Row` is what a row looks like.
 */
export interface CursorKind<Row = unknown> {
  /** Its name, as in MySQLdb. */
  readonly name: `${'' | 'SS' | 'Server'}${'' | 'Dict' | 'Column'}Cursor`;
  /** What a row is. */
  readonly format: RowFormat;
  /** Rows stay on the server until they are fetched ("SS", as in MySQLdb). */
  readonly streaming: boolean;
  /**
   * The server keeps the rows of a query, and gives `arraysize` of them at a time: a server-side cursor.
   * The connection is free meanwhile.
   */
  readonly serverSide: boolean;
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
  rows: 'stored' | 'streamed' | 'kept',
): CursorKind<Row> =>
  Object.freeze({ name, format, streaming: rows === 'streamed', serverSide: rows === 'kept' });

/** Rows are arrays; the whole result is read by `execute`. */
export const Cursor = kind<TupleRow>('Cursor', 'array', 'stored');
/** Rows are objects; the whole result is read by `execute`. */
export const DictCursor = kind<DictRow>('DictCursor', 'object', 'stored');
/** Rows are arrays; they are read from the server as they are fetched. */
export const SSCursor = kind<TupleRow>('SSCursor', 'array', 'streamed');
/** Rows are objects; they are read from the server as they are fetched. */
export const SSDictCursor = kind<DictRow>('SSDictCursor', 'object', 'streamed');
/** Rows are arrays; the server keeps those of a query, and gives `arraysize` of them at a time. */
export const ServerCursor = kind<TupleRow>('ServerCursor', 'array', 'kept');
/** Rows are objects; the server keeps those of a query, and gives `arraysize` of them at a time. */
export const ServerDictCursor = kind<DictRow>('ServerDictCursor', 'object', 'kept');

/** Makes no rows: `fetchColumns` gives typed arrays. The whole result is read by `execute`. */
export const ColumnCursor = kind<never>('ColumnCursor', 'columns', 'stored');
/** As ColumnCursor, but the result is read from the server as it is fetched. */
export const SSColumnCursor = kind<never>('SSColumnCursor', 'columns', 'streamed');
/** As ColumnCursor, but the server keeps the rows of a query, and gives `arraysize` of them at a time. */
export const ServerColumnCursor = kind<never>('ServerColumnCursor', 'columns', 'kept');

const ROW_KINDS: ReadonlySet<unknown> = new Set([
  ...[Cursor, DictCursor, SSCursor, SSDictCursor],
  ...[ServerCursor, ServerDictCursor],
]);
const COLUMN_KINDS: ReadonlySet<unknown> = new Set([
  ColumnCursor,
  SSColumnCursor,
  ServerColumnCursor,
]);

/** A kind whose cursors fetch rows, as the shorthands of a connection do. */
export const isRowKind = (value: unknown): value is CursorKind => ROW_KINDS.has(value);

export const isCursorKind = (value: unknown): value is CursorKind =>
  isRowKind(value) || COLUMN_KINDS.has(value);
