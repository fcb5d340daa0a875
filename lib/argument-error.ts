import { ProgrammingError } from './errors';

/** The type of an argument, as messages tell it: never its value. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}

/** Throws for what is neither true nor false: left out, it would switch off. */
export function checkSwitch(call: string, on: boolean): void {
  if (typeof on === 'boolean') return;
  throw wrongArgument(`${call}() takes true or false, not ${kindOf(on)}`);
}

/** What a call throws that is given something else than it takes. */
export function wrongArgument(message: string, hint?: string): ProgrammingError {
  return new ProgrammingError(message, { code: 'ERR_MYSQLDB_ARGUMENT', hint });
}
