// Where a report goes beside the terminal: files, and a comparison with an older run.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { formatChange } from './change.mjs';
import { readReport } from './evaluate.mjs';

/**
 * @param {import('./evaluate.mjs').EvaluatedReport} report
 * @param {import('./options.mjs').Options} options
 */
export async function writeOutputs(report, { json, html, svg, compare }) {
  if (json) {
    await writeSamples(json, report);
    console.log(`Wrote ${json}`);
  }
  // The chart library takes a second to load, which a plain run need not wait for.
  if (html) await write(html, await (await import('./html-report.mjs')).htmlReport(report));
  if (svg) await write(svg, `${await (await import('./charts.mjs')).overviewChart(report)}\n`);
  if (compare) console.log(`\n${formatChange(await readReport(compare), report)}`);
}

/**
 * Also after each scenario: an hour's samples are not lost with the last ones.
 * @param {string} file
 * @param {import('./evaluate.mjs').EvaluatedReport} report
 */
export async function writeSamples(file, report) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}

/**
 * @param {string} file
 * @param {string} text
 */
async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(`Wrote ${file}`);
}
