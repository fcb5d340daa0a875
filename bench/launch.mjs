// Starts the process of a driver for a scenario.
import { fileURLToPath } from 'node:url';

import { findBun } from './bun.mjs';
import { DriverProcess } from './driver-process.mjs';
import { buildFloor } from './floor.mjs';
import { findPython } from './python.mjs';

const CHILD = fileURLToPath(new URL('driver-child.mjs', import.meta.url));
const MYSQLCLIENT = fileURLToPath(new URL('drivers/mysqlclient.py', import.meta.url));

/** @typedef {import('./catalogue.mjs').DriverEntry} DriverEntry */
/** @typedef {import('./catalogue.mjs').Scenario} Scenario */

/** @type {Record<string, string>} which of its ways a floor is */
const FLOORS = { floor: 'text', 'floor-binary': 'binary', 'floor-callback': 'callback' };

/** @type {Record<DriverEntry['runtime'], (driver: DriverEntry, scenario: Scenario) => Promise<string[]>>} */
const COMMANDS = {
  node: async (driver, scenario) => [process.execPath, CHILD, driver.name, scenario.name],
  bun: async (driver, scenario) => [await findBun(), CHILD, driver.name, scenario.name],
  python: async (_driver, { program = [] }) => [await findPython(), MYSQLCLIENT, ...program],
  c: async ({ name }, { program = [] }) => [await buildFloor(), FLOORS[name], ...program],
};

/**
 * @param {DriverEntry} driver
 * @param {Scenario} scenario
 */
export function canRun({ does, runtime }, { needs, program }) {
  const isJavaScript = runtime === 'node' || runtime === 'bun';
  return (isJavaScript || program !== undefined) && needs.every((need) => does.includes(need));
}

/**
 * @param {DriverEntry} driver
 * @param {Scenario} scenario
 * @param {import('./target.mjs').Target} target
 * @param {string[]} prefix from placement.mjs
 * @returns {Promise<{ process: DriverProcess, version: string }>}
 */
export async function launch(driver, scenario, target, prefix) {
  const command = [...prefix, ...(await COMMANDS[driver.runtime](driver, scenario))];
  const process = new DriverProcess(command, target);
  try {
    const { version } = await process.ready();
    return { process, version };
  } catch (error) {
    await process.close();
    throw error;
  }
}
