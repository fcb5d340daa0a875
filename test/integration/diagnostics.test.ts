import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { basename } from 'node:path';
import { SSCursor, type SyncConnection } from '../../lib';
import { APIS, failureOf, serverOptions, TEST_DATABASE } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { SERVER as FLAVOR } from '../support/flavor';
import { numbersTo } from '../support/numbers';
import { nextEvent, usePools } from '../support/pools';
import { endedCalls, useTraces } from '../support/traces';

useDatabase();

const STATEMENTS = ['mysqldb:query', 'mysqldb:execute'];
const SERVER = {
  'db.system.name': FLAVOR,
  'db.namespace': TEST_DATABASE,
  'server.address': serverOptions().host,
  'server.port': serverOptions().port,
};

describe.each(APIS)('$name: a tracing channel', (api) => {
  const heard = useTraces(...STATEMENTS, 'mysqldb:connect');
  const conn = useConnection(api);
  const isSync = api.name === 'sync';
  const calls = () => endedCalls(heard);
  beforeEach(() => void (heard.length = 0));

  test('tells of a statement with the attributes of OpenTelemetry', async () => {
    await conn().fetchall('SELECT ? UNION SELECT ?', [1, 2]);
    expect(calls()).toEqual([
      { ...SERVER, 'db.query.text': 'SELECT ? UNION SELECT ?', 'db.response.returned_rows': 2 },
    ]);
  });

  test('has the events of Node, with what is known at each', async () => {
    await conn().fetchall('SELECT ?', [1]);
    await failureOf(() => conn().execute('SELEKT ?', [1]));
    const whole = isSync ? ['start', 'end'] : ['start', 'end', 'asyncStart', 'asyncEnd'];
    const failed = isSync
      ? ['start', 'error', 'end']
      : ['start', 'end', 'error', 'asyncStart', 'asyncEnd'];
    expect(heard.map(({ event }) => event)).toEqual([...whole, ...failed]);
    expect(heard[0]!.attributes).not.toHaveProperty(['db.response.returned_rows']);
    expect(heard[whole.length - 1]!.attributes).toHaveProperty(['db.response.returned_rows'], 1);
  });

  test('tells of a failure as the caller gets it', async () => {
    const error = await failureOf(() => conn().execute('SELECT * FROM no_such_table', []));
    expect(calls()[0]).toMatchObject({
      'error.type': 'ER_NO_SUCH_TABLE',
      'db.response.status_code': '1146',
    });
    expect(heard.find(({ event }) => event === 'error')!.context.error).toBe(error);
  });

  test('tells of what is refused before anything is sent', async () => {
    await failureOf(() => conn().execute('SELECT ?', []));
    const closed = await api.connect();
    await closed.close();
    heard.length = 0;
    await failureOf(() => closed.fetchone('SELECT 1'));
    await failureOf(() => conn().execute(5 as never));
    expect(calls().map((attributes) => attributes['error.type'])).toEqual([
      'ERR_MYSQLDB_CLOSED',
      'ERR_MYSQLDB_ARGUMENT',
    ]);
  });

  test.each<[string, () => unknown]>([
    ['execute', () => conn().execute('SELEKT')],
    ['executemany', () => conn().cursor().executemany('SELEKT', [[]])],
    ['fetchall', () => conn().fetchall('SELEKT')],
    ['connect', () => api.connect({ database: 'no_such_database' })],
    // These fail at once, as others on libmysqlclient when the answer is there already.
    ['a refused execute', () => conn().execute('SELECT ?', [])],
    ['a refused executemany', () => conn().cursor().executemany('DO ?', [[]])],
    ['a refused fetchall that is handed on', async () => conn().fetchall('SELECT ?', [])],
    [
      'a refused fetchall that is awaited later',
      async () => {
        const rows = conn().fetchall('SELECT ?', []);
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
        await rows;
      },
    ],
  ])('leaves the lines of the caller in the stack of an error: %s', async (_name, action) => {
    const error = await failureOf(action);
    expect(error.stack).toContain(basename(__filename));
  });

  test('shows no value, neither of parameters nor of literals', async () => {
    await conn().execute(`SELECT 'secret', "secret", x'5EC2E7', 4711, 1.5e3 AS t1, ?`, ['x']);
    await conn().execute(`SELECT 'secret', "secret", x'5EC2E7', 4711, 1.5e3 AS t1`);
    await conn()
      .cursor()
      .executemany('DO ?', [['secret'], ['secret']]);
    expect(calls().map((attributes) => attributes['db.query.text'])).toEqual([
      `SELECT 'secret', "secret", x'5EC2E7', 4711, 1.5e3 AS t1, ?`,
      'SELECT ?, ?, ?, ?, ? AS t1',
      'DO ?',
    ]);
    expect(Object.keys(Object.assign({}, ...calls()))).not.toContain('db.query.parameter.0');
  });

  test('shows parameters when the connection says so', async () => {
    const open = await api.connect({ traceParameters: true });
    heard.length = 0;
    await open.execute('SELECT ?, ?, ?, ?', ['a', 2n, null, Buffer.from('abc')]);
    await open.execute('SELECT :name', { name: 'b' });
    await open.execute("SELECT 'c'");
    expect(calls()).toMatchObject([
      {
        'db.query.parameter.0': 'a',
        'db.query.parameter.1': '2',
        'db.query.parameter.2': 'NULL',
        'db.query.parameter.3': '<3 bytes>',
      },
      { 'db.query.parameter.name': 'b' },
      { 'db.query.text': "SELECT 'c'" },
    ]);
    await open.close();
  });

  test('of its own is for prepared statements', async () => {
    await conn().execute('SELECT ?', [1], { prepared: true });
    const statement = await conn().prepare('SELECT 2');
    await statement.fetchone();
    await conn().execute('SELECT 3');
    expect(heard.filter(({ event }) => event === 'start').map(({ channel }) => channel)).toEqual([
      'mysqldb:execute',
      'mysqldb:execute',
      'mysqldb:query',
    ]);
  });

  test('tells of executemany once, with the number of rows', async () => {
    await recreate(conn(), 'TABLE many (n INT)');
    heard.length = 0;
    const cur = conn().cursor();
    await cur.executemany('INSERT INTO many VALUES (?)', [[1], [2], [3]]);
    await cur.executemany('INSERT INTO many VALUES (?)', new Set([[1], [2]]));
    await cur.executemany('INSERT INTO many VALUES (?)', [[1]]);
    expect(calls().map((attributes) => attributes['db.operation.batch.size'])).toEqual([
      3,
      2,
      undefined,
    ]);
  });

  test('changes nothing about what executemany refuses', async () => {
    const cur = conn().cursor();
    const rows = new Set([[1]]);
    for (const options of [5, null, { onProgress: 5 }, { onProgres: () => {} }]) {
      const error = await failureOf(() => cur.executemany('DO ?', rows, options as never));
      expect(error.code).toMatch(/^ERR_MYSQLDB_/);
    }
    let rowsTold = 0;
    await cur.executemany('DO ?', rows, { onProgress: (progress) => (rowsTold = progress.rows) });
    expect(rowsTold).toBe(1);
  });

  test('tells of a procedure by its name', async () => {
    await recreate(conn(), 'PROCEDURE nothing () BEGIN END');
    heard.length = 0;
    await conn().cursor().callproc('nothing');
    expect(calls()).toEqual([
      { ...SERVER, 'db.operation.name': 'CALL', 'db.stored_procedure.name': 'nothing' },
    ]);
  });

  test('tells of the statements of transactions', async () => {
    await conn().commit();
    const undo = (): never => {
      throw new RangeError('undo');
    };
    if (isSync) {
      const sync = conn() as unknown as SyncConnection;
      sync.transaction((tx) => expect(() => tx.transaction(undo)).toThrow('undo'));
    } else {
      await conn().transaction((tx) => expect(tx.transaction(undo)).rejects.toThrow('undo'));
    }
    expect(calls().map((attributes) => attributes['db.operation.name'])).toEqual([
      'COMMIT',
      'START TRANSACTION',
      'SAVEPOINT',
      'ROLLBACK TO SAVEPOINT',
      'COMMIT',
    ]);
  });

  test('tells of a stream until its first rows are there', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(`SELECT seq FROM ${numbersTo(100_000)}`);
    expect(heard.at(-1)!.event).toBe(isSync ? 'end' : 'asyncEnd');
    expect(heard.at(-1)!.attributes).not.toHaveProperty(['db.response.returned_rows']);
    await stream.close();
  });

  test('tells of connecting, and which server it led to', async () => {
    const unreachable = { host: '127.0.0.1', port: 1 };
    const { host, port, ...options } = serverOptions();
    const other = await api.open({
      ...options,
      hosts: [unreachable, { host: host!, port: port! }],
    });
    const calls = heard.filter(({ channel }) => channel === 'mysqldb:connect');
    expect(calls[0]!.attributes).toMatchObject({ 'db.system.name': 'mysql', 'server.port': 1 });
    expect(calls.at(-1)!.attributes).toEqual(SERVER);
    await other.close();
  });

  test('tells of a login that is refused, and of no password', async () => {
    await failureOf(() => api.connect({ user: 'nobody_here', password: 'pass-word' }));
    expect(calls()).toMatchObject([{ 'error.type': 'ER_ACCESS_DENIED_ERROR' }]);
    expect(JSON.stringify(heard)).not.toContain('pass-word');
  });
});

describe('the context of the caller', () => {
  const storage = new AsyncLocalStorage<string>();
  const conn = useConnection(APIS[0]!);

  test('is there in subscribers, and after the call', async () => {
    const seen: unknown[] = [];
    const note = (): void => void seen.push(storage.getStore());
    const subscribers = { start: note, end: note, asyncStart: note, asyncEnd: note, error: note };
    const channel = tracingChannel('mysqldb:query');
    channel.subscribe(subscribers);
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        storage.run(name, async () => {
          await conn().fetchone('SELECT SLEEP(0.01)');
          expect(storage.getStore()).toBe(name);
          await conn().commit();
          expect(storage.getStore()).toBe(name);
        }),
      ),
    );
    channel.unsubscribe(subscribers);
    const eachEvent = ['a', 'b', 'c'].flatMap((name) => Array<string>(8).fill(name));
    expect(seen.sort()).toEqual(eachEvent);
  });

  test('may be replaced for what the call does, and for nothing else', async () => {
    const { start } = tracingChannel('mysqldb:query');
    const seen: unknown[] = [];
    const rows = (async function* () {
      seen.push(storage.getStore());
      yield [1];
    })();
    start.bindStore(storage, () => 'span');
    await storage.run('caller', async () => {
      await conn().cursor().executemany('DO ?', rows);
      seen.push(storage.getStore());
    });
    start.unbindStore(storage);
    expect(seen).toEqual(['span', 'caller']);
  });
});

describe('the channel of a pool', () => {
  const heard = useTraces('mysqldb:pool:acquire');
  const makePool = usePools();

  test('tells of the wait for a connection, and where it led to', async () => {
    const pool = makePool();
    await pool.fetchone('SELECT 1');
    const { host, port } = serverOptions();
    expect(heard[0]!.attributes).toMatchObject({ 'server.port': port });
    expect(endedCalls(heard)).toEqual([
      { ...SERVER, 'db.client.connection.pool.name': `${host}:${port}/${TEST_DATABASE}` },
    ]);
  });

  test('tells of a wait that was too long', async () => {
    const pool = makePool({ min: 1, max: 1, acquireTimeout: 20 });
    await nextEvent(pool, 'connect');
    const conn = await pool.connection();
    await failureOf(() => pool.connection());
    expect(endedCalls(heard)[1]).toMatchObject({ 'error.type': 'ERR_MYSQLDB_POOL_TIMEOUT' });
    conn.release();
  });

  test('is beside events with the times that metrics take', async () => {
    const pool = makePool({ max: 1 });
    const times: Record<string, number[]> = { connect: [], acquire: [], release: [] };
    pool.on('connect', ({ took }) => times['connect']!.push(took));
    pool.on('acquire', ({ waited }) => times['acquire']!.push(waited));
    pool.on('release', ({ heldFor }) => times['release']!.push(heldFor));
    await Promise.all([pool.fetchone('SELECT SLEEP(0.05)'), pool.fetchone('SELECT SLEEP(0.05)')]);
    expect(times['connect']).toEqual([expect.any(Number)]);
    const [took] = times['connect']!;
    const [waited, waitedLonger] = times['acquire']!;
    expect(took).toBeGreaterThan(0);
    expect(waited).toBeGreaterThanOrEqual(took!);
    // The second one waits for the first one's sleep too; timers count whole milliseconds.
    expect(waitedLonger! - waited!).toBeGreaterThan(45);
    expect(times['release']!.every((heldFor) => heldFor > 45)).toBe(true);
    expect(times['release']).toHaveLength(2);
  });
});
