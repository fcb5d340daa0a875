// Each ORM on this driver beside the same ORM on the driver that it is used with otherwise: a select of
// 1 000 rows and an insert of 1 000 entities. Every ORM, driver and task has processes of its own; rounds are
// interleaved, so that what else the machine does falls on both, and only the ratios count. Two processes of
// the same program differ by more than two of its rounds, because V8 compiles them differently and lays out
// their memory otherwise: so there are several pairs of them, and a ratio of each.
// node bench/orms.mjs [--only kysely,prisma] [--pairs 5] [--rounds 7]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { DriverProcess } from './driver-process.mjs';
import { COLUMNS, REPEATS, ROWS, TABLES } from './orms/entities.mjs';
import { ORMS } from './orms/list.mjs';
import { keepApart } from './placement.mjs';
import { openServer } from './server.mjs';
import { median, spread } from './statistics.mjs';

const CHILD = fileURLToPath(new URL('orms/child.mjs', import.meta.url));
const TASKS = ['select', 'insert'];
const METRICS = ['wallMs', 'cpuMs'];
/** Rounds that are not counted: until the code is compiled, or so many milliseconds have passed. */
const WARM_UP = { most: 30, least: 2, time: 5000 };
const DEFAULTS = { pairs: '5', rounds: '7' };

/** @typedef {import('./server.mjs').BenchServer} BenchServer */
/** @typedef {import('./measure.mjs').Sample} Sample */
/** @typedef {{ peer: Sample[], mysqldb: Sample[] }} Pair the rounds of two processes, side by side */
/** @typedef {{ orms: import('./orms/list.mjs').Orm[], pairs: number, rounds: number }} Arguments */
/** @typedef {import('./placement.mjs').Placement} Placement */

/** Both tables with their rows. @param {BenchServer} server */
async function fill(server) {
  for (const table of TABLES) {
    await server.execute(`DROP TABLE IF EXISTS \`${table}\``);
    await server.execute(`CREATE TABLE \`${table}\` (${COLUMNS})`);
  }
  const [columns, row] = [
    'name, city, visits, balance, ref, active, seen',
    (/** @type {number} */ i) =>
      `('person number ${i}', '${i % 7 === 0 ? 'Århus' : 'Berlin'}', ${i}, ${i}.25,
        ${1_000_000_000_000 + i}, ${i % 2}, FROM_UNIXTIME(${1_700_000_000 + i}.123))`,
  ];
  const rows = Array.from({ length: ROWS }, (_, i) => row(i)).join(', ');
  await server.execute(`INSERT INTO \`read\` (${columns}) VALUES ${rows}`);
}

/**
 * @param {import('./orms/list.mjs').Orm} orm
 * @param {string} task
 * @param {BenchServer} server
 * @param {Placement} placement
 * @param {number} rounds
 * @returns {Promise<Pair>}
 */
async function measurePair(orm, task, server, placement, rounds) {
  const place = await orm.find();
  const target = { ...server.target, unixSocket: undefined };
  const start = (/** @type {string} */ driver) => {
    const command = [place.node, CHILD, orm.file, driver, task, JSON.stringify(place)];
    return new DriverProcess([...placement.prefix, ...command], target);
  };
  const both = { peer: start('peer'), mysqldb: start('mysqldb') };
  const truncate = () => server.execute('TRUNCATE TABLE `written`');
  try {
    await Promise.all(Object.values(both).map((each) => each.ready()));
    const pair = await interleave(both, task === 'insert' ? truncate : async () => {}, rounds);
    if (task === 'insert') await checkWritten(server);
    return pair;
  } finally {
    await Promise.all(Object.values(both).map((each) => each.close()));
  }
}

/**
 * @param {{ peer: DriverProcess, mysqldb: DriverProcess }} processes
 * @param {() => Promise<unknown>} before each
 * @param {number} rounds
 * @returns {Promise<Pair>}
 */
async function interleave(processes, before, rounds) {
  /** @type {Pair} */
  const samples = { peer: [], mysqldb: [] };
  const order = /** @type {(keyof Pair)[]} */ (Object.keys(samples));
  const round = async () => {
    order.reverse();
    for (const name of order) {
      await before();
      samples[name].push(await processes[name].run());
    }
  };
  const begin = performance.now();
  const isWarm = (/** @type {number} */ done) =>
    done >= WARM_UP.least && performance.now() - begin > WARM_UP.time;
  for (let done = 0; done < WARM_UP.most && !isWarm(done); done++) await round();
  for (let done = 0; done < rounds; done++) await round();
  return { peer: samples.peer.slice(-rounds), mysqldb: samples.mysqldb.slice(-rounds) };
}

/** What the last insert has left. @param {BenchServer} server */
async function checkWritten(server) {
  const [{ n }] = await server.execute('SELECT COUNT(*) AS n FROM `written`');
  if (n !== ROWS * REPEATS) throw new Error(`${n} rows were written`);
}

/**
 * @param {readonly Pair[]} pairs
 * @returns {string[]} of each metric the medians of both, the median of the pairs' ratios, and their range
 */
function cells(pairs) {
  return METRICS.flatMap((metric) => {
    const medians = pairs.map(({ peer, mysqldb }) =>
      [peer, mysqldb].map((samples) =>
        median(samples.map((sample) => (sample[metric] ?? NaN) / REPEATS)),
      ),
    );
    const [peer, mysqldb] = [0, 1].map((which) => median(medians.map((pair) => pair[which])));
    const ratio = spread(medians.map(([of, by]) => by / of));
    const mark = ratio.median > 1 ? ' !' : '';
    const range = `${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}`;
    return [peer.toFixed(1), mysqldb.toFixed(1), `${ratio.median.toFixed(2)}${mark}`, range];
  });
}

/** @returns {Arguments} */
function readArguments() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      pairs: { type: 'string', default: DEFAULTS.pairs },
      rounds: { type: 'string', default: DEFAULTS.rounds },
    },
  });
  const only = values.only?.split(',') ?? ORMS.map(({ file }) => file);
  const unknown = only.find((name) => !ORMS.some(({ file }) => file === name));
  if (unknown)
    throw new Error(`There is no ${unknown}; there are ${ORMS.map(({ file }) => file)}.`);
  const orms = ORMS.filter(({ file }) => only.includes(file));
  return { orms, pairs: Number(values.pairs), rounds: Number(values.rounds) };
}

function emptyTable() {
  const columns = ['peer', 'mysqldb', 'ratio', 'range'];
  return new Table({
    head: [
      ...['ORM', 'task'],
      ...['wall', 'CPU'].flatMap((of) => columns.map((name) => `${of} ${name}`)),
    ],
    style: { head: [], border: [], compact: true },
  });
}

/**
 * @param {Arguments} args
 * @param {BenchServer} server
 * @param {Placement} placement
 */
async function compareAll({ orms, pairs, rounds }, server, placement) {
  await fill(server);
  const table = emptyTable();
  for (const orm of orms) {
    for (const task of TASKS) {
      const measured = [];
      while (measured.length < pairs)
        measured.push(await measurePair(orm, task, server, placement, rounds));
      table.push([`${orm.title} (${orm.peer})`, task, ...cells(measured)]);
      console.error(`${orm.title}, ${task}: ${cells(measured).join(' ')}`);
    }
  }
  console.log(
    `${ROWS} rows or entities, milliseconds, medians of ${pairs} pairs of processes with ${rounds} rounds of ${REPEATS} each on ${server.version}`,
  );
  console.log(placement.note);
  console.log('The bar: no ratio above 1.00; those above have a mark.');
  console.log(table.toString());
}

async function main() {
  const args = readArguments();
  const server = await openServer();
  try {
    await compareAll(args, server, await keepApart(server.pid));
  } finally {
    await server.stop();
  }
}

await main();
