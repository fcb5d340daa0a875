/** Runs scripts in Node processes of their own: how a process ends can only be seen from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { serverOptions } from './apis';
import { numbersTo } from './numbers';

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  /** It did not end in time and was killed. */
  readonly timedOut: boolean;
}

export interface ChildOptions {
  /** Flags for node, such as `--expose-gc`. */
  readonly flags?: readonly string[];
  /** Milliseconds until it is killed. */
  readonly deadline?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** A program that starts node, with its arguments: `['prlimit', '--nofile=64']`. */
  readonly wrapper?: readonly string[];
  /** Without the prelude: the main thread does not load the driver. */
  readonly bare?: boolean;
}

/** The compiled driver: the tests' own transformation does not reach other processes. */
const driver = join(__dirname, '..', '..', 'dist', 'index.js');

/** What every script, and every worker in it, begins with. */
export function prelude(): string {
  const options = JSON.stringify({ ...serverOptions(), database: 'mysql' });
  return `
    const { connect, connectSync, ServerCursor, SSCursor } = require(${JSON.stringify(driver)});
    const OPTIONS = ${options};
    const ROWS = 'SELECT seq, REPEAT("x", 40) FROM ${numbersTo(1_000_000)}';
    const LONG_ROWS = 'SELECT a.seq, REPEAT("x", 40) FROM ${numbersTo(1_000_000, 'a')}, ${numbersTo(1000, 'b')}';
  `;
}

/** A process that runs a script, for tests that look at it or signal it while it runs. */
export class Child {
  readonly process: ChildProcess;
  readonly ended: Promise<ChildEnd>;
  #stdout = '';
  #stderr = '';
  #lineWanted: { text: string; resolve: () => void } | undefined;

  constructor(source: string, options: ChildOptions = {}) {
    const args = [...(options.flags ?? []), '-e', (options.bare ? '' : prelude()) + source];
    const [command, ...rest] = [...(options.wrapper ?? []), process.execPath, ...args];
    this.process = spawn(command!, rest, {
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout!.on('data', (text: Buffer) => this.#read(text));
    this.process.stderr!.on('data', (text: Buffer) => (this.#stderr += text.toString()));
    this.ended = this.#wait(options.deadline ?? 15_000);
  }

  /** What the script has printed, once the text is in it; rejects when it ends without. */
  async printed(text: string): Promise<string> {
    if (this.#stdout.includes(text)) return this.#stdout;
    const seen = new Promise<void>((resolve) => (this.#lineWanted = { text, resolve }));
    const ended = this.ended.then(({ stderr, code, signal }) => {
      if (this.#stdout.includes(text)) return;
      throw new Error(`ended with ${code ?? signal} before it printed '${text}': ${stderr}`);
    });
    await Promise.race([seen, ended]);
    return this.#stdout;
  }

  #read(text: Buffer): void {
    this.#stdout += text.toString();
    if (this.#lineWanted && this.#stdout.includes(this.#lineWanted.text)) {
      this.#lineWanted.resolve();
    }
  }

  async #wait(deadline: number): Promise<ChildEnd> {
    const begin = performance.now();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      this.process.kill('SIGKILL');
    }, deadline);
    const [code, signal] = (await once(this.process, 'close')) as [
      number | null,
      NodeJS.Signals | null,
    ];
    clearTimeout(timer);
    const milliseconds = Math.round(performance.now() - begin);
    return {
      code,
      signal,
      stdout: this.#stdout.trim(),
      stderr: this.#stderr.trim(),
      milliseconds,
      timedOut,
    };
  }
}

/** Runs a script to its end. The body of an async function, in which `await` may be used. */
export function runChild(source: string, options: ChildOptions = {}): Promise<ChildEnd> {
  return new Child(`(async () => {${source}\n})();`, options).ended;
}

/** What a process leaves that ended by itself and had nothing to complain about. */
export function cleanEnd(stdout: string, code = 0): Partial<ChildEnd> {
  return { code, signal: null, stdout, stderr: '', timedOut: false };
}
