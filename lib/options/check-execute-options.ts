import { wrongArgument } from '../argument-error';
import { CANCEL_NAMES } from './check-cancel-options';
import type { ExecuteOptions } from './execute-options';
import { checkNames } from './known-names';
import { optionError } from './option-error';

const NAMES: readonly string[] = [
  'infile',
  'prepared',
  ...CANCEL_NAMES,
] satisfies readonly (keyof ExecuteOptions)[];

/**
 * Checks the options of an `execute`.
 * @throws InterfaceError for an unknown option, ProgrammingError for a value of the wrong type
 */
export function checkExecuteOptions(options: ExecuteOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw optionError(
      'The options of execute must be an object',
      'Write them after the parameters, which are an array or an object: execute(sql, [1], { prepared: true }).',
    );
  }
  checkNames('option of execute', options, NAMES);
  const { prepared } = options;
  if (prepared === undefined || typeof prepared === 'boolean' || prepared === 'auto') return;
  throw wrongArgument("prepared must be true, false or 'auto'");
}
