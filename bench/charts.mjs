// Charts of a report as SVG, drawn by vega-lite without a browser.
import * as vega from 'vega';
import { compile } from 'vega-lite';

import { findScenario } from './catalogue.mjs';

/** @typedef {import('./columns.mjs').Column} Column */
/** @typedef {import('./summary.mjs').DriverSummary} DriverSummary */
/** @typedef {import('./evaluate.mjs').EvaluatedReport} EvaluatedReport */

/** By role: the eye looks for ours; the floor is no competitor. */
const COLORS = { ours: '#c8553d', peer: '#588b8b', foreign: '#8a7fb5', floor: '#bdbdbd' };
const FONT = 'system-ui, sans-serif';
const MAX_CHARTS = 3;

/** What the README shows, in this order: a scenario, and a metric of it. */
const OVERVIEW = [
  ['mixed-rows', 'wallMs', '100 000 mixed rows as objects, wall ms'],
  ['mixed-rows', 'cpuMs', '100 000 mixed rows as objects, client CPU ms'],
  ['strings', 'wallMs', '100 000 rows of text, wall ms'],
  ['bulk-insert', 'wallMs', '200 000 rows inserted, wall ms'],
  ['point-1', 'cpuPerOperationUs', 'a query by key, client CPU µs'],
  ['point-16', 'cpuPerOperationUs', 'the same on 16 connections, client CPU µs'],
];

/**
 * A chart for each of the scenario's first metrics.
 * @param {Column[]} columns
 * @param {DriverSummary[]} summaries
 * @returns {Promise<string[]>} SVG
 */
export function scenarioCharts(columns, summaries) {
  const shown = columns.filter(({ metric }) => summaries.some(({ metrics }) => metrics[metric]));
  return Promise.all(
    shown.slice(0, MAX_CHARTS).map((column) => renderSvg(panel(column.title, column, summaries))),
  );
}

/**
 * One picture of the scenarios that matter most.
 * @param {EvaluatedReport} report
 * @returns {Promise<string>} SVG
 */
export function overviewChart(report) {
  const panels = OVERVIEW.flatMap(([name, metric, title]) => {
    const result = report.scenarios.find(({ scenario }) => scenario === name);
    const column = findScenario(name).columns.find((one) => one.metric === metric);
    return result && column ? [panel(title, column, result.summaries)] : [];
  });
  if (panels.length === 0) throw new Error('the run has no scenario of the overview chart');
  const { cpu, node, server, date } = report.machine;
  const text = `npm run bench, medians of ${(report.processes ?? 1) * report.rounds} rounds, shorter is better`;
  const subtitle = [`${cpu} · Node ${node} · ${server} · ${date.slice(0, 10)}`];
  return renderSvg({
    title: { text, subtitle, offset: 16 },
    concat: panels,
    columns: 2,
    spacing: 24,
  });
}

/**
 * Bars of the medians, with a line from the smallest to the largest sample.
 * @param {string} title
 * @param {Column} column
 * @param {DriverSummary[]} summaries
 */
function panel(title, { metric, digits }, summaries) {
  const values = summaries
    .filter(({ metrics }) => metrics[metric])
    .map(({ driver, metrics }) => ({ driver: driver.name, role: driver.role, ...metrics[metric] }));
  const domain = Object.keys(COLORS);
  const color = {
    field: 'role',
    scale: { domain, range: Object.values(COLORS) },
    legend: null,
  };
  const x = { field: 'median', type: 'quantitative', title: null };
  const text = { field: 'median', type: 'quantitative', format: `,.${digits}f` };
  return {
    title: { text: title, fontSize: 12 },
    width: 240,
    height: { step: 18 },
    data: { values },
    encoding: { y: { field: 'driver', type: 'nominal', sort: null, title: null } },
    layer: [
      { mark: { type: 'bar', height: 13 }, encoding: { x, color } },
      {
        mark: { type: 'rule', color: '#333' },
        encoding: { x: { field: 'min', type: 'quantitative' }, x2: { field: 'max' } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 5, dy: 0, fontSize: 10, baseline: 'middle' },
        encoding: { x: { field: 'max', type: 'quantitative' }, text },
      },
    ],
  };
}

/** @param {any} spec of vega-lite */
async function renderSvg(spec) {
  const config = {
    font: FONT,
    background: 'white',
    view: { stroke: null },
    axis: { grid: false, domain: false, ticks: false, labelFontSize: 10, tickCount: 4 },
  };
  const { spec: compiled } = compile({ ...spec, config, padding: 8 });
  return new vega.View(vega.parse(compiled), { renderer: 'none' }).toSVG();
}
