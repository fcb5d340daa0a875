/** @throws TypeError for what is neither left out nor a function */
export function checkCallback(callback: unknown): void {
  if (callback === undefined || callback === null) return;
  requireCallback(callback);
}

/** @throws TypeError for what is no function: an answer would have nowhere to go */
export function requireCallback(callback: unknown): void {
  if (typeof callback === 'function') return;
  throw new TypeError(
    `A callback is a function, not ${callback === null ? 'null' : typeof callback}`,
  );
}
