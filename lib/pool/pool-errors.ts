import { nameAsNode } from '../cancel/cancel-error';
import { CR } from '../constants/client-errors';
import { InterfaceError, MySQLError, OperationalError } from '../errors';
import type { PoolStats } from './pool-stats';

/** Nobody gave a connection back in time, or none could be opened. */
export function acquireTimedOut(
  milliseconds: number,
  stats: PoolStats,
  connectError: unknown,
): OperationalError {
  const reason = connectError === undefined ? '' : '; the last attempt to connect failed';
  const { used, max, resetting, closing } = stats;
  const hint = resetting + closing > 0 && used < max ? HINTS.givenBack : HINTS.held;
  return new OperationalError(
    `The pool had no connection within ${milliseconds} ms: ${numbersOf(stats)}${reason}`,
    {
      code: 'ERR_MYSQLDB_POOL_TIMEOUT',
      hint: connectError === undefined ? hint : HINTS.unreachable,
      retryable: true,
      cause: connectError,
    },
  );
}

const HINTS = {
  held: 'Release connections sooner (`leakTimeout` tells who holds one), or raise `max` or `acquireTimeout`.',
  givenBack:
    'Those that were given back have their places until the server has answered: await every statement before the release, and see whether the server or the network is slow.',
  unreachable: 'The `cause` says why the server cannot be reached.',
} as const;

/** Those that are on their way back or out take places too, but are rarely worth a word. */
function numbersOf(stats: PoolStats): string {
  const { used, max, resetting, closing, idle, connecting, pending } = stats;
  const reset = resetting > 0 ? `${resetting} being reset, ` : '';
  const closed = closing > 0 ? `${closing} being closed, ` : '';
  return `${used} of ${max} in use, ${reset}${closed}${idle} idle, ${connecting} connecting, ${pending} waiting`;
}

export function queueIsFull(queueLimit: number, stats: PoolStats): OperationalError {
  return new OperationalError(
    `The queue of the pool is full: ${queueLimit} may wait (${numbersOf(stats)})`,
    {
      code: 'ERR_MYSQLDB_POOL_FULL',
      hint: 'Ask for less at once, or raise `max` or `queueLimit`.',
      retryable: true,
    },
  );
}

/** The caller has given up. */
export function acquireAborted(cause: unknown): OperationalError {
  const error = new OperationalError('The wait for a connection of the pool was aborted', {
    code: 'ERR_MYSQLDB_ABORTED',
    cause,
  });
  return nameAsNode(error, 'AbortError');
}

export function poolIsClosed(): InterfaceError {
  return new InterfaceError('The pool is closed', {
    code: 'ERR_MYSQLDB_POOL_CLOSED',
    hint: 'Close it when nobody needs it any more, or make a new one with createPool().',
  });
}

export function isReleased(): InterfaceError {
  return new InterfaceError('The connection was released to its pool', {
    code: 'ERR_MYSQLDB_RELEASED',
    hint: 'Someone else may have it now: take another one with pool.connection().',
  });
}

/** The same error once more, so that each of those who wait has a stack of his own. */
export function copyOf(error: unknown): unknown {
  if (!(error instanceof MySQLError)) return error;
  const { errno, code, sqlState, sqlMessage, hint, fatal, retryable } = error;
  return new (error.constructor as typeof MySQLError)(error.message, {
    ...{ errno, code, sqlState, sqlMessage, hint, fatal, retryable },
    cause: error,
  });
}

/** Whether a statement has failed without being sent: it can be done on another connection. */
export function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof MySQLError) || !error.fatal || !error.retryable) return false;
  return error.code === 'ERR_MYSQLDB_CLOSED' || error.errno === CR.SERVER_GONE_ERROR;
}
