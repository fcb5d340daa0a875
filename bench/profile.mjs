// Where a driver's CPU time goes in a scenario, by perf (Linux): the collector, V8, the compiled
// JavaScript, the driver's C++, the client library, the kernel.
//
//   node bench/profile.mjs <scenario> <driver> [runs]
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { promisify } from 'node:util';
import Table from 'cli-table3';

import { findDriver, findScenario } from './catalogue.mjs';
import { launch } from './launch.mjs';
import { openServer } from './server.mjs';

const run = promisify(execFile);

const FREQUENCY = 3000;
const REPORT_LIMIT = 64 * 1024 * 1024;

const COLLECTOR =
  /Scaveng|Evacuat|Mark|Sweep|Heap::|IterateP|BodyDescr|Pretenur|RememberedSet|SlotSet|GlobalHandles|NewSpace|SemiSpace|MemoryChunk|ObjectRange|SizeFromMap|Worklist|MemoryAllocator|Unmapper|FreeList|PagedSpace|LocalAllocation|AllocationBuffer/;
const PAGES =
  /page|memcg|anon|mmap|unmap|zap|folio|lru|vma|mas_|tlb|charge|clear|fault|madvise|pte/;

/** @type {readonly [title: string, is: (object: string, symbol: string) => boolean][]} the first that fits */
const PARTS = [
  ['the kernel: pages of memory', (object, symbol) => isKernel(object) && PAGES.test(symbol)],
  ['the kernel: sockets, threads, the rest', isKernel],
  ['the garbage collector', (object, symbol) => object === 'node' && COLLECTOR.test(symbol)],
  ['V8 and Node, the rest', (object) => object === 'node'],
  ['compiled JavaScript', (object) => object.includes('JIT')],
  ['C++ of the driver', (object) => object.startsWith('mysqldb')],
  ['the C client', (object) => /^lib(mariadb|mysql)/.test(object)],
  ['copying and clearing memory', (_object, symbol) => /mem(move|cpy|set)/.test(symbol)],
  ['libc and the rest', () => true],
];

/** @param {string} object */
function isKernel(object) {
  return object.includes('kernel');
}

/**
 * The share of each part, from lines such as "  1.85%  node  [.] v8::internal::Heap::…".
 * @param {string} report
 * @returns {Map<string, number>} percent by title
 */
function sharesOf(report) {
  const shares = new Map(PARTS.map(([title]) => [title, 0]));
  for (const line of report.split('\n')) {
    const match = /^\s+([\d.]+)%\s+(\S.*?)\s+\[.\]\s+(.*)/.exec(line);
    if (!match) continue;
    const [, percent = '', object = '', symbol = ''] = match;
    const [title = ''] = PARTS.find(([, is]) => is(object, symbol)) ?? [];
    shares.set(title, (shares.get(title) ?? 0) + Number(percent));
  }
  return shares;
}

/**
 * @param {string} file
 * @param {number} runs
 * @returns {Promise<number>} the CPU time of a run in milliseconds, the median
 */
async function record(file, runs) {
  const scenario = findScenario(argv[2] ?? '');
  const server = await openServer();
  try {
    await scenario.setup(server.execute);
    const prefix = ['perf', 'record', '-q', '-F', String(FREQUENCY), '-o', file, '--'];
    const { process } = await launch(findDriver(argv[3] ?? ''), scenario, server.target, prefix);
    const times = [];
    for (let i = 0; i < runs; i++) times.push((await process.run()).cpuMs);
    await process.close();
    return times.sort((a, b) => a - b)[times.length >> 1];
  } finally {
    await server.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'mysqldb-profile-'));
try {
  const file = join(folder, 'perf.data');
  const cpuMs = await record(file, Number(argv[4] ?? 30));
  const words = ['report', '-i', file, '--sort', 'dso,symbol', '--stdio'];
  const { stdout } = await run('perf', words, { maxBuffer: REPORT_LIMIT });
  const table = new Table({ head: ['part', '%', 'ms of a run'], style: { head: [], border: [] } });
  for (const [title, percent] of [...sharesOf(stdout)].sort(([, a], [, b]) => b - a)) {
    table.push([title, percent.toFixed(1), ((cpuMs * percent) / 100).toFixed(1)]);
  }
  console.log(`${argv[2]}, ${argv[3]}: ${cpuMs.toFixed(1)} ms of CPU a run\n${table}`);
} finally {
  await rm(folder, { recursive: true });
}
