// The server under the bench: a private one that lives as long as the run, or an existing one.
import mysql2 from 'mysql2/promise';

import { targetFromUrl } from './target.mjs';

const DATABASE = 'mysqldb_bench';

// 16 connections times all drivers are open at once, and 64 are to come.
const PRIVATE_OPTIONS = ['--max-connections=1000'];

/**
 * @typedef {object} BenchServer
 * @property {import('./target.mjs').Target} target
 * @property {string} version
 * @property {(sql: string) => Promise<any>} execute for setting up, on a connection of its own
 * @property {() => Promise<void>} stop
 */

/** @typedef {Omit<import('./target.mjs').Target, 'database'>} Account */

/** @returns {Promise<BenchServer>} */
export async function openServer() {
  const url = process.env.MYSQLDB_BENCH_URL;
  if (url) return useExistingServer(targetFromUrl(url));
  const { account, stop } = await startPrivateServer();
  try {
    const { connection, ...server } = await prepare(account);
    return {
      ...server,
      stop: () =>
        connection
          .end()
          .catch(() => {})
          .then(stop),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {Account} account
 * @returns {Promise<BenchServer>}
 */
async function useExistingServer(account) {
  const { connection, ...server } = await prepare(account);
  const stop = async () => {
    await server.execute(`DROP DATABASE ${DATABASE}`);
    await connection.end();
  };
  return { ...server, stop };
}

async function startPrivateServer() {
  const { startServer } = await import('../dist/testing/index.mjs');
  const server = await startServer({ options: PRIVATE_OPTIONS });
  const { unixSocket, host, port, user, password } = server;
  const account = { unixSocket, host, port, user, password };
  return { account, stop: () => server.stop() };
}

/** @param {Account} account */
async function prepare({ unixSocket, host, port, ...login }) {
  const place = unixSocket ? { socketPath: unixSocket } : { host, port };
  const connection = await mysql2.createConnection({ ...place, ...login });
  /** @param {string} sql @returns {Promise<any>} */
  const execute = async (sql) => (await connection.query(sql))[0];
  await execute(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await execute(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`);
  await execute(`USE ${DATABASE}`);
  const [{ version }] = await execute('SELECT VERSION() AS version');
  const target = { unixSocket, host, port, ...login, database: DATABASE };
  return { target, version, execute, connection };
}
