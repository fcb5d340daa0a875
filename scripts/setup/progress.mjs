// What a person sees of the set-up: one line a step with its time, and everything when it fails.

import { performance } from 'node:perf_hooks';

/** A failure that is explained in its message; no stack is shown for it. */
export class SetupError extends Error {}

/** Runs one step: `{ name, describe(), run(), hint }`. */
export async function report(step) {
  process.stdout.write(`set-up  ${step.name.padEnd(17)} ${step.describe()} … `);
  const start = performance.now();
  try {
    await step.run();
  } catch (error) {
    process.stdout.write('failed\n');
    throw explained(error, step);
  }
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`${seconds.toFixed(1)} s\n`);
}

function explained(error, step) {
  if (!(error instanceof SetupError)) return error;
  const hint = step.hint ? `\n\n${step.hint}` : '';
  return new SetupError(`${error.message}${hint}`);
}
