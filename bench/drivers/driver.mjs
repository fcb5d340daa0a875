// The one small interface that every Node driver fills in. A call may return its value or a promise
// of it: the scenarios await either, and awaiting a plain value costs a fraction of a microsecond.

/**
 * @typedef {object} Driver
 * @property {string} version
 * @property {(target: import('../target.mjs').Target) => any} open one connection
 * @property {(connection: any, sql: string) => any} queryObjects all rows, each an object
 * @property {(connection: any, sql: string, id: number) => any} point asks for one row
 * @property {(answer: any) => any} pointRow that row, an object, out of point's answer; apart from it
 *   so that no driver pays for a promise that its users would not make
 * @property {(connection: any, sql: string) => any} [stream] an async iterable of rows,
 *   which are arrays
 * @property {(connection: any) => any} close
 */

export {};
