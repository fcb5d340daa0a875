import type { ConversionOptions, CursorOptions } from './connect-options';
import { mergeConv } from './conv';
import { checkNames } from './known-names';
import { optionError } from './option-error';
import { checkOption } from './resolve-options';

const NAMES: readonly string[] = [
  'timezone',
  'bigint',
  'decimal',
  'dates',
  'dateOnly',
  'zeroDates',
  'repeatedNames',
  'json',
  'conv',
] satisfies readonly (keyof CursorOptions)[];

/**
 * Checks the options of a cursor, which go over the connection's own; of `conv` each entry does.
 * @throws InterfaceError for an unknown option or a value of the wrong type
 */
export function resolveCursorOptions(
  options: CursorOptions,
  base: ConversionOptions,
): ConversionOptions {
  if (typeof options !== 'object' || options === null) {
    throw optionError(
      'Cursor options must be an object',
      "Write them after the kind of cursor, as cursor(DictCursor, { dates: 'string' }).",
    );
  }
  checkNames('cursor option', options, NAMES);
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) given[name] = checkOption(name, value);
  }
  const resolved: ConversionOptions = { ...base, ...given };
  return given['conv'] === undefined
    ? resolved
    : { ...resolved, conv: mergeConv(base.conv, resolved.conv) };
}
