/** What mysql2's types declare and a client or a pool cannot have says so; what can be had works. */
import * as facade from '../../lib/mysql2';
import * as promises from '../../lib/mysql2/promise';
import { useDatabase } from '../support/database';
import {
  expectSame,
  type Mysql2,
  onConnection,
  pairOptions,
  rejection,
} from '../support/mysql2-pair';

useDatabase();

const UNAVAILABLE = { code: 'ERR_MYSQLDB_UNAVAILABLE' };

let pool: promises.PromisePool;
beforeEach(() => (pool = promises.createPool({ ...pairOptions(), connectionLimit: 1 })));
afterEach(() => pool.end());

test("what a server's side has throws on a connection", async () => {
  const conn = facade.createConnection(pairOptions());
  const calls = [
    () => conn.serverHandshake({}),
    () => conn.writeOk({ affectedRows: 1 }),
    () => conn.writeError({ code: 1 }),
    () => conn.writeEof(0, 0),
    () => conn.writeTextResult([], []),
    () => conn.writePacket({}),
  ];
  for (const call of calls) expect(call).toThrow(expect.objectContaining(UNAVAILABLE));
  expect(conn.sequenceId).toBe(0);
  await conn.promise().end();
});

test('a command throws when it is told to do what its connection does', async () => {
  const conn = facade.createConnection(pairOptions());
  const query = conn.query('DO 1');
  expect(() => query.start()).toThrow(expect.objectContaining(UNAVAILABLE));
  expect(() => query.determinePacket(0, {})).toThrow(expect.objectContaining(UNAVAILABLE));
  const prepare = conn.prepare('SELECT 1');
  expect(prepare.sql).toBe('SELECT 1');
  expect(() => prepare.stream()).toThrow(expect.objectContaining(UNAVAILABLE));
  await conn.promise().end();
});

test('a pool refuses what is of one session, and takes no connection for it', async () => {
  const refused = [
    pool.beginTransaction(),
    pool.commit(),
    pool.rollback(),
    pool.reset(),
    pool.changeUser({}),
    pool.prepare('SELECT 1'),
  ];
  for (const result of refused) {
    expect(await rejection(result)).toMatchObject(UNAVAILABLE);
  }
  const calls = [
    () => pool.unprepare('SELECT 1'),
    () => pool.pool.unprepare('SELECT 1'),
    () => pool.destroy(),
    () => pool.pause(),
    () => pool.resume(),
  ];
  for (const call of calls) expect(call).toThrow(expect.objectContaining(UNAVAILABLE));
  expect(pool.pool._allConnections).toHaveLength(0);
});

test('a pool pings and connects by one of its connections, and gives it back', async () => {
  expect([pool.threadId, pool.state]).toEqual([0, 'connected']);
  await pool.connect();
  await pool.ping();
  await pool.ping();
  expect(pool.config.connectionLimit).toBe(1);
  expect(pool.pool._freeConnections).toHaveLength(1);
  await pool.end();
  expect(pool.state).toBe('disconnected');
  expect(await rejection(pool.ping())).toMatchObject({ message: 'Pool is closed.' });
});

test('a pool pings by a new connection when the old one was cut', async () => {
  const conn = await pool.getConnection();
  conn.release();
  conn.connection.destroy();
  await pool.ping();
  expect(pool.pool._allConnections).toHaveLength(1);
});

test('a connection knows its state, and that of a pool is its own connection', async () => {
  const conn = await pool.getConnection();
  expect(conn.state).toBe('authenticated');
  expect(conn.connection.connection).toBe(conn.connection);
  pool.pool.releaseConnection(conn);
  expect(pool.pool._freeConnections).toEqual([conn.connection]);
});

test('a cluster has its options with their defaults', async () => {
  const cluster = promises.createPoolCluster({ defaultSelector: 'random' });
  expect(cluster.config).toEqual({
    canRetry: true,
    removeNodeErrorCount: 5,
    restoreNodeTimeout: 0,
    defaultSelector: 'RANDOM',
  });
  await cluster.end();
});

const PEM = '-----BEGIN CERTIFICATE-----';

test.each(['cert', 'key', 'crl'])(
  'of ssl.%s an array of one is taken, of several refused',
  (name) => {
    const config = new facade.ConnectionConfig({ ssl: { [name]: [PEM] } });
    expect(config.ssl).toMatchObject({ [name]: PEM });
    for (const createOne of [facade.createConnection, facade.createPool]) {
      const create = () => createOne({ ssl: { [name]: [PEM, PEM] } });
      expect(create).toThrow(
        expect.objectContaining({
          code: 'ERR_MYSQLDB_OPTION',
          message: expect.stringContaining(`ssl.${name}`) as string,
        }),
      );
    }
  },
);

test('ssl.pfx is refused, which nothing would be done with', () => {
  expect(() => facade.createPool({ ssl: { pfx: 'x' } })).toThrow(
    expect.objectContaining({ code: 'ERR_MYSQLDB_OPTION' }),
  );
});

test('typed parameters bind the same as in mysql2', () =>
  expectSame((mysql: Mysql2) =>
    onConnection(async (conn) => {
      const { TypedParameter } = mysql;
      const [rows] = await conn.execute('SELECT CAST(? AS CHAR) AS a, HEX(?) AS b', [
        TypedParameter.BIGINT.unsigned('18446744073709551615'),
        TypedParameter.BLOB(Buffer.from([1, 2])),
      ]);
      return rows;
    })(mysql),
  ));
