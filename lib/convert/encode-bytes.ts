/** Bytes as SQL literals, and SQL text that contains them. */

import { types } from 'node:util';
import { Code } from '../sql/char-codes';
import { Unencodable } from './encode-error';
import { BACKSLASH_ESCAPES, Target } from './encode-text';

/** SQL in pieces: text stands for itself, bytes for their literal. */
export type SqlChunk = string | Uint8Array;

const PREFIX = Buffer.from("_binary'");

/** The bytes behind a buffer or view of any kind and realm; undefined for any other value. */
export function bytesOf(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return viewBytes(value);
  if (!types.isAnyArrayBuffer(value)) return undefined;
  try {
    return ownBytes(new Uint8Array(value));
  } catch {
    throw detached();
  }
}

function viewBytes(view: ArrayBufferView): Uint8Array {
  try {
    // A view that lost its memory has a length of 0; asking for its values tells the two apart.
    if (view.byteLength === 0 && !types.isDataView(view)) Uint8Array.prototype.values.call(view);
    return ownBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  } catch {
    throw detached();
  }
}

/** Shared memory can change while it is escaped, which would leave a hole in the SQL: copy it. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return types.isSharedArrayBuffer(bytes.buffer) ? new Uint8Array(bytes) : bytes;
}

function detached(): Unencodable {
  return new Unencodable(
    'is a view of memory that was transferred or shrunk',
    'Pass a copy of the bytes that nobody takes away.',
  );
}

/**
 * Bytes as ASCII text. The introducer makes it a string: without it `X'…'` is a number where one
 * is expected.
 */
export function hexLiteral(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `_binary X'${view.toString('hex')}'`;
}

/** Makes one buffer of the pieces: measured first, so that large values are copied only once. */
export function joinChunks(chunks: readonly SqlChunk[], target: number): Uint8Array {
  const backslashes = (target & Target.noBackslashEscapes) === 0;
  const escapes = backslashes ? BACKSLASH_ESCAPES : QUOTE_ONLY;
  let size = 0;
  for (const chunk of chunks) {
    size += typeof chunk === 'string' ? Buffer.byteLength(chunk) : literalSize(chunk, escapes);
  }
  const sql = Buffer.allocUnsafe(size);
  let at = 0;
  for (const chunk of chunks) {
    if (typeof chunk === 'string') at += sql.write(chunk, at);
    else at = writeLiteral(chunk, sql, at, escapes, backslashes ? Code.backslash : Code.quote);
  }
  return sql;
}

const QUOTE_ONLY = new Uint8Array(256);
QUOTE_ONLY[Code.quote] = Code.quote;

function literalSize(bytes: Uint8Array, escapes: Uint8Array): number {
  const length = bytes.length;
  let escaped = 0;
  for (let at = 0; at < length; at++) {
    if (escapes[bytes[at]!] !== 0) escaped++;
  }
  return PREFIX.length + length + escaped + 1;
}

function writeLiteral(
  bytes: Uint8Array,
  sql: Uint8Array,
  start: number,
  escapes: Uint8Array,
  escape: number,
): number {
  sql.set(PREFIX, start);
  const length = bytes.length;
  let to = start + PREFIX.length;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!;
    const escaped = escapes[byte]!;
    if (escaped === 0) sql[to++] = byte;
    else {
      sql[to++] = byte === Code.quote ? Code.quote : escape;
      sql[to++] = escaped;
    }
  }
  sql[to] = Code.quote;
  return to + 1;
}
