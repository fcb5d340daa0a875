// npm run bench: every scenario with every driver against one server; docs/benchmarks.md tells more.
import { formatBars } from './bars.mjs';
import { findDriver, findScenario } from './catalogue.mjs';
import { evaluate, readReport } from './evaluate.mjs';
import { describeLoad, describeMachine, formatFacts } from './machine.mjs';
import { readOptions, USAGE } from './options.mjs';
import { writeOutputs, writeSamples } from './outputs.mjs';
import { shareOneCore } from './placement.mjs';
import { createProgress } from './progress.mjs';
import { formatScenario } from './report.mjs';
import { plan, Schedule } from './schedule.mjs';
import { openServer } from './server.mjs';

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
  /** @type {import('./placement.mjs').Placement | undefined} */
  let placement;
  try {
    await scenario.setup(server.execute);
    placement = scenario.oneCore ? await shareOneCore(server.pid) : undefined;
    const prefix = placement?.prefix ?? [];
    const { target, execute } = server;
    const schedule = new Schedule(scenario, planned, target, prefix, execute, progress.step);
    return { ...(await schedule.run()), note: placement?.note };
  } finally {
    progress.stop();
    await placement?.release();
  }
}

/** @param {import('./evaluate.mjs').EvaluatedScenario} result */
function printScenario(result) {
  const scenario = findScenario(result.scenario);
  console.log(formatScenario(scenario, result.summaries, result.comparisons, result));
}

/**
 * @param {Options} options
 * @param {BenchServer} server
 * @param {AbortSignal} interrupt
 */
async function runAll(options, server, interrupt) {
  const machine = describeMachine(server.version);
  console.log(`${formatFacts(machine)}\n`);
  const { processes, rounds, warmups, json } = options;
  /** @type {import('./evaluate.mjs').EvaluatedScenario[]} */
  const scenarios = [];
  const report = () => {
    const facts = { machine, versions: driverVersions(scenarios), loadAfter: describeLoad() };
    return { ...facts, processes, rounds, warmups, scenarios };
  };
  for (const scenario of options.scenarios) {
    const result = await runScenario(scenario, options, server);
    interrupt.throwIfAborted(); // drivers that lost the server are no result
    const evaluated = evaluate(result);
    printScenario(evaluated);
    scenarios.push(evaluated);
    if (json) await writeSamples(json, report());
  }
  const whole = report();
  console.log(formatFacts({ ...whole.versions, 'load after': whole.loadAfter }));
  return whole;
}

/** @param {{ results: import('./schedule.mjs').DriverResult[] }[]} scenarios */
function driverVersions(scenarios) {
  const all = scenarios.flatMap(({ results }) => results);
  return Object.fromEntries(
    all.map(({ driver, version }) => {
      const { note } = findDriver(driver);
      return [driver, note ? `${version} (${note})` : version];
    }),
  );
}

/** @param {Options} options */
async function runBench(options) {
  const server = await openServer();
  const stop = onceOnly(() => server.stop());
  const interrupt = new AbortController();
  // Driver processes end by themselves when this one's end of their input closes.
  const leave = (/** @type {number} */ status) => {
    interrupt.abort(new Error('interrupted'));
    void stop().finally(() => process.exit(status));
  };
  process.once('SIGINT', () => leave(130));
  process.once('SIGTERM', () => leave(143));
  try {
    return await runAll(options, server, interrupt.signal);
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

/**
 * @param {string} file
 * @param {Options} options
 */
async function showAgain(file, { scenarios: wanted, isSelection }) {
  const all = await readReport(file);
  const isWanted = (/** @type {string} */ name) =>
    !isSelection || wanted.some((scenario) => scenario.name === name);
  const report = { ...all, scenarios: all.scenarios.filter(({ scenario }) => isWanted(scenario)) };
  if (isSelection && report.scenarios.length === 0)
    throw new Error(`${file} has none of these scenarios`);
  console.log(`${formatFacts(report.machine)}\n`);
  report.scenarios.forEach(printScenario);
  return report;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const report = await (options.from ? showAgain(options.from, options) : runBench(options));
  console.log(`\n${formatBars(report)}`);
  await writeOutputs(report, options);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
