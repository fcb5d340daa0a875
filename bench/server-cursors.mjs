// What server-side cursors cost beside streams and stored results, each in a process of its own:
//
//   node bench/server-cursors.mjs [rows]
//
// Wall and CPU time are medians of nine reads in a row; the first row is that of the first read; memory is
// what the process had most beyond its start.

import { execFileSync } from 'node:child_process';
import { argv, cpuUsage, env, execPath, memoryUsage, resourceUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { connect, Cursor, ServerCursor, SSCursor } from '../dist/index.js';
import { startServer } from '../dist/testing/index.js';

const ROUNDS = 9;
const SQL = 'SELECT id, name, price, made FROM things';
const WAYS = {
  'Cursor, prepared': [Cursor],
  'SSCursor, text': [SSCursor],
  'SSCursor, prepared': [SSCursor],
  'ServerCursor, arraysize 10': [ServerCursor, 10],
  'ServerCursor, arraysize 100': [ServerCursor, 100],
  'ServerCursor, arraysize 1000': [ServerCursor, 1000],
  'ServerCursor, arraysize 10000': [ServerCursor, 10_000],
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function read(conn, way) {
  const [kind, arraysize] = WAYS[way];
  const cursor = conn.cursor(kind);
  if (arraysize !== undefined) cursor.arraysize = arraysize;
  const cpu = cpuUsage();
  const start = performance.now();
  await cursor.execute(SQL, undefined, { prepared: !way.endsWith('text') });
  let first = 0;
  let rows = 0;
  for (;;) {
    const batch = await cursor.fetchBatch();
    if (first === 0) first = performance.now() - start;
    if (batch.length === 0) break;
    rows += batch.length;
  }
  const wall = performance.now() - start;
  const { user, system } = cpuUsage(cpu);
  return { rows, first, wall, cpu: (user + system) / 1000 };
}

async function measure(url, way) {
  const conn = await connect(`${url}/bench`);
  const base = memoryUsage.rss();
  const reads = [];
  for (let i = 0; i < ROUNDS; i++) reads.push(await read(conn, way));
  const memory = (resourceUsage().maxRSS * 1024 - base) / 1e6;
  await conn.close();
  const of = (what) => Number(median(reads.map((each) => each[what])).toFixed(1));
  const [{ first }] = reads;
  const told = {
    'first row ms': Number(first.toFixed(1)),
    'wall ms': of('wall'),
    'CPU ms': of('cpu'),
  };
  console.log(JSON.stringify({ ...told, 'memory MB': Number(memory.toFixed(1)) }));
}

async function compare(rows) {
  const server = await startServer();
  const conn = await connect({ ...server.connectOptions, autocommit: true });
  await conn.execute('CREATE DATABASE bench');
  await conn.execute(
    'CREATE TABLE bench.things (id INT PRIMARY KEY, name VARCHAR(60), price DOUBLE, made DATETIME)',
  );
  const things = Array.from({ length: rows }, (_, i) => [
    i,
    `thing ${i}`,
    i / 8,
    new Date(1e12 + i * 1e6),
  ]);
  await conn.cursor().executemany('INSERT INTO bench.things VALUES (?, ?, ?, ?)', things);
  const results = {};
  for (const way of Object.keys(WAYS)) {
    const told = execFileSync(execPath, [fileURLToPath(import.meta.url)], {
      env: { ...env, BENCH_URL: server.url, BENCH_WAY: way },
      encoding: 'utf8',
    });
    results[way] = JSON.parse(told);
  }
  console.log(`${rows} rows, ${conn.serverVersion}`);
  console.table(results);
  await conn.close();
  await server.stop();
}

if (env.BENCH_WAY) await measure(env.BENCH_URL, env.BENCH_WAY);
else await compare(Number(argv[2] ?? 100_000));
