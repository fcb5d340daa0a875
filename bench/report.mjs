// What the terminal shows of a scenario: a table of the drivers, then the ratios and the bounds that
// the project set itself, for a reader to judge. No exit status hangs on them: a noisy machine would
// cry wolf.
import Table from 'cli-table3';

import { isRate, METRIC_TITLES } from './columns.mjs';
import { isMet } from './summary.mjs';

/** @typedef {import('./catalogue.mjs').Scenario} Scenario */
/** @typedef {import('./summary.mjs').DriverSummary} DriverSummary */
/** @typedef {import('./columns.mjs').Column} Column */

const PLAIN = { head: [], border: [] }; // no colours: reports are pasted and redirected

/**
 * @param {Scenario} scenario
 * @param {DriverSummary[]} summaries
 * @param {import('./summary.mjs').ComparisonResult[]} comparisons
 * @param {{ skipped: import('./schedule.mjs').Skipped[], note?: string | undefined }} run
 */
export function formatScenario(scenario, summaries, comparisons, { skipped, note }) {
  return [
    `${scenario.name}: ${scenario.title}`,
    formatTable(scenario.columns, summaries),
    ...(note ? [note] : []),
    ...(scenario.together ? [`Each sample is the mean of ${scenario.together} runs.`] : []),
    ...comparisons.map(formatComparison),
    ...(scenario.bounds ?? []).flatMap((bound) => formatBound(bound, scenario, summaries)),
    ...skipped.map(({ driver, reason }) => `${driver} did not finish: ${reason}`),
    '',
  ].join('\n');
}

/**
 * @param {Column[]} columns
 * @param {DriverSummary[]} summaries
 */
function formatTable(columns, summaries) {
  const table = new Table({
    head: ['driver', ...columns.map(({ title }) => title)],
    colAligns: ['left', ...columns.map(() => /** @type {const} */ ('right'))],
    style: PLAIN,
  });
  for (const { driver, metrics } of summaries) {
    table.push([driver.name, ...columns.map((column) => formatCell(column, metrics))]);
  }
  return table.toString();
}

/**
 * @param {Column} column
 * @param {Record<string, import('./statistics.mjs').Spread>} metrics
 */
export function formatCell({ metric, digits, spread }, metrics) {
  const value = metrics[metric];
  if (!value) return '';
  const text = formatNumber(value.median, digits);
  if (!spread) return text;
  return `${text} (${formatNumber(value.min, digits)}–${formatNumber(value.max, digits)})`;
}

/**
 * @param {number} value
 * @param {number} digits
 */
function formatNumber(value, digits) {
  const text = value.toFixed(digits);
  return digits > 0 ? text : text.replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** @param {import('./summary.mjs').ComparisonResult} comparison */
function formatComparison({ subject, against, ratios }) {
  const parts = ratios.map((one) => {
    const notes = [...(one.against === against ? [] : [one.against]), ...formatTarget(one)];
    const note = notes.length ? ` (${notes.join(', ')})` : '';
    return `${METRIC_TITLES[one.metric] ?? one.metric} ${formatRatio(one)}${note}`;
  });
  return `${subject} / ${against}: ${parts.join(' · ')}`;
}

/** With the range of several processes. @param {import('./summary.mjs').Ratio} ratio */
export function formatRatio({ ratio, range: [least, most] }) {
  const text = ratio.toFixed(2);
  return least === most ? text : `${text} [${least.toFixed(2)}–${most.toFixed(2)}]`;
}

/** @param {import('./summary.mjs').Ratio} ratio */
function formatTarget(ratio) {
  if (ratio.bound === null) return [];
  const sign = isRate(ratio.metric) ? '≥' : '≤';
  return [`target ${sign} ${ratio.bound.toFixed(2)}${isMet(ratio) ? '' : ', missed'}`];
}

/**
 * @param {import('./catalogue.mjs').Bound} bound
 * @param {Scenario} scenario
 * @param {DriverSummary[]} summaries
 */
function formatBound({ subject, metric, atMost }, scenario, summaries) {
  const value = summaries.find(({ driver }) => driver.name === subject)?.metrics[metric];
  if (!value) return [];
  const column = scenario.columns.find((one) => one.metric === metric);
  return [`${subject}: ${column?.title ?? metric} ${value.median.toFixed(1)} (target ≤ ${atMost})`];
}
