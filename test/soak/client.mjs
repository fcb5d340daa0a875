// One of the clients of the soak test: what it may do, and which of its errors are explained.

import { setTimeout as delay } from 'node:timers/promises';
import { MySQLError } from '../../dist/index.mjs';
import { Cancelled, CANCELLED_USES } from './cancelled-uses.mjs';
import { PLAIN_USES } from './plain-uses.mjs';

const ALL_USES = [...PLAIN_USES, ...CANCELLED_USES];

/** What is longer than that counts as hung. */
export const LONGEST = 30_000;

/**
 * What a statement may be told whose connection is killed, before that is closed: that it was interrupted,
 * and that an AUTO_INCREMENT was.
 */
const TOLD_TO_KILLED = [1317, 1467];

export class Client {
  id;
  soak;
  #tokens = 0;
  /** The connection that it has, when it knows. */
  #threadId;
  #since = 0;

  constructor(soak, id) {
    this.soak = soak;
    this.id = id;
  }

  get random() {
    return this.soak.random;
  }

  /** No other statement of the soak has the same. */
  token() {
    return `${this.id}-${++this.#tokens}`;
  }

  complain(text) {
    this.soak.complain(text);
  }

  lent(conn) {
    this.#threadId = conn.threadId;
  }

  cancelled({ kind, cut }) {
    const { counts, cancels } = this.soak;
    cancels[kind] = (cancels[kind] ?? 0) + 1;
    if (cut) counts.cut++;
  }

  /** Whether the test itself may have killed its connection. */
  #mayBeKilled() {
    const { lastKill, killed } = this.soak;
    return this.#threadId === undefined ? lastKill >= this.#since : killed.has(this.#threadId);
  }

  /** Does one thing after the other. */
  async run(pool) {
    while (!this.soak.isOver) {
      await this.#once(pool);
      await delay(this.random() * 5);
    }
  }

  async #once(pool) {
    const { soak } = this;
    // What is cancelled is no answer: who is waited for asks for nothing of that kind.
    const uses = soak.waitedFor.has(this.id) ? PLAIN_USES : ALL_USES;
    const use = uses[Math.floor(this.random() * uses.length)];
    this.#threadId = undefined;
    this.#since = performance.now();
    try {
      await use(pool, this);
      soak.counts.done++;
      if (!soak.isDown) soak.waitedFor.delete(this.id);
    } catch (error) {
      this.#failed(error, use.name);
    }
    const took = performance.now() - this.#since;
    if (took > LONGEST) this.complain(`client ${this.id} waited ${took} ms`);
  }

  #failed(error, what) {
    const { counts, isDown } = this.soak;
    if (error instanceof Cancelled) {
      this.cancelled(error);
      return;
    }
    if (isDown) counts.duringRestart++;
    else counts.failed++;
    if (this.#isExplained(error)) return;
    const victim = this.#mayBeKilled() ? ', maybe killed' : '';
    this.complain(`unexplained, of ${what}${victim}: ${error?.stack}`);
  }

  /** Whether a kill of the test or the restart explains it. */
  #isExplained(error) {
    if (!(error instanceof MySQLError)) return false;
    const { code, errno, fatal } = error;
    if (code === 'ERR_MYSQLDB_ABORTED' || code === 'ERR_MYSQLDB_TIMEOUT') return false;
    const { isDown } = this.soak;
    if (fatal) return true;
    if (TOLD_TO_KILLED.includes(errno)) return this.#mayBeKilled();
    return isDown && (errno === 1146 || errno === 1049 || code === 'ERR_MYSQLDB_POOL_TIMEOUT');
  }
}
