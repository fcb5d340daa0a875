import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { ParentProcess, untilGone } from './parent-process';

const isRoot = process.getuid?.() === 0;

describe('the directory of a server', () => {
  let temporary: string;
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'place-'));
    await chmod(temporary, 0o755);
  });
  afterEach(() => rm(temporary, { recursive: true }));

  test('is made in TMPDIR', async () => {
    const place = join(temporary, 'with space');
    await mkdir(place);
    expect(await placeWith(place)).toBe(place);
  });

  test('is made in /tmp when the path of the socket would be too long', async () => {
    const long = join(temporary, 'long'.repeat(20));
    await mkdir(long);
    expect(await placeWith(long)).toBe('/tmp');
  });

  if (isRoot) {
    test('is made in /tmp when only root could reach it', async () => {
      const closed = join(temporary, 'closed');
      await mkdir(join(closed, 'inside'), { recursive: true });
      await chmod(closed, 0o700);
      expect(await placeWith(join(closed, 'inside'))).toBe('/tmp');
    });
  }
});

async function placeWith(directory: string): Promise<string> {
  const parent = new ParentProcess('stop', { TMPDIR: directory });
  const server = await parent.server();
  expect(server.unixSocket.startsWith(dirname(server.datadir))).toBe(true);
  await untilGone(server);
  return dirname(dirname(server.datadir));
}
