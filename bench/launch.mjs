// Starts the process of a driver for a scenario.
import { fileURLToPath } from 'node:url';

import { DriverProcess } from './driver-process.mjs';
import { buildFloor } from './floor.mjs';

const CHILD = fileURLToPath(new URL('driver-child.mjs', import.meta.url));

/**
 * @param {import('./catalogue.mjs').DriverEntry} driver
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @returns {Promise<string[]>}
 */
async function commandOf(driver, scenario) {
  if (driver.role === 'floor') return [await buildFloor(), ...(scenario.floor ?? [])];
  return [process.execPath, CHILD, driver.name, scenario.name];
}

/**
 * @param {import('./catalogue.mjs').DriverEntry} driver
 * @param {import('./catalogue.mjs').Scenario} scenario
 */
export function canRun(driver, scenario) {
  return driver.role === 'floor' ? scenario.floor !== undefined : scenario.appliesTo(driver);
}

/**
 * @param {import('./catalogue.mjs').DriverEntry} driver
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @param {import('./target.mjs').Target} target
 * @param {string[]} prefix from placement.mjs
 * @returns {Promise<{ process: DriverProcess, version: string }>}
 */
export async function launch(driver, scenario, target, prefix) {
  const command = [...prefix, ...(await commandOf(driver, scenario))];
  const process = new DriverProcess(command, target);
  try {
    const { version } = await process.ready();
    return { process, version };
  } catch (error) {
    await process.close();
    throw error;
  }
}
