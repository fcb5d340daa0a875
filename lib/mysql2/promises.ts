import type { EventEmitter } from 'node:events';

/** A class of promises: the global one, or one that the options give. */
export type PromiseClass = PromiseConstructor;

type NodeCallback<T extends readonly unknown[]> = (
  error: NodeJS.ErrnoException | null,
  ...results: T
) => void;

/** What `start` calls back with, all of it. */
export async function results<T extends readonly unknown[]>(
  start: (callback: NodeCallback<T>) => void,
): Promise<T> {
  try {
    return await new Promise<T>((resolve, reject) => {
      start((error, ...given) => (error ? reject(error) : resolve(given)));
    });
  } catch (error) {
    // After the await V8 adds the lines of whoever waits: those are of more use than the socket's.
    if (error instanceof Error) Error.captureStackTrace(error, results);
    throw error;
  }
}

/** The promise in the class that was asked for. */
export function inClass<T>(promise: Promise<T>, promiseClass: PromiseClass): Promise<T> {
  if (promiseClass === Promise) return promise;
  return new promiseClass<T>((resolve, reject) => void promise.then(resolve, reject));
}

/** Refuses a callback where there are promises. */
export function refuseCallback(values: unknown): void {
  if (typeof values !== 'function') return;
  throw new Error('Callback function is not available with promise clients.');
}

/** Passes events on, for as long as somebody listens. */
export function inheritEvents(
  source: EventEmitter,
  target: EventEmitter,
  events: readonly string[],
): void {
  const passing = new Map<string, (...args: unknown[]) => void>();
  target.on('newListener', (event: string) => {
    if (!events.includes(event) || passing.has(event)) return;
    const pass = (...args: unknown[]): void => void target.emit(event, ...args);
    passing.set(event, pass);
    source.on(event, pass);
  });
  target.on('removeListener', (event: string) => {
    const pass = passing.get(event);
    if (pass === undefined || target.listenerCount(event) > 0) return;
    passing.delete(event);
    source.off(event, pass);
  });
}
