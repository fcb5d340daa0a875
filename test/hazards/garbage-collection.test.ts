/** Nothing is left of connections that were closed, lost, failed or forgotten. */
import { cleanEnd, runChild } from '../support/child';
import { FakeServer } from '../support/fake-server';
import { numbersTo } from '../support/numbers';

const MEASURE = `
  const { readdirSync } = require('node:fs');
  const { setImmediate: nextTurn, setTimeout: delay } = require('node:timers/promises');
  const collect = async () => {
    for (let i = 0; i < 6; i++) { gc(); await nextTurn(); }
  };
  const measure = async () => {
    await collect();
    return {
      files: readdirSync('/proc/self/fd').length,
      threads: readdirSync('/proc/self/task').length,
      handles: process.getActiveResourcesInfo().length,
      heap: process.memoryUsage().heapUsed,
      rss: process.memoryUsage.rss(),
    };
  };
  /** Runs it to warm up and again to measure; prints what grew beyond its allowance: rss by what the
   *  allocator keeps for its threads, which a loaded machine makes more of. */
  const expectFlat = async (cycles, once, rssLimit = 40e6) => {
    for (let i = 0; i < cycles / 5; i++) await once(i);
    const before = await measure();
    for (let i = 0; i < cycles; i++) await once(i);
    const after = await measure();
    const grown = Object.keys(before).filter((key) =>
      after[key] - before[key] > ({ heap: 2e6, rss: rssLimit }[key] ?? 0));
    console.log(grown.map((key) => key + ' ' + before[key] + ' -> ' + after[key]).join() || 'flat');
  };
`;
const FLAGS = { flags: ['--expose-gc'], deadline: 110_000 };
jest.setTimeout(120_000); // thousands of connections, on a machine that may be busy

async function expectFlat(
  cycles: number,
  once: string,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const source = `${MEASURE} await expectFlat(${cycles}, async (i) => {${once}});`;
  expect(await runChild(source, { ...FLAGS, env })).toMatchObject(cleanEnd('flat'));
}

test('1500 connections that are made, used and closed', async () => {
  await expectFlat(
    1500,
    `const conn = i % 3 === 0 ? connectSync(OPTIONS) : await connect(OPTIONS);
     await conn.fetchall('SELECT 1');
     await conn.close();`,
  );
});

test('prepared statements that were dropped without close()', async () => {
  const source = `${MEASURE}
    const drop = async (conn) => {
      for (let i = 0; i < 5; i++) await (await conn.prepare('SELECT ' + i)).execute();
    };
    const closes = [];
    for (const open of [connect, connectSync]) {
      const conn = await open({ ...OPTIONS, statementCacheSize: 1 });
      await drop(conn);
      const kept = await conn.prepare('SELECT 10');
      await collect();
      // Whatever is prepared next has the server forget those that nobody holds, and them alone.
      const next = await conn.prepare('SELECT 11');
      closes.push((await conn.fetchone("SHOW SESSION STATUS LIKE 'Com_stmt_close'"))[1]);
      await next.close();
      await kept.close();
      await conn.close();
    }
    console.log(closes.join());`;
  expect(await runChild(source, FLAGS)).toMatchObject(cleanEnd('5,5'));
});

test('server-side cursors that were dropped without close()', async () => {
  const source = `${MEASURE}
    const drop = async (conn) => {
      for (let i = 0; i < 5; i++) {
        const cursor = conn.cursor(ServerCursor);
        await cursor.execute(ROWS);
        await cursor.fetchone();
      }
    };
    const closes = [];
    for (const open of [connect, connectSync]) {
      const conn = await open(OPTIONS);
      await drop(conn);
      const kept = conn.cursor(ServerCursor);
      await kept.execute(ROWS);
      await collect();
      // Whatever is prepared next has the server forget those that nobody holds, and them alone.
      await (await conn.prepare('SELECT 11')).close();
      const closed = (await conn.fetchone("SHOW SESSION STATUS LIKE 'Com_stmt_close'"))[1];
      closes.push([closed, (await kept.fetchone())[0]].join());
      await conn.close();
    }
    console.log(closes.join());`;
  expect(await runChild(source, FLAGS)).toMatchObject(cleanEnd('6,1,6,1'));
});

test('connections that fail', async () => {
  const server = await FakeServer.open((peer) => void peer.socket.end('HTTP/1.1 400 Bad Request'));
  await expectFlat(
    300,
    `await connect({ ...OPTIONS, port: Number(process.env.PORT) }).catch(() => {});
     await connect({ ...OPTIONS, user: 'nobody-there' }).catch(() => {});`,
    { PORT: String(server.options.port) },
  );
  await server.close();
});

test('connections that are destroyed with a stream open', async () => {
  await expectFlat(
    100,
    `const conn = await connect(OPTIONS);
     const cursor = conn.cursor(SSCursor);
     await cursor.execute(ROWS);
     await cursor.fetchmany(i % 2 ? 1 : 10000);
     conn.destroy();`,
  );
});

test('many statements, results and errors on one connection', async () => {
  await expectFlat(
    300,
    `globalThis.conn ??= await connect(OPTIONS);
     await conn.fetchall('SELECT seq, REPEAT("x", 100) FROM ${numbersTo(3000)}');
     await conn.fetchall('SELECT ' + i + ' AS c' + i);
     await conn.fetchall('SELECT nothing').catch(() => {});`,
  );
});

/** Ids of this process's connections that the server still has. */
const LEFT = `
  const left = async (ids) => {
    const observer = await connect(OPTIONS);
    const end = Date.now() + 8000;
    for (;;) {
      await collect();
      const rows = await observer.fetchall('SELECT id FROM information_schema.processlist');
      const there = rows.filter(([id]) => ids.includes(Number(id))).length;
      if (there === 0 || Date.now() > end) return there;
      await delay(20); // the server notices in its own time
    }
  };
`;

test.each([
  ['connections', 'return conn.threadId;'],
  ['sync connections', 'const sync = connectSync(OPTIONS); conn.destroy(); return sync.threadId;'],
  [
    'streams',
    'const c = conn.cursor(SSCursor); await c.execute(ROWS); await c.fetchone(); return conn.threadId;',
  ],
  [
    'streams whose tail a thread reads',
    'const c = conn.cursor(SSCursor); await c.execute(ROWS); await c.fetchmany(20000); return conn.threadId;',
  ],
])('%s that were forgotten are collected, and closed on the server', async (_, use) => {
  const end = await runChild(
    `${MEASURE} ${LEFT}
     const before = (await measure());
     const forget = async () => { const conn = await connect(OPTIONS); ${use} };
     const ids = [];
     for (let i = 0; i < 20; i++) ids.push(await forget());
     console.log(await left(ids));
     const after = await measure();
     console.log(after.threads - before.threads, after.files - before.files < 10);`,
    FLAGS,
  );
  expect(end).toMatchObject(cleanEnd('0\n0 true'));
});

test('a connection with a running statement is not collected under it', async () => {
  const end = await runChild(
    `${MEASURE}
     const run = async () => (await connect(OPTIONS)).fetchone('SELECT SLEEP(0.3), 5');
     const done = run();
     const timer = setInterval(() => gc(), 10);
     console.log((await done)[1]);
     clearInterval(timer);`,
    FLAGS,
  );
  expect(end).toMatchObject(cleanEnd('5'));
});

test('rows stay right while the collector runs all the time', async () => {
  const end = await runChild(
    `const conn = await connect(OPTIONS);
     const timer = setInterval(() => gc(), 1);
     const sql = "SELECT seq, CONCAT('né', seq), REPEAT('z', seq % 50), CAST(seq AS CHAR) FROM ${numbersTo(60000)}";
     const [stored, cursor] = [await conn.fetchall(sql), conn.cursor(SSCursor)];
     await cursor.execute(sql);
     const streamed = await cursor.fetchall();
     clearInterval(timer);
     const right = ([seq, a, b, c], i) => seq === i + 1 && a === 'né' + seq &&
       b === 'z'.repeat(seq % 50) && c === String(seq);
     console.log(stored.length, stored.every(right), streamed.length, streamed.every(right));`,
    FLAGS,
  );
  expect(end).toMatchObject(cleanEnd('60000 true 60000 true'));
});
