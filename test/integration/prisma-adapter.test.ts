/** `mysqldb/prisma` by the interface that Prisma calls; test/orms/full/prisma.test.ts has the whole. */
import {
  ColumnTypeEnum,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import { createPool, type Pool, type PoolOptions } from '../../lib';
import { PrismaMysqldb } from '../../lib/adapters/prisma';
import { serverOptions, serverUrl } from '../support/apis';
import { administer, useDatabase } from '../support/database';
import { KNOWS_JSON, ofClient, ofServer, onServer, SERVER } from '../support/flavor';

/** A number in a statement is a BIGINT to MySQL, and those are text to Prisma. */
const ONE = ofServer<unknown>({ mariadb: 1, mysql: '1' });
const THREE = ofServer<unknown>({ mariadb: 3, mysql: '3' });

useDatabase();

const open: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.dispose();
});

async function connect(options: PoolOptions = {}): Promise<SqlDriverAdapter> {
  const adapter = await new PrismaMysqldb({ ...serverOptions(), ...options }).connect();
  open.push(adapter);
  return adapter;
}

function poolOf(options: PoolOptions): Pool {
  const pool = createPool({ ...serverOptions(), ...options });
  open.push({ dispose: () => pool.close() });
  return pool;
}

type Scalar = SqlQuery['argTypes'][number]['scalarType'];

/** A query with values of a type each. */
function query(sql: string, ...values: (readonly [unknown, Scalar, string?])[]): SqlQuery {
  return {
    sql,
    args: values.map(([value]) => value),
    argTypes: values.map(([, scalarType, dbType]) => ({
      scalarType,
      arity: 'scalar' as const,
      ...(dbType !== undefined && { dbType }),
    })),
  };
}

/** The kind of Prisma's error, and the number behind it. */
async function kindOf(work: Promise<unknown>): Promise<readonly [string, string | undefined]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDriverAdapterError(error))
    throw new Error('expected an error of an adapter', { cause: error });
  return [error.cause.kind, error.cause.originalCode];
}

test('says who it is, and what the server can', async () => {
  const adapter = await connect();
  expect([adapter.provider, adapter.adapterName]).toEqual(['mysql', 'mysqldb']);
  expect(adapter.getConnectionInfo?.()).toEqual({
    schemaName: serverOptions().database,
    supportsRelationJoins: SERVER === 'mysql',
  });
});

test.each([
  ['a URL', () => serverUrl()],
  ['the text of one', () => serverUrl().href],
])('takes %s', async (_, given) => {
  const adapter = await new PrismaMysqldb(given()).connect();
  open.push(adapter);
  expect((await adapter.queryRaw(query('SELECT 1 AS one'))).rows).toEqual([[ONE]]);
  expect(adapter.getConnectionInfo?.().schemaName).toBeUndefined();
});

test('leaves a pool that it was given open', async () => {
  const pool = poolOf({ max: 1 });
  const adapter = await new PrismaMysqldb(pool).connect();
  await adapter.dispose();
  expect(await pool.fetchone('SELECT 1')).toEqual([1]);
});

test('a wrong option is the error that it is everywhere', async () => {
  const wrong = { ...serverOptions(), prot: 1 } as PoolOptions;
  await expect(new PrismaMysqldb(wrong).connect()).rejects.toMatchObject({
    code: 'ERR_MYSQLDB_OPTION',
  });
});

describe('values', () => {
  const T = ColumnTypeEnum;
  test.each([
    ["CAST('18446744073709551615' AS UNSIGNED)", T.Int64, '18446744073709551615'],
    ['-9223372036854775807', T.Int64, '-9223372036854775807'],
    ['1.50', T.Numeric, '1.50'],
    ['1.5e0', T.Double, 1.5],
    ["DATE'2024-02-29'", T.Date, '2024-02-29'],
    ["TIME'23:59:59.5'", T.Time, expect.stringMatching(/^23:59:59\.50*$/)],
    ["TIMESTAMP'2024-02-29 12:00:00'", T.DateTime, '2024-02-29T12:00:00+00:00'],
    ["TIMESTAMP'2024-02-29 12:00:00.123456'", T.DateTime, '2024-02-29T12:00:00.123456+00:00'],
    ["X'00ff'", T.Bytes, Buffer.from([0, 255])],
    ["_utf8mb4'ä?'", T.Text, 'ä?'],
  ])('%s', async (sql, type, value) => {
    const { columnNames, columnTypes, rows } = await (
      await connect()
    ).queryRaw(query(`SELECT ${sql} AS v`));
    expect({ columnNames, columnTypes, rows }).toEqual({
      columnNames: ['v'],
      columnTypes: [type],
      rows: [[value]],
    });
    expect(rows[0]?.[0]).not.toBeInstanceOf(Date);
  });

  test('columns: unsigned, FLOAT with its digits, BIT, ENUM, JSON as text', async () => {
    const adapter = await connect();
    await adapter.executeScript(`
      CREATE TABLE v (u INT UNSIGNED, i INT, f FLOAT, b BIT(12), e ENUM('a'), j JSON, t TINYINT(1));
      INSERT INTO v VALUES (4294967295, -1, 16777215, 4095, 'a', '{"a": [1.0]}', 1)`);
    const { columnTypes, rows } = await adapter.queryRaw(query('SELECT * FROM v'));
    const { Bytes, Enum, Float, Int32, Int64, Json, Text } = ColumnTypeEnum;
    const json = KNOWS_JSON ? Json : Text;
    expect(columnTypes).toEqual([Int64, Int32, Float, Bytes, Enum, json, Int32]);
    const bits = Buffer.from([0x0f, 0xff]);
    expect(rows).toEqual([[4294967295, -1, 16777215, bits, 'a', '{"a": [1.0]}', 1]]);
  });

  test('parameters go as what their types say', async () => {
    const adapter = await connect();
    const sql = `SELECT ? AS a, HEX(?) AS b, ? AS c, ? AS d, ? AS e, HEX(?) AS f, ? AS g LIMIT ?`;
    const { rows } = await adapter.queryRaw(
      query(
        sql,
        ['9007199254740993', 'bigint'],
        ['AP8=', 'bytes'],
        ['2024-02-29T12:00:00.5Z', 'datetime'],
        ['2024-02-29T00:00:00.000Z', 'datetime', 'DATE'],
        ['1970-01-01T12:00:00.25Z', 'datetime', 'TIME'],
        [Uint8Array.from([255]), 'bytes'],
        [null, 'string'],
        ['1', 'bigint'],
      ),
    );
    expect(rows).toEqual([
      [
        '9007199254740993',
        '00FF',
        '2024-02-29 12:00:00.500',
        '2024-02-29',
        '12:00:00.250',
        'FF',
        null,
      ],
    ]);
  });

  test.each([
    ['day', "'0000-00-00'"],
    ['day', "'2024-00-10'"],
    ['moment', "'2024-02-00 12:00:00'"],
    ['span', "'-01:00:00'"],
    ['span', "'24:00:00'"],
  ])('what no Date can be is an error, and no wrong one: %s %s', async (column, value) => {
    const adapter = await connect({ sqlMode: '' });
    await adapter.executeScript(
      'DROP TABLE IF EXISTS z; CREATE TABLE z (day DATE, moment DATETIME, span TIME)',
    );
    await adapter.executeRaw(query(`INSERT INTO z (${column}) VALUES (${value})`));
    expect((await kindOf(adapter.queryRaw(query('SELECT * FROM z'))))[0]).toBe('ValueOutOfRange');
  });
});

describe('statements', () => {
  test('an UPDATE counts the rows that it finds, also those that stay as they are', async () => {
    const adapter = await connect();
    await adapter.executeScript('CREATE TABLE c (id INT PRIMARY KEY AUTO_INCREMENT, n INT)');
    const inserted = await adapter.queryRaw(query('INSERT INTO c (n) VALUES (?), (2)', [1, 'int']));
    expect(inserted).toEqual({ columnNames: [], columnTypes: [], rows: [], lastInsertId: '1' });
    expect(await adapter.executeRaw(query('UPDATE c SET n = 2'))).toBe(2);
    expect(await adapter.executeRaw(query('UPDATE c SET n = 2'))).toBe(2);
    expect(await adapter.executeRaw(query('DELETE FROM c WHERE id = 1'))).toBe(1);
  });

  test('a procedure gives its first result, and the connection goes on', async () => {
    const adapter = await connect({ max: 1 });
    administer(
      `CREATE PROCEDURE ${serverOptions().database}.two() BEGIN SELECT 1 AS a; SELECT 2 AS b; END`,
    );
    const tx = await adapter.startTransaction();
    expect((await tx.queryRaw(query('CALL two()'))).rows).toEqual([[ONE]]);
    expect((await tx.queryRaw(query('SELECT 3 AS c'))).rows).toEqual([[THREE]]);
    await tx.rollback();
  });

  test('a script ends at its first error; no statement of a program may be two', async () => {
    const adapter = await connect({ max: 1 });
    const script =
      'CREATE TABLE s (n INT); INSERT INTO s VALUES (1); SELEKT 1; INSERT INTO s VALUES (2)';
    expect(await kindOf(adapter.executeScript(script))).toEqual(['mysql', '1064']);
    expect((await adapter.queryRaw(query('SELECT n FROM s'))).rows).toEqual([[1]]);
    expect(await kindOf(adapter.queryRaw(query('SELECT 1; SELECT 2')))).toEqual(['mysql', '1064']);
  });
});

describe('transactions', () => {
  test('keep, undo, and undo in part', async () => {
    const adapter = await connect();
    await adapter.executeScript('CREATE TABLE t (n INT)');
    const insert = (n: number) => query('INSERT INTO t VALUES (?)', [n, 'int']);
    const undone = await adapter.startTransaction('SERIALIZABLE');
    await undone.executeRaw(insert(1));
    await undone.rollback();
    const kept = await adapter.startTransaction();
    await kept.executeRaw(insert(2));
    await kept.createSavepoint?.('prisma_sp_0');
    await kept.executeRaw(insert(3));
    await kept.rollbackToSavepoint?.('prisma_sp_0');
    await kept.releaseSavepoint?.('prisma_sp_0');
    await kept.commit();
    expect((await adapter.queryRaw(query('SELECT n FROM t'))).rows).toEqual([[2]]);
    expect((await kindOf(kept.executeRaw(insert(4))))[0]).toBe('TransactionAlreadyClosed');
  });

  test('a level that there is not leaves the connection to others', async () => {
    const adapter = await connect({ max: 1 });
    expect((await kindOf(adapter.startTransaction('SNAPSHOT')))[0]).toBe('InvalidIsolationLevel');
    expect((await adapter.queryRaw(query('SELECT 1 AS one'))).rows).toEqual([[ONE]]);
  });
});

describe('errors of connections', () => {
  const one = query('SELECT 1 AS one');

  test.each([
    ['AuthenticationFailed', '1045', { password: 'wrong' }],
    ['DatabaseDoesNotExist', '1049', { database: 'no_such_database' }],
    [
      'DatabaseNotReachable',
      ofClient({ mariadb: '2002', mysql: '2003' }),
      { host: '127.0.0.1', port: 1, acquireTimeout: 200 },
    ],
  ])('%s', async (kind, number, options) => {
    // Not at once: the first query says it, with the code that Prisma makes of its kind.
    const adapter = await connect(options);
    expect(adapter.getConnectionInfo?.()).toEqual({ supportsRelationJoins: false });
    expect(await kindOf(adapter.queryRaw(one))).toEqual([kind, number]);
  });

  test('a lost connection, in a transaction too', async () => {
    const adapter = await connect({ max: 1 });
    const tx = await adapter.startTransaction();
    const [[id] = []] = (await tx.queryRaw(query('SELECT CONNECTION_ID() AS id'))).rows;
    administer(`KILL ${String(id)}`);
    expect((await kindOf(tx.queryRaw(query('SELECT SLEEP(10)'))))[0]).toBe('ConnectionClosed');
    expect((await kindOf(tx.queryRaw(one)))[0]).toBe('ConnectionClosed');
    expect((await kindOf(tx.commit()))[0]).toBe('ConnectionClosed');
    expect((await adapter.queryRaw(one)).rows).toEqual([[ONE]]);
  });

  test('a rollback after a commit that has failed is the end of it', async () => {
    const pool = poolOf({ max: 1 });
    let releases = 0;
    pool.on('release', () => releases++);
    const adapter = await new PrismaMysqldb(pool).connect();
    const before = releases;
    const tx = await adapter.startTransaction();
    const [[id] = []] = (await tx.queryRaw(query('SELECT CONNECTION_ID() AS id'))).rows;
    administer(`KILL ${String(id)}`);
    expect((await kindOf(tx.commit()))[0]).toBe('ConnectionClosed');
    await tx.rollback();
    await tx.rollback();
    expect(releases - before).toBe(1);
    expect((await kindOf(tx.commit()))[0]).toBe('TransactionAlreadyClosed');
    expect((await adapter.queryRaw(one)).rows).toEqual([[ONE]]);
    expect(pool.stats.used).toBe(0);
  });

  test('no connection in time, too many that wait, a pool that is closed', async () => {
    const pool = poolOf({ max: 1, acquireTimeout: 50, queueLimit: 1 });
    const adapter = await new PrismaMysqldb(pool).connect();
    const held = await adapter.startTransaction();
    const [waiting, refused] = [kindOf(adapter.queryRaw(one)), kindOf(adapter.queryRaw(one))];
    expect(await refused).toEqual(['TooManyConnections', 'ERR_MYSQLDB_POOL_FULL']);
    expect(await waiting).toEqual(['SocketTimeout', 'ERR_MYSQLDB_POOL_TIMEOUT']);
    await held.rollback();
    await pool.close();
    expect((await kindOf(adapter.queryRaw(one)))[0]).toBe('ConnectionClosed');
  });
});

onServer('mariadb', () => {
  test('a row that changed under an isolated snapshot is a conflict to be tried again', async () => {
    const adapter = await connect();
    await adapter.executeScript(
      'CREATE TABLE r (id INT PRIMARY KEY, n INT); INSERT INTO r VALUES (1, 1)',
    );
    const tx = await adapter.startTransaction('REPEATABLE READ');
    await tx.executeRaw(query('SET innodb_snapshot_isolation = 1'));
    await tx.queryRaw(query('SELECT * FROM r'));
    await adapter.executeRaw(query('UPDATE r SET n = 2'));
    const update = kindOf(tx.executeRaw(query('UPDATE r SET n = 3')));
    expect(await update).toEqual(['TransactionWriteConflict', '1020']);
    await tx.rollback();
  });
});
