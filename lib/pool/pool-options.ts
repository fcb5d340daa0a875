import { ConnectionBase } from '../connection-base';
import { integer, oneOf, type OptionCheck, isPlainObject, typeName } from '../options/check';
import type { ConnectOptions, ResolvedOptions } from '../options/connect-options';
import { UNDEFINED_HINT } from '../options/given-options';
import { unknownName } from '../options/known-names';
import { OPTION_NAMES } from '../options/option-checks';
import { optionError } from '../options/option-error';
import { parseUrl } from '../options/parse-url';
import { resolveOptions } from '../options/resolve-options';
import type { HostOptions } from '../options/server-options';

/** One of a pool's servers. */
export interface PoolHostOptions extends HostOptions {
  /** A replica is used for what was asked for with `readOnly: true`. A primary unless given. */
  role?: 'primary' | 'replica';
}

/** In which order a pool tries its servers when it opens a connection. */
export type Balance = 'failover' | 'round-robin' | 'random';

/** When sessions are reset: where they may have been changed, after each caller, or never. */
export type ResetOnRelease = boolean | 'always';

/** What `createPool` takes beside the options of `connect`. Times are in milliseconds. */
export interface PoolOwnOptions {
  /** Connections that are kept open when nobody needs them. 0 unless given. */
  min?: number;
  /** The most connections at once; with replicas, so many to them and so many to the primaries. 10 unless given. */
  max?: number;
  /** How long a caller waits for a connection; 0 for ever. 10000 unless given. */
  acquireTimeout?: number;
  /** How many callers may wait for others to release; 0 for any number, unless given. */
  queueLimit?: number;
  /** After so long without use a connection above `min` is closed; 0 for never. 60000 unless given. */
  idleTimeout?: number;
  /**
   * A connection is closed at this age, or up to a tenth earlier by chance, when it is not in use; 0 for
   * never. 1800000 (half an hour) unless given.
   */
  maxLifetime?: number;
  /** A connection that is held for longer is told by the event `leak`; 0 for never, unless given. */
  leakTimeout?: number;
  /**
   * Whether a session is reset before the next caller gets it. True, for all that may have been changed,
   * unless given; `'always'` for each one.
   */
  resetOnRelease?: ResetOnRelease;
  /**
   * In which order servers are tried: as they are listed, in turn, or by chance. Primaries as they are
   * listed and replicas in turn, unless given.
   */
  balance?: Balance;
}

/** What `createPool` takes: the options of `connect`, and its own. Autocommit is on unless given. */
export interface PoolOptions extends Omit<ConnectOptions, 'hosts'>, PoolOwnOptions {
  /** Servers, instead of host, port and unixSocket. */
  hosts?: readonly (string | PoolHostOptions)[];
}

/** Options after validation, with every default in place. */
export interface ResolvedPoolOptions extends Readonly<Required<Omit<PoolOwnOptions, 'balance'>>> {
  readonly balance: Balance | undefined;
  /** For `connect`, without servers when there are `primaries`. */
  readonly connect: ConnectOptions;
  /** Those for `connect` after validation, with all servers. */
  readonly checked: ResolvedOptions;
  /** Entries of `hosts`; one of undefined when `connect` says where the server is. */
  readonly primaries: readonly (string | HostOptions | undefined)[];
  readonly replicas: readonly (string | HostOptions)[];
}

/** The largest that a timer of Node takes. */
export const milliseconds = integer(0, 2_147_483_647);
const MAX_CONNECTIONS = 100_000;

const CHECKS = {
  min: integer(0, MAX_CONNECTIONS),
  max: integer(1, MAX_CONNECTIONS),
  acquireTimeout: milliseconds,
  queueLimit: integer(0, Number.MAX_SAFE_INTEGER),
  idleTimeout: milliseconds,
  maxLifetime: milliseconds,
  leakTimeout: milliseconds,
  resetOnRelease: oneOf<ResetOnRelease>(true, false, 'always'),
  balance: oneOf<Balance>('failover', 'round-robin', 'random'),
} satisfies { readonly [K in keyof Required<PoolOwnOptions>]: OptionCheck<unknown> };

/** The names of the pool's own options. */
export const POOL_OPTION_NAMES: readonly string[] = Object.keys(CHECKS);

export const POOL_DEFAULTS = Object.freeze({
  min: 0,
  max: 10,
  acquireTimeout: 10_000,
  queueLimit: 0,
  idleTimeout: 60_000,
  maxLifetime: 1_800_000,
  leakTimeout: 0,
  resetOnRelease: true,
  balance: undefined,
});

/**
 * Checks the options of `createPool`, those of `connect` too.
 * @throws InterfaceError for an unknown option or a value of the wrong type
 */
export function resolvePoolOptions(options: PoolOptions | string | URL): ResolvedPoolOptions {
  const fromUrl = typeof options === 'string' || options instanceof URL;
  const given: Record<string, unknown> = fromUrl ? parseUrl(String(options)) : objectOf(options);
  const own: Record<string, unknown> = {};
  const rest: Record<string, unknown> = { autocommit: true };
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(CHECKS, name)) checkOwn(own, name, value);
    else if (!OPTION_NAMES.includes(name)) throw unknownPoolOption(name);
    else if (value !== undefined) rest[name] = value;
  }
  const resolved = { ...POOL_DEFAULTS, ...own, ...splitHosts(rest) };
  if (own['min'] === undefined || resolved.min <= resolved.max) return Object.freeze(resolved);
  throw optionError('The option min is larger than max');
}

function objectOf(options: unknown): Record<string, unknown> {
  if (options instanceof ConnectionBase) {
    throw optionError('createPool() takes options, not a connection: it opens its own');
  }
  if (isPlainObject(options)) return { ...options };
  throw optionError(
    `The options of createPool must be a plain object or a URL, not ${typeName(options)}`,
    options === undefined
      ? UNDEFINED_HINT
      : 'Its own names are what counts, as in { host, user, password, max }.',
  );
}

function checkOwn(own: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) return;
  const result = (CHECKS[name as keyof typeof CHECKS] as OptionCheck<unknown>)(value);
  if (!result.ok) {
    throw optionError(`The option ${name} must be ${result.want}, not ${typeName(value)}`);
  }
  own[name] = result.value;
}

const OTHER_POOL_NAMES: Readonly<Record<string, string>> = {
  connectionlimit: 'max',
  maxidle: 'min',
  idletimeoutmillis: 'idleTimeout',
  acquiretimeoutmillis: 'acquireTimeout',
  leakdetectiontimeout: 'leakTimeout',
};

function unknownPoolOption(name: string): Error {
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  const meant = Object.hasOwn(OTHER_POOL_NAMES, plain) ? OTHER_POOL_NAMES[plain] : undefined;
  const all = [...POOL_OPTION_NAMES, ...OPTION_NAMES];
  if (meant === undefined) return unknownName('option of createPool', name, all);
  return optionError(`There is no option of createPool ${name}. Did you mean ${meant}?`);
}

/** Takes the roles off the servers; what is left must be what `connect` takes. */
function splitHosts(
  rest: ConnectOptions,
): Pick<ResolvedPoolOptions, 'connect' | 'checked' | 'primaries' | 'replicas'> {
  const { hosts, ...connect } = rest;
  const entries: { role: unknown; host: string | HostOptions }[] = Array.isArray(hosts)
    ? hosts.map(splitRole)
    : [];
  const all = entries.map(({ host }) => host);
  const checked = resolveOptions(Array.isArray(hosts) ? { ...rest, hosts: all } : rest);
  if (entries.length === 0) return { connect, checked, primaries: [undefined], replicas: [] };
  const of = (role: string) =>
    entries.filter((entry) => entry.role === role).map(({ host }) => host);
  const primaries = of('primary');
  if (primaries.length > 0) return { connect, checked, primaries, replicas: of('replica') };
  throw optionError(
    'The option hosts has no primary',
    'Leave the role of at least one server out.',
  );
}

function splitRole(entry: unknown, index: number): { role: unknown; host: string | HostOptions } {
  if (typeof entry !== 'object' || entry === null) {
    return { role: 'primary', host: entry as string };
  }
  const { role = 'primary', ...host } = entry as PoolHostOptions;
  if (role === 'primary' || role === 'replica') return { role, host };
  throw optionError(`The role of entry ${index} of hosts must be 'primary' or 'replica'`);
}
