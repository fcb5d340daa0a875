/** Servers that answer a reset of the session as they should, or not. */
import { connect } from '../../lib';
import { column, eof, error, FakeServer, FIELD, ok, type Peer, row } from '../support/fake-server';
import { CLIENT, onClient } from '../support/flavor';
import { failureOf, inTime } from './expectations';

const COMMAND = { quit: 1, query: 3, reset: 31 } as const;

/** Of the status flags. */
const [IN_TRANSACTION, MORE_RESULTS] = [1, 8];

const MARIADB = '10.11.0-MariaDB-fake';

const refusal = error(1047, 'Unknown command', '08S01');
const unknownVariable = error(1193, 'Unknown system variable', 'HY000');
const seven = [Buffer.from([1]), column('n', FIELD.long), eof(), row('7'), eof()];

interface Behaviour {
  /** What is answered to the reset; nothing, but the end of the connection, unless given. */
  readonly toReset?: readonly Buffer[];
  /** To the statements after it, one after the other; the last one to all that follow. */
  readonly toSet?: readonly Buffer[];
  /** What the server says of itself; a MariaDB that can be sent both at once unless given. */
  readonly version?: string;
}

/** A server that gives its answers to a reset when it has also got what comes with it. */
function serve(
  { toReset, toSet = [], version = MARIADB }: Behaviour,
  commands: string[],
): Promise<FakeServer> {
  return FakeServer.open(async (peer: Peer) => {
    await peer.login(version);
    let settings: Buffer[] | undefined;
    for (;;) {
      const command = await peer.packet();
      if (command === undefined || command[0] === COMMAND.quit) return;
      const sql = command.toString('utf8', 1);
      if (command[0] === COMMAND.reset) {
        settings = [...toSet];
        commands.push(`reset, ${peer.unread} bytes behind it`);
        if (toReset === undefined) return void peer.socket.end();
        peer.send(1, ...toReset);
      } else if (sql === 'BEGIN') peer.send(1, ok(IN_TRANSACTION));
      else if (!/^SET /.test(sql)) peer.send(1, ...seven);
      else if (settings === undefined) peer.send(1, ok());
      else {
        commands.push(sql);
        const answer = settings.length > 1 ? settings.shift() : settings[0];
        if (answer === undefined) return void peer.socket.end();
        peer.send(1, answer);
      }
    }
  });
}

let commands: string[] = [];

/** Resets a connection to such a server, and tells what came of that. */
async function reset(behaviour: Behaviour): Promise<{ failure: unknown; rows: unknown }> {
  commands = [];
  const server = await serve(behaviour, commands);
  const conn = await connect({ ...server.options, sslMode: 'DISABLED' });
  const failure = await inTime(conn.reset().then(() => undefined, failureItself));
  const rows = conn.isUsable ? await conn.fetchall('SELECT 7') : undefined;
  if (!conn.isUsable) await failureOf(conn.execute('SELECT 7'));
  conn.destroy();
  await server.close();
  return { failure, rows };
}

const failureItself = (cause: unknown): unknown => cause;

/** How many bytes came with the reset. */
const behind = (): number => Number(/\d+/.exec(commands[0]!)![0]);

test('the reset and the new settings go out together', async () => {
  expect(await reset({ toReset: [ok()], toSet: [ok()] })).toEqual({
    failure: undefined,
    rows: [[7]],
  });
  expect(commands).toHaveLength(2);
  expect(commands[1]).toMatch(/^SET .*session_track_system_variables/);
  if (CLIENT === 'mariadb') expect(behind()).toBe(4 + 1 + commands[1]!.length);
  else expect(behind()).toBe(0);
});

test.each(['8.0.0-fake', '5.7.12', '5.5.30', '10.2.0-MariaDB-fake'])(
  'one after the other with a server that may not take both: %s',
  async (version) => {
    const done = await reset({ toReset: [ok()], toSet: [ok()], version });
    expect(done).toEqual({ failure: undefined, rows: [[7]] });
    expect(behind()).toBe(0);
    const { failure, rows } = await reset({ toReset: [refusal], toSet: [ok()], version });
    expect(failure).toMatchObject({ errno: 1047, sqlMessage: 'Unknown command', fatal: false });
    expect(rows).toEqual([[7]]);
  },
);

onClient('mariadb', () => {
  test('the connection is over when the reset is refused, and the settings are not', async () => {
    const { failure, rows } = await reset({ toReset: [refusal], toSet: [ok()] });
    expect(failure).toMatchObject({ errno: 1047, sqlMessage: 'Unknown command', fatal: true });
    expect(rows).toBeUndefined();
  });

  test('a connection that ends when it was refused', async () => {
    const { failure, rows } = await reset({ toReset: [refusal] });
    expect(failure).toMatchObject({ errno: 1047, fatal: true });
    expect(rows).toBeUndefined();
  });

  test.each([
    ['more results', [ok(MORE_RESULTS)]],
    ['a result', seven],
  ])('so it is when the reset has %s', async (_, toReset) => {
    const { failure, rows } = await reset({ toReset, toSet: [ok()] });
    expect(failure).toMatchObject({ fatal: true });
    expect(rows).toBeUndefined();
  });
});

test('an open transaction does not depend on the settings', async () => {
  commands = [];
  const server = await serve({ toReset: [ok()], toSet: [ok()] }, commands);
  const conn = await connect({ ...server.options, sslMode: 'DISABLED' });
  await conn.execute('BEGIN');
  expect(conn.inTransaction).toBe(true);
  await conn.reset();
  expect(behind()).toBe(0);
  conn.destroy();
  await server.close();
});

test('a server that tracks nothing gets the settings that it knows', async () => {
  const done = await reset({ toReset: [ok()], toSet: [unknownVariable, ok()] });
  expect(done).toEqual({ failure: undefined, rows: [[7]] });
  expect(commands).toHaveLength(3);
  expect(commands[2]).not.toContain('session_track');
});

test('settings that the server refuses altogether are an error', async () => {
  const { failure, rows } = await reset({ toReset: [ok()], toSet: [unknownVariable] });
  expect(failure).toMatchObject({ errno: 1193 });
  expect(rows).toEqual([[7]]);
});

test.each([
  ['the reset', {}],
  ['the reset is done', { toReset: [ok()] }],
])('a connection that ends when %s', async (_, behaviour) => {
  const { failure, rows } = await reset(behaviour);
  expect(failure).toMatchObject({ name: 'OperationalError', fatal: true });
  expect(rows).toBeUndefined();
});
