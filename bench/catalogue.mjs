// The scenarios of the suite, in the order in which they run. A new one is a file in scenarios/ and a
// line here; drivers are listed in driver-list.mjs.
import { drivers } from './driver-list.mjs';
import { scenario as blobs } from './scenarios/blobs.mjs';
import { scenario as bulkInsert } from './scenarios/bulk-insert.mjs';
import { scenario as busyConsumer } from './scenarios/busy-consumer.mjs';
import { scenario as columns } from './scenarios/columns.mjs';
import { scenario as connect } from './scenarios/connect.mjs';
import { scenario as dates } from './scenarios/dates.mjs';
import { scenario as decimals } from './scenarios/decimals.mjs';
import { scenario as emoji } from './scenarios/emoji.mjs';
import { scenario as inserts } from './scenarios/inserts.mjs';
import { scenario as ints } from './scenarios/ints.mjs';
import { scenario as keptStrings } from './scenarios/kept-strings.mjs';
import { scenario as loopLatency } from './scenarios/loop-latency.mjs';
import { scenario as mixedArrays } from './scenarios/mixed-arrays.mjs';
import { scenario as mixedRows } from './scenarios/mixed-rows.mjs';
import { scenario as pages } from './scenarios/pages.mjs';
import { scenario as pipeline64 } from './scenarios/pipeline-64.mjs';
import { scenario as point1 } from './scenarios/point-1.mjs';
import { scenario as point16 } from './scenarios/point-16.mjs';
import { scenario as point64 } from './scenarios/point-64.mjs';
import { scenario as pointSync } from './scenarios/point-sync.mjs';
import { scenario as sleepingConnections } from './scenarios/sleeping-connections.mjs';
import { scenario as streamRss } from './scenarios/stream-rss.mjs';
import { scenario as strings } from './scenarios/strings.mjs';
import { scenario as wide } from './scenarios/wide.mjs';

export { drivers };

/** @typedef {import('./driver-list.mjs').DriverEntry} DriverEntry */

/** @typedef {(sql: string) => Promise<any>} Execute on a connection of the bench itself */

/**
 * @typedef {object} Comparison
 * @property {string} subject a driver's name
 * @property {string} against a driver's name, or 'best text peer', 'best binary peer', 'best peer'
 * @property {Record<string, number | null>} metrics each with the ratio that is the target: at most
 *   that, or at least that where more is better
 */

/** @typedef {{ subject: string, metric: string, atMost: number }} Bound */

/**
 * What a run gets beside its driver and connections.
 * @typedef {object} RunContext
 * @property {import('./target.mjs').Target} target
 * @property {any} input what the scenario's `input` made before the clock was started
 */

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {number} connections that the driver opens before the clock starts
 * @property {number} operations rows or queries in one run
 * @property {boolean} [oneCore] client and server take turns: placement.mjs keeps them on one core
 * @property {boolean} [once] one run tells enough: no warm-up, no rounds
 * @property {number} [together] so many runs, one after another, make a sample: one unless given
 * @property {import('./columns.mjs').Column[]} columns
 * @property {(execute: Execute) => Promise<void>} setup makes the data unless it is there
 * @property {(execute: Execute) => Promise<void>} [beforeRun] outside the clock
 * @property {(execute: Execute) => Promise<void>} [afterRun] outside the clock; throws if what was
 *   written is wrong
 * @property {string[]} needs what a driver must do: words of its `does`
 * @property {string[]} [program] the task, of tasks.mjs, for drivers that are no JavaScript
 * @property {() => any} [input]
 * @property {(driver: any, connections: any[], context: RunContext) => any} run the measured work
 * @property {(result: any, driver: any) => Record<string, number>} inspect throws if the result is
 *   wrong; returns the scenario's own metrics
 * @property {Comparison[]} comparisons
 * @property {Bound[]} [bounds] what a metric itself should not exceed
 */

/** @type {Scenario[]} */
export const scenarios = [
  ...[mixedRows, mixedArrays, columns],
  ...[ints, strings, emoji, dates, decimals, wide, blobs, pages],
  ...[point1, pointSync, point16, point64, pipeline64],
  ...[inserts, bulkInsert, connect],
  ...[loopLatency, busyConsumer, sleepingConnections, streamRss, keptStrings],
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
