import { wrongArgument } from '../argument-error';
import { cancelWays } from '../options/check-cancel-options';
import { checkNames } from '../options/known-names';
import { optionError } from '../options/option-error';
import { TRANSACTION_NAMES, type TransactionOptions } from '../options/transaction-options';

/** Which connection a caller wants. */
export interface AcquireOptions {
  /** From a replica, when the pool has some; from a primary unless given. */
  readOnly?: boolean;
  /** Aborting it ends the wait, by an error of the name 'AbortError'. */
  signal?: AbortSignal;
}

/** What `transaction()` of a pool may be told. */
export interface PoolTransactionOptions extends TransactionOptions {
  /** Aborting it ends the wait for a connection, by an error of the name 'AbortError'. */
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

/** As above, for the names among the options of a transaction; it checks the values of its own. */
export function checkPoolTransactionNames(options: PoolTransactionOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw optionError('The options of pool.transaction must be an object');
  }
  checkNames('option of pool.transaction', options, [...TRANSACTION_NAMES, 'signal']);
}
