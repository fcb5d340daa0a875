import type { SslOptions } from './security-options';
import { expandHome } from './option-file';
import type { OptionName } from './option-checks';
import { Secret } from './secret';

/** The option that a key of an option file stands for, and the value of its text. */
export interface FileKey {
  readonly option: OptionName | 'verifyServerCert' | `ssl.${keyof SslOptions}`;
  readonly read: (text: string) => unknown;
  /** May stand without a value, and with `skip-`, `disable-` or `enable-` before it. */
  readonly isFlag?: boolean;
}

const text = (value: string): string => value;
/** What is no number is left to the check of the option. */
const integer = (value: string): number => (/^\d+$/.test(value) ? Number(value) : NaN);
const seconds = (value: string): number => integer(value) * 1000;

function size(value: string): number {
  const [, digits, unit] = /^(\d+)([kmg]?)$/i.exec(value) ?? [];
  if (digits === undefined) return NaN;
  return Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit!.toLowerCase());
}

function flag(value: string): unknown {
  if (/^(1|on|true|yes)$/i.test(value)) return true;
  return /^(0|off|false|no)$/i.test(value) ? false : value;
}

/** The client may offer several, we one: the first. */
function compression(value: string): unknown {
  const [first] = value.toLowerCase().split(',');
  return first === 'uncompressed' ? false : first;
}

const upper = (value: string): string => value.toUpperCase();
/** The client is told of the system's character set by 'auto'; ours is utf8mb4. */
const charset = (value: string): string | undefined => (value === 'auto' ? undefined : value);

/** Keys as the C clients name them; all others are ignored, as every client does. */
export const FILE_KEYS: Readonly<Record<string, FileKey>> = {
  host: { option: 'host', read: text },
  port: { option: 'port', read: integer },
  socket: { option: 'unixSocket', read: expandHome },
  user: { option: 'user', read: text },
  password: { option: 'password', read: (value) => new Secret(value) },
  database: { option: 'database', read: text },
  'bind-address': { option: 'bindAddress', read: text },
  'connect-timeout': { option: 'connectTimeout', read: seconds },
  compress: { option: 'compress', read: flag, isFlag: true },
  'compression-algorithms': { option: 'compress', read: compression },
  'zstd-compression-level': { option: 'compressionLevel', read: integer },
  'max-allowed-packet': { option: 'maxAllowedPacket', read: size },
  ssl: { option: 'ssl', read: flag, isFlag: true },
  'ssl-mode': { option: 'sslMode', read: upper },
  'ssl-verify-server-cert': { option: 'verifyServerCert', read: flag, isFlag: true },
  'ssl-ca': { option: 'ssl.ca', read: expandHome },
  'ssl-capath': { option: 'ssl.caPath', read: expandHome },
  'ssl-cert': { option: 'ssl.cert', read: expandHome },
  'ssl-key': { option: 'ssl.key', read: expandHome },
  'ssl-cipher': { option: 'ssl.cipher', read: text },
  'tls-ciphersuites': { option: 'ssl.ciphersuites', read: text },
  'ssl-crl': { option: 'ssl.crl', read: expandHome },
  'ssl-crlpath': { option: 'ssl.crlPath', read: expandHome },
  'tls-version': { option: 'tlsVersion', read: text },
  'default-auth': { option: 'authPlugin', read: text },
  'plugin-dir': { option: 'pluginDir', read: expandHome },
  'server-public-key-path': { option: 'serverPublicKeyPath', read: expandHome },
  'get-server-public-key': { option: 'getServerPublicKey', read: flag, isFlag: true },
  'enable-cleartext-plugin': { option: 'enableCleartextPlugin', read: flag, isFlag: true },
  'local-infile': { option: 'localInfile', read: flag, isFlag: true },
  'load-data-local-dir': { option: 'localInfileDir', read: expandHome },
  'default-character-set': { option: 'charset', read: charset },
  'init-command': { option: 'initCommand', read: text },
};
