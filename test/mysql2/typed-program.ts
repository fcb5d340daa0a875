/** A program as it is written for mysql2's types. types.test.ts compiles it again with ours. */
import * as mysql from 'mysql2';
import type {
  ConnectionState,
  ConnectTraceContext,
  ErrorPacketParams,
  ExecuteTraceContext,
  ExecuteValues,
  Field,
  OkPacketParams,
  PoolConnectTraceContext,
  Prepare,
  PrepareStatementInfo,
  QueryTraceContext,
  QueryValues,
  Raw,
  SqlValue,
  Timezone,
  TypeCast,
  TypeCastField,
  TypeCastGeometry,
  TypeCastNext,
  TypeCastType,
} from 'mysql2';
import * as promises from 'mysql2/promise';
import type {
  Connection,
  FieldPacket,
  OkPacket,
  Pool,
  PoolCluster,
  PoolClusterOptions,
  PoolConnection,
  PoolNamespace,
  PoolOptions,
  PreparedStatementInfo,
  ProcedureCallPacket,
  QueryError,
  QueryOptions,
  ResultSetHeader,
  RowDataPacket,
} from 'mysql2/promise';

interface User extends RowDataPacket {
  id: number;
  name: string;
}

const cast = (field: TypeCastField, next: TypeCastNext): unknown => {
  if (field.type === 'TIMESTAMP2' || field.type === 'TINY') return field.string() === '1';
  const place = field.type === 'GEOMETRY' ? field.geometry() : null;
  return Array.isArray(place) ? place.map(({ x }: TypeCastGeometry) => x) : next();
};
const typeCast: TypeCast = cast;
const timezone: Timezone = 'Z';
export const options: PoolOptions = {
  host: 'localhost',
  user: 'root',
  connectionLimit: 10,
  maxIdle: 5,
  enableKeepAlive: true,
  keepAliveInitialDelay: 10_000,
  debug: false,
  dateStrings: ['DATE'],
  ssl: { ca: ['…'], cert: ['…'], key: '…', crl: '…', minVersion: 'TLSv1.2' },
  queryFormat: (sql: string) => sql,
  timezone,
  typeCast,
};

/** A pool is taken for a connection, as mysql2's types let it be. */
export async function userOf(conn: Connection | Pool, id: number): Promise<User | undefined> {
  const [rows, fields] = await conn.execute<User[]>('SELECT * FROM users WHERE id = ?', [id]);
  const names: string[] = fields.map((field: FieldPacket) => field.name);
  return names.length > 0 ? rows[0] : undefined;
}

export async function promised(pool: Pool): Promise<number> {
  const conn: PoolConnection = await pool.getConnection();
  const plain: Connection = conn;
  try {
    await plain.beginTransaction();
    const query: QueryOptions = { sql: 'INSERT INTO users SET ?', values: { name: 'a' } };
    const [header] = await plain.query<ResultSetHeader>(query);
    const [ok] = await plain.query<OkPacket>('DELETE FROM users');
    const [call] = await plain.query<ProcedureCallPacket<User[]>>('CALL users()');
    const statement: PreparedStatementInfo = await plain.prepare('SELECT ?');
    await statement.execute([1]);
    await statement.close();
    plain.unprepare('SELECT ?');
    await plain.commit();
    await userOf(pool, 1);
    await userOf(conn, 2);
    return header.insertId + ok.affectedRows + call[0].length + call[1].changedRows;
  } catch (error) {
    const { code, errno, sqlState, fatal } = error as QueryError;
    await plain.rollback();
    throw new Error([code, errno, sqlState, fatal].join());
  } finally {
    conn.release();
  }
}

export async function opened(): Promise<ConnectionState> {
  const pool: Pool = promises.createPool(options);
  pool.on('connection', (conn) => conn.release());
  await using conn: Connection = await promises.createConnection(options);
  await promised(pool);
  await pool.end();
  const core: mysql.Pool = pool.pool;
  core.end();
  return conn.state;
}

export async function clustered(given: PoolClusterOptions): Promise<void> {
  const cluster: PoolCluster = promises.createPoolCluster(given);
  cluster.add('one', options);
  const nodes: PoolNamespace = cluster.of('*', 'RANDOM');
  await nodes.query('SELECT 1');
  const conn = await cluster.getConnection('one');
  conn.release();
  await cluster.end();
  const withCallbacks: mysql.PoolCluster = mysql.createPoolCluster(given);
  withCallbacks.add(options);
  withCallbacks.getConnection('one', 'RR', (_error, found) => found.release());
}

export function calledBack(conn: mysql.Connection): mysql.Query {
  const values: QueryValues = { name: 'a' };
  conn.query('SELECT ?', values, (error: QueryError | null, rows, fields) => {
    if (error?.fatal) conn.destroy();
    else console.log(rows, fields);
  });
  conn.execute<User[]>('SELECT ?', [1], (_error, rows) => console.log(rows[0]?.name));
  const prepare: Prepare = conn.prepare('SELECT ?', (_error, statement: PrepareStatementInfo) => {
    const bound: ExecuteValues = [1, 'a', null, mysql.TypedParameter.BIGINT('1')];
    statement.execute(bound, () => statement.close());
  });
  prepare.on('error', (error) => console.log(error.code));
  conn.beginTransaction((error) => (error ? conn.rollback(() => {}) : conn.commit()));
  conn.changeUser({ user: 'other' }, () => conn.ping());
  const now: Raw = mysql.raw('NOW()');
  const value: SqlValue = now;
  const query = conn.query(mysql.format('SELECT ?', [value]));
  query.on('fields', (field) => console.log(field)).on('end', () => conn.end());
  query.stream({ highWaterMark: 5 }).on('data', (row: User) => console.log(row.id));
  return query;
}

export function pooled(pool: mysql.Pool): Pool {
  pool.getConnection((error: NodeJS.ErrnoException | null, conn: mysql.PoolConnection) => {
    if (error) throw error;
    conn.promise().release();
    pool.releaseConnection(conn);
  });
  pool.on('acquire', (conn: mysql.PoolConnection) => console.log(conn.threadId));
  return pool.promise();
}

export type Named = [
  ConnectTraceContext,
  ErrorPacketParams,
  ExecuteTraceContext,
  Field,
  OkPacketParams,
  PoolConnectTraceContext,
  QueryTraceContext,
  TypeCastType,
];
