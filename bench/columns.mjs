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
  gcMs: 'GC',
  peakRssMb: 'peak RSS',
  cpuPerOperationUs: 'CPU/query',
  perSecond: 'queries/s',
};

/** @param {string} metric of which more is better */
export function isRate(metric) {
  return metric === 'perSecond';
}

/** @type {Column[]} */
export const COMMON_COLUMNS = [
  { title: 'wall ms', metric: 'wallMs', digits: 1, spread: true },
  { title: 'CPU ms', metric: 'cpuMs', digits: 1, spread: true },
  { title: 'loop-busy ms', metric: 'loopMs', digits: 1, spread: true },
  { title: 'GC ms', metric: 'gcMs', digits: 1 },
  { title: 'peak RSS MB', metric: 'peakRssMb', digits: 0 },
];

/** @type {Column[]} */
export const ROW_COLUMNS = [...COMMON_COLUMNS, { title: 'rows/s', metric: 'perSecond', digits: 0 }];

/** @type {Column[]} */
export const POINT_COLUMNS = [
  ...COMMON_COLUMNS,
  { title: 'queries/s', metric: 'perSecond', digits: 0 },
  { title: 'µs CPU/query', metric: 'cpuPerOperationUs', digits: 2 },
];
