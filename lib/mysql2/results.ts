import type { Fields } from './statement';
import type { ResultSetHeader } from './result-set-header';

/** A row as an object: a property for each column. */
export type RowDataPacket = Record<string, unknown>;

/** What a statement gives: rows, arrays of values, a header, or several of these. */
export type QueryResult =
  RowDataPacket[] | RowDataPacket[][] | unknown[][] | ResultSetHeader | ResultSetHeader[];

/** What the promise of a statement resolves to. */
export type QueryAnswer<T extends QueryResult = QueryResult> = [T, NonNullable<Fields>];
