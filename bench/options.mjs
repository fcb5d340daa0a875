// The command line.
import { parseArgs } from 'node:util';

import { drivers, findDriver, findScenario, scenarios } from './catalogue.mjs';

export const USAGE = `npm run bench -- [options]

  --only <names>     scenarios to run, separated by commas
                     (${scenarios.map(({ name }) => name).join(', ')})
  --drivers <names>  drivers to run, separated by commas
                     (${drivers.map(({ name }) => name).join(', ')})
  --processes <n>    processes of each driver in each scenario (3)
  --rounds <n>       samples of each of them (7)
  --warmups <n>      rounds before them that are not counted (3)
  --json <file>      writes every sample and the summaries to a file
  --html <file>      writes a report with charts, one file that needs nothing else
  --svg <file>       writes the chart of the README
  --compare <file>   shows the ratios to an older run's --json, and what lies outside of the spread
  --from <file>      runs nothing: takes the samples of an older run's --json
  --help

MYSQLDB_BENCH_URL=mysql://user:password@host:port/ uses an existing server in place of a private one;
add ?unixSocket=/path for a socket. The database 'mysqldb_bench' is made there and dropped again.`;

/**
 * @typedef {object} Options
 * @property {import('./catalogue.mjs').Scenario[]} scenarios
 * @property {boolean} isSelection whether these scenarios were asked for
 * @property {import('./catalogue.mjs').DriverEntry[]} drivers
 * @property {number} processes
 * @property {number} rounds
 * @property {number} warmups
 * @property {string | undefined} json
 * @property {string | undefined} html
 * @property {string | undefined} svg
 * @property {string | undefined} compare
 * @property {string | undefined} from
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      drivers: { type: 'string', multiple: true },
      processes: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '7' },
      warmups: { type: 'string', default: '3' },
      json: { type: 'string' },
      html: { type: 'string' },
      svg: { type: 'string' },
      compare: { type: 'string' },
      from: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.from && values.drivers) throw new Error('--from takes the drivers of its file');
  return {
    scenarios: names(values.only)?.map(findScenario) ?? scenarios,
    isSelection: values.only !== undefined,
    drivers: names(values.drivers)?.map(findDriver) ?? drivers,
    processes: count('--processes', values.processes, 1),
    rounds: count('--rounds', values.rounds, 1),
    warmups: count('--warmups', values.warmups, 0),
    json: values.json,
    html: values.html,
    svg: values.svg,
    compare: values.compare,
    from: values.from,
    help: values.help,
  };
}

/** @param {string[] | undefined} lists */
function names(lists) {
  return lists?.flatMap((list) => list.split(',')).filter(Boolean);
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} least
 */
function count(option, text, least) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${option} takes an integer of at least ${least}, not '${text}'`);
}
