// Connections in every state, destroyed, closed, forgotten and terminated at random moments, for
// as long as it is told; ends with 1 when something is left over or went wrong.
//
//   node --expose-gc test/soak/churn.mjs [seconds=60] [seed]     (after npm run build)
//
// MYSQLDB_TEST_URL names a server that runs already; without it a private one is started.

import { readdirSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { connect, connectSync, MySQLError, SSCursor } from '../../dist/index.mjs';
import { startServer } from '../../dist/testing/index.mjs';
import { randomFrom } from './random.mjs';

/** Files of a session or two that the collector has not reached, as in any process. */
const ALLOWED = 6;

const LONG = "SELECT a.seq, REPEAT('x', 40) FROM seq_1_to_1000000 a, seq_1_to_10 b";

const uses = {
  point: (conn) => conn.fetchall('SELECT 1'),
  sleep: (conn) => conn.execute('SELECT SLEEP(0.05)'),
  stored: (conn) => conn.fetchall("SELECT seq, REPEAT('é', 20) FROM seq_1_to_60000"),
  error: (conn) => conn.execute('SELECT no_such_column'),
  queue: (conn) => Promise.all([conn.execute('SELECT SLEEP(0.01)'), conn.fetchall('SELECT 2')]),
  async stream(conn, random) {
    const cursor = conn.cursor(SSCursor);
    await cursor.execute(LONG);
    await cursor.fetchmany(Math.floor(random() ** 3 * 100_000) + 1);
    if (random() < 0.3) await cursor.fetchmany(50_000);
  },
};

/**
 * Sockets, pipes and the like that are open. Node leaves the file of a module open when a worker is
 * terminated while it reads it: those have a path.
 */
function openFiles() {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return !readlinkSync(`/proc/self/fd/${name}`).startsWith('/');
    } catch {
      return false; // that of reading the folder
    }
  }).length;
}

async function once(url, random) {
  const conn = await connect(url);
  if (random() < 0.1) connectSync(url).close();
  const names = Object.keys(uses);
  const use = uses[names[Math.floor(random() * names.length)]];
  const running = use(conn, random).catch((error) => {
    if (!(error instanceof MySQLError)) throw error;
  });
  if (random() < 0.5) await delay(random() * 60);
  else await running;
  const ending = random();
  if (ending < 0.4) conn.destroy();
  else if (ending < 0.8) await conn.close();
  await running; // what is left is forgotten
}

async function lane(url, random, end) {
  while (Date.now() < end) await once(url, random);
}

if (!isMainThread) {
  await lane(workerData.url, randomFrom(workerData.seed), Infinity);
} else {
  const seconds = Number(process.argv[2] ?? 60);
  const seed = Number(process.argv[3] ?? Date.now() % 1e6);
  const random = randomFrom(seed);
  const server = process.env.MYSQLDB_TEST_URL === undefined ? await startServer() : undefined;
  const url = new URL(server?.url ?? process.env.MYSQLDB_TEST_URL);
  url.pathname = '/mysql';
  console.log(`seed ${seed}`);
  await (await connect(url)).close();
  const files = openFiles();
  const end = Date.now() + seconds * 1000;
  let workers = 0;
  const terminator = async () => {
    while (Date.now() < end) {
      const options = { workerData: { url: url.href, seed: seed + ++workers } };
      const worker = new Worker(fileURLToPath(import.meta.url), options);
      worker.on('error', (error) => {
        throw error;
      });
      await delay(100 + random() * 400);
      await worker.terminate();
    }
  };
  const lanes = Array.from({ length: 6 }, () => lane(url, random, end));
  await Promise.all([...lanes, terminator(), terminator()]);
  let left = Infinity;
  for (let i = 0; i < 100 && left > ALLOWED; i++) {
    globalThis.gc?.();
    await delay(20);
    left = openFiles() - files;
  }
  const rss = Math.round(process.memoryUsage.rss() / 1e6);
  console.log(`${workers} workers terminated; ${left} files left; ${rss} MB resident`);
  await server?.stop();
  process.exitCode = globalThis.gc && left > ALLOWED ? 1 : 0;
}
