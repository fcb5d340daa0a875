import { InterfaceError } from '../errors';
import type { ConversionOptions, CursorOptions } from './connect-options';
import { mergeConv } from './conv';
import { nearest } from './nearest';
import { checkOption } from './resolve-options';

const NAMES: readonly string[] = [
  'timezone',
  'bigint',
  'decimal',
  'dates',
  'zeroDates',
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
    throw new InterfaceError('Cursor options must be an object', { code: 'ERR_MYSQLDB_OPTION' });
  }
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!NAMES.includes(name)) throw unknownOption(name);
    if (value !== undefined) given[name] = checkOption(name, value);
  }
  const resolved: ConversionOptions = { ...base, ...given };
  return given['conv'] === undefined
    ? resolved
    : { ...resolved, conv: mergeConv(base.conv, resolved.conv) };
}

function unknownOption(name: string): InterfaceError {
  const known = nearest(name, NAMES);
  const suggestion = known === undefined ? '' : ` Did you mean ${known}?`;
  return new InterfaceError(`There is no cursor option ${name}.${suggestion}`, {
    code: 'ERR_MYSQLDB_OPTION',
    hint: `The options are ${NAMES.join(', ')}.`,
  });
}
