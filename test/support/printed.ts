import { inspect } from 'node:util';

/** Everything that a log might print of a value. */
export function printed(value: unknown): string {
  const json = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${part}` : part,
  );
  const stack = value instanceof Error ? `${value.message} ${value.stack}` : '';
  return [
    inspect(value),
    inspect(value, { depth: Infinity, showHidden: true, getters: true }),
    String(value),
    json,
    stack,
  ].join('\n');
}
