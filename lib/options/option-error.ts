import { InterfaceError } from '../errors';

/** What is wrong with the options; neither text may hold a value: that may be a secret. */
export function optionError(message: string, hint?: string, cause?: unknown): InterfaceError {
  return new InterfaceError(message, { code: 'ERR_MYSQLDB_OPTION', hint, cause });
}
