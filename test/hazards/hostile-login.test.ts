/** Servers that want more of a login than they may have: no TLS where it is a must, or the password. */
import { capabilities, connect, type ConnectOptions } from '../../lib';
import {
  authSwitch,
  type Behaviour,
  CAPABILITIES,
  FakeServer,
  greeting,
  OFFERS_TLS,
  ok,
  type Peer,
} from '../support/fake-server';
import { failureOf, inTime } from './expectations';

let server: FakeServer | undefined;
afterEach(() => server?.close());

async function failureAgainst(behaviour: Behaviour, options: ConnectOptions): Promise<unknown> {
  server = await FakeServer.open(behaviour);
  return inTime(failureOf(connect({ ...server.options, connectTimeout: 2_000, ...options })));
}

describe('a TLS handshake that the server lets hang', () => {
  const silent: Behaviour = (peer) => {
    peer.send(0, greeting('mysql_native_password', CAPABILITIES | OFFERS_TLS));
  };
  const options: ConnectOptions = { sslMode: 'REQUIRED', connectTimeout: 400 };

  test('ends with connectTimeout', async () => {
    const begin = performance.now();
    expect(await failureAgainst(silent, options)).toMatchObject({ fatal: true });
    expect(performance.now() - begin).toBeGreaterThan(350);
    expect(performance.now() - begin).toBeLessThan(1_900);
  });

  test('does not keep a thread busy', async () => {
    const cpu = process.cpuUsage();
    await failureAgainst(silent, { ...options, connectTimeout: 1_000 });
    const { user, system } = process.cpuUsage(cpu);
    expect(user + system).toBeLessThan(500_000);
  });
});

describe.each(['REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const)('%s', (sslMode) => {
  test('a server without TLS learns nothing, not even the user', async () => {
    const failure = await failureAgainst((peer) => peer.send(0, greeting()), { sslMode });
    // Connector/C 3.4 cannot verify who is at 127.0.0.1, and is not even asked to.
    const asked = sslMode === 'REQUIRED' || capabilities.verifyCa;
    expect(failure).toMatchObject({ errno: asked ? 2026 : 2054, fatal: true });
    expect(server!.received).toHaveLength(0);
  });
});

describe('caching_sha2_password without TLS', () => {
  const REQUEST_KEY = 2;
  const FULL_LOGIN = Buffer.from([1, 4]);

  /** What the client sends when the server says that it must have the password. */
  async function answerToFullLogin(peer: Peer): Promise<Buffer | undefined> {
    peer.send(0, greeting('caching_sha2_password'));
    await peer.packet();
    peer.send(2, authSwitch('caching_sha2_password'));
    await peer.packet(); // the scramble
    peer.send(4, FULL_LOGIN);
    return peer.packet();
  }

  async function answerWith(options: ConnectOptions): Promise<Buffer | undefined> {
    let answer: Buffer | undefined;
    await failureAgainst(async (peer) => {
      answer = await answerToFullLogin(peer);
      peer.socket.end();
    }, options);
    return answer;
  }

  test.each<ConnectOptions>([{}, { sslMode: 'DISABLED' }, { sslMode: 'PREFERRED' }])(
    'neither shows the password nor asks whoever answers for a key (%j)',
    async (options) => {
      const answer = await answerWith(options);
      expect(answer?.[0]).not.toBe(REQUEST_KEY);
      expect(server!.received.includes('secret-password')).toBe(false);
    },
  );

  test('asks for the key with getServerPublicKey', async () => {
    expect(await answerWith({ getServerPublicKey: true })).toEqual(Buffer.from([REQUEST_KEY]));
  });
});

describe('readTimeout', () => {
  const deaf: Behaviour = async (peer) => {
    await peer.login();
    while ((await peer.query()) !== undefined);
  };

  test('ends a statement that the server does not answer', async () => {
    server = await FakeServer.open(deaf);
    const conn = await connect({ ...server.options, readTimeout: 300 });
    const begin = performance.now();
    expect(await inTime(failureOf(conn.execute('SELECT 1')))).toMatchObject({
      errno: 2013,
      fatal: true,
      message: expect.stringMatching(/in time/),
    });
    expect(performance.now() - begin).toBeGreaterThan(250);
    expect(performance.now() - begin).toBeLessThan(1_500);
  });

  test('does not count while nothing is asked for', async () => {
    server = await FakeServer.open(async (peer) => {
      await peer.login();
      while ((await peer.query()) !== undefined) peer.send(1, ok());
    });
    const conn = await connect({ ...server.options, readTimeout: 100 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await conn.execute('DO 1');
    await conn.close();
  });
});

test('writeTimeout ends a statement that the server does not take', async () => {
  server = await FakeServer.open(async (peer) => {
    await peer.login();
    await peer.query();
  });
  const conn = await connect({ ...server.options, writeTimeout: 300 });
  server.peers[0]!.socket.pause();
  const begin = performance.now();
  const failure = await inTime(failureOf(conn.execute('DO ?', [Buffer.alloc(64 * 1024 * 1024)])));
  expect(failure).toMatchObject({ fatal: true, message: expect.stringMatching(/in time/) });
  expect(performance.now() - begin).toBeGreaterThan(250);
});
