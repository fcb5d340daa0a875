/** Answers of a pipeline come many at once: they are what each statement alone would get. */
import {
  capabilities,
  connect,
  type Connection,
  type ConnectOptions,
  DictCursor,
  FIELD_TYPE,
  type MySQLError,
} from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, serverOptions } from '../support/apis';
import { Authority } from '../support/certificates';
import { recreate, useConnection, useDatabase } from '../support/database';
import { FakeServer, ok } from '../support/fake-server';
import { seededRandom } from '../support/generated';
import { numbersTo } from '../support/numbers';

useDatabase();

const TABLE =
  'TABLE piped_batches (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(300), at DATETIME(6))';

/** Statements with results of many kinds, the same ones in every run. */
function statements(seed: number, count: number): string[] {
  const random = seededRandom(seed);
  const kinds: ((n: number) => string)[] = [
    (n) => `SELECT id, name, at FROM piped_batches WHERE id = ${n % 7}`,
    (n) => `SELECT id, name, at FROM piped_batches WHERE id = ${n % 7}`,
    (n) => `SELECT ${n} AS n, 'text ${n}' AS text, NULL AS nothing`,
    (n) => `SELECT ${n} AS c${n % 200}`, // more shapes than are remembered
    (n) => `SELECT REPEAT('ü😀', ${n % 60}) AS wide, x'00ff' AS bytes`,
    (n) => `SELECT seq, REPEAT('y', ${n % 100}) AS y FROM ${numbersTo(1 + (n % 400))}`,
    (n) => `SELECT seq FROM ${numbersTo(3)} WHERE seq > 3 + ${n}`,
    (n) =>
      `INSERT INTO piped_batches (name, at) VALUES ('row ${n}', '2024-02-29 01:02:03.000${n % 1000}')`,
    (n) => `INSERT INTO piped_batches (name) VALUES ('a'), ('b${n}')`,
    (n) => `UPDATE piped_batches SET name = CONCAT(name, '${n % 10}') WHERE id < ${n % 9}`,
    () => 'SELECT * FROM no_such_table',
    () => 'SELECT (SELECT 1 UNION SELECT 2)',
    () => 'CALL piped_results()',
    (n) => `SELECT seq, REPEAT('z', 50) AS z FROM ${numbersTo(8000 + n)}`,
    (n) => `SELECT LENGTH('${'x'.repeat(20_000)}') + ${n} AS n`,
  ];
  // The last ones are costly, and come seldom.
  const pick = (): number => (random(12) > 0 ? random(11) : random(kinds.length));
  return Array.from({ length: count }, () => kinds[pick()]!(random(2000)));
}

/** All that a user sees of a statement's results. */
async function seen(
  running: Promise<Awaited<ReturnType<Connection['execute']>>>,
): Promise<unknown> {
  try {
    const cursor = await running;
    const sets: unknown[] = [];
    do {
      const { rowcount, lastrowid, warningCount, description } = cursor;
      const rows = cursor.description === null ? undefined : await cursor.fetchall();
      sets.push({ rowcount, lastrowid, warningCount, description, rows });
    } while (await cursor.nextset());
    return sets;
  } catch (error) {
    const { errno, message, sql } = error as MySQLError;
    return { errno, message, sql };
  }
}

/** The same statements, by a pipeline and one after another, on a table that is the same. */
async function compare(options: ConnectOptions, seed: number, count: number): Promise<void> {
  const conn = await connect({ ...options, autocommit: true });
  const all = statements(seed, count);
  await recreate(
    conn,
    'PROCEDURE piped_results() BEGIN SELECT 1 AS one; SELECT 2 AS two, 3 AS three; END',
  );
  await recreate(conn, TABLE);
  const plain: unknown[] = [];
  for (const sql of all) plain.push(await seen(conn.execute(sql)));
  await recreate(conn, TABLE);
  const piped = await conn.pipeline((pipeline) =>
    Promise.all(all.map((sql) => seen(pipeline.execute(sql)))),
  );
  expect(piped).toEqual(plain);
  await recreate(conn, TABLE);
  // Some of them follow from others.
  const followed = await conn.pipeline(async (pipeline) => {
    const lanes = Array.from({ length: 8 }, () => [] as unknown[]);
    const runs = lanes.map(async (results, lane) => {
      for (let i = lane; i < 200; i += 8) {
        results.push(await pipeline.fetchone(`SELECT ${i} AS i, 'lane ${lane}' AS lane`));
      }
    });
    await Promise.all(runs);
    return lanes;
  });
  expect(followed.flat()).toHaveLength(200);
  followed.forEach((results, lane) =>
    results.forEach((row, i) => expect(row).toEqual([lane + 8 * i, `lane ${lane}`])),
  );
  await conn.close();
}

test.each([1, 2, 3])('equal those of single statements (%i)', async (seed) => {
  await compare(serverOptions(), seed, 400);
});

test('also compressed', async () => {
  await compare({ ...serverOptions(), compress: true }, 4, 150);
});

describe('over TLS', () => {
  let authority: Authority;
  let server: TestServer;
  beforeAll(async () => {
    authority = new Authority();
    const { cert, key } = authority.sign('good', 'DNS:localhost,IP:127.0.0.1');
    server = await startServer({ options: [`--ssl-cert=${cert}`, `--ssl-key=${key}`] });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    authority.remove();
  });

  test('too', async () => {
    const options: ConnectOptions = { ...server.connectOptions, sslMode: 'REQUIRED' };
    const admin = await connect({ ...options, autocommit: true });
    expect(admin.tls).not.toBeNull();
    await admin.execute('CREATE DATABASE piped CHARACTER SET utf8mb4');
    await admin.close();
    await compare({ ...options, database: 'piped' }, 5, 150);
  });
});

test('rows are of the cursor class of the connection', async () => {
  const conn = await APIS[0]!.connect({ cursorClass: DictCursor });
  const rows = await conn.pipeline((pipeline) =>
    Promise.all([1, 2, 3].map((n) => pipeline.fetchone('SELECT ? AS n', [n]))),
  );
  expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await conn.close();
});

test('an error of a decoder stays with its statement', async () => {
  const error = new RangeError('mine');
  const conn = await APIS[0]!.connect({
    conv: [
      [
        FIELD_TYPE.VAR_STRING,
        (value: string) => {
          if (value.includes('bad')) throw error;
          return value;
        },
      ],
    ],
  });
  const texts = Array.from({ length: 50 }, (_, i) => (i % 7 === 3 ? 'bad' : `good ${i}`));
  const results = await conn.pipeline((pipeline) =>
    Promise.allSettled(texts.map((text) => pipeline.fetchone('SELECT ? AS text', [text]))),
  );
  expect(results).toEqual(
    texts.map((text) =>
      text === 'bad'
        ? { status: 'rejected', reason: error }
        : { status: 'fulfilled', value: [text] },
    ),
  );
  await conn.close();
});

if (capabilities.separateSend) {
  test('statements go out in one write', async () => {
    const pieces: number[] = [];
    const sent = Array.from({ length: 20 }, (_, n) => `DO ${n}`);
    const server = await FakeServer.open(async (peer) => {
      await peer.login();
      peer.socket.on('data', (data) => pieces.push(data.length));
      for (let sql = await peer.query(); sql !== undefined; sql = await peer.query())
        peer.send(1, ok());
    });
    const client = await connect({ ...server.options, sslMode: 'DISABLED' });
    await client.ping().catch(() => undefined);
    pieces.length = 0;
    await client.pipeline((pipeline) => Promise.all(sent.map((sql) => pipeline.execute(sql))));
    expect(pieces).toEqual([sent.reduce((sum, sql) => sum + sql.length + 5, 0)]);
    client.destroy();
    await server.close();
  });
}

const conn = useConnection(APIS[0]!);

test('a pipeline during which the connection is destroyed ends', async () => {
  const results = await conn().pipeline((pipeline) => {
    const first = pipeline.fetchone('SELECT 1').then((row) => {
      conn().destroy();
      return row;
    });
    const rest = Array.from({ length: 100 }, (_, n) =>
      pipeline.fetchone('SELECT SLEEP(0.01), ?', [n]),
    );
    return Promise.allSettled([first, ...rest]);
  });
  expect(results[0]).toEqual({ status: 'fulfilled', value: [1] });
  expect(results.at(-1)).toMatchObject({ status: 'rejected' });
});
