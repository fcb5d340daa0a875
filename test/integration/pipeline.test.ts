/** Statements that go out together on one connection. */
import type { MySQLError } from '../../lib';
import { capabilities, connect, type Connection } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { FakeServer, ok } from '../support/fake-server';
import { numbersTo } from '../support/numbers';

useDatabase();

const conn = useConnection(APIS[0]!);
const other = useConnection(APIS[0]!);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('each statement gets its own answer', async () => {
  const rows = await conn().pipeline((pipeline) =>
    Promise.all(upTo(1000).map((n) => pipeline.fetchone('SELECT ?, ?', [n, `text ${n}`]))),
  );
  expect(rows).toEqual(upTo(1000).map((n) => [n, `text ${n}`]));
  expect(await conn().fetchone('SELECT 1')).toEqual([1]);
});

if (capabilities.separateSend) {
  test('they are sent before the first answer', async () => {
    const received: string[] = [];
    const server = await FakeServer.open(async (peer) => {
      await peer.login();
      for (let sql = await peer.query(); sql !== undefined; sql = await peer.query()) {
        received.push(sql);
        if (received.length < 10) continue;
        for (let i = 0; i < 10; i++) peer.send(1, ok());
      }
    });
    const client = await connect({ ...server.options, sslMode: 'DISABLED' });
    const sent = upTo(10).map((n) => `DO ${n}`);
    await client.pipeline((pipeline) => Promise.all(sent.map((sql) => pipeline.execute(sql))));
    expect(received).toEqual(sent);
    client.destroy();
    await server.close();
  });
}

test('an error stays with its statement', async () => {
  await recreate(conn(), 'TABLE piped (id INT PRIMARY KEY)');
  const results = await conn().pipeline((pipeline) =>
    Promise.allSettled([
      pipeline.execute('INSERT INTO piped VALUES (1), (2)'),
      pipeline.execute('INSERT INTO piped VALUES (?)', [1]),
      pipeline.fetchall('SELECT * FROM no_such_table'),
      pipeline.fetchall('SELECT (SELECT 1 FROM piped) FROM piped'),
      pipeline.fetchall('SELECT ?', [Symbol('no value')]),
      pipeline.fetchall('SELECT id FROM piped ORDER BY id'),
    ]),
  );
  const shown = results.map((one) =>
    one.status === 'fulfilled' ? 'done' : (one.reason as MySQLError).errno,
  );
  expect(shown).toEqual(['done', 1062, 1146, 1242, undefined, 'done']);
  expect((results[0] as PromiseFulfilledResult<{ rowcount: number }>).value.rowcount).toBe(2);
  expect((results[5] as PromiseFulfilledResult<unknown>).value).toEqual([[1], [2]]);
  const { stack } = (results[2] as PromiseRejectedResult).reason as MySQLError;
  expect(stack).toContain('pipeline.test.ts');
});

test('large results and large statements among small ones', async () => {
  const text = 'x'.repeat(200_000);
  const [one, long, , length, last] = await conn().pipeline((pipeline) =>
    Promise.all([
      pipeline.fetchone('SELECT 1'),
      pipeline.fetchall(`SELECT seq, REPEAT('y', 100) FROM ${numbersTo(200_000)}`),
      pipeline.fetchall(`SELECT seq, REPEAT('z', 100) FROM ${numbersTo(100_000)}`),
      pipeline.fetchone('SELECT LENGTH(?)', [text]),
      pipeline.fetchone('SELECT 2'),
    ]),
  );
  expect(one).toEqual([1]);
  expect(long).toHaveLength(200_000);
  expect(length).toEqual([200_000]);
  expect(last).toEqual([2]);
});

// With unbounded sending the server would wait for us to read, and we for it.
test('many statements with many bytes both ways come to an end', async () => {
  const text = 'x'.repeat(20_000);
  const rows = await conn().pipeline((pipeline) =>
    Promise.all(upTo(1000).map((n) => pipeline.fetchone(`SELECT ?, ?`, [n, text]))),
  );
  expect(rows.every((row, n) => row![0] === n && row![1] === text)).toBe(true);
});

test('several results of one statement', async () => {
  await recreate(conn(), 'PROCEDURE piped_twice() BEGIN SELECT 1; SELECT 2; END');
  const [cursor, row] = await conn().pipeline((pipeline) =>
    Promise.all([pipeline.execute('CALL piped_twice()'), pipeline.fetchone('SELECT 3')]),
  );
  expect(await cursor.fetchall()).toEqual([[1]]);
  expect(await cursor.nextset()).toBe(true);
  expect(await cursor.fetchall()).toEqual([[2]]);
  expect(row).toEqual([3]);
});

test('later ones may follow from the answers of earlier ones, and other statements wait', async () => {
  const sums = await conn().pipeline(async (pipeline) => {
    const [a] = (await pipeline.fetchone('SELECT 20'))!;
    const beside = conn().fetchone('SELECT 5');
    const [b] = (await pipeline.fetchone('SELECT ? + 1', [a]))!;
    return [a, b, (await beside)![0]];
  });
  expect(sums).toEqual([20, 21, 5]);
});

test('all of them hear of a lost connection', async () => {
  const killed = await APIS[0]!.connect();
  const running = killed.pipeline((pipeline) =>
    Promise.allSettled([
      pipeline.fetchone('SELECT 1'),
      ...upTo(10).map((i) => pipeline.fetchone(`SELECT SLEEP(20), ${i}`)),
    ]),
  );
  await untilSleeping(killed);
  await other().kill(killed.threadId);
  const results = await running;
  expect(results[0]).toMatchObject({ status: 'fulfilled' });
  const errors = results.slice(1).map((one) => (one as PromiseRejectedResult).reason as MySQLError);
  expect(new Set(errors).size).toBe(10);
  expect(errors.map(({ sql }) => sql)).toEqual(upTo(10).map((i) => `SELECT SLEEP(20), ${i}`));
  const [first, ...others] = errors;
  for (const error of others) {
    const { name, message, code, errno, fatal } = first!;
    expect(error).toMatchObject({ name, message, code, errno, fatal });
    expect(error.cause).toMatchObject({ code, errno });
  }
  expect(new Set(errors.map(({ stack }) => stack)).size).toBe(10);
  expect(killed.isUsable).toBe(false);
  const late = await failureOf(() => killed.pipeline((pipeline) => pipeline.execute('SELECT 1')));
  expect(late).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
});

async function untilSleeping({ threadId }: Connection): Promise<void> {
  const sql =
    "SELECT 1 FROM information_schema.processlist WHERE id = ? AND info LIKE '%SLEEP(20)%'";
  while ((await other().fetchone(sql, [threadId])) === null);
}
