import type { ConnectOptions } from './connect-options';
import { isPlainObject, type OptionCheck, typeName } from './check';
import { UNDEFINED_HINT } from './given-options';
import { unknownName } from './known-names';
import { type CheckedOptions, OPTION_CHECKS, OPTION_NAMES, type OptionName } from './option-checks';
import { OPTION_DEFAULTS } from './option-defaults';
import { optionError } from './option-error';
import { fileOptions, type FileOptions, withoutOverruled } from './option-file-options';
import { parseUrl } from './parse-url';
import type { ResolvedOptions } from './resolved-options';
import { resolveTls } from './ssl';
import { isLocal, resolveTargets } from './targets';

type Given = Readonly<Record<string, unknown>>;

/**
 * Checks the options of `connect` and fills in the defaults.
 * @throws InterfaceError for an unknown option or a value of the wrong type
 */
export function resolveOptions(options: ConnectOptions | string | URL): ResolvedOptions {
  const explicit = checkAll(givenOptions(options));
  const { readDefaultFile, readDefaultGroup, ...own } = explicit;
  if (readDefaultFile === undefined && readDefaultGroup === undefined) return resolve(own);
  const files = fileOptions(readDefaultFile, readDefaultGroup);
  const fromFiles = checkAll(withoutOverruled(files, own), files);
  return resolve({ ...fromFiles, ...own, ...mergedSsl(fromFiles, own) });
}

/** Options are checked one by one; this is about how they go together. */
function resolve(checked: CheckedOptions): ResolvedOptions {
  const { host, port, unixSocket, hosts, ssl, sslMode, tlsVersion, ...plain } = checked;
  const resolved: ResolvedOptions = {
    ...OPTION_DEFAULTS,
    ...plain,
    targets: resolveTargets(checked),
    tls: resolveTls(checked),
  };
  refuseClearPasswords(resolved);
  if (resolved.compressionLevel !== undefined && resolved.compress !== 'zstd') {
    throw optionError(
      "The option compressionLevel needs compress: 'zstd'",
      'The level of zlib cannot be chosen.',
    );
  }
  if (checked.localInfile === false && resolved.localInfileDir !== undefined) {
    throw optionError(
      'The option localInfile is false, but localInfileDir allows files',
      'Leave out localInfile to allow files of that directory only.',
    );
  }
  return Object.freeze(resolved);
}

/** Plugins that send the password as it is. */
const CLEARTEXT_PLUGINS = ['mysql_clear_password', 'dialog'];

function refuseClearPasswords({
  authPlugin,
  enableCleartextPlugin,
  ...rest
}: ResolvedOptions): void {
  if (!enableCleartextPlugin) {
    if (!CLEARTEXT_PLUGINS.includes(authPlugin ?? '')) return;
    throw optionError(
      'The option authPlugin names a plugin that sends the password in clear',
      'Use enableCleartextPlugin: true, with ssl: true or a unix socket.',
    );
  }
  const { targets, tls } = rest;
  const proven = tls.mode === 'VERIFY_CA' || tls.mode === 'VERIFY_IDENTITY';
  if (proven || targets.every(isLocal)) return;
  throw optionError(
    'The option enableCleartextPlugin needs a unix socket, or TLS with a proof of who the server is',
    'Use ssl: true, or ssl with the ca of the server.',
  );
}

function givenOptions(options: unknown): Given {
  if (typeof options === 'string' || options instanceof URL) return parseUrl(String(options));
  if (isPlainObject(options)) return { ...options };
  throw optionError(
    `Connect options must be a plain object or a URL, not ${typeName(options)}`,
    options === undefined
      ? UNDEFINED_HINT
      : "Write them as { host, user, password, database }, or as 'mysql://user:password@host:3306/database'.",
  );
}

/** What is undefined counts as not given, but its name must be known. */
function checkAll(given: Given, files?: FileOptions): CheckedOptions {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(OPTION_CHECKS, name))
      throw unknownName('connect option', name, OPTION_NAMES);
    if (value !== undefined) checked[name] = checkOption(name, value, files?.places.get(name));
  }
  return checked;
}

/** @param place where the value comes from, when an option file gave it */
export function checkOption(name: string, value: unknown, place?: string): unknown {
  const result = (OPTION_CHECKS[name as OptionName] as OptionCheck<unknown>)(value);
  if (result.ok) return result.value;
  const what = place === undefined ? '' : ` (${place})`;
  // A file has texts alone, of which some are read as numbers.
  const found = place !== undefined && Number.isNaN(value) ? 'this text' : typeName(value);
  throw optionError(
    `The option ${name}${what} must be ${result.want}, not ${found}`,
    value === null ? 'Leave the option out to have its default.' : result.hint,
  );
}

/** Files may say where the authorities are, and options which key: both count. */
function mergedSsl(files: CheckedOptions, own: CheckedOptions): Pick<CheckedOptions, 'ssl'> {
  if (typeof files.ssl !== 'object' || own.ssl === undefined || own.ssl === false) return {};
  const given = Object.entries(own.ssl === true ? {} : own.ssl);
  const ownParts = Object.fromEntries(given.filter(([, part]) => part !== undefined));
  return { ssl: { ...files.ssl, ...ownParts } };
}
