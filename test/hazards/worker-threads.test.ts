/** The addon in worker_threads: environments begin and end while its sessions are in any state. */
import { type ChildEnd, cleanEnd, prelude, runChild } from '../support/child';
import { DRIVER_STATES, QUIET_STATES, useSilentServer } from './driver-states';
import { numbersTo } from '../support/numbers';

const env = useSilentServer();

const IN_TIME = 8_000;

/** Source of a worker that brings the driver into a state and says so; of the process around it. */
function withWorker(state: string, afterwards: string, last = ''): string {
  const source = `${DRIVER_STATES[state]} ${last} post('ready');`;
  return `${START} const worker = start(${workerSource(source)});
    const ended = once(worker, 'exit');
    await once(worker, 'message');
    ${afterwards}`;
}

function workerSource(source: string): string {
  return JSON.stringify(`${prelude()}
    const post = (message) => require('node:worker_threads').parentPort.postMessage(message);
    (async () => {${source}})();`);
}

const START = `
  const { Worker } = require('node:worker_threads');
  const { once } = require('node:events');
  const start = (source) => new Worker(source, { eval: true })
    .on('error', (error) => console.log('worker failed:', error));
`;

function run(source: string, mainLoads = false, deadline?: number): Promise<ChildEnd> {
  return runChild(source, { env, bare: !mainLoads, ...(deadline !== undefined && { deadline }) });
}

// A worker that was the only one to load the addon unloads it at its end.
describe.each([false, true])('when the main thread has loaded the addon: %s', (mainLoads) => {
  test.each(QUIET_STATES)('a worker ends by itself that forgot %s', async (state) => {
    const end = await run(withWorker(state, 'console.log((await ended)[0]);'), mainLoads);
    expect(end).toMatchObject(cleanEnd('0'));
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  });

  test.each(Object.keys(DRIVER_STATES))('terminate() ends a worker with %s', async (state) => {
    const busy = 'setInterval(() => {}, 1000);'; // it would end by itself in some of the states
    const end = await run(
      withWorker(state, 'console.log(await worker.terminate());', busy),
      mainLoads,
    );
    expect(end).toMatchObject(cleanEnd('1'));
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  });
});

test.each(Object.keys(DRIVER_STATES))(
  'process.exit() ends a process whose worker has %s',
  async (state) => {
    const end = await run(withWorker(state, 'process.exit(4);'));
    expect(end).toMatchObject(cleanEnd('', 4));
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  },
);

// Each call of the addon is a moment at which the thread may find that its JavaScript is over.
test.each([
  ['calls without a pause', 'const conn = connectSync(OPTIONS);', 'conn.ping();'],
  ['fails in every call', '', 'try { connectSync({ ...OPTIONS, port: 1 }); } catch {}'],
  ['reads small results', 'const conn = connectSync(OPTIONS);', "conn.fetchall('SELECT 1');"],
  ['opens and closes', '', 'await (await connect(OPTIONS)).close();'],
])(
  'terminate() ends a worker that %s',
  async (_, before, repeated) => {
    const source = workerSource(`${before} post('ready'); for (;;) { ${repeated} }`);
    const end = await run(
      `${START}
    for (let i = 0; i < 24; i++) {
      const worker = start(${source});
      await once(worker, 'message');
      // Another moment each time.
      await new Promise((resolve) => setTimeout(resolve, i % 4));
      await worker.terminate();
    }
    console.log('done');`,
      false,
      60_000,
    );
    expect(end).toMatchObject(cleanEnd('done'));
  },
  70_000,
);

test('eight workers load the addon and query at once', async () => {
  const source = workerSource(`
    const conn = await connect(OPTIONS);
    const rows = await conn.fetchall('SELECT seq FROM ${numbersTo(50000)}');
    const sync = connectSync(OPTIONS);
    const more = sync.fetchall('SELECT seq FROM ${numbersTo(50000)}');
    post(rows.length + more.length);`);
  const end = await run(`${START}
    const counts = await Promise.all(Array.from({ length: 8 }, async () => {
      const worker = start(${source});
      const ended = once(worker, 'exit');
      const [count] = await once(worker, 'message');
      return [count, (await ended)[0]];
    }));
    console.log(JSON.stringify(counts));`);
  expect(end).toMatchObject(cleanEnd(JSON.stringify(Array(8).fill([100_000, 0]))));
});

// Their characters are freed when the thread's heap is, after its environment.
test.each([false, true])('a worker keeps large texts until its end: %s', async (mainLoads) => {
  const source = workerSource(`
    globalThis.kept = connectSync(OPTIONS).fetchall(ROWS + ' LIMIT 5000');
    post(kept.length);`);
  const end = await run(
    `${START}
    for (let i = 0; i < 4; i++) {
      const worker = start(${source});
      const ended = once(worker, 'exit');
      const [rows] = await once(worker, 'message');
      console.log(rows, (await ended)[0]);
    }`,
    mainLoads,
  );
  expect(end).toMatchObject(cleanEnd('5000 0\n'.repeat(4).trim()));
});

test('workers come and go while others query', async () => {
  const source = workerSource(`
    const conn = await connect(OPTIONS);
    conn.fetchall(LONG_ROWS).catch(() => {});
    post('ready');`);
  const end = await run(`${START}
    await Promise.all(Array.from({ length: 4 }, async (_, lane) => {
      for (let i = 0; i < 6; i++) {
        const worker = start(${source});
        await once(worker, 'message');
        // Another moment of the fetch each time.
        await new Promise((resolve) => setTimeout(resolve, (lane * 7 + i * 13) % 40));
        await worker.terminate();
      }
    }));
    console.log('done');`);
  expect(end).toMatchObject(cleanEnd('done'));
});
