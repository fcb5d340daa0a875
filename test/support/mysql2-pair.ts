/** The same program on mysql2 and on the facade: what mysql2 does is what is expected. */
import * as mysql2 from 'mysql2';
import * as facade from '../../lib/mysql2';
import { serverUrl, TEST_DATABASE } from './apis';
import { KNOWS_JSON } from './flavor';

/** The module as programs see it; the facade is asked for nothing that it has not. */
export type Mysql2 = typeof mysql2;
export const MYSQL2: Mysql2 = mysql2;
export const FACADE = facade as unknown as Mysql2;
export const BOTH = [
  { name: 'mysql2', mysql: MYSQL2 },
  { name: 'mysqldb/mysql2', mysql: FACADE },
] as const;

/** Options of the test server for mysql2. */
export function pairOptions(): mysql2.ConnectionOptions {
  const url = serverUrl();
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: TEST_DATABASE,
  };
}

/** Runs a program on both, one after the other, and expects the same of the facade as of mysql2. */
export async function expectSame(program: (mysql: Mysql2) => Promise<unknown>): Promise<void> {
  const expected = await program(MYSQL2);
  const got = await program(FACADE);
  expect(got).toEqual(expected);
}

/**
 * What mysql2 is given besides, to leave JSON as text where the facade does: with libmysqlclient, which does
 * not know MariaDB's JSON.
 */
const sameJson = (mysql: Mysql2): mysql2.ConnectionOptions =>
  KNOWS_JSON || mysql === FACADE ? {} : { jsonStrings: true };

/** A program on a connection with promises, which is closed after it. */
export function onConnection<T>(
  use: (conn: ReturnType<mysql2.Connection['promise']>, core: mysql2.Connection) => Promise<T>,
  options: mysql2.ConnectionOptions = {},
): (mysql: Mysql2) => Promise<T> {
  return async (mysql) => {
    const core = mysql.createConnection({ ...pairOptions(), ...sameJson(mysql), ...options });
    const conn = core.promise();
    try {
      return await use(conn, core);
    } finally {
      await conn.end();
    }
  };
}

type Answer = [rows: mysql2.QueryResult, fields: mysql2.FieldPacket[]];

/** Runs a statement by either protocol. */
export function run(
  conn: ReturnType<mysql2.Connection['promise']>,
  method: 'query' | 'execute',
  sql: string | mysql2.QueryOptions,
): Promise<Answer> {
  const options = typeof sql === 'string' ? { sql } : sql;
  return method === 'query' ? conn.query(options) : conn.execute(options);
}

/** What MariaDB says of a type besides. */
export function extendedType(field: mysql2.FieldPacket): object {
  const { extendedTypeName, extendedFormat } = field as unknown as Record<string, unknown>;
  return { extendedTypeName, extendedFormat };
}

/**
 * What a field says, without the bytes that mysql2 keeps of it, and without what libmysqlclient does not read
 * of MariaDB's fields.
 */
export function plainField(field: mysql2.FieldPacket): object {
  const { name, orgName, table, orgTable, schema, db, catalog, type, columnType } = field;
  const { flags, decimals, columnLength, characterSet, encoding } = field;
  return {
    ...{ name, orgName, table, orgTable, schema, db, catalog, type, columnType },
    ...{ flags, decimals, columnLength, characterSet, encoding },
    ...(KNOWS_JSON && extendedType(field)),
  };
}

/** What an error says beside its stack. */
export function plainError(error: unknown): object {
  const { message, name } = error as Error;
  return { name, message, ...(error as object) };
}

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<object> {
  return promise.then(
    (value) => ({ resolved: value }),
    (error: unknown) => plainError(error),
  );
}
