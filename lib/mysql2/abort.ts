import { nameAs, queryError } from './query-error';

const NOTHING = (): void => {};

/** Whom an abort concerns, by one listener on each signal: Node warns of a leak when there are many. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

function listen(signal: AbortSignal, call: () => void): () => void {
  const calls = waiting.get(signal) ?? new Set();
  waiting.set(signal, calls);
  if (calls.size === 0) signal.addEventListener('abort', onAbort);
  calls.add(call);
  return () => {
    if (calls.delete(call) && calls.size === 0) signal.removeEventListener('abort', onAbort);
  };
}

function onAbort(this: AbortSignal): void {
  for (const call of [...waiting.get(this)!]) call();
}

/**
 * Calls back with the error of whoever waits when a signal is aborted, and soon when it was before.
 * @param sql the statement that waits
 * @returns what ends that
 */
export function whenAborted(
  signal: AbortSignal | undefined,
  sql: string | undefined,
  tell: (error: Error) => void,
): () => void {
  // What is no signal is refused when the statement begins.
  if (!isSignal(signal)) return NOTHING;
  let isWanted = true;
  const call = (): void => {
    if (isWanted) tell(abortedError(signal.reason, sql));
  };
  let stop = NOTHING;
  // Not before whoever asks can listen.
  if (signal.aborted) process.nextTick(call);
  else stop = listen(signal, call);
  return () => {
    isWanted = false;
    stop();
  };
}

/** By what it has: it may come from another realm. */
function isSignal(value: unknown): value is AbortSignal {
  if (typeof value !== 'object' || value === null) return false;
  const { aborted, addEventListener } = value as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && typeof addEventListener === 'function';
}

function abortedError(reason: unknown, sql: string | undefined): Error {
  const details = { code: 'ERR_MYSQLDB_ABORTED', ...(sql !== undefined && { sql }) };
  return nameAs(queryError('The statement was aborted', details, reason), 'AbortError');
}
