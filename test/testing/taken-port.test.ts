import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

import { startServer, TestServerError } from '../../lib/testing';
import { freePort } from '../../lib/testing/free-port';

jest.mock('../../lib/testing/free-port', () => {
  const { freePort } = jest.requireActual('../../lib/testing/free-port');
  return { freePort: jest.fn(freePort) };
});

describe('a port that another program has taken since the kernel gave it', () => {
  let holder: Server;
  let taken: number;
  beforeEach(async () => {
    holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    taken = (holder.address() as AddressInfo).port;
    jest.mocked(freePort).mockClear();
  });
  afterEach(() => holder.close());

  test('is replaced by another', async () => {
    jest.mocked(freePort).mockResolvedValueOnce(taken).mockResolvedValueOnce(taken);
    const server = await startServer();
    expect(freePort).toHaveBeenCalledTimes(3);
    expect(server.port).not.toBe(taken);
    await server.stop();
  });

  test('is an error when the caller insists on it', async () => {
    const start = startServer({ options: { port: taken } });
    const error: unknown = await start.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TestServerError);
    expect((error as TestServerError).message).toContain('Address already in use');
    expect(freePort).toHaveBeenCalledTimes(5);
  });
});
