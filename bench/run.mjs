// npm run bench: every scenario with every driver against one server; docs/benchmarks.md tells more.
import { writeFile } from 'node:fs/promises';

import { findDriver } from './catalogue.mjs';
import { describeLoad, describeMachine, formatFacts } from './machine.mjs';
import { readOptions, USAGE } from './options.mjs';
import { createProgress } from './progress.mjs';
import { formatScenario } from './report.mjs';
import { plan, Schedule } from './schedule.mjs';
import { openServer } from './server.mjs';
import { compare, summarize } from './summary.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./server.mjs').BenchServer} BenchServer */

/**
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @param {Options} options
 * @param {BenchServer} server
 */
async function runScenario(scenario, options, server) {
  const planned = plan(scenario, options);
  const progress = createProgress(scenario.name, planned.runs);
  try {
    await scenario.setup(server.execute);
    return await new Schedule(scenario, planned, server.target, progress.step).run();
  } finally {
    progress.stop();
  }
}

/**
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @param {import('./schedule.mjs').ScenarioResult} result
 */
function reportScenario(scenario, result) {
  const summaries = result.results.map((one) => summarize(findDriver(one.driver), one.samples));
  const comparisons = compare(summaries, scenario.comparisons);
  console.log(formatScenario(scenario, summaries, comparisons, result.skipped));
  return { ...result, summaries, comparisons };
}

/**
 * @param {Options} options
 * @param {BenchServer} server
 */
async function runAll(options, server) {
  const machine = describeMachine(server.version);
  console.log(`${formatFacts(machine)}\n`);
  const scenarios = [];
  for (const scenario of options.scenarios) {
    scenarios.push(reportScenario(scenario, await runScenario(scenario, options, server)));
  }
  const versions = driverVersions(scenarios);
  const loadAfter = describeLoad();
  console.log(formatFacts({ ...versions, 'load after': loadAfter }));
  const { rounds, warmups } = options;
  return { machine, versions, loadAfter, rounds, warmups, scenarios };
}

/** @param {{ results: import('./schedule.mjs').DriverResult[] }[]} scenarios */
function driverVersions(scenarios) {
  const all = scenarios.flatMap(({ results }) => results);
  return Object.fromEntries(all.map(({ driver, version }) => [driver, version]));
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const server = await openServer();
  const stop = onceOnly(() => server.stop());
  // Driver processes end by themselves when this one's end of their input closes.
  const leave = (/** @type {number} */ status) => stop().finally(() => process.exit(status));
  process.once('SIGINT', () => void leave(130));
  process.once('SIGTERM', () => void leave(143));
  try {
    const report = await runAll(options, server);
    if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await stop();
  }
}

/**
 * @template T
 * @param {() => Promise<T>} work
 */
function onceOnly(work) {
  /** @type {Promise<T> | undefined} */
  let started;
  return () => (started ??= work());
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
