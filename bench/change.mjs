// What has changed since an older run: ratios of medians, new by old. Runs on different machines, or
// beside other work, say nothing; within one machine a change counts when neither median lies within
// what the other run has seen.
import Table from 'cli-table3';

import { findScenario } from './catalogue.mjs';
import { isRate } from './columns.mjs';

/** @typedef {import('./evaluate.mjs').EvaluatedReport} EvaluatedReport */
/** @typedef {import('./evaluate.mjs').EvaluatedScenario} EvaluatedScenario */
/** @typedef {import('./statistics.mjs').Spread} Spread */

const FACTS = ['cpu', 'memory', 'system', 'node', 'server'];
const PLAIN = { head: [], border: [] };

/**
 * @param {EvaluatedReport} before
 * @param {EvaluatedReport} after
 * @returns {string}
 */
export function formatChange(before, after) {
  const differences = FACTS.filter((fact) => before.machine[fact] !== after.machine[fact]);
  const warnings = differences.map((fact) => {
    return `Not the same ${fact}: ${before.machine[fact]}, now ${after.machine[fact]}.`;
  });
  const method = (/** @type {EvaluatedReport} */ { processes = 1, rounds }) =>
    `${processes} processes with ${rounds} samples`;
  if (method(before) !== method(after)) {
    warnings.push(`Not the same method: ${method(before)}, now ${method(after)}.`);
  }
  const tables = after.scenarios.flatMap((now) => {
    const then = before.scenarios.find(({ scenario }) => scenario === now.scenario);
    return then ? formatScenario(then, now) : [];
  });
  const legend = 'New / old. ! worse, + better, by more than the spread of either run.';
  return [...warnings, legend, '', ...tables].join('\n');
}

/**
 * @param {EvaluatedScenario} then
 * @param {EvaluatedScenario} now
 */
function formatScenario(then, now) {
  const { columns } = findScenario(now.scenario);
  const table = new Table({
    head: ['driver', ...columns.map(({ title }) => title)],
    colAligns: ['left', ...columns.map(() => /** @type {const} */ ('right'))],
    style: PLAIN,
  });
  for (const { driver, metrics } of now.summaries) {
    const old = then.summaries.find((one) => one.driver.name === driver.name)?.metrics;
    if (!old) continue;
    const cells = columns.map(({ metric }) => formatRatio(metric, old[metric], metrics[metric]));
    table.push([driver.name, ...cells]);
  }
  return table.length === 0 ? [] : [now.scenario, table.toString(), ''];
}

/**
 * @param {string} metric
 * @param {Spread | undefined} old
 * @param {Spread | undefined} now
 */
function formatRatio(metric, old, now) {
  if (!old || !now || old.median <= 0) return '';
  const ratio = now.median / old.median;
  const mark = isOutside(old, now) ? (ratio > 1 !== isRate(metric) ? ' !' : ' +') : '  ';
  return `${ratio.toFixed(2)}${mark}`;
}

/**
 * @param {Spread} old
 * @param {Spread} now
 */
function isOutside(old, now) {
  if (old.min === old.max || now.min === now.max) return false; // one sample has no spread
  const within = (/** @type {number} */ value, /** @type {Spread} */ { min, max }) =>
    value >= min && value <= max;
  return !within(now.median, old) && !within(old.median, now);
}
