// One sample of one piece of work, as the client process itself sees it.

/**
 * Everything a scenario reports about one run. Scenarios add metrics of their own, by name.
 * @typedef {Record<string, number>} Sample
 */

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
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await work();
  const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  const loopMs = performance.eventLoopUtilization(loop).active;
  return {
    result,
    sample: withRates({ wallMs, cpuMs: (user + system) / 1e3, loopMs, operations }),
  };
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
