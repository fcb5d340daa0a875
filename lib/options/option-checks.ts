import { Cursor, isCursorKind } from '../cursor-kinds';
import { timeZone } from '../temporal/time-zone';
import type { ResolvedOptions } from './connect-options';
import { NO_CONV, resolveConv, type ResolvedConv } from './conv';
import { Secret } from './secret';

/** Checks one option's value and returns it; or says what it should have been. */
export type OptionCheck<T> = (
  value: unknown,
) => { ok: true; value: T } | { ok: false; want: string };

const check =
  <T>(want: string, test: (value: unknown) => value is T): OptionCheck<T> =>
  (value) =>
    test(value) ? { ok: true, value } : { ok: false, want };

/** A C string ends at NUL: what stood behind it would be lost without a word. */
const cText = check(
  'a string without NUL characters',
  (value): value is string => typeof value === 'string' && !value.includes('\0'),
);

const secret: OptionCheck<Secret> = (value) => {
  const checked = cText(value);
  return checked.ok ? { ok: true, value: new Secret(checked.value) } : checked;
};

const boolean = check('true or false', (value): value is boolean => typeof value === 'boolean');

const integer = (min: number, max: number): OptionCheck<number> =>
  check(
    `an integer from ${min} to ${max}`,
    (value): value is number =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  );

const oneOf = <T extends string>(...allowed: readonly T[]): OptionCheck<T> =>
  check(`one of ${allowed.map((name) => `'${name}'`).join(', ')}`, (value): value is T =>
    (allowed as readonly unknown[]).includes(value),
  );

const zone: OptionCheck<string> = (value) => {
  const want = "'local', 'Z', an offset such as '+02:00', or a name such as 'Europe/Berlin'";
  if (typeof value !== 'string') return { ok: false, want };
  try {
    timeZone(value);
    return { ok: true, value };
  } catch {
    return { ok: false, want };
  }
};

const conv: OptionCheck<ResolvedConv> = (value) => {
  const resolved = resolveConv(value);
  return typeof resolved === 'string'
    ? { ok: false, want: resolved }
    : { ok: true, value: resolved };
};

/** The largest that a timer of Node takes. */
const MAX_MILLISECONDS = 2_147_483_647;

/** Every option: how it is checked. */
export const OPTION_CHECKS: {
  [K in keyof ResolvedOptions]?: OptionCheck<ResolvedOptions[K]>;
} & Record<string, unknown> = {
  host: cText,
  port: integer(0, 65535),
  user: cText,
  password: secret,
  database: cText,
  unixSocket: cText,
  connectTimeout: integer(0, MAX_MILLISECONDS),
  autocommit: check(
    'true, false or null',
    (value): value is boolean | null => value === null || typeof value === 'boolean',
  ),
  multiStatements: boolean,
  foundRows: boolean,
  cursorClass: check('Cursor, DictCursor, SSCursor or SSDictCursor', isCursorKind),
  timezone: zone,
  bigint: oneOf('auto', 'bigint', 'number', 'string'),
  decimal: oneOf('string', 'number'),
  dates: oneOf('date', 'string'),
  zeroDates: oneOf('string', 'null', 'error'),
  json: oneOf('parse', 'string'),
  conv,
  paramstyle: oneOf('default', 'format'),
};

export const OPTION_DEFAULTS = Object.freeze({
  fetchWarnings: false,
  readTimeout: 0,
  writeTimeout: 0,
  charset: 'utf8mb4',
  getServerPublicKey: false,
  enableCleartextPlugin: false,
  localInfile: false,
  clientFlag: 0,
  interactive: false,
  ignoreSpace: false,
  connectAttributes: {},
  maxAllowedPacket: 1073741824,
  host: undefined,
  port: 0,
  user: undefined,
  password: undefined,
  database: undefined,
  unixSocket: undefined,
  connectTimeout: 10_000,
  autocommit: false,
  multiStatements: false,
  foundRows: false,
  cursorClass: Cursor,
  timezone: 'local',
  bigint: 'auto',
  decimal: 'string',
  dates: 'date',
  zeroDates: 'string',
  json: 'parse',
  conv: NO_CONV,
  paramstyle: 'default',
});
