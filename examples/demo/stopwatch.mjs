/** @file How long rows took. */

import { count, duration } from './screen.mjs';

/** Every measurement, for the table at the end. */
const measurements = [];

/**
 * @template T
 * @param {() => T | Promise<T>} action
 * @returns {Promise<{ result: T, milliseconds: number }>}
 */
export async function timed(action) {
  const start = performance.now();
  const result = await action();
  return { result, milliseconds: performance.now() - start };
}

/**
 * Remembers how long rows took.
 * @param {string} what
 * @param {number} rows
 * @param {number} milliseconds
 * @returns {string} the same as a sentence
 */
export function record(what, rows, milliseconds) {
  measurements.push({ what, rows, milliseconds, perSecond: (rows / milliseconds) * 1000 });
  const { perSecond } = measurements.at(-1);
  return `${count(rows)} rows in ${duration(milliseconds)}: ${count(perSecond)} rows/s.`;
}

export const recorded = () => [...measurements];
