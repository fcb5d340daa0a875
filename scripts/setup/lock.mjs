// Lets one set-up at a time change the checkout: two terminals may well start `npm test` at once.

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './command.mjs';

const POLL_MS = 200;
const path = join(root, 'build', 'setup.lock');

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The process that holds the lock, if it still runs. */
function holder() {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The file appears with its content in one step, so that no one reads it half written. */
function tryAcquire() {
  const own = `${path}.${process.pid}`;
  mkdirSync(join(root, 'build'), { recursive: true });
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

async function acquire() {
  let announced = false;
  while (!tryAcquire()) {
    const pid = holder();
    if (pid === undefined) {
      rmSync(path, { force: true });
    } else {
      if (!announced) console.log(`set-up  waiting for the one that process ${pid} does`);
      announced = true;
      await sleep(POLL_MS);
    }
  }
}

export async function withLock(action) {
  await acquire();
  try {
    await action();
  } finally {
    rmSync(path, { force: true });
  }
}
