/** Strings and bytes escaped without quotes, as mysql_real_escape_string does it. */

import { wrongArgument } from '../argument-error';
import { ProgrammingError } from '../errors';
import { Code } from '../sql/char-codes';
import { type EncodeSession, targetOf } from './encode';
import { bytesOf, joinChunks } from './encode-bytes';
import { Target, textLiteral } from './encode-text';

/** What `joinChunks` writes before the bytes; behind them stands a quote. */
const BEFORE_BYTES = "_binary'".length;

/**
 * The text or the bytes as they stand between single quotes in a statement of the session.
 * @param session undefined when it can be any
 * @throws ProgrammingError when nothing between quotes means the same in that session
 */
export function escapeString<T extends string | Uint8Array>(
  value: T,
  session: EncodeSession | undefined,
): T extends string ? string : Buffer;
export function escapeString(
  value: string | Uint8Array,
  session: EncodeSession | undefined,
): string | Buffer {
  const target = targetOf(session);
  return typeof value === 'string' ? escapeText(value, target) : escapeBytes(value, target);
}

function escapeText(text: string, target: number): string {
  const literal = textLiteral(text, target);
  if (literal.startsWith("'")) return literal.slice(1, -1);
  throw noQuotes();
}

function escapeBytes(value: Uint8Array, target: number): Buffer {
  const bytes = value instanceof Uint8Array ? bytesOf(value) : undefined;
  if (bytes === undefined) {
    throw wrongArgument(
      'Only a string or bytes can be escaped',
      'escape() takes values of every other type.',
    );
  }
  const inDoubt =
    (target & Target.asciiOnly && bytes.some((byte) => byte > 0x7f)) ||
    (target & Target.anySqlMode && bytes.includes(Code.backslash));
  if (inDoubt) throw noQuotes();
  const { buffer, byteOffset, length } = joinChunks([bytes], target);
  return Buffer.from(buffer, byteOffset + BEFORE_BYTES, length - BEFORE_BYTES - 1);
}

function noQuotes(): ProgrammingError {
  return new ProgrammingError(
    "The value means different things between quotes, by the session's character set and SQL mode",
    {
      code: 'ERR_MYSQLDB_PARAMETER',
      hint: 'Use stringLiteral(), which has another notation for it.',
    },
  );
}
