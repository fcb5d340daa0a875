// The server under the bench: a private one that lives as long as the run, or an existing one.
import mysql2 from 'mysql2/promise';

import { targetFromUrl } from './target.mjs';

const DATABASE = 'mysqldb_bench';

// 64 connections of each driver are open at once.
const PRIVATE_OPTIONS = ['--max-connections=1000'];

/**
 * @typedef {object} BenchServer
 * @property {import('./target.mjs').Target} target
 * @property {string} version
 * @property {number} [pid] of a private server
 * @property {(sql: string) => Promise<any>} execute for setting up, on a connection of its own
 * @property {() => Promise<void>} stop
 */

/** @typedef {Omit<import('./target.mjs').Target, 'database'>} Account */

/** @returns {Promise<BenchServer>} */
export function openServer() {
  const url = process.env.MYSQLDB_BENCH_URL;
  return url ? useExistingServer(targetFromUrl(url)) : startPrivateServer();
}

/** @returns {Promise<BenchServer>} */
async function startPrivateServer() {
  const { startServer } = await import('../dist/testing/index.mjs');
  const server = await startServer({ options: PRIVATE_OPTIONS });
  try {
    const { unixSocket, host, port, user, password, pid } = server;
    const { connection, ...rest } = await prepare({ unixSocket, host, port, user, password });
    const stop = async () => {
      connection.destroy();
      await server.stop();
    };
    return { ...rest, pid, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * @param {Account} account
 * @returns {Promise<BenchServer>}
 */
async function useExistingServer(account) {
  const { connection, ...rest } = await prepare(account);
  const stop = async () => {
    await rest.execute(`DROP DATABASE ${DATABASE}`);
    await connection.end();
  };
  return { ...rest, stop };
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
