import { wrongArgument } from '../argument-error';
import { cancelWays } from '../options/check-cancel-options';
import { checkNames } from '../options/known-names';
import { optionError } from '../options/option-error';

/** Which connection a caller wants. */
export interface AcquireOptions {
  /** From a replica, when the pool has some; from a primary unless given. */
  readOnly?: boolean;
  /** Aborting it ends the wait, by an error of the name 'AbortError'. */
  signal?: AbortSignal;
}

/** @throws InterfaceError for an unknown name, ProgrammingError for a value of the wrong kind */
export function checkAcquireOptions(options: AcquireOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw optionError('The options of pool.connection must be an object');
  }
  checkNames('option of pool.connection', options, ['readOnly', 'signal']);
  const { readOnly = false, signal } = options;
  if (typeof readOnly !== 'boolean') throw wrongArgument('readOnly must be true or false');
  if (signal !== undefined) cancelWays({ signal }, 'loop');
}
