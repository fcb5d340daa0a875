import { wrongArgument } from '../argument-error';
import { NotSupportedError } from '../errors';
import type { WaitMode } from '../native/binding';
import type { CancelOptions } from './execute-options';
import { checkNames } from './known-names';
import { optionError } from './option-error';

export const CANCEL_NAMES = [
  'signal',
  'timeout',
] as const satisfies readonly (keyof CancelOptions)[];

/** The longest time of Node's timers: some 24 days. */
const MAX_TIMEOUT = 0x7fff_ffff;

/** Where a pool tells the timeout that its caller gave: the wait for a connection took a part of it. */
export const WHOLE_TIMEOUT: unique symbol = Symbol('whole timeout');

/** As a pool gives it to the statement. */
export interface PartOfTimeout extends CancelOptions {
  readonly [WHOLE_TIMEOUT]?: number;
}

/** What ends a call before it is done. */
export interface CancelWays {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds, 0 for none. */
  readonly timeout: number;
  /** What errors call it: the caller's own number. */
  readonly toldTimeout: number;
}

/**
 * The signal and the timeout of a call's options; undefined when there is neither.
 * @throws ProgrammingError for a value of the wrong kind, NotSupportedError for a signal where nobody
 *   could hear it
 */
export function cancelWays(
  options: PartOfTimeout | undefined,
  mode: WaitMode,
): CancelWays | undefined {
  const { signal, timeout = 0, [WHOLE_TIMEOUT]: toldTimeout = timeout } = options ?? {};
  if (!Number.isInteger(timeout) || timeout < 0 || timeout > MAX_TIMEOUT) {
    throw wrongArgument(`timeout must be an integer of milliseconds from 0 to ${MAX_TIMEOUT}`);
  }
  if (signal !== undefined && !isSignal(signal))
    throw wrongArgument('signal must be an AbortSignal');
  if (signal !== undefined && mode === 'inline') {
    throw new NotSupportedError('A sync call cannot be aborted: nothing else runs meanwhile', {
      hint: 'Use `timeout`, or a connection of connect().',
    });
  }
  return signal === undefined && timeout === 0 ? undefined : { signal, timeout, toldTimeout };
}

/**
 * Checks options that are nothing but those.
 * @throws InterfaceError for an unknown one
 */
export function checkCancelNames(options: CancelOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw optionError('The options of a call must be an object');
  }
  checkNames('option of a call', options, CANCEL_NAMES);
}

/** By what it has: it may come from another realm, as in tests. */
function isSignal(value: unknown): value is AbortSignal {
  if (typeof value !== 'object' || value === null) return false;
  const { aborted, addEventListener } = value as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && typeof addEventListener === 'function';
}
