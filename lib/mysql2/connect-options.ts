import { capabilities, type ConnectOptions, DictCursor, type TlsVersion } from '../index';
import { type ConnectionConfig, hasFlag, mayHoldSeveral } from './connection-config';
import type { OneIdentity } from './ssl-identity';

const MAX_STATEMENTS = 65_535;
const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

/** The connect options of the driver for those of mysql2. */
export function connectOptionsOf(config: ConnectionConfig): ConnectOptions {
  return {
    ...placeOf(config),
    ...given({
      user: config.user,
      password: config.password,
      database: config.database,
      bindAddress: config.localAddress,
    }),
    ...charsetOf(config),
    ...securityOf(config),
    timezone: config.timezone,
    connectTimeout: config.connectTimeout,
    compress: config.compress || hasFlag(config, 'COMPRESS'),
    foundRows: hasFlag(config, 'FOUND_ROWS'),
    ignoreSpace: hasFlag(config, 'IGNORE_SPACE'),
    interactive: hasFlag(config, 'INTERACTIVE'),
    localInfile: hasFlag(config, 'LOCAL_FILES'),
    multiStatements: mayHoldSeveral(config),
    connectAttributes: attributesOf(config),
    // Whatever the server has: mysql2 does not set it.
    autocommit: null,
    cursorClass: DictCursor,
    statementCacheSize: Math.min(config.maxPreparedStatements, MAX_STATEMENTS),
  };
}

/** Without what is undefined, which the driver's options must not be. */
function given<T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** `localhost` is TCP/IP here: IPv4, or IPv6 where the server has only that. */
function placeOf({ host, port, socketPath }: ConnectionConfig): ConnectOptions {
  if (socketPath !== undefined && socketPath !== '') return { unixSocket: socketPath };
  if (host !== 'localhost') return { host, port };
  return {
    hosts: [
      { host: '127.0.0.1', port },
      { host: '::1', port },
    ],
  };
}

const DEFAULT_COLLATION = 'utf8mb4_unicode_ci';

function charsetOf({ charset }: ConnectionConfig): ConnectOptions {
  const name = charset?.toLowerCase() ?? DEFAULT_COLLATION;
  const [family = name] = name.split('_');
  return family === name ? { charset: family } : { charset: family, collation: name };
}

function securityOf(config: ConnectionConfig): ConnectOptions {
  // As mysql2 does: without TLS the server is asked for the key that protects the password.
  const common = { getServerPublicKey: true };
  const { ssl } = config;
  if (!ssl) return { ...common, sslMode: 'PREFERRED' };
  const mode = modeOf(ssl);
  return {
    ...common,
    sslMode: mode,
    ssl: given({
      ca: ssl.ca,
      cert: ssl.cert,
      key: ssl.key,
      crl: ssl.crl,
      passphrase: ssl.passphrase,
      cipher: ssl.ciphers,
    }),
    ...given({ tlsVersion: versionsOf(ssl) }),
    ...(config.enableCleartextPlugin && mode !== 'REQUIRED' && { enableCleartextPlugin: true }),
  };
}

function modeOf({
  rejectUnauthorized,
  verifyIdentity,
}: OneIdentity): 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY' {
  if (rejectUnauthorized === false) return 'REQUIRED';
  // A client library that cannot leave the name out checks it too.
  return verifyIdentity === true || !capabilities.verifyCa ? 'VERIFY_IDENTITY' : 'VERIFY_CA';
}

function versionsOf({ minVersion, maxVersion }: OneIdentity): readonly TlsVersion[] | undefined {
  if (minVersion === undefined && maxVersion === undefined) return undefined;
  const isWithin = (version: string): boolean =>
    (minVersion === undefined || version >= minVersion) &&
    (maxVersion === undefined || version <= maxVersion);
  return TLS_VERSIONS.filter(isWithin);
}

/** Names that begin with `_` are the client's own. */
function attributesOf({ connectAttributes }: ConnectionConfig): Record<string, string> {
  const own = Object.entries(connectAttributes).filter(([name]) => !name.startsWith('_'));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}
