/**
 * @file What a program of an ORM begins with: the driver and the server that it runs on, and how it
 * tells what it saw. The same program runs on mysql2 and on this driver, and a test compares.
 */
import { createRequire } from 'node:module';

const DRIVERS = { mysql2: 'mysql2', mysqldb: 'mysqldb/mysql2' };

export const isMysql2 = process.env.DRIVER === 'mysql2';

/** The module that the ORM gets: mysql2, or the facade. */
export const mysql = createRequire(import.meta.url)(DRIVERS[process.env.DRIVER]);

const url = new URL(process.env.MYSQLDB_URL);

/** The server, by mysql2's names of options. */
export const server = {
  host: url.hostname,
  port: Number(url.port),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  database: url.pathname.slice(1),
};

export const isMariaDB = process.env.FLAVOR === 'mariadb';

/** Runs the parts of a program in turn and prints what each of them saw, or how it failed. */
export async function runParts(parts) {
  const seen = {};
  for (const [name, part] of Object.entries(parts)) {
    seen[name] = await part().catch((error) => ({
      failed: `${error.stack} ${error.parent?.message ?? ''}`,
    }));
  }
  process.stdout.write(JSON.stringify(tell(seen)));
}

/** A value with its type, so that JSON does not hide what a driver made of it. */
function tell(value) {
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (value instanceof Date) {
    return { date: Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString() };
  }
  if (value instanceof Uint8Array) {
    return { [value.constructor.name]: Buffer.from(value).toString('hex') };
  }
  if (value === undefined) return { undefined: true };
  if (Array.isArray(value)) return value.map(tell);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, tell(part)]));
}

/** Does what must fail, and gives the error. */
export async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/**
 * The server ends the session of a connection; resolves when the connection has said so. mysql2 says
 * it before it marks the connection as lost, so that the next query of an ORM may still take it.
 */
export async function kill(connection) {
  const noticed = new Promise((resolve) => connection.once('end', resolve));
  const killer = mysql.createConnection(server).promise();
  await killer.query(`KILL ${connection.threadId}`);
  await noticed;
  await killer.end();
}

/** Two transactions that want each other's row; gives the error of the one that the server ended. */
export async function deadlock(first, second) {
  await first.lock(1);
  await second.lock(2);
  const ends = await Promise.allSettled([
    first.lock(2).finally(() => first.end()),
    second.lock(1).finally(() => second.end()),
  ]);
  const failed = ends.filter(({ status }) => status === 'rejected');
  if (failed.length !== 1) throw new Error(`${failed.length} of 2 failed`);
  return failed[0].reason;
}
