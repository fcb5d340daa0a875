// The bars that the project set itself, with what a run reached: one list for the terminal and for HTML.
import Table from 'cli-table3';

import { findScenario } from './catalogue.mjs';
import { isRate, METRIC_TITLES } from './columns.mjs';
import { formatRatio } from './report.mjs';
import { isMet } from './summary.mjs';

/**
 * @typedef {object} Bar
 * @property {string} scenario
 * @property {string} subject
 * @property {string} against empty when the metric itself is bounded
 * @property {string} metric
 * @property {string} target
 * @property {string} reached
 * @property {boolean} met
 */

/** @typedef {import('./evaluate.mjs').EvaluatedReport} EvaluatedReport */
/** @typedef {import('./evaluate.mjs').EvaluatedScenario} EvaluatedScenario */

export const BAR_TITLES = ['scenario', 'driver', 'beside', 'metric', 'target', 'reached', ''];

/**
 * @param {EvaluatedReport} report
 * @returns {Bar[]}
 */
export function barsOf({ scenarios }) {
  return scenarios.flatMap((result) => [...ratioBars(result), ...valueBars(result)]);
}

/** @param {Bar} bar @returns {string[]} the texts below BAR_TITLES */
export function barTexts({ scenario, subject, against, metric, target, reached, met }) {
  return [scenario, subject, against, metric, target, reached, met ? 'met' : 'missed'];
}

/** @param {EvaluatedReport} report */
export function formatBars(report) {
  const bars = barsOf(report);
  if (bars.length === 0) return '';
  const table = new Table({ head: BAR_TITLES, style: { head: [], border: [], compact: true } });
  table.push(...bars.map(barTexts));
  return `Targets\n${table.toString()}\n`;
}

/**
 * @param {EvaluatedScenario} result
 * @returns {Bar[]}
 */
function ratioBars({ scenario, comparisons }) {
  return comparisons.flatMap(({ subject, against, ratios }) =>
    ratios
      .filter(({ bound }) => bound !== null)
      .map((one) => ({
        scenario,
        subject,
        against: one.against === against ? against : `${against}, ${one.against}`,
        metric: METRIC_TITLES[one.metric] ?? one.metric,
        target: `${isRate(one.metric) ? '≥' : '≤'} ${one.bound?.toFixed(2)}`,
        reached: formatRatio(one),
        met: isMet(one) === true,
      })),
  );
}

/**
 * @param {EvaluatedScenario} result
 * @returns {Bar[]}
 */
function valueBars({ scenario, summaries }) {
  const { bounds = [], columns } = findScenario(scenario);
  return bounds.flatMap(({ subject, metric, atMost }) => {
    const value = summaries.find(({ driver }) => driver.name === subject)?.metrics[metric]?.median;
    if (value === undefined) return [];
    const title = columns.find((column) => column.metric === metric)?.title ?? metric;
    const target = `≤ ${atMost}`;
    const reached = value.toFixed(1);
    return [
      { scenario, subject, against: '', metric: title, target, reached, met: value <= atMost },
    ];
  });
}
