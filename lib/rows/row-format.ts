/** The shape of rows: DB-API tuples, objects with a property for each column, or no rows but columns. */
export type RowFormat = 'array' | 'object' | 'columns';
