import {
  type ConnectOptions,
  connectSync,
  Cursor,
  type CursorKind,
  DictCursor,
  PreciseDate,
  ServerCursor,
  ServerDictCursor,
  SSCursor,
  SSDictCursor,
} from '../../../lib';
import { type Api, PROTOCOLS, serverUrl } from '../../support/apis';

type Connection = Awaited<ReturnType<Api['connect']>>;

/** The version text of the test server, to choose the tests for what only one of the servers has. */
export const SERVER_VERSION = serverVersion();
export const IS_MARIADB = /mariadb/i.test(SERVER_VERSION);

function serverVersion(): string {
  const conn = connectSync(serverUrl());
  conn.close();
  return conn.serverVersion;
}

const KINDS: readonly CursorKind<unknown>[] = [Cursor, DictCursor, SSCursor, SSDictCursor];
/** Their statements are always prepared. */
const SERVER_KINDS: readonly CursorKind<unknown>[] = [ServerCursor, ServerDictCursor];

/** Every way to read rows. */
export const WAYS = PROTOCOLS.flatMap((api) => {
  const kinds = api.name.endsWith('prepared') ? [...KINDS, ...SERVER_KINDS] : KINDS;
  return kinds.map((kind) => ({ api, kind }));
});

/** A connection for one action; closed also when that fails, so that it holds no locks. */
export async function withConnection<T>(
  api: Api,
  options: ConnectOptions,
  action: (conn: Connection) => Promise<T>,
): Promise<T> {
  const conn = await api.connect(options);
  try {
    return await action(conn);
  } finally {
    await conn.close();
  }
}

/** Relaxed, so that zero and partial dates may be stored. */
const RELAXED = "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'";

/** What a test must see to call two values equal: jest compares Dates by their milliseconds only. */
export function exactly(value: unknown): unknown {
  if (value instanceof PreciseDate) return `PreciseDate ${value.toISOString()}`;
  if (value instanceof Date) return `Date ${value.toISOString()}`;
  if (Buffer.isBuffer(value)) return `Buffer ${value.toString('hex')}`;
  if (Object.is(value, -0)) return '-0';
  return value;
}

/**
 * Stores SQL literals in a column of a type, and returns what is read from it, all ways of reading
 * agreeing.
 * @param apis those of one protocol, where the two differ
 */
export function readBack(
  columnType: string,
  literals: readonly string[],
  options: ConnectOptions = {},
  apis: readonly Api[] = PROTOCOLS,
): Promise<unknown[]> {
  return allApis(apis, options, async (api, conn) => {
    await conn.execute(
      `CREATE TEMPORARY TABLE kept (id INT AUTO_INCREMENT PRIMARY KEY, v ${columnType})`,
    );
    for (const literal of literals) await conn.execute(`INSERT INTO kept (v) VALUES (${literal})`);
    return readAllWays(api, conn, 'SELECT v FROM kept ORDER BY id');
  });
}

/** What is read from the first column of a query, all ways of reading agreeing. */
export function select(sql: string, options: ConnectOptions = {}): Promise<unknown[]> {
  return allApis(PROTOCOLS, options, (api, conn) => readAllWays(api, conn, sql));
}

async function allApis(
  apis: readonly Api[],
  options: ConnectOptions,
  read: (api: Api, conn: Connection) => Promise<unknown[][]>,
): Promise<unknown[]> {
  const results: unknown[][] = [];
  for (const api of apis) {
    const some = await withConnection(api, options, async (conn) => {
      await conn.execute(RELAXED);
      return read(api, conn);
    });
    results.push(...some);
  }
  for (const result of results) expect(result.map(exactly)).toEqual(results[0]!.map(exactly));
  return results[0]!;
}

async function readAllWays(api: Api, conn: Connection, sql: string): Promise<unknown[][]> {
  const results: unknown[][] = [];
  for (const { kind } of WAYS.filter((way) => way.api === api)) {
    const cursor = conn.cursor(kind);
    await cursor.execute(sql);
    const rows = await cursor.fetchall();
    results.push(rows.map((row) => Object.values(row as object)[0] as unknown));
    await cursor.close();
  }
  return results;
}
