/** Arrays as the list of `IN (…)`: the one place where SQL takes a list of values. */

import type { SqlChunk } from './encode-bytes';
import { Unencodable } from './encode-error';
import type { ValueEncoder } from './encode-value';

/** What makes the literals of values. */
export type LiteralEncoder = Pick<ValueEncoder, 'encode'>;

/** `1,2` for `a IN (?)`, and `(1,2),(3,4)` for `(a, b) IN (?)`; text when no bytes are in it. */
export function listChunks(
  values: readonly unknown[],
  encoder: LiteralEncoder,
  target: number,
): string | readonly SqlChunk[] {
  const chunks: SqlChunk[] = [];
  const rows = Array.isArray(values[0]);
  eachElement(values, (value, index) => {
    if (index > 0) chunks.push(',');
    if (Array.isArray(value) !== rows) throw mixed();
    if (rows) pushRow(value as readonly unknown[], encoder, target, chunks);
    else chunks.push(encoder.encode(value, target));
  });
  return chunks.every((chunk) => typeof chunk === 'string') ? chunks.join('') : chunks;
}

function mixed(): Unencodable {
  return new Unencodable(
    'is not of the kind of the first one',
    'A list has values only, or rows (arrays) only.',
  );
}

/** Puts parentheses around a list. */
export function surround(list: string | readonly SqlChunk[]): string | readonly SqlChunk[] {
  return typeof list === 'string' ? `(${list})` : ['(', ...list, ')'];
}

function pushRow(
  values: readonly unknown[],
  encoder: LiteralEncoder,
  target: number,
  chunks: SqlChunk[],
): void {
  eachElement(values, (value, index) => {
    chunks.push(index === 0 ? '(' : ',', encoder.encode(value, target));
  });
  chunks.push(')');
}

/** Calls back for holes too, and says in an error which element it was. */
function eachElement(
  values: readonly unknown[],
  call: (value: unknown, index: number) => void,
): void {
  if (values.length === 0) {
    throw new Unencodable(
      'is an empty array, and SQL has no empty list',
      'Leave the condition out, or put FALSE in its place.',
    );
  }
  for (let index = 0; index < values.length; index++) {
    try {
      call(values[index], index);
    } catch (error) {
      if (error instanceof Unencodable) error.place = `, element ${index + 1}${error.place}`;
      throw error;
    }
  }
}
