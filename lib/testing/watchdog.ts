import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';

import { TestServerError } from './test-server-error';
import { watchdogScript } from './watchdog-script';

/** The grace between SIGTERM and SIGKILL, in milliseconds. */
const KILL_AFTER = 5_000;

/** Who a program runs as; undefined: as we do. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A program and how to start it. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
}

/** How far a program came: until its log matched (`ready`), or until its end (`ended`). */
export interface Run {
  readonly pid: number;
  readonly ready: RegExpExecArray | undefined;
  readonly ended: string | undefined;
}

type Message =
  | { readonly kind: 'opened'; readonly directory: string }
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'exited' | 'failed'; readonly reason: string };

/** Our side of the watchdog process: a directory and the program in it, which end with us. */
export class Watchdog {
  readonly #process: ChildProcess;
  readonly #gone: Promise<void>;
  #directory = '';
  #log = '';
  #pid = 0;
  #receive: (message: Message) => void = ignore;

  private constructor(parent: string) {
    this.#process = spawnWatchdog(parent);
    this.#process.on('message', (message) => this.#dispatch(message as Message));
    this.#process.on('error', ({ message }) => this.#dispatch({ kind: 'failed', reason: message }));
    this.#gone = new Promise((resolve, reject) => {
      this.#process.once('exit', (code) => {
        this.#exited(code).then(resolve, reject);
      });
    });
    this.#gone.catch(() => {}); // end() reports it
  }

  /** Starts a watchdog with a new directory inside `parent`. */
  static open(parent: string): Promise<Watchdog> {
    const watchdog = new Watchdog(parent);
    return new Promise((resolve, reject) => {
      const receive = (message: Message): void => {
        if (message.kind === 'opened') resolve(watchdog);
        else if (message.kind === 'failed') reject(startFailure(message.reason));
      };
      watchdog.#receive = receive;
    });
  }

  get directory(): string {
    return this.#directory;
  }

  /** What the program that runs, or ran last, has written until it was ready. */
  get log(): string {
    return this.#log;
  }

  /** Runs a program in the directory until its log matches `ready`, or until it ends. */
  run({ command, args, account }: Program, ready?: RegExp): Promise<Run> {
    return new Promise((resolve) => {
      this.#log = '';
      const settle = (match?: RegExpExecArray, ended?: string): void => {
        this.#receive = ignore;
        resolve({ pid: this.#pid, ready: match, ended });
      };
      const receive = (message: Message): void => {
        if (message.kind === 'exited' || message.kind === 'failed') {
          settle(undefined, message.reason);
        } else if (message.kind === 'log') {
          this.#log += message.text;
          const match = ready?.exec(this.#log);
          if (match) settle(match);
        }
      };
      this.#receive = receive;
      this.#send({ command, args, ...account });
    });
  }

  /** From here on the watchdog does not keep our process alive. */
  unref(): void {
    this.#process.unref();
    this.#process.channel?.unref();
  }

  /** Ends the program, removes the directory and waits for both. */
  async end(): Promise<void> {
    this.#process.ref();
    if (this.#process.connected) this.#process.disconnect();
    await this.#gone;
  }

  #send(program: object): void {
    this.#process.send(program, (error) => {
      if (error) this.#dispatch({ kind: 'failed', reason: error.message });
    });
  }

  #dispatch(message: Message): void {
    if (message.kind === 'opened') this.#directory = message.directory;
    if (message.kind === 'started') this.#pid = message.pid;
    if (message.kind === 'exited') this.#pid = 0;
    this.#receive(message);
  }

  /** Does the watchdog's last duty for one that could not: somebody killed it, the disk failed. */
  async #exited(code: number | null): Promise<void> {
    if (code === 0) return;
    if (this.#pid !== 0) killGroup(this.#pid);
    this.#dispatch({ kind: 'failed', reason: 'the watchdog process ended' });
    if (this.#directory === '') return;
    const options = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 };
    await rm(this.#directory, options).catch((cause: unknown) => {
      const message = `Cannot remove ${this.#directory}; remove it by hand.`;
      throw new TestServerError('SERVER_STOP_FAILED', message, '', { cause });
    });
  }
}

function spawnWatchdog(parent: string): ChildProcess {
  // The user's NODE_OPTIONS (an inspector's port, a loader) are not meant for this process.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const settings = JSON.stringify({ parent, killAfter: KILL_AFTER });
  return spawn(process.execPath, ['-e', watchdogScript, settings], {
    cwd: parent,
    detached: true,
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function startFailure(reason: string): TestServerError {
  const message = `Cannot start the process that watches over the server: ${reason}`;
  return new TestServerError('SERVER_START_FAILED', message);
}

function ignore(): void {}
