import { inspect } from 'node:util';
import type { Params } from '../sql/param-style';
import type { TraceAttributes } from './attributes';

/** No attribute is longer: of a value that is, the beginning is shown. */
const MAX_LENGTH = 1000;

/** The values of a statement by their position or name, as text. */
export function parameterAttributes(params: Params | undefined): TraceAttributes {
  if (typeof params !== 'object' || params === null) return {};
  const entries = Object.entries(params as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.map(([name, value]) => [`db.query.parameter.${name}`, textOf(value)]),
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  const text = typeof value === 'object' ? printed(value) : String(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** What an object's own method throws is not the statement's failure. */
function printed(value: object): string {
  try {
    return inspect(value, { breakLength: Infinity, compact: true });
  } catch {
    return '<object>';
  }
}
