// What a reader must know to judge a number: the machine, and the version of everything on it.
import os from 'node:os';

/**
 * @param {string} serverVersion
 * @returns {Record<string, string>}
 */
export function describeMachine(serverVersion) {
  const cpus = os.cpus();
  return {
    cpu: `${cpus[0]?.model.trim() ?? 'unknown'}, ${cpus.length} cores`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    load: describeLoad(),
    node: [process.version, process.env.NODE_OPTIONS].filter(Boolean).join(' '),
    server: serverVersion,
    date: new Date().toISOString(),
  };
}

/** A load far above that of the bench itself, 1 to 2, says that somebody else used the machine. */
export function describeLoad() {
  return os.loadavg()[0].toFixed(2);
}

/** @param {Record<string, string>} facts */
export function formatFacts(facts) {
  const width = Math.max(...Object.keys(facts).map((key) => key.length));
  return Object.entries(facts)
    .map(([key, value]) => `${key.padEnd(width)}  ${value}`)
    .join('\n');
}
