import { type Stats, statSync } from 'node:fs';
import { Secret } from './secret';

/** Checks one option's value and returns it; or says what it should have been. */
export type OptionCheck<T> = (value: unknown) => CheckResult<T>;
export type CheckResult<T> = { ok: true; value: T } | { ok: false; want: string; hint?: string };

/**
 * @param hint what to do about a text that does not fit
 * @param about the texts that the hint is for, all unless given
 */
export function check<T>(
  want: string,
  test: (value: unknown) => value is T,
  hint?: string,
  about?: RegExp,
): OptionCheck<T> {
  return (value) => {
    if (test(value)) return { ok: true, value };
    const helps = hint !== undefined && typeof value === 'string' && about?.test(value) !== false;
    return { ok: false, want, ...(helps && { hint }) };
  };
}

const PATH_HINT =
  'It is not there, or not for this process: a relative path begins at the working directory.';
const NUMBER_HINT = 'Make a number of a text, as process.env has them, by Number().';
const BOOLEAN_HINT =
  "Write true and false without quotes, and make one of a text, as process.env has them, by === 'true'.";

/** A C string ends at NUL: what stood behind it would be lost without a word. */
export const cText = check(
  'a string without NUL characters',
  (value): value is string => typeof value === 'string' && !value.includes('\0'),
);

export function pattern(want: string, regex: RegExp): OptionCheck<string> {
  return check(want, (value): value is string => typeof value === 'string' && regex.test(value));
}

/** Every system refuses longer ones. What has lines is no path but, say, a damaged key. */
export const path = pattern('a path', /^[^\0\n\r]{1,4096}$/);

/** A text that option files give wrapped. */
export const secret: OptionCheck<Secret> = (value) => {
  const checked = cText(value instanceof Secret ? value.reveal() : value);
  return checked.ok ? { ok: true, value: new Secret(checked.value) } : checked;
};

export const boolean = check(
  'true or false',
  (value): value is boolean => typeof value === 'boolean',
  BOOLEAN_HINT,
);

export function integer(min: number, max: number): OptionCheck<number> {
  return check(
    `an integer from ${min} to ${max}`,
    (value): value is number =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    NUMBER_HINT,
  );
}

export function oneOf<const T>(...allowed: readonly T[]): OptionCheck<T> {
  const names = allowed.map((name) => (typeof name === 'string' ? `'${name}'` : String(name)));
  const some: readonly unknown[] = allowed;
  const test = (value: unknown): value is T => some.includes(value);
  const hint = some.includes(true) ? BOOLEAN_HINT : undefined;
  return check(`one of ${names.join(', ')}`, test, hint, /^(true|false|yes|no|on|off|[01]?)$/i);
}

export const existingDirectory = existing('the path of a directory', (stats) =>
  stats.isDirectory(),
);
export const existingFile = existing('the path of a file', (stats) => stats.isFile());

function existing(want: string, test: (stats: Stats) => boolean): OptionCheck<string> {
  const exists = (value: unknown): value is string => {
    if (!path(value).ok) return false;
    try {
      return test(statSync(value as string));
    } catch {
      return false;
    }
  };
  return check(want, exists, PATH_HINT);
}

/** One or several of what a check takes, always as a list; an empty list is refused. */
export function listOf<T>(each: OptionCheck<T>, want: string): OptionCheck<readonly T[]> {
  return (value) => {
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    const checked: T[] = [];
    for (const item of values) {
      const result = each(item);
      if (!result.ok) return { ...result, want };
      checked.push(result.value);
    }
    return checked.length === 0 ? { ok: false, want } : { ok: true, value: checked };
  };
}

/**
 * Whether its own names say all that it says: those of a Map, a view or a class with getters are none,
 * and what a prototype holds would not count, each without a word.
 */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (ArrayBuffer.isView(value)) return false;
  for (const name in value) if (!Object.hasOwn(value, name)) return false;
  if (Object.keys(value).length > 0) return true;
  // Of whatever realm, as in tests.
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The type only: the value may be a secret. */
export function typeName(value: unknown): string {
  if (value == null) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return Array.isArray(value) ? 'an array' : `this ${typeof value}`;
}
