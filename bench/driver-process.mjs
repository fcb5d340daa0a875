// One driver lives in one process for one scenario: drivers share no heap, no compiled code and no
// garbage, and a driver that crashes or hangs spoils only its own row of the table.
//
// The protocol is lines, so that a driver may be written in any language. The process connects and
// prints {"ready": true, "version": "…"}; for every line "run" it works once and prints its sample as
// JSON, or {"error": "…"}; it exits when its standard input ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { withRates } from './measure.mjs';
import { targetToEnvironment } from './target.mjs';

const REPLY_TIMEOUT_MS = 180_000;
const EXIT_TIMEOUT_MS = 5_000;

export class DriverProcess {
  #child;
  /** @type {((reply: any) => void) | undefined} */
  #settle;
  #stderr = '';
  /** @type {string | undefined} why there is no process any more */
  #gone;

  /**
   * @param {string[]} command the program and its arguments
   * @param {import('./target.mjs').Target} target
   */
  constructor([file, ...args], target) {
    const env = { ...process.env, ...targetToEnvironment(target) };
    this.#child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#onLine(line));
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
    this.#child.stdin.on('error', () => {}); // the exit below says it better
    this.#child.on('error', (error) => this.#onGone(error.message));
    this.#child.on('close', (code, signal) => {
      this.#onGone(`exited (${signal ?? code}) ${lastLine(this.#stderr)}`);
    });
  }

  /** @returns {Promise<{ version: string }>} */
  ready() {
    return this.#nextReply();
  }

  /** @returns {Promise<import('./measure.mjs').Sample>} */
  async run() {
    const reply = this.#nextReply();
    this.#child.stdin.write('run\n');
    return withRates(await reply);
  }

  async close() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), EXIT_TIMEOUT_MS);
    this.#child.stdin.end();
    await closed;
    clearTimeout(killer);
  }

  kill() {
    this.#child.kill('SIGKILL');
  }

  /** @param {string} line */
  #onLine(line) {
    if (line.startsWith('{')) this.#reply(JSON.parse(line));
    else this.#stderr += `${line}\n`; // a library that prints to stdout
  }

  /** @param {string} reason */
  #onGone(reason) {
    this.#gone ??= reason;
    this.#reply({ error: reason });
  }

  /** @param {any} reply */
  #reply(reply) {
    this.#settle?.(reply);
    this.#settle = undefined;
  }

  /** @returns {Promise<any>} */
  #nextReply() {
    if (this.#gone) return Promise.reject(new Error(this.#gone));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.kill();
        this.#reply({ error: `no answer in ${REPLY_TIMEOUT_MS / 1000} s` });
      }, REPLY_TIMEOUT_MS);
      this.#settle = (reply) => {
        clearTimeout(timer);
        if (reply.error) reject(new Error(reply.error));
        else resolve(reply);
      };
    });
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
