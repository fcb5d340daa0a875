/** @file How far the load is: a bar on a terminal, a line now and then elsewhere. */

import { SingleBar } from 'cli-progress';
import { count, dim, say, WIDTH } from './screen.mjs';

const out = process.stdout;

/** What is open on the terminal: its cursor is hidden until it is closed. */
let current;

/**
 * @param {number} total rows
 * @returns {{ add(rows: number): void, close(): void }}
 */
export function openProgress(total) {
  const canMoveCursor = out.isTTY && process.env.TERM !== 'dumb';
  current = canMoveCursor ? bar(total) : lines(total);
  return current;
}

/** Gives the terminal its cursor back, wherever the load was. */
export function closeProgress() {
  current?.close();
  current = undefined;
}

function bar(total) {
  const bar = new SingleBar({
    format: `   {bar} {percentage}%  {value} of {total} rows`,
    formatValue: (value, _, type) =>
      type === 'percentage' ? String(value).padStart(3) : count(value),
    formatBar: (progress, { barsize }) => {
      const done = Math.round(progress * barsize);
      return '█'.repeat(done) + dim('░'.repeat(barsize - done));
    },
    barsize: Math.max(10, WIDTH - 36),
    hideCursor: true,
    stream: out,
  });
  bar.start(total, 0);
  return { add: (rows) => bar.increment(rows), close: () => bar.stop() };
}

/** Says it at every quarter. */
function lines(total) {
  let done = 0;
  let said = 0;
  return {
    add(rows) {
      done += rows;
      const percent = Math.floor((done / total) * 100);
      if (percent < said + 25) return;
      said = percent - (percent % 25);
      say(`${count(done)} of ${count(total)} rows (${percent}%)`);
    },
    close() {},
  };
}
