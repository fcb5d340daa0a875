/** Small words that the hazards share. */

import { type Connection, SSCursor } from '../../lib';

/** What a promise rejects with; an error if it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it succeeded');
}

/** Both ways of reading the rows of a query: all at once, and as a stream. */
export const READERS: readonly ((conn: Connection) => Promise<unknown>)[] = [
  (conn) => conn.fetchall('SELECT 1'),
  async (conn) => {
    const cursor = conn.cursor(SSCursor);
    await cursor.execute('SELECT 1');
    return cursor.fetchall();
  },
];

/** The promise's end, or an error at the deadline. */
export async function inTime<T>(promise: Promise<T>, milliseconds = 20_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The 99.9th percentile. */
export function p999(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.999))] ?? 0;
}
