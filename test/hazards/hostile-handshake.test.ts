/** Servers that are broken, hostile or no MySQL at all, up to the end of the login. */
import { connect, connectSync, type MySQLError, OperationalError } from '../../lib';
import {
  authSwitch,
  type Behaviour,
  error,
  FakeServer,
  greeting,
  ok,
  packet,
  type Peer,
} from '../support/fake-server';
import { ofClient, onClient } from '../support/flavor';
import { failureOf, inTime } from './expectations';

let server: FakeServer | undefined;
afterEach(() => server?.close());

async function failureAgainst(behaviour: Behaviour, connectTimeout = 2_000): Promise<unknown> {
  server = await FakeServer.open(behaviour);
  return inTime(failureOf(connect({ ...server.options, connectTimeout })));
}

function expectRefused(failure: unknown): void {
  expect(failure).toBeInstanceOf(OperationalError);
  expect(failure).toMatchObject({ fatal: true });
  expect((failure as Error).message).not.toBe('');
}

const login =
  (answer: (peer: Peer) => void): Behaviour =>
  async (peer) => {
    peer.send(0, greeting());
    await peer.packet();
    answer(peer);
  };

describe('connectTimeout covers a server that goes silent', () => {
  const silences: Record<string, Behaviour> = {
    'before its greeting': () => {},
    'in its greeting': (peer) => void peer.socket.write(packet(0, greeting()).subarray(0, 30)),
    'after its greeting': (peer) => peer.send(0, greeting()),
    // Where libmysqlclient blocks: only its readTimeout ends that.
    ...ofClient<Record<string, Behaviour>>({
      mariadb: {
        'after it asked for another login': login((peer) =>
          peer.send(2, authSwitch('mysql_native_password')),
        ),
      },
      mysql: {},
    }),
    'after the login': login((peer) => peer.send(2, ok())),
    'and drips bytes': (peer) => {
      const bytes = packet(0, greeting());
      let at = 0;
      const timer = setInterval(() => peer.socket.write(bytes.subarray(at, ++at)), 100);
      peer.socket.on('close', () => clearInterval(timer));
    },
  };

  test.each(Object.keys(silences))('%s', async (moment) => {
    const begin = performance.now();
    const failure = await failureAgainst(silences[moment]!, 400);
    const milliseconds = performance.now() - begin;
    expectRefused(failure);
    expect(milliseconds).toBeGreaterThan(350);
    expect(milliseconds).toBeLessThan(1_500);
  });
});

onClient('mysql', () => {
  test('readTimeout ends a login that the library blocks in', async () => {
    server = await FakeServer.open(login((peer) => peer.send(2, authSwitch('sha256_password'))));
    expectRefused(await inTime(failureOf(connect({ ...server.options, readTimeout: 600 }))));
  });
});

test('a sync connection keeps its connectTimeout too', async () => {
  server = await FakeServer.open(() => {}); // the kernel accepts for it while we wait
  const begin = performance.now();
  const { options } = server;
  expect(() => connectSync({ ...options, connectTimeout: 400 })).toThrow(OperationalError);
  expect(performance.now() - begin).toBeGreaterThan(350);
  expect(performance.now() - begin).toBeLessThan(1_500);
});

// Nothing was executed yet: trying again cannot do anything twice.
test('a handshake that takes too long may be tried again', async () => {
  const failure = await failureAgainst(() => {}, 300);
  expect(failure).toMatchObject({ fatal: true, retryable: true });
  expect((failure as MySQLError).hint).not.toMatch(/statement ran/);
});

describe('what is no greeting is refused', () => {
  const nonsense: Record<string, Buffer> = {
    HTTP: Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
    SSH: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'),
    'an empty packet': packet(0, Buffer.alloc(0)),
    'protocol version 9': packet(0, Buffer.concat([Buffer.from([9]), greeting().subarray(1)])),
    'a version without an end': packet(
      0,
      Buffer.concat([Buffer.from([10]), Buffer.alloc(200, 65)]),
    ),
    zeros: Buffer.alloc(4096),
    'a greeting with a wrong sequence': packet(7, greeting()),
  };
  test.each(Object.keys(nonsense))('%s', async (name) => {
    const failure = await failureAgainst((peer) => void peer.socket.end(nonsense[name]!));
    expectRefused(failure);
  });

  test('a greeting that was cut anywhere', async () => {
    const bytes = packet(0, greeting());
    for (let length = 0; length < bytes.length; length += 3) {
      const failure = await failureAgainst(
        (peer) => void peer.socket.end(bytes.subarray(0, length)),
      );
      expectRefused(failure);
      await server!.close();
    }
  });

  test('a greeting whose packet is too short, at any length', async () => {
    const bytes = greeting();
    for (let length = 1; length < 44; length++) {
      const failure = await failureAgainst(
        (peer) => void peer.socket.end(packet(0, bytes.subarray(0, length))),
      );
      expectRefused(failure);
      await server!.close();
    }
  });
});

test.each([
  [1040, 'Too many connections', '08004'],
  [1129, 'Host is blocked', undefined],
  [1130, 'Host is not allowed', undefined],
])('error %d instead of a greeting is told', async (errno, message, sqlState) => {
  const failure = await failureAgainst((peer) => {
    peer.send(0, error(errno, message, sqlState ?? ''));
    peer.socket.end();
  });
  expect(failure).toBeInstanceOf(OperationalError);
  expect(failure).toMatchObject({ errno, fatal: true, message: expect.stringContaining(message) });
});

test('an error after the login is told', async () => {
  const failure = await failureAgainst(
    login((peer) => peer.send(2, error(1045, 'Access denied', '28000'))),
  );
  expect(failure).toMatchObject({ errno: 1045, sqlState: '28000', message: 'Access denied' });
});

describe('no server gets the password by asking for it', () => {
  test.each(['mysql_clear_password', 'dialog', 'mysql_old_password', 'no_such_plugin', '../evil'])(
    'through %s',
    async (plugin) => {
      const failure = await failureAgainst(async (peer) => {
        peer.send(0, greeting());
        await peer.packet();
        peer.send(2, authSwitch(plugin));
        const answer = await peer.packet();
        if (answer) peer.send(4, ok());
      });
      expectRefused(failure);
      expect(server!.received.toString('latin1')).not.toContain('secret-password');
    },
  );

  test.each(['mysql_clear_password', 'dialog'])('with %s in the greeting', async (plugin) => {
    const failure = await failureAgainst(async (peer) => {
      peer.send(0, greeting(plugin));
      await peer.packet();
      peer.send(2, Buffer.from([0xfe, 0x70, 0]));
      await peer.packet();
      peer.send(4, error(1045, 'Access denied', '28000'));
    });
    expect(failure).toBeInstanceOf(OperationalError);
    expect(server!.received.toString('latin1')).not.toContain('secret-password');
  });
});
