// What the tables show of a sample, and how.

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {string} metric a key of the samples
 * @property {number} digits after the point
 * @property {boolean} [spread] shows the smallest and the largest sample too
 */

/** @type {Record<string, string>} how a comparison calls a metric */
export const METRIC_TITLES = {
  wallMs: 'wall',
  cpuMs: 'CPU',
  loopMs: 'loop-busy',
  cpuPerOperationUs: 'CPU/query',
};

/** @type {Column[]} */
const COMMON = [
  { title: 'wall ms', metric: 'wallMs', digits: 1, spread: true },
  { title: 'CPU ms', metric: 'cpuMs', digits: 1, spread: true },
  { title: 'loop-busy ms', metric: 'loopMs', digits: 1, spread: true },
];

/** @type {Column[]} */
export const ROW_COLUMNS = [...COMMON, { title: 'rows/s', metric: 'perSecond', digits: 0 }];

/** @type {Column[]} */
export const POINT_COLUMNS = [
  ...COMMON,
  { title: 'queries/s', metric: 'perSecond', digits: 0 },
  { title: 'µs CPU/query', metric: 'cpuPerOperationUs', digits: 2 },
];
