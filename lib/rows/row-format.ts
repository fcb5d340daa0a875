/** The shape of rows: DB-API tuples, or objects with a property for each column. */
export type RowFormat = 'array' | 'object';
