import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** How a process ends after it has started a server; see parent-script.cjs. */
export type Ending = 'wait' | 'forget' | 'exit' | 'throw' | 'handle' | 'stop';

export interface StartedServer {
  readonly pid: number;
  readonly datadir: string;
  readonly unixSocket: string;
}

/** A process of its own, and leader of its process group, that starts a server. */
export class ParentProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;

  #errors = '';

  constructor(ending: Ending, env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [join(__dirname, 'parent-script.cjs'), ending], {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stderr!.on('data', (text) => (this.#errors += text));
    this.ended = once(this.child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  }

  async server(): Promise<StartedServer> {
    const lines = createInterface({ input: this.child.stdout! });
    const ended = once(lines, 'close').then(() => Promise.reject(new Error(this.#errors)));
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    ended.catch(() => {}); // as it should, after the line
    return JSON.parse(line) as StartedServer;
  }

  /** As the terminal does it on Ctrl-C: to all processes of the group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.child.pid!, signal);
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the condition holds; there is no event for what strangers' processes do. */
export async function until(condition: () => boolean, deadline = 10_000): Promise<void> {
  const end = Date.now() + deadline;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${deadline} ms: ${condition}`);
    await delay(10);
  }
}

/** Waits until nothing is left of a server, neither the process nor the directory. */
export async function untilGone({ pid, datadir }: StartedServer): Promise<void> {
  await until(() => !isRunning(pid));
  await until(() => !existsSync(dirname(datadir)));
}
