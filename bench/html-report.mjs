// The report as one HTML file that needs nothing else: charts, tables, targets.
import { BAR_TITLES, barsOf, barTexts } from './bars.mjs';
import { findScenario } from './catalogue.mjs';
import { scenarioCharts } from './charts.mjs';
import { METRIC_TITLES } from './columns.mjs';
import { formatCell, formatRatio } from './report.mjs';
import { isMet } from './summary.mjs';

/** @typedef {import('./evaluate.mjs').EvaluatedReport} EvaluatedReport */
/** @typedef {import('./evaluate.mjs').EvaluatedScenario} EvaluatedScenario */

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
  th, td { padding: .2rem .7rem; border-bottom: 1px solid #ddd; text-align: right; }
  th:first-child, td:first-child { text-align: left; }
  .left td, .left th { text-align: left; }
  .charts { display: flex; flex-wrap: wrap; gap: 1rem; }
  .missed { color: #a33; font-weight: 600; }
  .met { color: #276b3f; }
  h2 { margin-top: 3rem; }
  .ours { font-weight: 600; }
  .note { color: #666; }`;

/**
 * @param {EvaluatedReport} report
 * @returns {Promise<string>}
 */
export async function htmlReport(report) {
  const sections = await Promise.all(report.scenarios.map(formatScenario));
  const { processes = 1, rounds, warmups, loadAfter, machine, versions } = report;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>mysqldb: benchmarks</title>
<style>${STYLE}</style>
<h1>mysqldb: benchmarks</h1>
<p>Medians of ${rounds} rounds of each of ${processes} processes, after ${warmups} of warm-up; the line in a
bar goes from the smallest to the largest sample. docs/benchmarks.md tells the method.</p>
${definitions({ ...machine, 'load after': loadAfter, ...versions })}
<h2>Targets</h2>
${formatTargets(report)}
${sections.join('\n')}
</html>
`;
}

/** @param {Record<string, string>} facts */
function definitions(facts) {
  const rows = Object.entries(facts).map((fact) => tableRow(fact.map(escape)));
  return `<table class="left">${rows.join('')}</table>`;
}

/** @param {EvaluatedScenario} result */
async function formatScenario({ scenario, summaries, skipped, note, comparisons }) {
  const { title, columns, together } = findScenario(scenario);
  const head = ['driver', ...columns.map((column) => column.title)].map(escape);
  const rows = summaries.map(({ driver, metrics }) => {
    const cells = columns.map((column) => escape(formatCell(column, metrics)));
    return tableRow([`<span class="${driver.role}">${escape(driver.name)}</span>`, ...cells]);
  });
  const ratios = comparisons.map(({ subject, against, ratios: all }) => {
    const parts = all.map((one) => {
      const peer = one.against === against ? '' : ` (${escape(one.against)})`;
      return `${METRIC_TITLES[one.metric] ?? one.metric} ${ratioVerdict(one)}${peer}`;
    });
    return `<li>${escape(`${subject} / ${against}`)}: ${parts.join(' · ')}</li>`;
  });
  const notes = [
    ...(note ? [note] : []),
    ...(together ? [`Each sample is the mean of ${together} runs.`] : []),
    ...skipped.map(({ driver, reason }) => `${driver} did not finish: ${reason}`),
  ];
  return `<h2 id="${scenario}">${escape(title)}</h2>
<div class="charts">${(await scenarioCharts(columns, summaries)).join('\n')}</div>
<table><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>${rows.join('\n')}</table>
<ul>${ratios.join('\n')}</ul>
${notes.map((text) => `<p class="note">${escape(text)}</p>`).join('\n')}`;
}

/** @param {EvaluatedReport} report */
function formatTargets(report) {
  const rows = barsOf(report).map((bar) => {
    const cells = barTexts(bar).map(escape);
    return tableRow([...cells.slice(0, -1), verdict(cells.at(-1) ?? '', bar.met)]);
  });
  const titles = BAR_TITLES.map((cell) => `<th>${cell}</th>`).join('');
  return `<table class="left"><tr>${titles}</tr>${rows.join('\n')}</table>`;
}

/** @param {import('./summary.mjs').Ratio} ratio */
function ratioVerdict(ratio) {
  const text = formatRatio(ratio);
  const met = isMet(ratio);
  return met === undefined ? text : verdict(text, met);
}

/**
 * @param {string} text
 * @param {boolean} met
 */
function verdict(text, met) {
  return `<span class="${met ? 'met' : 'missed'}">${text}</span>`;
}

/** @param {string[]} cells of HTML */
function tableRow(cells) {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
