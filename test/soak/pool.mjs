// 200 clients share a pool of 20 connections, which are killed at random, as statements are cancelled at
// random; a private server is restarted once in the middle. Ends with 1 when a row was wrong, something hung
// or is left over, a transaction was half done, or an error came that none of that explains.
//
//   node test/soak/pool.mjs [seconds=60] [seed]     (after npm run build)
//
// MYSQLDB_TEST_URL names a server that runs already, which is not restarted.

import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, createPool } from '../../dist/index.mjs';
import { startServer } from '../../dist/testing/index.mjs';
import { NUMBERS } from './cancelled-uses.mjs';
import { Client, LONGEST } from './client.mjs';
import { Counters, Journal } from './journal.mjs';
import { listenersOfAll } from './limit.mjs';
import { randomFrom } from './random.mjs';

const CLIENTS = 200;
const CONNECTIONS = 20;
/** How much longer than at other times it takes until every client had an answer when the server is back. */
const RECOVERY = 5_000;
const SCHEMA = 'mysqldb_pool_soak';
/** Kills take the time of so many logins each, and the ages of connections likewise. */
const SHARE = 4;
/** Where the kernel lists the files of this process. */
const FILES = '/proc/self/fd';

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Date.now() % 1e6);
console.log(`seed ${seed}`);

const ownServer = process.env.MYSQLDB_TEST_URL === undefined;
let server = ownServer ? await startServer() : undefined;
const url = new URL(server?.url ?? process.env.MYSQLDB_TEST_URL);
const account = {
  ...{ host: url.hostname, port: Number(url.port) },
  ...{ user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
};

/** What the clients share. */
const soak = {
  random: randomFrom(seed),
  complaints: [],
  complain: (text) => soak.complaints.push(text),
  counts: { done: 0, failed: 0, kills: 0, cut: 0, duringRestart: 0 },
  /** How many were cancelled, of each kind. */
  cancels: {},
  /** Threads that the test has killed, and when it last did. */
  killed: new Set(),
  lastKill: -Infinity,
  isDown: false,
  isOver: false,
  /** Which life of the server it is. */
  epoch: 0,
  /** Clients that had no answer since somebody began to wait for that. */
  waitedFor: new Set(),
};
process.on('unhandledRejection', (error) => soak.complain(`unhandled: ${error?.stack}`));

async function setUp() {
  const admin = await connect({ ...account, autocommit: true });
  soak.counters = new Counters();
  soak.journal = new Journal();
  const numbers = (from, count) => Array.from({ length: count }, (_, i) => `(${from + i})`);
  for (const sql of [
    `DROP DATABASE IF EXISTS ${SCHEMA}`,
    `CREATE DATABASE ${SCHEMA}`,
    `USE ${SCHEMA}`,
    `CREATE TABLE counter (id INT PRIMARY KEY, n INT NOT NULL DEFAULT 0)`,
    `INSERT INTO counter (id) VALUES ${numbers(0, CLIENTS)}`,
    `CREATE TABLE numbers (n INT PRIMARY KEY)`,
    `INSERT INTO numbers VALUES ${numbers(1, NUMBERS)}`,
    `CREATE TABLE journal (id BIGINT AUTO_INCREMENT PRIMARY KEY, token VARCHAR(20), part VARCHAR(6))`,
    `CREATE TABLE epoch AS SELECT ${soak.epoch} AS epoch`,
  ]) {
    await admin.execute(sql);
  }
  await admin.close();
}

/** How long a login takes while as many as the pool's are made at once, in milliseconds. */
async function timeOfLogin() {
  const begin = performance.now();
  const all = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(account)));
  const took = performance.now() - begin;
  await Promise.all(all.map((connection) => connection.close()));
  return took / CONNECTIONS;
}

/**
 * Kills connections of the pool at random, for so many seconds: not faster than the server logs in, and only
 * while half of them are there, since nobody is served when all that the server does is to log in.
 */
async function killFor(duration, threads) {
  const end = Date.now() + duration * 1000;
  const admin = await connect({ ...account, autocommit: true });
  while (Date.now() < end) {
    await delay(Math.max(5, SHARE * login) + soak.random() * 40);
    const ids = [...threads];
    if (ids.length < CONNECTIONS / 2) continue;
    const threadId = ids[Math.floor(soak.random() * ids.length)];
    soak.killed.add(threadId);
    try {
      await admin.kill(threadId);
      soak.lastKill = performance.now();
      soak.counts.kills++;
    } catch (error) {
      if (error.errno !== 1094) soak.complain(`kill: ${error.stack}`); // it had gone by itself
    }
  }
  await admin.close();
}

async function restart() {
  const usual = await untilAllServed(LONGEST);
  soak.isDown = true;
  process.kill(server.pid, 'SIGKILL');
  await server.stop();
  await delay(500);
  server = await startServer({ options: [`--port=${account.port}`] });
  soak.epoch++;
  soak.killed.clear(); // the new server counts anew
  await setUp();
  const served = untilAllServed(RECOVERY + usual);
  // What was started before fails meanwhile.
  await delay(100);
  soak.isDown = false;
  console.log(`all clients served after ${await served} ms, without a restart after ${usual} ms`);
}

/** How long it takes until each client had an answer, in milliseconds. */
async function untilAllServed(longest) {
  const begin = performance.now();
  const waitedFor = new Set(Array.from({ length: CLIENTS }, (_, id) => id));
  soak.waitedFor = waitedFor;
  while (waitedFor.size > 0 && performance.now() - begin < longest) await delay(10);
  if (waitedFor.size > 0) soak.complain(`${waitedFor.size} clients had no answer in ${longest} ms`);
  return Math.round(performance.now() - begin);
}

function makePool(threads) {
  const pool = createPool({
    ...{ ...account, database: SCHEMA, max: CONNECTIONS },
    // So that connections are opened and closed all the time, by age too.
    ...{
      leakTimeout: LONGEST,
      maxLifetime: Math.ceil(Math.max(3_000, SHARE * CONNECTIONS * login)),
    },
  });
  pool.on('connect', ({ threadId }) => threads.add(threadId));
  pool.on('remove', ({ threadId }) => threads.delete(threadId));
  pool.on('leak', ({ stack }) => soak.complain(`leak: ${stack}`));
  return pool;
}

async function runClients(pool, threads) {
  const clients = Array.from({ length: CLIENTS }, (_, id) => new Client(soak, id).run(pool));
  await killFor(seconds / 2, threads);
  if (ownServer) await restart();
  await killFor(seconds / 2, threads);
  soak.isOver = true;
  await Promise.all(clients);
}

function checkStats(pool) {
  const { counts, cancels, complain } = soak;
  const { used, pending, total } = pool.stats;
  if (used !== 0 || pending !== 0) complain(`${used} used, ${pending} pending at the end`);
  if (total > CONNECTIONS) complain(`${total} connections`);
  console.log(JSON.stringify({ ...counts, ...pool.stats }));
  console.log(`cancelled: ${JSON.stringify(cancels)}`);
  // A kill hits what is in flight on one connection, not more.
  const { failed, cut, kills } = counts;
  if (failed + cut > kills) complain(`${failed} failures and ${cut} cuts of ${kills} kills`);
}

async function checkServer() {
  const admin = await connect({ ...account, database: SCHEMA, autocommit: true });
  for await (const text of soak.counters.differences(admin, 'counter')) soak.complain(text);
  for await (const text of soak.journal.differences(admin, 'journal')) soak.complain(text);
  const left = 'SELECT COUNT(*) FROM information_schema.processlist WHERE db = ? AND id <> ?';
  const [count] = await admin.fetchone(left, [SCHEMA, admin.threadId]);
  if (Number(count) > 0) soak.complain(`the server has ${count} connections left`);
  await admin.execute(`DROP DATABASE ${SCHEMA}`);
  await admin.close();
}

/** What kinds of files the process has open, and how many of each. */
function countFiles() {
  const counts = new Map();
  for (const name of existsSync(FILES) ? readdirSync(FILES) : []) {
    try {
      const kind = readlinkSync(`${FILES}/${name}`).replace(/\d+/g, '');
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    } catch {
      // That of this very listing.
    }
  }
  return counts;
}

await setUp();
const login = await timeOfLogin();
console.log(`a login takes ${login.toFixed(1)} ms`);
const files = countFiles();
const threads = new Set();
const pool = makePool(threads);
await runClients(pool, threads);
checkStats(pool);
await pool.close();
if (pool.stats.total !== 0 || threads.size !== 0) soak.complain('connections are left');
if (listenersOfAll() > 0) soak.complain(`${listenersOfAll()} listeners of a signal are left`);
for (const [kind, count] of countFiles()) {
  const more = count - (files.get(kind) ?? 0);
  if (more > 0) soak.complain(`${more} files are left: ${kind}`);
}
await checkServer();
await server?.stop();

const { complaints } = soak;
for (const text of complaints.slice(0, 10)) console.error(text);
console.log(complaints.length === 0 ? 'no complaints' : `${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
