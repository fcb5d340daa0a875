import { wrongArgument } from '../argument-error';
import { CANCEL_NAMES } from './check-cancel-options';
import type { ExecuteManyOptions } from './execute-options';
import { checkNames } from './known-names';
import { optionError } from './option-error';

/**
 * Checks the options of an `executemany`.
 * @throws InterfaceError for an unknown option, ProgrammingError for a value of the wrong type
 */
export function checkExecuteManyOptions(options: ExecuteManyOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw optionError(
      'The options of executemany must be an object',
      'Write them after the rows: executemany(sql, rows, { onProgress }).',
    );
  }
  checkNames('option of executemany', options, ['onProgress', ...CANCEL_NAMES]);
  const { onProgress } = options;
  if (onProgress === undefined || typeof onProgress === 'function') return;
  throw wrongArgument('onProgress must be a function');
}
