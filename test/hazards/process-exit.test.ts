/** However a process ends while the driver is busy: at once, with its own exit code, in silence. */
import { cleanEnd, runChild } from '../support/child';
import { DRIVER_STATES, QUIET_STATES, useSilentServer } from './driver-states';

const env = useSilentServer();

const IN_TIME = 5_000;

describe('a process ends by itself', () => {
  test('when everything was closed', async () => {
    const end = await runChild(`
      const conn = await connect(OPTIONS);
      const rows = await conn.fetchall('SELECT 1');
      await conn.close();
      const sync = connectSync(OPTIONS);
      sync.close();
      console.log(rows.length);
    `);
    expect(end).toMatchObject(cleanEnd('1'));
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  });

  test.each(QUIET_STATES)('that forgot %s', async (state) => {
    const end = await runChild(`${DRIVER_STATES[state]} console.log('last line');`, { env });
    expect(end).toMatchObject(cleanEnd('last line'));
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  });

  test('not before a running statement has ended', async () => {
    const end = await runChild(`
      const conn = await connect(OPTIONS);
      conn.fetchall('SELECT SLEEP(0.5), 7').then((rows) => console.log(rows[0][1]));
    `);
    expect(end).toMatchObject(cleanEnd('7'));
  });

  test('not before a connection is made', async () => {
    const end = await runChild(`connect(OPTIONS).then((conn) => console.log(conn.isUsable));`);
    expect(end).toMatchObject(cleanEnd('true'));
  });

  test('not before the tail of a long result is read', async () => {
    const end = await runChild(`
      const conn = await connect(OPTIONS);
      conn.fetchall(ROWS).then((rows) => console.log(rows.length));
    `);
    expect(end).toMatchObject(cleanEnd('1000000'));
  });
});

describe.each(Object.keys(DRIVER_STATES))('with %s', (state) => {
  test('process.exit() ends the process with its code', async () => {
    const end = await runChild(`${DRIVER_STATES[state]} process.exit(3);`, { env });
    expect(end).toMatchObject(cleanEnd('', 3));
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  });

  test('an uncaught exception ends the process with its own report only', async () => {
    const end = await runChild(
      `${DRIVER_STATES[state]} setImmediate(() => { throw new Error('on purpose'); });`,
      { env },
    );
    expect(end).toMatchObject({ code: 1, signal: null, timedOut: false });
    expect(end.stderr).toMatch(/Error: on purpose/);
    expect(end.stderr).not.toMatch(/FATAL|Assertion|uv loop|terminate called/);
    expect(end.milliseconds).toBeLessThan(IN_TIME);
  });
});
