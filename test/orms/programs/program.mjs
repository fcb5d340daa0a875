/**
 * @file What a program of an ORM begins with: its driver and its server, and how it tells what it saw. The
 * same program runs on the driver that the ORM is used with otherwise and on this one, and a test compares.
 */

/** 'mysqldb' or 'mysqldb/mysql2', or the driver that it is compared with: 'mysql2' or 'mariadb'. */
export const driver = process.env.DRIVER;

const url = new URL(process.env.MYSQLDB_URL);

/** The server, in names that all drivers have. */
export const server = {
  host: url.hostname,
  port: Number(url.port),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  database: url.pathname.slice(1),
};

/**
 * What the driver that is compared with is given besides, to leave JSON as text where this one does: with
 * libmysqlclient, which does not know MariaDB's JSON.
 */
export const sameJson =
  process.env.KNOWS_JSON === 'false' && !driver.startsWith('mysqldb')
    ? { jsonStrings: true }
    : undefined;

export const isMariaDB = process.env.FLAVOR === 'mariadb';

/** Runs the parts of a program in turn and prints what each of them saw, or how it failed. */
export async function runParts(parts) {
  const seen = {};
  for (const [name, part] of Object.entries(parts)) {
    seen[name] = await part().catch((error) => ({
      failed: `${error.stack} ${error.parent?.message ?? ''}`,
    }));
  }
  process.stdout.write(JSON.stringify(told(seen)));
}

/** A value with its type, so that JSON does not hide what a driver made of it. */
function told(value) {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(told);
  if (value instanceof Date) {
    return `Date ${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()}`;
  }
  if (value instanceof Uint8Array) {
    return `${value.constructor.name} ${Buffer.from(value).toString('hex')}`;
  }
  if (typeof value.toFixed === 'function') return `decimal ${value.toFixed()}`;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(part)]));
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

/** What an action that may fail gives, or what is to be known of its error. */
export async function outcome(action, pick = ({ name, code, errno }) => ({ name, code, errno })) {
  try {
    return { succeeded: await action() };
  } catch (error) {
    return pick(error);
  }
}

/** The driver's error, which Drizzle and Objection wrap. */
const innermost = (error) => error.nativeError ?? error.cause ?? error;

/** What the server said of what must fail. */
export async function codesOf(action) {
  const { code, errno, sqlState } = innermost(await failure(action));
  return { code, errno, sqlState };
}

/** Whether an error tells that the connection was lost: when that is noticed, the driver closes it. */
export const tellsOfLoss = (error) =>
  [
    ...['CR_SERVER_LOST', 'CR_SERVER_GONE_ERROR', 'ERR_MYSQLDB_CLOSED'],
    'PROTOCOL_CONNECTION_LOST',
  ].includes(innermost(error).code);

/** The rows of a stream; it is left when there are as many as that. */
export async function take(rows, limit = Infinity) {
  const taken = [];
  for await (const row of rows) {
    taken.push(row);
    if (taken.length === limit) break;
  }
  return taken;
}
