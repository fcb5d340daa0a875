/** What is said of options that cannot be: before anything is sent. */
import type { MySQLError } from '../../lib';
import { resolveOptions } from '../../lib/options/resolve-options';

export function optionFailure(options: object | string): MySQLError {
  try {
    resolveOptions(options);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
    return error as MySQLError;
  }
  throw new Error('expected a failure, but it succeeded');
}
