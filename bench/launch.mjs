// Starts the process of a driver for a scenario.
import { fileURLToPath } from 'node:url';

import { DriverProcess } from './driver-process.mjs';
import { buildFloor } from './floor.mjs';

const CHILD = fileURLToPath(new URL('driver-child.mjs', import.meta.url));

/**
 * @param {import('./catalogue.mjs').DriverEntry} driver
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @returns {Promise<import('./driver-process.mjs').Command>}
 */
async function commandOf(driver, scenario) {
  if (driver.role === 'floor') return { file: await buildFloor(), args: scenario.floor ?? [] };
  return { file: process.execPath, args: [CHILD, driver.name, scenario.name] };
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
 * @returns {Promise<{ process: DriverProcess, version: string }>}
 */
export async function launch(driver, scenario, target) {
  const process = new DriverProcess(await commandOf(driver, scenario), target);
  try {
    const { version } = await process.ready();
    return { process, version };
  } catch (error) {
    await process.close();
    throw error;
  }
}
