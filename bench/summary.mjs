// From samples to what is compared: medians with their spread, and ratios of the medians of processes that ran
// side by side.
import { isRate } from './columns.mjs';
import { median, spread } from './statistics.mjs';

/** @typedef {import('./statistics.mjs').Spread} Spread */
/** @typedef {import('./catalogue.mjs').Comparison} Comparison */

/**
 * @typedef {object} DriverSummary
 * @property {import('./catalogue.mjs').DriverEntry} driver
 * @property {Record<string, Spread>} metrics of all samples
 * @property {Record<string, number>[]} processes the medians of each
 */

/**
 * @typedef {object} Ratio
 * @property {string} metric
 * @property {number} ratio the median of those of the processes
 * @property {[least: number, most: number]} range of these
 * @property {string} against the driver that was compared with
 * @property {number | null} bound at most that, or at least that of a rate
 */

/** @typedef {{ subject: string, against: string, ratios: Ratio[] }} ComparisonResult */

/**
 * @param {import('./catalogue.mjs').DriverEntry} driver
 * @param {import('./measure.mjs').Sample[]} samples
 * @param {number} [processes] that the samples are of, of each as many
 * @returns {DriverSummary}
 */
export function summarize(driver, samples, processes = 1) {
  const names = Object.keys(samples[0] ?? {});
  const each = samples.length / processes;
  const medians = Array.from({ length: processes }, (_, i) => {
    const own = samples.slice(i * each, (i + 1) * each);
    return byName(names, (name) => median(own.map((sample) => sample[name])));
  });
  const metrics = byName(names, (name) => spread(samples.map((sample) => sample[name])));
  return { driver, metrics, processes: medians };
}

/**
 * @template T
 * @param {string[]} names
 * @param {(name: string) => T} make
 * @returns {Record<string, T>}
 */
const byName = (names, make) => Object.fromEntries(names.map((name) => [name, make(name)]));

/**
 * @param {DriverSummary[]} summaries
 * @param {Comparison[]} comparisons
 * @returns {ComparisonResult[]} without those whose drivers did not run
 */
export function compare(summaries, comparisons) {
  return comparisons.flatMap(({ subject, against, metrics }) => {
    const own = summaries.find(({ driver }) => driver.name === subject);
    const others = opponents(summaries, against);
    if (!own || others.length === 0) return [];
    const ratios = Object.entries(metrics).flatMap(([metric, bound]) => {
      const best = bestRatio(own, others, metric);
      return best ? [{ metric, bound, ...best }] : [];
    });
    return [{ subject, against, ratios }];
  });
}

/**
 * Ratios of processes that ran side by side. The best of several is looked for metric by metric: the hardest reading of "the best peer".
 * @param {DriverSummary} own
 * @param {DriverSummary[]} others
 * @param {string} metric
 * @returns {Pick<Ratio, 'ratio' | 'range' | 'against'> | undefined}
 */
function bestRatio(own, others, metric) {
  const medianOf = (/** @type {DriverSummary} */ one) => one.metrics[metric].median;
  const measured = others.filter(({ metrics }) => metrics[metric]);
  if (!own.metrics[metric] || measured.length === 0) return undefined;
  const sign = isRate(metric) ? -1 : 1;
  const best = measured.reduce((a, b) => (sign * (medianOf(b) - medianOf(a)) < 0 ? b : a));
  const ratios = own.processes.map((each, i) => each[metric] / best.processes[i][metric]);
  const { median: ratio, min, max } = spread(ratios);
  return { ratio, range: [min, max], against: best.driver.name };
}

/**
 * @param {Ratio} ratio
 * @returns {boolean | undefined} undefined where there is no target
 */
export function isMet({ metric, ratio, bound }) {
  if (bound === null) return undefined;
  return isRate(metric) ? ratio >= bound : ratio <= bound;
}

/**
 * @param {DriverSummary[]} summaries
 * @param {string} against
 */
function opponents(summaries, against) {
  const group = /^best (?:(\w+) )?peer$/.exec(against);
  return summaries.filter(({ driver }) => {
    if (!group) return driver.name === against;
    return driver.role === 'peer' && (group[1] === undefined || driver.protocol === group[1]);
  });
}
