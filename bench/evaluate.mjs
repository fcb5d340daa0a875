// From samples, just measured or read from a file, to what reports show.
import { readFile } from 'node:fs/promises';

import { drivers, findScenario, scenarios } from './catalogue.mjs';
import { compare, summarize } from './summary.mjs';

/**
 * What a run has measured; the JSON of a report.
 * @typedef {object} Report
 * @property {Record<string, string>} machine
 * @property {Record<string, string>} versions
 * @property {string} loadAfter
 * @property {number} [processes]
 * @property {number} rounds
 * @property {number} warmups
 * @property {(import('./schedule.mjs').ScenarioResult & { note?: string | undefined })[]} scenarios
 */

/** @typedef {import('./schedule.mjs').ScenarioResult & { note?: string | undefined, summaries: import('./summary.mjs').DriverSummary[], comparisons: import('./summary.mjs').ComparisonResult[] }} EvaluatedScenario */

/** @typedef {Omit<Report, 'scenarios'> & { scenarios: EvaluatedScenario[] }} EvaluatedReport */

/**
 * @param {Report['scenarios'][number]} result
 * @returns {EvaluatedScenario}
 */
export function evaluate(result) {
  const summaries = result.results.flatMap(({ driver, samples }) => {
    const entry = drivers.find(({ name }) => name === driver);
    return entry && samples.length > 0 ? [summarize(entry, samples, result.processes)] : [];
  });
  const comparisons = compare(summaries, findScenario(result.scenario).comparisons);
  return { ...result, summaries, comparisons };
}

/**
 * @param {string} file that --json wrote, perhaps with a suite of another day
 * @returns {Promise<EvaluatedReport>} without scenarios that are no more
 */
export async function readReport(file) {
  /** @type {Report} */
  const report = JSON.parse(await readFile(file, 'utf8'));
  const known = report.scenarios.filter((one) =>
    scenarios.some(({ name }) => name === one.scenario),
  );
  return { ...report, scenarios: known.map(evaluate) };
}
