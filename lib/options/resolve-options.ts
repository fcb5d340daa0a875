import { InterfaceError } from '../errors';
import type { ConnectOptions, ResolvedOptions } from './connect-options';
import { nearest } from './nearest';
import { OPTION_CHECKS, OPTION_DEFAULTS, type OptionCheck } from './option-checks';
import { stub } from './resolve-stub';
import { parseUrl } from './parse-url';

const STUBBED = new Set(
  'host port unixSocket hosts readTimeout writeTimeout charset collation sqlMode sessionTimezone initCommand compress compressionLevel ssl sslMode tlsVersion authPlugin pluginDir serverPublicKeyPath getServerPublicKey enableCleartextPlugin localInfile localInfileDir clientFlag interactive ignoreSpace connectAttributes bindAddress maxAllowedPacket fetchWarnings fetchWarnings'.split(
    ' ',
  ),
);
const OPTION_NAMES = Object.keys(OPTION_CHECKS);

/**
 * Checks the options of `connect` and fills in the defaults.
 * @throws InterfaceError for an unknown option or a value of the wrong type
 */
export function resolveOptions(options: ConnectOptions | string | URL): ResolvedOptions {
  const given = givenOptions(options);
  const resolved: Record<string, unknown> = { ...OPTION_DEFAULTS };
  for (const [name, value] of Object.entries(given)) {
    if (STUBBED.has(name)) resolved[name] = value;
    else if (value !== undefined) resolved[name] = checkOption(name, value);
    else if (!Object.hasOwn(OPTION_CHECKS, name)) throw unknownOption(name);
  }
  stub(given as ConnectOptions, resolved);
  return Object.freeze(resolved) as unknown as ResolvedOptions;
}

function givenOptions(options: unknown): Readonly<Record<string, unknown>> {
  if (typeof options === 'string' || options instanceof URL) return parseUrl(String(options));
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
    return { ...options };
  }
  throw new InterfaceError(`Connect options must be an object or a URL, not ${typeName(options)}`, {
    code: 'ERR_MYSQLDB_OPTION',
  });
}

export function checkOption(name: string, value: unknown): unknown {
  if (!Object.hasOwn(OPTION_CHECKS, name)) throw unknownOption(name);
  const check = OPTION_CHECKS[name as keyof ResolvedOptions] as OptionCheck<unknown>;
  const result = check(value);
  if (result.ok) return result.value;
  throw new InterfaceError(`The option ${name} must be ${result.want}, not ${typeName(value)}`, {
    code: 'ERR_MYSQLDB_OPTION',
  });
}

/** The type only: the value may be a secret. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `this ${typeof value}`;
}

function unknownOption(name: string): InterfaceError {
  const known = nearest(name, OPTION_NAMES);
  const suggestion = known === undefined ? '' : ` Did you mean ${known}?`;
  return new InterfaceError(`There is no connect option ${name}.${suggestion}`, {
    code: 'ERR_MYSQLDB_OPTION',
    hint: `The options are ${OPTION_NAMES.join(', ')}.`,
  });
}
