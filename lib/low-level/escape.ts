import { ParamEncoder } from '../convert/encode';
import { escapeString as escapeFor } from '../convert/escape-string';
import { wrongArgument } from '../argument-error';
import { Conversion } from '../operations/conversion';
import type { Conv } from '../options/conv';
import { resolveCursorOptions } from '../options/cursor-options';
import { OPTION_DEFAULTS } from '../options/option-defaults';

const PLAIN = new ParamEncoder();

/**
 * Escapes a string or bytes to stand between single quotes, for a session that is not known.
 * @throws ProgrammingError when the value has a backslash or is not ASCII: what that means between
 *   quotes depends on the session. `conn.escapeString` and {@link stringLiteral} take every value.
 */
export function escapeString<T extends string | Uint8Array>(
  value: T,
): T extends string ? string : Buffer {
  return escapeFor(value, undefined);
}

/**
 * A string or bytes as a literal that means the same in every session, whatever its character set and
 * SQL mode are: what needs more than quotes becomes hexadecimal.
 */
export function stringLiteral(value: string | Uint8Array): string {
  return PLAIN.literal(checkedString(value), undefined);
}

/**
 * Any value as SQL text that means the same in every session. Dates are written in the process's own
 * time zone.
 * @param conv encoders by class, before the driver's own
 */
export function escape(value: unknown, conv?: Conv): string {
  return encoderWith(conv).literal(value, undefined);
}

function encoderWith(conv: Conv | undefined): ParamEncoder {
  if (conv === undefined) return PLAIN;
  return new Conversion(resolveCursorOptions({ conv }, OPTION_DEFAULTS)).encoder;
}

/** @throws ProgrammingError for what is neither a string nor bytes */
export function checkedString(value: string | Uint8Array): string | Uint8Array {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  throw wrongArgument(
    'Only a string or bytes can be a string literal',
    'escape() takes values of every other type.',
  );
}
