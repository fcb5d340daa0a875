/** @file Ctrl-C and its like: what must happen before the process may end. */

/** Ctrl-C, `kill`, and a terminal window that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Under npm, one Ctrl-C comes twice: from the terminal, and passed on by npm. */
const SAME_KEYSTROKE = 1000;

/** What shells say of a program that was ended by Ctrl-C. */
export const INTERRUPTED = 130;

/** Somebody wants the program to end. */
export class Interruption extends Error {}

/**
 * Rejects with an Interruption at the first signal, or when nobody reads the output any more.
 * A second signal ends the process at once; the server's watchdog then cleans up alone.
 * @returns {Promise<never>}
 */
export function interruption() {
  return new Promise((_, reject) => {
    let first;
    const interrupt = () => {
      first ??= performance.now();
      if (performance.now() - first > SAME_KEYSTROKE) process.exit(INTERRUPTED);
      reject(new Interruption());
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    process.stdout.on('error', interrupt);
  });
}
