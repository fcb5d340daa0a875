/** What a driver may be busy with when its process or thread ends, as source text for a child. */

import { FakeServer } from '../support/fake-server';

/** Starts a server that accepts and says nothing; the environment names its port. */
export function useSilentServer(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  let silent: FakeServer;
  beforeAll(async () => {
    silent = await FakeServer.open(() => {});
    env['SILENT_PORT'] = String(silent.options.port);
  });
  afterAll(() => silent.close());
  return env;
}

/** Needs SILENT_PORT in the environment: a server that accepts and says nothing. */
export const DRIVER_STATES: Readonly<Record<string, string>> = {
  'an idle connection': `
    globalThis.kept = await connect(OPTIONS);
    await kept.execute('SELECT 1');`,
  'a sync connection': `
    globalThis.kept = connectSync(OPTIONS);
    kept.execute('SELECT 1');`,
  'a connection being made': `
    connect({ ...OPTIONS, port: Number(process.env.SILENT_PORT) }).catch(() => {});`,
  'a query that sleeps': `
    globalThis.kept = await connect(OPTIONS);
    kept.execute('SELECT SLEEP(30)').catch(() => {});`,
  'a stream of few rows so far': `
    globalThis.kept = (await connect(OPTIONS)).cursor(SSCursor);
    await kept.execute(ROWS);
    await kept.fetchone();`,
  'a stream whose tail is read by a thread': `
    globalThis.kept = (await connect(OPTIONS)).cursor(SSCursor);
    await kept.execute(LONG_ROWS);
    await kept.fetchmany(20000);`,
  'a fetch from that thread': `
    globalThis.kept = (await connect(OPTIONS)).cursor(SSCursor);
    await kept.execute(LONG_ROWS);
    await kept.fetchmany(20000);
    kept.fetchall().catch(() => {});`,
  'a prepared query that sleeps': `
    globalThis.kept = await connect(OPTIONS);
    kept.execute('SELECT SLEEP(?)', [30], { prepared: true }).catch(() => {});`,
  'a prepared fetch from that thread': `
    globalThis.kept = (await connect({ ...OPTIONS, prepared: true })).cursor(SSCursor);
    await kept.execute(LONG_ROWS);
    await kept.fetchmany(20000);
    kept.fetchall().catch(() => {});`,
  'a server-side cursor': `
    globalThis.kept = (await connect(OPTIONS)).cursor(ServerCursor);
    await kept.execute('SELECT 1 UNION ALL SELECT 2');
    kept.arraysize = 1;
    await kept.fetchone();`,
  'a large fetch from a server-side cursor': `
    globalThis.kept = (await connect(OPTIONS)).cursor(ServerCursor);
    await kept.execute(ROWS);
    kept.arraysize = 500000;
    kept.fetchall().catch(() => {});`,
  'a large result being stored': `
    globalThis.kept = await connect(OPTIONS);
    kept.fetchall(LONG_ROWS).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));`, // until some of it is here
};

/** Those in which nothing is waited for, so that nothing keeps a process alive. */
export const QUIET_STATES = [
  'an idle connection',
  'a sync connection',
  'a stream of few rows so far',
  'a stream whose tail is read by a thread',
  'a server-side cursor',
];
