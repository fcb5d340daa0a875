// The drivers of the suite. A new one is a file in drivers/ and an entry here; nothing else knows their
// names but the comparisons of the scenarios.

/**
 * What the schedule and the report have to know of a driver before its process exists.
 * @typedef {object} DriverEntry
 * @property {string} name the name of its file in drivers/, but for the floors, which are a C program
 * @property {'floor' | 'ours' | 'peer' | 'foreign'} role a peer is a driver for Node
 * @property {'text' | 'binary'} protocol
 * @property {'node' | 'bun' | 'python' | 'c'} runtime
 * @property {readonly string[]} does what a scenario may need of it: methods of drivers/driver.mjs,
 *   'heap' (its process can tell what lives), 'async' or 'blocking', and 'concurrent' (serves several
 *   connections at once)
 * @property {string} [note] what its numbers leave out, for the report
 */

const ROWS = ['queryObjects', 'queryArrays'];
const ALL = [...ROWS, 'point', 'insert', 'open'];
const ASYNC = [...ALL, 'async', 'concurrent'];
const BLOCKING = [...ALL, 'blocking', 'insertMany'];
const FLOOR = [...ROWS, 'queryColumns'];

const LOST_DIGITS = 'a BIGINT beyond 2^53 loses digits by default';

/** @type {DriverEntry[]} */
export const drivers = [
  floor('floor', 'text', [...FLOOR, ...ASYNC, 'blocking', 'insertMany', 'points']),
  // Its library cannot send an execution without waiting for the answer: one connection only.
  floor('floor-binary', 'binary', [...FLOOR, 'point', 'insert', 'async', 'blocking', 'insertMany']),
  floor('floor-callback', 'binary', FLOOR),
  // Rows of JavaScript without a driver.
  {
    ...floor('floor-v8', 'binary', ['queryObjects']),
    runtime: 'node',
    note: 'no server, rows only',
  },
  // A socket of Node's, and no driver.
  {
    ...floor('floor-net', 'binary', ['point', 'async', 'concurrent']),
    runtime: 'node',
    note: 'packets made before, answers not parsed',
  },
  ours('mysqldb', 'text', [...ASYNC, 'insertMany', 'points', 'stream', 'heap']),
  ours('mysqldb-prepared', 'binary', [...ASYNC, 'insertMany', 'stream', 'heap']),
  ours('mysqldb-pipeline', 'text', ['points']),
  ours('mysqldb-columns', 'binary', ['queryColumns']),
  ours('mysqldb-sync', 'text', [...BLOCKING, 'heap']),
  ours('mysqldb-sync-prepared', 'binary', [...BLOCKING, 'heap']),
  ours('mysqldb-mysql2-query', 'text', [...ROWS, 'heap'], LOST_DIGITS),
  ours('mysqldb-mysql2-execute', 'binary', [...ROWS, 'heap'], LOST_DIGITS),
  peer('mysql2-query', 'text', [...ASYNC, 'insertMany', 'points', 'stream', 'heap'], LOST_DIGITS),
  peer('mysql2-execute', 'binary', [...ASYNC, 'points', 'heap'], LOST_DIGITS),
  peer('mariadb-query', 'text', [...ASYNC, 'points', 'stream', 'heap']),
  peer('mariadb-execute', 'binary', [...ASYNC, 'insertMany', 'points', 'heap']),
  foreign('bun', 'binary', 'bun', [...ASYNC, 'insertMany', 'points']),
  foreign('mysqlclient', 'text', 'python', BLOCKING),
];

/**
 * @param {string} name
 * @param {'text' | 'binary'} protocol
 * @param {string[]} does
 * @returns {DriverEntry}
 */
function floor(name, protocol, does) {
  return { name, role: 'floor', protocol, runtime: 'c', does };
}

/**
 * @param {string} name
 * @param {'text' | 'binary'} protocol
 * @param {string[]} does
 * @param {string} [note]
 * @returns {DriverEntry}
 */
function ours(name, protocol, does, note) {
  return { name, role: 'ours', protocol, runtime: 'node', does, ...(note ? { note } : {}) };
}

/**
 * @param {string} name
 * @param {'text' | 'binary'} protocol
 * @param {string[]} does
 * @param {string} [note]
 * @returns {DriverEntry}
 */
function peer(name, protocol, does, note) {
  return { name, role: 'peer', protocol, runtime: 'node', does, ...(note ? { note } : {}) };
}

/**
 * @param {string} name
 * @param {'text' | 'binary'} protocol
 * @param {'bun' | 'python'} runtime
 * @param {string[]} does
 * @returns {DriverEntry}
 */
function foreign(name, protocol, runtime, does) {
  return { name, role: 'foreign', protocol, runtime, does };
}
