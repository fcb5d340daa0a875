// The one small interface that every JavaScript driver fills in; an entry of driver-list.mjs says which
// of the methods it has. A call may return its value or a promise of it: the scenarios await either, and
// awaiting a plain value costs a fraction of a microsecond.

/**
 * @typedef {object} Driver
 * @property {string} version
 * @property {(target: import('../target.mjs').Target) => any} open one connection
 * @property {(connection: any, sql: string, params?: unknown[]) => any} queryObjects all rows, each an
 *   object
 * @property {(connection: any, sql: string) => any} queryArrays all rows, each an array
 * @property {(connection: any, sql: string) => any} [queryColumns] all rows as columns
 * @property {(columns: any) => { rowCount: number, ids: number[] }} [columnFacts] what is checked of
 *   these: how many rows they have, and the values of the first column
 * @property {(connection: any, sql: string, id: number) => any} point asks for one row
 * @property {(answer: any) => any} pointRow that row, an object, out of point's answer; apart from it
 *   so that no driver pays for a promise that its users would not make
 * @property {(connection: any, sql: string, ids: number[]) => any} [points] asks for many, all begun
 *   before the first is answered: an array of answers
 * @property {(connection: any, sql: string, params: unknown[]) => any} insert
 * @property {(connection: any, sql: string, rows: unknown[][]) => any} [insertMany]
 * @property {(connection: any, sql: string) => any} [stream] an async iterable of rows,
 *   which are arrays
 * @property {(connection: any) => any} close
 */

export {};
