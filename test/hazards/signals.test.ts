/** Signals end a process that waits for the server, as they end any other. */
import { Child } from '../support/child';
import { numbersTo } from '../support/numbers';

const WAITS: Readonly<Record<string, string>> = {
  'an async statement': `connect(OPTIONS).then((conn) => {
    conn.execute('SELECT SLEEP(20)');
    console.log('waiting');
  });`,
  'a sync statement': `
    const conn = connectSync(OPTIONS);
    require('node:fs').writeSync(1, 'waiting');
    conn.execute('SELECT SLEEP(20)');`,
  'the tail of a long result': `connect(OPTIONS).then((conn) => {
    conn.fetchall(LONG_ROWS);
    setTimeout(() => console.log('waiting'), 100);
  });`,
};

test.each(
  Object.keys(WAITS).flatMap((wait) =>
    (['SIGINT', 'SIGTERM'] as const).map((s) => [s, wait] as const),
  ),
)('%s ends a process that waits for %s', async (signal, wait) => {
  const child = new Child(WAITS[wait]!);
  await child.printed('waiting');
  const begin = performance.now();
  child.process.kill(signal);
  expect(await child.ended).toMatchObject({ code: null, signal, stderr: '', timedOut: false });
  expect(performance.now() - begin).toBeLessThan(3_000);
});

test('a handler of SIGINT runs while an async statement waits, and may destroy the connection', async () => {
  const child = new Child(`connect(OPTIONS).then((conn) => {
    process.once('SIGINT', () => conn.destroy());
    conn.execute('SELECT SLEEP(20)').catch((error) => console.log(error.code, conn.isUsable));
    console.log('waiting');
  });`);
  await child.printed('waiting');
  child.process.kill('SIGINT');
  expect(await child.ended).toMatchObject({
    code: 0,
    stdout: 'waiting\nCR_SERVER_LOST false',
    stderr: '',
  });
});

// A signal with a handler interrupts system calls: the driver must go on with them.
test.each(['sync', 'async'])(
  'signals that are handled do not disturb a %s statement',
  async (kind) => {
    const child = new Child(`
    process.on('SIGUSR2', () => {});
    const { writeSync } = require('node:fs');
    (async () => {
      const conn = ${kind === 'sync' ? 'connectSync(OPTIONS)' : 'await connect(OPTIONS)'};
      writeSync(1, 'waiting');
      const rows = await conn.fetchall('SELECT SLEEP(0.7), 3');
      const many = await conn.fetchall('SELECT seq FROM ${numbersTo(300_000)}');
      writeSync(1, ' ' + rows[0][1] + ' ' + many.length);
      await conn.close();
      setTimeout(() => {}, 300); // the handler is there until the signals have ended
    })();`);
    await child.printed('waiting');
    const timer = setInterval(() => child.process.kill('SIGUSR2'), 5);
    await child.printed('300000');
    clearInterval(timer);
    const end = await child.ended;
    expect(end).toMatchObject({ code: 0, stdout: 'waiting 3 300000', stderr: '', timedOut: false });
  },
);
