// Sums what scripts/count-reporter.cjs wrote: node scripts/print-counts.mjs FILE [EXIT_STATUS]
// A run that failed outside of the tests counts as one failure: its line never reads as a success.

import { readFileSync } from 'node:fs';
import { argv } from 'node:process';

const [, , file, status = '0'] = argv;
const runs = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const failed = sum('failed');
const shown = failed === 0 && status !== '0' ? 1 : failed;
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';

console.log(`\n${sum('passed')} passed, ${shown} failed${skipped}`);
