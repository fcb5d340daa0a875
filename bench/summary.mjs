// From samples to what is compared: medians with their spread, and ratios of medians.
import { spread } from './statistics.mjs';

/** @typedef {import('./statistics.mjs').Spread} Spread */
/** @typedef {import('./catalogue.mjs').Comparison} Comparison */

/**
 * @typedef {object} DriverSummary
 * @property {import('./catalogue.mjs').DriverEntry} driver
 * @property {Record<string, Spread>} metrics
 */

/**
 * @typedef {object} Ratio
 * @property {string} metric
 * @property {number} ratio
 * @property {string} against the driver that was compared with
 * @property {number | null} atMost
 */

/** @typedef {{ subject: string, against: string, ratios: Ratio[] }} ComparisonResult */

/**
 * @param {import('./catalogue.mjs').DriverEntry} driver
 * @param {import('./measure.mjs').Sample[]} samples
 * @returns {DriverSummary}
 */
export function summarize(driver, samples) {
  const names = Object.keys(samples[0] ?? {});
  const metrics = names.map((name) => [name, spread(samples.map((sample) => sample[name]))]);
  return { driver, metrics: Object.fromEntries(metrics) };
}

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
    const ratios = Object.entries(metrics).map(([metric, atMost]) => {
      return { metric, atMost, ...bestRatio(own, others, metric) };
    });
    return [{ subject, against, ratios }];
  });
}

/**
 * The best of several is looked for metric by metric: the hardest reading of "the best peer".
 * @param {DriverSummary} own
 * @param {DriverSummary[]} others
 * @param {string} metric
 */
function bestRatio(own, others, metric) {
  const medianOf = (/** @type {DriverSummary} */ one) => one.metrics[metric].median;
  const best = others.reduce((a, b) => (medianOf(b) < medianOf(a) ? b : a));
  return { ratio: medianOf(own) / medianOf(best), against: best.driver.name };
}

/**
 * @param {DriverSummary[]} summaries
 * @param {string} against
 */
function opponents(summaries, against) {
  const protocol = /^best (\w+) peer$/.exec(against)?.[1];
  return summaries.filter(({ driver }) => {
    if (!protocol) return driver.name === against;
    return driver.role === 'peer' && driver.protocol === protocol;
  });
}
