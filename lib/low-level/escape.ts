import { ProgrammingError } from '../errors';

/** What `mysql_real_escape_string` replaces. https://dev.mysql.com/doc/c-api/en/mysql-real-escape-string.html */
const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

/**
 * Text made safe to stand between single quotes.
 * @param noBackslashEscapes whether the session's sql_mode has NO_BACKSLASH_ESCAPES: quotes are
 *   doubled then, and nothing else is special
 */
export function escapeText(value: string, noBackslashEscapes: boolean): string {
  if (noBackslashEscapes) return value.replaceAll("'", "''");
  return value.replace(/[\0\n\r\x1a"'\\]/g, (char) => ESCAPES[char]!);
}

/** The same for bytes, which stay bytes. */
export function escapeBytes(value: Uint8Array, noBackslashEscapes: boolean): Buffer {
  // Latin-1 keeps every byte; what is special is ASCII.
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  return Buffer.from(escapeText(text, noBackslashEscapes), 'latin1');
}

/** @throws ProgrammingError for what is neither text nor bytes */
export function escapeEither<T extends string | Uint8Array>(
  value: T,
  noBackslashEscapes: boolean,
): T extends string ? string : Buffer {
  type Escaped = T extends string ? string : Buffer;
  if (typeof value === 'string') return escapeText(value, noBackslashEscapes) as Escaped;
  if (value instanceof Uint8Array) return escapeBytes(value, noBackslashEscapes) as Escaped;
  throw new ProgrammingError('Only a string or a Uint8Array can be escaped', {
    code: 'ERR_MYSQLDB_ARGUMENT',
  });
}
