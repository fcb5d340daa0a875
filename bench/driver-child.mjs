// The process of one JavaScript driver; driver-process.mjs is its other end and tells the protocol.
// node driver-child.mjs <driver> <scenario>, or the same in Bun
import { createInterface } from 'node:readline';

import { findScenario } from './catalogue.mjs';
import { measure } from './measure.mjs';
import { targetFromEnvironment } from './target.mjs';

const [driverName = '', scenarioName = ''] = process.argv.slice(2);

/** @param {unknown} reply */
function print(reply) {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

/** @param {unknown} error */
function printError(error) {
  print({ error: error instanceof Error ? error.message.split('\n')[0] : String(error) });
}

/**
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @param {import('./drivers/driver.mjs').Driver} driver
 * @param {unknown[]} connections
 * @param {import('./catalogue.mjs').RunContext} context
 */
async function runOnce(scenario, driver, connections, context) {
  const work = () => scenario.run(driver, connections, context);
  const { result, sample } = await measure(scenario.operations, work);
  return { ...sample, ...scenario.inspect(result, driver) };
}

async function main() {
  const scenario = findScenario(scenarioName);
  const { driver } = await import(`./drivers/${driverName}.mjs`);
  const target = targetFromEnvironment(process.env);
  const connections = [];
  for (let i = 0; i < scenario.connections; i++) connections.push(await driver.open(target));
  const context = { target, input: scenario.input?.() };
  print({ ready: true, version: driver.version });

  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'run') continue;
    await runOnce(scenario, driver, connections, context).then(print, printError);
  }
  for (const connection of connections) await driver.close(connection);
}

main().catch((error) => {
  printError(error);
  process.exitCode = 1;
});
