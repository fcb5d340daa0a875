/** Runs the examples as their users do: as processes, which can be looked at and interrupted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/source-tree';

export interface ExampleEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An example that runs with pipes, not a terminal, and has a directory for its temporary files. */
export class ExampleProcess {
  readonly temporary = temporaryDirectory();
  readonly ended: Promise<ExampleEnd>;
  readonly #process: ChildProcess;
  #stdout = '';
  #stderr = '';

  constructor(script: string, env: NodeJS.ProcessEnv = {}) {
    this.#process = spawn(process.execPath, [join('examples', script)], {
      cwd: root,
      env: { ...process.env, TMPDIR: this.temporary, MYSQLDB_URL: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stderr!.on('data', (text: Buffer) => (this.#stderr += text.toString()));
    this.#process.stdout!.on('data', (text: Buffer) => (this.#stdout += text.toString()));
    this.ended = once(this.#process, 'close').then(([code]) => this.#end(code as number | null));
  }

  /** Resolves to the output when it has the text; rejects when the process ends without. */
  async printed(text: string): Promise<string> {
    let isOver = false;
    void this.ended.then(() => (isOver = true));
    while (!this.#stdout.includes(text)) {
      if (isOver) throw new Error(`ended before '${text}':\n${this.#stdout}${this.#stderr}`);
      await Promise.race([once(this.#process.stdout!, 'data'), this.ended]);
    }
    return this.#stdout;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Files and processes that are there because of it, beside itself. */
  leftovers(): readonly string[] {
    return [...readdirSync(this.temporary), ...processesNaming(this.temporary)];
  }

  /** The server ends with its process, not before it; rejects when something stays. */
  async untilNothingIsLeft(): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (this.leftovers().length > 0) {
      if (Date.now() > deadline) throw new Error(`left behind: ${this.leftovers().join()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends it, if a test has failed before it could end by itself. */
  remove(): void {
    this.#process.kill('SIGKILL');
    rmSync(this.temporary, { recursive: true, force: true, maxRetries: 10 });
  }

  #end(code: number | null): ExampleEnd {
    return { code, stdout: this.#stdout, stderr: this.#stderr };
  }
}

/** The value of an expression in the modules of the demo, which jest itself cannot import. */
export async function evaluate<T>(imports: string, expression: string): Promise<T> {
  const source = `${imports}\nprocess.stdout.write(JSON.stringify(${expression}))`;
  const args = ['--input-type=module', '--eval', source];
  const child = spawn(process.execPath, args, { cwd: join(root, 'examples', 'demo') });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

/** One that the server's user can pass through, when the tests run as root. */
function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'example-'));
  chmodSync(directory, 0o755);
  return directory;
}

/** Command lines with this text, where /proc tells. */
function processesNaming(text: string): string[] {
  const all = existsSync('/proc/self')
    ? readdirSync('/proc').filter((name) => /^\d/.test(name))
    : [];
  return all.map(commandLine).filter((command) => command.includes(text));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
