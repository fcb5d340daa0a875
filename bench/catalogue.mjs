// The two lists of the suite. A new driver is a file in drivers/ and a line here, a new scenario a
// file in scenarios/ and a line here; nothing else knows their names.
import { scenario as busyConsumer } from './scenarios/busy-consumer.mjs';
import { scenario as loopLatency } from './scenarios/loop-latency.mjs';
import { scenario as mixedRows } from './scenarios/mixed-rows.mjs';
import { scenario as point1 } from './scenarios/point-1.mjs';
import { scenario as point16 } from './scenarios/point-16.mjs';
import { scenario as sleepingConnections } from './scenarios/sleeping-connections.mjs';
import { scenario as streamRss } from './scenarios/stream-rss.mjs';

/**
 * What the schedule and the report have to know of a driver before its process exists.
 * @typedef {object} DriverEntry
 * @property {string} name the name of its file in drivers/, but for the floor, which is a C program
 * @property {'floor' | 'ours' | 'peer'} role
 * @property {'text' | 'binary'} protocol only drivers of one protocol are compared
 * @property {boolean} concurrent serves several connections at once
 * @property {boolean} streams has rows before the result is complete
 */

/**
 * @typedef {object} Comparison
 * @property {string} subject a driver's name
 * @property {string} against a driver's name, or 'best text peer', 'best binary peer'
 * @property {Record<string, number | null>} metrics each with the ratio that it should not exceed
 */

/** @typedef {{ subject: string, metric: string, atMost: number }} Bound */

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {number} connections that the driver opens before the clock starts
 * @property {number} operations rows or queries in one run
 * @property {boolean} [oneCore] client and server take turns: placement.mjs keeps them on one core
 * @property {boolean} [once] one run tells enough: no warm-up, no rounds
 * @property {import('./columns.mjs').Column[]} columns
 * @property {(execute: (sql: string) => Promise<any>) => Promise<void>} setup makes the data unless
 *   it is there
 * @property {(driver: DriverEntry) => boolean} appliesTo
 * @property {string[]} [floor] arguments for floor.c, where the floor can do it
 * @property {(driver: any, connections: any[]) => any} run the measured work
 * @property {(result: any) => Record<string, number>} inspect throws if the result is wrong; returns
 *   the scenario's own metrics
 * @property {Comparison[]} comparisons
 * @property {Bound[]} [bounds] what a metric itself should not exceed
 */

/** @type {Scenario[]} */
export const scenarios = [
  mixedRows,
  point1,
  point16,
  loopLatency,
  busyConsumer,
  sleepingConnections,
  streamRss,
];

const ASYNC = { concurrent: true, streams: true };
const ASYNC_UNSTREAMED = { concurrent: true, streams: false };
const BLOCKING = { concurrent: false, streams: false };

/** @type {DriverEntry[]} */
export const drivers = [
  { name: 'floor', role: 'floor', protocol: 'text', ...ASYNC_UNSTREAMED },
  { name: 'mysqldb', role: 'ours', protocol: 'text', ...ASYNC },
  { name: 'mysqldb-sync', role: 'ours', protocol: 'text', ...BLOCKING },
  { name: 'mysql2-query', role: 'peer', protocol: 'text', ...ASYNC },
  { name: 'mariadb-query', role: 'peer', protocol: 'text', ...ASYNC },
  { name: 'mysql2-execute', role: 'peer', protocol: 'binary', ...ASYNC_UNSTREAMED },
  { name: 'mariadb-execute', role: 'peer', protocol: 'binary', ...ASYNC_UNSTREAMED },
];

/**
 * @param {string} name
 * @returns {Scenario}
 */
export function findScenario(name) {
  return find(scenarios, name, 'scenario');
}

/**
 * @param {string} name
 * @returns {DriverEntry}
 */
export function findDriver(name) {
  return find(drivers, name, 'driver');
}

/**
 * @template {{ name: string }} T
 * @param {T[]} list
 * @param {string} name
 * @param {string} kind
 * @returns {T}
 */
function find(list, name, kind) {
  const found = list.find((entry) => entry.name === name);
  if (found) return found;
  const known = list.map((entry) => entry.name).join(', ');
  throw new Error(`unknown ${kind} '${name}'; there are: ${known}`);
}
