// A bar for a scenario on a terminal, nothing elsewhere. It goes to stderr, so that stdout is the
// report alone; and it ends before the report is printed, as it puts the cursor back where it began.
import { SingleBar } from 'cli-progress';

/**
 * @param {string} title
 * @param {number} total
 */
export function createProgress(title, total) {
  if (!process.stderr.isTTY) return { step() {}, stop() {} };
  const format = `${title} {bar} {value}/{total} · {label} · {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true });
  let done = 0;
  bar.start(total, 0, { label: 'making the data' });
  return {
    /** @param {string} label */
    step: (label) => bar.update(++done, { label }),
    stop: () => bar.stop(),
  };
}
