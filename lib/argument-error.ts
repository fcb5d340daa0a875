import { ProgrammingError } from './errors';

/** What a call throws that is given something else than it takes. */
export function wrongArgument(message: string, hint?: string): ProgrammingError {
  return new ProgrammingError(message, { code: 'ERR_MYSQLDB_ARGUMENT', hint });
}
