import type { ColumnDefinition } from './field-packet';
import type { ResultSetHeader } from './result-set-header';

/** A row as an object: a property for each column. */
export interface RowDataPacket {
  /** As in mysql2's types, which tell packets apart by it; a row is a plain object. */
  constructor: {
    /** The type's name. */
    name: 'RowDataPacket';
  };
  [column: string]: unknown;
}

/** What a statement gives: rows, arrays of values, a header, or several of these. */
export type QueryResult =
  RowDataPacket[] | RowDataPacket[][] | unknown[][] | ResultSetHeader | ResultSetHeader[];

/** What the promise of a statement resolves to; the fields are undefined for a header. */
export type QueryAnswer<T = QueryResult> = [T, ColumnDefinition[]];
