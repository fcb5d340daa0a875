// What the calls of a cursor take, and what they say of the rest.
import { wrongArgument } from './argument-error';
import { InterfaceError, NotSupportedError, ProgrammingError } from './errors';

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

/** How many rows a call fetches. */
export function checkedCount(count: number): number {
  if (isCount(count)) return count;
  throw wrongArgument('The number of rows to fetch must be an integer of 0 or more');
}

/** How many rows a piece of columns has. */
export function checkedPiece(size: number): number {
  if (size === Infinity || (isCount(size) && size > 0)) return size;
  throw wrongArgument('The number of rows to fetch as columns must be an integer of 1 or more');
}

/** The row that `scroll` goes to, of a result of `length` rows. */
export function scrollTarget(from: number, value: number, mode: string, length: number): number {
  if (mode !== 'relative' && mode !== 'absolute') {
    throw wrongArgument("The mode of scroll() is 'relative' or 'absolute'");
  }
  if (!Number.isInteger(value)) throw wrongArgument('scroll() takes an integer');
  const target = mode === 'absolute' ? value : from + value;
  if (target >= 0 && target < length) return target;
  throw new ProgrammingError(`There is no row ${target} in a result of ${length}`, {
    code: 'ERR_MYSQLDB_RANGE',
  });
}

export function checkInputSizes(sizes: readonly unknown[]): void {
  if (!Array.isArray(sizes)) throw wrongArgument('setinputsizes() takes an array');
}

export function checkOutputSize(size: number, column: number | undefined): void {
  if (isCount(size) && (column === undefined || isCount(column))) return;
  throw wrongArgument('setoutputsize() takes integers of 0 or more');
}

export function closedCursor(): InterfaceError {
  return new InterfaceError('The cursor is closed', {
    code: 'ERR_MYSQLDB_CLOSED',
    hint: 'Make a new one with conn.cursor().',
  });
}

export function closedStatement(): InterfaceError {
  return new InterfaceError('The prepared statement is closed', {
    code: 'ERR_MYSQLDB_CLOSED',
    hint: 'Make a new one with conn.prepare().',
  });
}

/** Why there is nothing to fetch, and what to do. */
const NO_RESULT = {
  new: ['Nothing was executed yet', 'Call execute() first.'],
  none: [
    'The last statement has no result set',
    'Only statements such as SELECT have rows to fetch.',
  ],
  failed: [
    'The last statement failed, and left nothing to fetch',
    'The call that executed it, or nextset(), has thrown its error: call execute() again.',
  ],
  dropped: [
    'What was left of the last statement was dropped',
    'To leave a loop over a streaming cursor drops the rest of its rows: call execute() again.',
  ],
  past: [
    'The last statement has no further result',
    'nextset() has said so by returning false: call execute() again.',
  ],
} as const;

/** Why a cursor has nothing to fetch. */
export type NoResult = keyof typeof NO_RESULT;

export function noResult(why: NoResult): ProgrammingError {
  const [message, hint] = NO_RESULT[why];
  return new ProgrammingError(message, { code: 'ERR_MYSQLDB_NO_RESULT', hint });
}

/** @param columns whether columns were asked for, and not rows */
export function otherKind(columns: boolean): NotSupportedError {
  const [message, hint] = columns
    ? ['This cursor has rows and no columns', 'Make one with conn.cursor(ColumnCursor).']
    : ['A cursor for columns has no rows', 'Call fetchColumns(), or make a Cursor or DictCursor.'];
  return new NotSupportedError(message, { code: 'ERR_MYSQLDB_ARGUMENT', hint });
}
