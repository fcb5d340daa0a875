/**
 * @file What a program of an ORM begins with: its driver and server, and how it tells what it saw. The
 * same program runs on mysql2 and on this driver, and the test compares what they print.
 */
import { once } from 'node:events';
import { connect } from 'mysqldb';

/** 'mysql2' or 'mysqldb'. */
export const driver = process.env.DRIVER;

const url = new URL(process.env.MYSQLDB_URL);

/** The server, in names that both drivers have. */
export const server = {
  host: url.hostname,
  port: Number(url.port),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  database: url.pathname.slice(1),
};

/** Runs the parts of a program in turn and prints what each of them saw, or how it failed. */
export async function runParts(parts) {
  const seen = {};
  for (const [name, part] of Object.entries(parts)) {
    seen[name] = await part().catch((error) => ({ failed: error.stack }));
  }
  process.stdout.write(JSON.stringify(told(seen)));
}

/** A value with its type, so that JSON does not hide what a driver made of it. */
function told(value) {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date)
    return `Date ${Number.isNaN(+value) ? 'invalid' : value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(part)]));
}

/** What is told of the error of something that must fail; Drizzle and Objection wrap the driver's. */
export async function failure(action) {
  try {
    await action();
  } catch (error) {
    const own = error.nativeError ?? error.cause ?? error;
    return { code: own.code, errno: own.errno, sqlState: own.sqlState };
  }
  throw new Error('it did not fail');
}

/** The rows of a stream; it is left when there are as many as that. */
export async function take(rows, limit = Infinity) {
  const taken = [];
  for await (const row of rows) {
    taken.push(row);
    if (taken.length === limit) break;
  }
  return taken;
}

/** Whether an error tells that the connection was lost: when that is noticed, the driver closes it. */
export const tellsOfLoss = (error) =>
  ['CR_SERVER_LOST', 'ERR_MYSQLDB_CLOSED', 'PROTOCOL_CONNECTION_LOST'].includes(
    (error.nativeError ?? error.cause ?? error).code,
  );

/** Two transactions that want each other's row. `lock(i, id)` locks a row for the i-th of them. */
export async function deadlock(transaction, lock) {
  const met = [gate(), gate()];
  const ends = await Promise.allSettled(
    [0, 1].map((i) =>
      transaction(async (tx) => {
        await lock(tx, i + 1);
        met[i].open();
        await met[1 - i].opened;
        await lock(tx, 2 - i);
      }),
    ),
  );
  const failed = ends.filter(({ status }) => status === 'rejected');
  if (failed.length !== 1) throw new Error(`${failed.length} of 2 failed`);
  return failure(() => Promise.reject(failed[0].reason));
}

function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}

/** Has the server end a session. */
export async function kill(threadId) {
  const admin = await connect(server);
  await admin.kill(threadId);
  await admin.close();
}

/**
 * How the pool of a driver tells that it has lost a connection: `lost()` resolves at the next loss.
 * A pool of mysql2's tells by its connections, so it has to be watched from the beginning.
 */
export function watched(pool) {
  const connections = [];
  pool.on('connection', (connection) => connections.push(connection));
  return {
    pool,
    lost: () =>
      driver === 'mysqldb'
        ? new Promise((resolve) => pool.on('remove', resolve))
        : Promise.race(connections.map((connection) => once(connection, 'end'))),
  };
}

/** One value for each type of column, in the shape that an application has them in. */
export const VALUES = {
  c_tiny: -128,
  c_bool: 1,
  c_small: -32768,
  c_medium: 8388607,
  c_int: -2147483648,
  c_uint: 4294967295,
  c_big: 9007199254740993n,
  c_ubig: 18446744073709551615n,
  c_decimal: '12345678901234.567890',
  c_float: 1.5,
  c_double: 0.1,
  c_bit: 5,
  c_date: '2024-02-29',
  c_datetime: new Date('2024-02-29T23:59:58.123Z'),
  c_timestamp: new Date('2024-07-01T12:00:00Z'),
  c_time: '-12:34:56',
  c_year: 2024,
  c_char: 'ä',
  c_varchar: "a'b\\c?:x \u{1f600}",
  c_text: 'x'.repeat(70_000),
  c_binary: Buffer.from([0, 1, 254, 255]),
  c_varbinary: Buffer.from('00ff27', 'hex'),
  c_blob: Buffer.alloc(70_000, 0xff),
  c_enum: 'b',
  c_set: 'a,c',
  c_json: JSON.stringify({ a: [1, 'two', null], b: { c: true } }),
};

/** Their columns. */
export const COLUMNS = `
  c_tiny TINYINT, c_bool BOOLEAN, c_small SMALLINT, c_medium MEDIUMINT, c_int INT, c_uint INT UNSIGNED,
  c_big BIGINT, c_ubig BIGINT UNSIGNED, c_decimal DECIMAL(20,6), c_float FLOAT, c_double DOUBLE,
  c_bit BIT(8), c_date DATE, c_datetime DATETIME(3), c_timestamp TIMESTAMP NULL, c_time TIME, c_year YEAR,
  c_char CHAR(3), c_varchar VARCHAR(50), c_text MEDIUMTEXT, c_binary BINARY(4), c_varbinary VARBINARY(8),
  c_blob MEDIUMBLOB, c_enum ENUM('a','b'), c_set SET('a','b','c'), c_json JSON`;

/** Long values by their length and end. */
export const shortened = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      value?.length > 1000 ? [name, [value.length, value.at(-1)]] : [name, value],
    ),
  );
