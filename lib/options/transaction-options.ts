import { wrongArgument } from '../argument-error';
import { integer, oneOf } from './check';
import { checkNames } from './known-names';
import { optionError } from './option-error';

/** https://dev.mysql.com/doc/refman/9.0/en/innodb-transaction-isolation-levels.html */
export type IsolationLevel =
  'READ UNCOMMITTED' | 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

/** How a transaction begins. */
export interface BeginOptions {
  /** Of this transaction only; the session's own unless given. */
  isolation?: IsolationLevel;
  /** Statements that would change a table (other than a temporary one) are refused. */
  readOnly?: boolean;
}

/** What `transaction()` may be told. */
export interface TransactionOptions extends BeginOptions {
  /**
   * How often the whole is done again, from the start, after an error that is `retryable` and leaves
   * the connection usable: a deadlock, or a wait for a lock that took too long. 0 unless given.
   */
  retries?: number;
}

const BEGIN_NAMES = ['isolation', 'readOnly'] satisfies readonly (keyof BeginOptions)[];
export const TRANSACTION_NAMES = [
  ...BEGIN_NAMES,
  'retries',
] satisfies readonly (keyof TransactionOptions)[];
const isolationLevel = oneOf<IsolationLevel>(
  ...(['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const),
);
const MAX_RETRIES = 1000;

/**
 * Checks the options of `begin`.
 * @throws InterfaceError for an unknown option, ProgrammingError for a value of the wrong type
 */
export function checkBeginOptions(options: BeginOptions): void {
  checkObject('begin', options, BEGIN_NAMES);
  checkValues(options);
}

/** As `checkBeginOptions`, for `transaction`; a savepoint inside of another one takes none. */
export function checkTransactionOptions(options: TransactionOptions, isNested: boolean): void {
  checkObject('transaction', options, TRANSACTION_NAMES);
  checkValues(options);
  const { retries } = options;
  if (retries !== undefined && !integer(0, MAX_RETRIES)(retries).ok) {
    throw wrongArgument(`retries must be an integer from 0 to ${MAX_RETRIES}`);
  }
  const given = TRANSACTION_NAMES.find((name) => options[name] !== undefined);
  if (!isNested || given === undefined) return;
  throw wrongArgument(
    `A nested transaction cannot have the option ${given}`,
    'Give it to the outermost transaction(): what is nested is a savepoint of that one.',
  );
}

/** Throws ProgrammingError for what cannot be called. */
export function checkTransactionFunction(use: unknown): void {
  if (typeof use === 'function') return;
  throw wrongArgument('transaction() takes a function that does the work');
}

function checkObject(call: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw optionError(`The options of ${call} must be an object`);
  }
  checkNames(`option of ${call}`, options, names);
}

function checkValues({ isolation, readOnly }: BeginOptions): void {
  const level = isolationLevel(isolation ?? 'SERIALIZABLE');
  if (!level.ok) throw wrongArgument(`isolation must be ${level.want}`);
  if (readOnly !== undefined && typeof readOnly !== 'boolean') {
    throw wrongArgument('readOnly must be true or false');
  }
}
