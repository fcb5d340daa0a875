// Lets one process at a time change the checkout, or a folder of the matrix: two terminals may well
// start `npm test` at once.

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './command.mjs';

const POLL_MS = 200;
const SETUP = join(root, 'build', 'setup.lock');

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The process that holds the lock, if it still runs. */
function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The file appears with its content in one step, so that no one reads it half written. */
function tryAcquire(path) {
  const own = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

async function acquire(path) {
  let announced = false;
  while (!tryAcquire(path)) {
    const pid = holderOf(path);
    if (pid === undefined) {
      rmSync(path, { force: true });
    } else {
      if (!announced) console.log(`waiting for process ${pid}, which holds ${path}`);
      announced = true;
      await sleep(POLL_MS);
    }
  }
}

/** Does the action while no other process holds the lock; it resolves to what the action does. */
export async function withLock(action, path = SETUP) {
  await acquire(path);
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}
