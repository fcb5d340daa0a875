import { CLIENT } from '../constants/client';
import { isRowKind } from '../cursor-kinds';
import { timeZone } from '../temporal/time-zone';
import {
  boolean,
  check,
  cText,
  existingDirectory,
  existingFile,
  integer,
  listOf,
  oneOf,
  type OptionCheck,
  path,
  pattern,
  secret,
} from './check';
import type { ConnectOptions } from './connect-options';
import { resolveConv, type ResolvedConv } from './conv';
import { optionError } from './option-error';
import type { TlsMode, TlsVersion } from './security-options';
import { ssl } from './ssl';
import { hostList, hostName, portNumber } from './targets';

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

const VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

/** URLs and option files have them as 'TLSv1.2,TLSv1.3'. */
const tlsVersions: OptionCheck<readonly TlsVersion[]> = (value) =>
  listOf(
    oneOf(...VERSIONS),
    "'TLSv1.2', 'TLSv1.3' or an array of those",
  )(typeof value === 'string' ? value.split(',') : value);

const compression: OptionCheck<false | 'zlib' | 'zstd'> = (value) => {
  const checked = oneOf<boolean | 'zlib' | 'zstd'>(true, false, 'zlib', 'zstd')(value);
  if (!checked.ok || checked.value === true)
    return checked.ok ? { ok: true, value: 'zlib' } : checked;
  return { ok: true, value: checked.value };
};

/** Bits that would go around what an option of their own checks or sets beside them. */
const OTHERWISE: Readonly<Partial<Record<keyof typeof CLIENT, keyof ConnectOptions>>> = {
  LOCAL_FILES: 'localInfile',
  MULTI_STATEMENTS: 'multiStatements',
  SSL: 'ssl',
  SSL_VERIFY_SERVER_CERT: 'sslMode',
  COMPRESS: 'compress',
  ZSTD_COMPRESSION_ALGORITHM: 'compress',
};

const clientFlag: OptionCheck<number> = (value) => {
  const checked = integer(0, 0xffff_ffff)(value);
  if (!checked.ok) return checked;
  for (const [bit, option] of Object.entries(OTHERWISE)) {
    if ((checked.value & CLIENT[bit as keyof typeof CLIENT]) === 0) continue;
    throw optionError(
      `The option clientFlag must not contain CLIENT.${bit}`,
      `Use the option ${option}.`,
    );
  }
  return checked;
};

const MAX_ATTRIBUTE_BYTES = 64 * 1024;

const attributes: OptionCheck<Readonly<Record<string, string>>> = (value) => {
  const want = `an object of strings without NUL characters, whose names do not begin with _, of ${MAX_ATTRIBUTE_BYTES} bytes together at most`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, want };
  const entries = Object.entries(value);
  const isText = (text: unknown): boolean => cText(text).ok;
  const valid = entries.every(([name, text]) => /^[^_]/.test(name) && isText(name) && isText(text));
  if (!valid || Buffer.byteLength(entries.flat().join('')) > MAX_ATTRIBUTE_BYTES) {
    return { ok: false, want };
  }
  return { ok: true, value: Object.freeze(Object.fromEntries(entries)) };
};

const word = pattern('a name of letters, digits and _', /^\w+$/);
/** The largest that a timer of Node takes. */
const milliseconds = integer(0, 2_147_483_647);

/** Every option: how it is checked. */
export const OPTION_CHECKS = {
  host: hostName,
  port: portNumber,
  unixSocket: path,
  hosts: hostList,
  user: cText,
  password: secret,
  database: cText,
  bindAddress: hostName,
  connectTimeout: milliseconds,
  readTimeout: milliseconds,
  writeTimeout: milliseconds,
  compress: compression,
  compressionLevel: integer(1, 22),
  maxAllowedPacket: integer(4096, 2 ** 30),
  readDefaultFile: path,
  readDefaultGroup: pattern("a group's name, without brackets", /^[^\0-\x1f[\]]+$/),
  ssl,
  sslMode: oneOf<TlsMode>('DISABLED', 'PREFERRED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'),
  tlsVersion: tlsVersions,
  authPlugin: word,
  pluginDir: existingDirectory,
  serverPublicKeyPath: existingFile,
  getServerPublicKey: boolean,
  enableCleartextPlugin: boolean,
  localInfile: boolean,
  localInfileDir: existingDirectory,
  autocommit: oneOf<boolean | null>(true, false, null),
  charset: word,
  collation: word,
  sqlMode: pattern('names of modes, separated by commas', /^[\w,]*$/),
  sessionTimezone: pattern(
    "'SYSTEM', an offset such as '+02:00', or a name such as 'Europe/Berlin'",
    /^[\w+:/-]+$/,
  ),
  initCommand: listOf(cText, 'a statement or an array of statements'),
  multiStatements: boolean,
  foundRows: boolean,
  interactive: boolean,
  ignoreSpace: boolean,
  clientFlag,
  connectAttributes: attributes,
  cursorClass: check(
    'Cursor or DictCursor, or one of these with SS or Server before it',
    isRowKind,
    "Import it from 'mysqldb' and give it as it is, without quotes.",
  ),
  timezone: zone,
  bigint: oneOf('auto', 'bigint', 'number', 'string', 'numberOrString'),
  decimal: oneOf('string', 'number'),
  dates: oneOf('date', 'plain', 'string'),
  dateOnly: oneOf('string', 'date'),
  zeroDates: oneOf('string', 'null', 'error', 'invalid'),
  repeatedNames: oneOf('rename', 'last'),
  json: oneOf('parse', 'string'),
  conv,
  paramstyle: oneOf('default', 'format'),
  prepared: oneOf<boolean | 'auto'>(true, false, 'auto'),
  statementCacheSize: integer(1, 65_535),
  fetchWarnings: boolean,
  traceParameters: boolean,
} satisfies { readonly [K in keyof Required<ConnectOptions>]: OptionCheck<unknown> };

export type OptionName = keyof typeof OPTION_CHECKS;
export const OPTION_NAMES: readonly string[] = Object.keys(OPTION_CHECKS);

/** Options that were checked, in the form that the checks give them. */
export type CheckedOptions = {
  -readonly [K in OptionName]?: (typeof OPTION_CHECKS)[K] extends OptionCheck<infer T> ? T : never;
};
