// Each ORM on this driver beside the same ORM on the driver that it is used with otherwise: a select of
// 1 000 rows and an insert of 1 000 entities. Every ORM, driver and task has a process of its own; rounds are
// interleaved, so that what else the machine does falls on both, and only the ratios count.
// node bench/orms.mjs [--only kysely,prisma] [--rounds 31]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { DriverProcess } from './driver-process.mjs';
import { COLUMNS, ROWS, TABLES } from './orms/entities.mjs';
import { ORMS } from './orms/list.mjs';
import { openServer } from './server.mjs';
import { median } from './statistics.mjs';

const CHILD = fileURLToPath(new URL('orms/child.mjs', import.meta.url));
const TASKS = ['select', 'insert'];
const METRICS = ['wallMs', 'cpuMs'];
/** Rounds that are not counted: until the code is compiled, or so many milliseconds have passed. */
const WARM_UP = { most: 40, least: 8, time: 5000 };

/** @typedef {import('./server.mjs').BenchServer} BenchServer */
/** @typedef {import('./measure.mjs').Sample} Sample */

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
 * @param {number} rounds
 */
async function compare(orm, task, server, rounds) {
  const place = await orm.find();
  const target = { ...server.target, unixSocket: undefined };
  const start = (/** @type {string} */ driver) => {
    const command = [place.node, CHILD, orm.file, driver, task, JSON.stringify(place)];
    return new DriverProcess(command, target);
  };
  const both = [start('peer'), start('mysqldb')];
  try {
    await Promise.all(both.map((each) => each.ready()));
    if (task === 'select') return await interleave(both, async () => {}, rounds);
    const samples = await interleave(
      both,
      () => server.execute('TRUNCATE TABLE `written`'),
      rounds,
    );
    await checkWritten(server);
    return samples;
  } finally {
    await Promise.all(both.map((each) => each.close()));
  }
}

/**
 * @param {DriverProcess[]} processes
 * @param {() => Promise<unknown>} before each
 * @param {number} rounds
 * @returns {Promise<Sample[][]>} of each process
 */
async function interleave(processes, before, rounds) {
  /** @type {Sample[][]} */
  const samples = processes.map(() => []);
  const order = [...processes.keys()];
  const round = async () => {
    order.reverse();
    for (const index of order) {
      await before();
      samples[index].push(await processes[index].run());
    }
  };
  const begin = performance.now();
  const isWarm = (/** @type {number} */ done) =>
    done >= WARM_UP.least && performance.now() - begin > WARM_UP.time;
  for (let done = 0; done < WARM_UP.most && !isWarm(done); done++) await round();
  for (let done = 0; done < rounds; done++) await round();
  return samples.map((all) => all.slice(-rounds));
}

/** What the last insert has left. @param {BenchServer} server */
async function checkWritten(server) {
  const [{ n }] = await server.execute('SELECT COUNT(*) AS n FROM `written`');
  if (n !== ROWS) throw new Error(`${n} rows were written`);
}

/** @param {Sample[][]} samples of the peer and of this driver @returns {string[]} the cells of both metrics */
function cells(samples) {
  return METRICS.flatMap((metric) => {
    const [peer, mysqldb] = samples.map((of) => median(of.map((sample) => sample[metric] ?? NaN)));
    const ratio = mysqldb / peer;
    return [peer.toFixed(1), mysqldb.toFixed(1), `${ratio.toFixed(2)}${ratio > 1 ? ' !' : ''}`];
  });
}

function readArguments() {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, rounds: { type: 'string', default: '31' } },
  });
  const only = values.only?.split(',') ?? ORMS.map(({ file }) => file);
  const unknown = only.find((name) => !ORMS.some(({ file }) => file === name));
  if (unknown)
    throw new Error(`There is no ${unknown}; there are ${ORMS.map(({ file }) => file)}.`);
  return { orms: ORMS.filter(({ file }) => only.includes(file)), rounds: Number(values.rounds) };
}

/**
 * @param {import('./orms/list.mjs').Orm[]} orms
 * @param {number} rounds
 * @param {BenchServer} server
 */
async function compareAll(orms, rounds, server) {
  await fill(server);
  const columns = ['peer', 'mysqldb', 'ratio'];
  const table = new Table({
    head: [
      ...['ORM', 'task'],
      ...['wall', 'CPU'].flatMap((of) => columns.map((name) => `${of} ${name}`)),
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const orm of orms) {
    for (const task of TASKS) {
      const samples = await compare(orm, task, server, rounds);
      table.push([`${orm.title} (${orm.peer})`, task, ...cells(samples)]);
      console.error(`${orm.title}, ${task}: ${cells(samples).join(' ')}`);
    }
  }
  console.log(
    `${ROWS} rows or entities, milliseconds, medians of ${rounds} rounds on ${server.version}`,
  );
  console.log('The bar: no ratio above 1.00; those above have a mark.');
  console.log(table.toString());
}

async function main() {
  const { orms, rounds } = readArguments();
  const server = await openServer();
  try {
    await compareAll(orms, rounds, server);
  } finally {
    await server.stop();
  }
}

await main();
