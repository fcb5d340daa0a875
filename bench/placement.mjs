// Where processes may run. A client that sends one query and waits never works at the same time as the
// server: one core is enough for both, and on one core a wake-up costs the same every time. Across
// cores of a virtual machine it is an interrupt that the host delivers; there the same C loop took
// 8 or 28 µs of CPU a query, as the scheduler liked. Where both work for milliseconds, each gets cores of its
// own: left to the scheduler, an insert of 1 000 rows took half a millisecond of 7 longer when any short
// command, such as a ping, had gone over its connection before.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @typedef {object} Placement
 * @property {string} note for the report
 * @property {string[]} prefix what goes before a command to run it in that place
 * @property {() => Promise<void>} release
 */

/** @param {number | undefined} serverPid unknown when the server is not ours */
export function shareOneCore(serverPid) {
  return settle(serverPid, 1, (cores) => {
    const last = cores.slice(-1);
    return { note: 'Client and server share one core.', server: last, client: last };
  });
}

/** The server on the last core, its clients on the others. @param {number | undefined} serverPid as above */
export function keepApart(serverPid) {
  return settle(serverPid, 2, (cores) => {
    const [server, client] = [cores.slice(-1), cores.slice(0, -1)];
    return { note: 'The server has a core of its own.', server, client };
  });
}

/**
 * @param {number | undefined} serverPid
 * @param {number} least how many cores it takes
 * @param {(cores: string[]) => { note: string, server: string[], client: string[] }} choose
 * @returns {Promise<Placement>}
 */
async function settle(serverPid, least, choose) {
  if (serverPid === undefined) return unplaced('the server is not a private one');
  try {
    const allowed = await allowedCores();
    const cores = coreNumbers(allowed);
    if (cores.length < least) return unplaced('there is one core only');
    const { note, server, client } = choose(cores);
    await place(serverPid, server.join());
    const release = () => place(serverPid, allowed);
    return { note, prefix: ['taskset', '-c', client.join()], release };
  } catch (error) {
    return unplaced(error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
}

/** @param {string} reason @returns {Placement} */
function unplaced(reason) {
  const note = `Not placed (${reason}): CPU times depend on the scheduler's mood.`;
  return { note, prefix: [], release: async () => {} };
}

/** The kernel's own list, such as "0-3,6"; only Linux has it, as only Linux has taskset. */
async function allowedCores() {
  const status = await readFile('/proc/self/status', 'utf8');
  return /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '0';
}

/** @param {string} list such as "0-3,6" @returns {string[]} such as 0, 1, 2, 3, 6 */
function coreNumbers(list) {
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
  });
}

/**
 * @param {number} pid all its threads; new ones inherit it
 * @param {string} cores
 */
async function place(pid, cores) {
  await run('taskset', ['-a', '-p', '-c', cores, String(pid)]);
}
