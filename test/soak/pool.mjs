// 200 clients share a pool of 20 connections, which are killed at random; a private server is restarted
// once in the middle. Ends with 1 when a row was wrong, something hung or is left over, or an error came
// that none of that explains.
//
//   node test/soak/pool.mjs [seconds=60] [seed]     (after npm run build)
//
// MYSQLDB_TEST_URL names a server that runs already, which is not restarted.

import { setTimeout as delay } from 'node:timers/promises';
import { connect, createPool, MySQLError } from '../../dist/index.mjs';
import { startServer } from '../../dist/testing/index.mjs';

const CLIENTS = 200;
const CONNECTIONS = 20;
/** How long after the server is back every client must have had an answer. */
const RECOVERY = 5_000;
/** What is longer than that counts as hung. */
const LONGEST = 30_000;
const SCHEMA = 'mysqldb_pool_soak';

/** Mulberry32: the same seed makes the same decisions. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Date.now() % 1e6);
const random = randomFrom(seed);
console.log(`seed ${seed}`);

const ownServer = process.env.MYSQLDB_TEST_URL === undefined;
let server = ownServer ? await startServer() : undefined;
const url = new URL(server?.url ?? process.env.MYSQLDB_TEST_URL);
const account = {
  ...{ host: url.hostname, port: Number(url.port) },
  ...{ user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
};

const complaints = [];
const complain = (text) => complaints.push(text);
process.on('unhandledRejection', (error) => complain(`unhandled: ${error?.stack}`));

const counts = { done: 0, failed: 0, kills: 0, duringRestart: 0 };
/** Increments of each client that the server has confirmed, and those that it may have done. */
let sure = new Map();
let unsure = new Map();
let epoch = 0;
let isDown = false;
let waitedFor = new Set();

async function setUp() {
  const admin = await connect({ ...account, autocommit: true });
  for (const sql of [
    `DROP DATABASE IF EXISTS ${SCHEMA}`,
    `CREATE DATABASE ${SCHEMA}`,
    `CREATE TABLE ${SCHEMA}.counter (id INT PRIMARY KEY, n INT NOT NULL)`,
    `CREATE TABLE ${SCHEMA}.epoch AS SELECT ${epoch} AS epoch`,
    `INSERT INTO ${SCHEMA}.counter VALUES ${Array.from({ length: CLIENTS }, (_, i) => `(${i}, 0)`)}`,
  ]) {
    await admin.execute(sql);
  }
  sure = new Map();
  unsure = new Map();
  return admin;
}

const add = (map, id) => map.set(id, (map.get(id) ?? 0) + 1);

/** What a client does: rows that only it can have asked for. */
const uses = [
  async (pool, id) => {
    const token = `${id}-${Math.floor(random() * 1e9)}`;
    const rows = await pool.fetchall('SELECT ?, id FROM counter WHERE id IN (?)', [token, [id, 0]]);
    for (const [text] of rows) if (text !== token) complain(`${text} came for ${token}`);
    if (rows.length !== (id === 0 ? 1 : 2)) complain(`${rows.length} rows for ${id}`);
  },
  async (pool, id) => {
    await withConnection(pool, async (conn) => {
      await conn.execute('SET @token = ?', [id]);
      const [token] = await conn.fetchone('SELECT @token, SLEEP(?)', [random() * 0.01]);
      if (token !== id) complain(`@token is ${token}, not ${id}`);
    });
  },
  async (pool) => {
    const [token] = await pool.fetchone('SELECT @token');
    if (token !== null) complain(`@token of ${token} was left`);
  },
  async (pool, id) => {
    try {
      const at = await pool.transaction(async (tx) => {
        const [of] = await tx.fetchone('SELECT epoch FROM epoch');
        await tx.execute('UPDATE counter SET n = n + 1 WHERE id = ?', [id]);
        return of;
      });
      if (at === epoch) add(sure, id);
    } catch (error) {
      if (error.code === 'ERR_MYSQLDB_COMMIT_UNKNOWN') add(unsure, id);
      throw error;
    }
  },
];

/** `await using`, which this Node may not know. */
async function withConnection(pool, work) {
  const conn = await pool.connection();
  try {
    await work(conn);
  } finally {
    conn.release();
  }
}

/** Whether a kill or the restart explains it. */
function isExplained(error) {
  if (!(error instanceof MySQLError)) return false;
  if (error.fatal || error.errno === 1317) return true; // MySQL tells a killed statement so
  return isDown && [1146, 1049].includes(error.errno);
}

async function client(pool, id, end) {
  while (Date.now() < end) {
    const use = uses[Math.floor(random() * uses.length)];
    const begin = Date.now();
    try {
      await use(pool, id);
      counts.done++;
      if (!isDown) waitedFor.delete(id);
    } catch (error) {
      if (isDown) counts.duringRestart++;
      else counts.failed++;
      if (!isExplained(error) && !(isDown && error.code === 'ERR_MYSQLDB_POOL_TIMEOUT')) {
        complain(`unexplained: ${error?.stack}`);
      }
    }
    if (Date.now() - begin > LONGEST) complain(`client ${id} waited ${Date.now() - begin} ms`);
    await delay(random() * 5);
  }
}

/** Kills connections of the pool at random. */
async function killer(until) {
  const admin = await connect({ ...account, autocommit: true });
  while (Date.now() < until) {
    await delay(5 + random() * 40);
    const ids = [...threads];
    if (ids.length === 0) continue;
    const threadId = ids[Math.floor(random() * ids.length)];
    try {
      await admin.kill(threadId);
      counts.kills++;
    } catch (error) {
      if (error.errno !== 1094) complain(`kill: ${error.stack}`); // it had gone by itself
    }
  }
  await admin.close();
}

async function restart() {
  isDown = true;
  process.kill(server.pid, 'SIGKILL');
  await server.stop();
  await delay(500);
  server = await startServer({ options: [`--port=${account.port}`] });
  epoch++;
  await (await setUp()).close();
  const begin = Date.now();
  waitedFor = new Set(Array.from({ length: CLIENTS }, (_, i) => i));
  // What was started before fails meanwhile.
  await delay(100);
  isDown = false;
  while (waitedFor.size > 0 && Date.now() - begin < RECOVERY) await delay(10);
  if (waitedFor.size > 0) complain(`${waitedFor.size} clients had no answer ${RECOVERY} ms after`);
  else console.log(`all clients served ${Date.now() - begin} ms after the server was back`);
}

const threads = new Set();
await (await setUp()).close();
const pool = createPool({ ...account, database: SCHEMA, max: CONNECTIONS, leakTimeout: LONGEST });
pool.on('connect', ({ threadId }) => threads.add(threadId));
pool.on('remove', ({ threadId }) => threads.delete(threadId));
pool.on('leak', ({ stack }) => complain(`leak: ${stack}`));

const end = Date.now() + seconds * 1000;
const clients = Promise.all(Array.from({ length: CLIENTS }, (_, id) => client(pool, id, end)));
if (ownServer) {
  await killer(Date.now() + seconds * 500);
  await restart();
}
await killer(end);
await clients;

const { used, pending, total } = pool.stats;
if (used !== 0 || pending !== 0) complain(`${used} used, ${pending} pending at the end`);
if (total > CONNECTIONS) complain(`${total} connections`);
console.log(JSON.stringify({ ...counts, ...pool.stats }));
// A kill hits what is in flight on one connection, not more.
if (counts.failed > counts.kills) complain(`${counts.failed} failures of ${counts.kills} kills`);
await pool.close();
if (pool.stats.total !== 0 || threads.size !== 0) complain('connections are left');

const admin = await connect({ ...account, autocommit: true });
for (const [id, n] of await admin.fetchall(`SELECT id, n FROM ${SCHEMA}.counter`)) {
  const least = sure.get(id) ?? 0;
  const most = least + (unsure.get(id) ?? 0);
  if (n < least || n > most) complain(`counter ${id} is ${n}, not ${least} to ${most}`);
}
const left = await admin.fetchone(
  'SELECT COUNT(*) FROM information_schema.processlist WHERE db = ?',
  [SCHEMA],
);
if (Number(left[0]) > 0) complain(`the server has ${left[0]} connections left`);
await admin.execute(`DROP DATABASE ${SCHEMA}`);
await admin.close();
await server?.stop();

for (const text of complaints.slice(0, 10)) console.error(text);
console.log(complaints.length === 0 ? 'no complaints' : `${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
