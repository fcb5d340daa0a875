import type { ErrorDetails } from '../../lib/errors';

/** All that an error can tell beside its message and cause. */
export const ERROR_DETAILS: ErrorDetails = {
  errno: 1062,
  code: 'ER_DUP_ENTRY',
  sqlState: '23000',
  sqlMessage: 'Duplicate entry',
  hint: 'Choose another key.',
  sql: 'INSERT INTO t VALUES (?)',
  fatal: true,
  retryable: true,
};
