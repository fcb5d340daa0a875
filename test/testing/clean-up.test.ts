import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startServer } from '../../lib/testing';
import { isRunning, ParentProcess, until, untilGone, type Ending } from './parent-process';

describe('nothing is left of a server when its parent', () => {
  test.each<[string, Ending, number]>([
    ['comes to its end and forgot stop()', 'forget', 0],
    ['calls process.exit()', 'exit', 3],
    ['dies of an uncaught exception', 'throw', 1],
    ['awaits stop()', 'stop', 0],
  ])('%s', async (_, ending, code) => {
    const parent = new ParentProcess(ending);
    const server = await parent.server();
    expect(await parent.ended).toEqual([code, null]);
    await untilGone(server);
  });

  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'])(
    'gets %s, and all of its process group with it',
    async (signal) => {
      const parent = new ParentProcess('wait');
      const server = await parent.server();
      expect(isRunning(server.pid)).toBe(true);
      parent.signalGroup(signal);
      expect(await parent.ended).toEqual([null, signal]);
      await untilGone(server);
    },
  );

  test('handles SIGINT itself', async () => {
    const parent = new ParentProcess('handle');
    const server = await parent.server();
    parent.signalGroup('SIGINT');
    expect((await parent.ended)[0]).toBe(4);
    await untilGone(server);
  });

  test('is killed while the server is being initialised', async () => {
    const temporary = await openDirectory();
    const parent = new ParentProcess('wait', { TMPDIR: temporary });
    const directory = (): string => readdirSync(temporary)[0] ?? '';
    await until(() => existsSync(join(temporary, directory(), 'data')));
    parent.signalGroup('SIGKILL');
    await parent.ended;
    await until(() => directory() === '');
    await until(() => processesNaming(temporary).length === 0);
    await rm(temporary, { recursive: true });
  });

  // Where /proc tells who the watchdog is.
  if (process.platform === 'linux') {
    test('stops the server after its watchdog was killed', async () => {
      const server = await startServer();
      process.kill(parentOf(server.pid), 'SIGKILL');
      await server.stop();
      await untilGone(server);
    });
  }
});

/** A temporary directory that the server's user can pass through. */
async function openDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'clean-up-'));
  await chmod(directory, 0o755);
  return directory;
}

function parentOf(pid: number): number {
  const [, parent] = /\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return Number(parent);
}

/** The processes with this text in their command line, where /proc tells. */
function processesNaming(text: string): number[] {
  const all = existsSync('/proc/self') ? readdirSync('/proc').map(Number) : [];
  return all.filter((pid) => pid > 0 && commandLine(pid).includes(text));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
