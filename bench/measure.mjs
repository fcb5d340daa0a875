// One sample of one piece of work, as the client process itself sees it.
import { readFileSync } from 'node:fs';

import { GcWatch } from './gc-watch.mjs';

/**
 * Everything a scenario reports about one run. Scenarios add metrics of their own, by name; what a
 * runtime cannot tell is left out.
 * @typedef {Record<string, number>} Sample
 */

const gcWatch = GcWatch.start();

/** Bun has the function, and it always says 0. */
const loopUtilization = process.versions.bun ? undefined : performance.eventLoopUtilization;

/**
 * @template T
 * @param {number} operations how many rows or queries the work does
 * @param {() => T | Promise<T>} work
 * @returns {Promise<{ result: T, sample: Sample }>}
 */
export async function measure(operations, work) {
  // No forced garbage collection here: it also throws away compiled code, and made point queries half
  // as dear again. Each sample pays for about as much garbage as it makes, as in a service.
  await new Promise((resolve) => setImmediate(resolve));
  const loop = loopUtilization?.();
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const result = await work();
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const loopMs = loopUtilization?.(loop).active;
  const times = { wallMs: end - begin, cpuMs: (user + system) / 1e3, operations };
  const gcMs = await gcWatch?.between(begin, end);
  return {
    result,
    sample: withRates({
      ...times,
      ...(loopMs !== undefined && { loopMs }),
      ...(gcMs !== undefined && { gcMs }),
      peakRssMb: peakRssMb(),
    }),
  };
}

/**
 * Of the process until now. Linux counts for the program alone; what getrusage says begins with the size
 * of the process that started it.
 */
function peakRssMb() {
  if (process.platform === 'linux') {
    const status = readFileSync('/proc/self/status', 'utf8');
    return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024;
  }
  return process.resourceUsage().maxRSS / 1024;
}

/**
 * Adds the metrics that follow from the others, so that the C program need not know them.
 * @param {Sample} sample
 * @returns {Sample}
 */
export function withRates(sample) {
  const { wallMs, cpuMs, operations } = sample;
  return {
    ...sample,
    perSecond: (operations / wallMs) * 1e3,
    cpuPerOperationUs: (cpuMs / operations) * 1e3,
  };
}

/**
 * What runs one after another are on average: where V8 collects garbage in every second or third run, a
 * single one tells whether it met a collection.
 * @param {readonly Sample[]} samples
 * @returns {Sample}
 */
export function meanSample(samples) {
  const names = Object.keys(samples[0] ?? {});
  const mean = (/** @type {string} */ name) =>
    samples.reduce((sum, sample) => sum + sample[name], 0) / samples.length;
  return withRates(
    /** @type {Sample} */ (Object.fromEntries(names.map((name) => [name, mean(name)]))),
  );
}
